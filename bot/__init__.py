"""The Discord bot, and what stands behind it: studio, understanding, words."""

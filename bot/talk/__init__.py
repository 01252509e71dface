"""Egaku in a terminal: a line is a slash command or a message that replies to a picture."""

"""For whoever runs the bot: what it measures of itself, whether it is well, and a port to ask both at. Nothing of
people."""

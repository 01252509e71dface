"""A Discord of one's own in the browser: for trying Egaku without an account, and for tests over real sockets.

simcord (bound to one version in pyproject.toml, because much of what is used here is not its public face) keeps the
state and serves the page; this package lets a bot in another process reach it as it reaches Discord.
"""

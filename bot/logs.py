"""What the bot process says on standard error: what happened and where, never what somebody wrote."""

from __future__ import annotations

import logging
import sys

import structlog


def configure() -> None:
    """Tracebacks are plain: structlog's own show the values of variables, and those could be prompts."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Looked up each time: whoever replaces standard error may close what stood there before.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # It warns of a missing voice library, and nobody here speaks.
    logging.getLogger("discord.client").setLevel(logging.ERROR)

"""What the bot's processes say on standard error: what happened and where, never what somebody wrote."""

from __future__ import annotations

import logging
import re
import sys
from types import TracebackType
from typing import TYPE_CHECKING

import structlog

from generator import logs

if TYPE_CHECKING:
    from bot.settings import Log

SECRETS: tuple[logs.Secret, ...] = (
    *logs.SECRETS,
    # Whoever has an interaction's token may answer in the bot's name for 15 minutes; it is part of the address.
    (re.compile(r"""(/(?:webhooks|interactions)/\d+/)[^\s/?#"'<>)\\]+"""), r"\1…"),
    (re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), "…"),  # a bot's own token
)


def configure(log: Log, *, least: str = "debug") -> None:
    """As the settings have it, but nothing below ``least``."""
    level = max(log.level, least, key=_weight)
    logs.configure(level, json=log.format == "json", secrets=SECRETS)
    # It warns of a missing voice library, and nobody here speaks.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
    sys.excepthook = _crashed


def _weight(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _crashed(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, Exception):
        structlog.get_logger(__name__).critical("crashed", exc_info=(kind, error, traceback))
    else:
        sys.__excepthook__(kind, error, traceback)

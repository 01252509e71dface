"""How each process logs: a line an event on standard error, for people or as JSON, without prompts and without secrets.

What the standard library's loggers say, and warnings, take the same way.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

Secret = tuple[re.Pattern[str], str]
"""What is not to be read in any line, and what stands there instead."""

SECRETS: tuple[Secret, ...] = (
    # The query of a signed address is its signature.
    (re.compile(r"""(https?://[^\s?"'<>\\]+\?)[^\s"'<>\\]+"""), r"\1…"),
    # A name and password before the host, as of a proxy.
    (re.compile(r"""(://)[^\s/:@"'\\]+:[^\s/@"'\\]+@"""), r"\1…@"),
)


def configure(level: str, *, json: bool, secrets: Sequence[Secret] = SECRETS) -> None:
    """``level``: debug, info, warning or error. Other libraries are heard from warnings on, whatever it is: below, they
    tell what was sent and received.

    Tracebacks are plain: structlog's own show the values of variables, and those could be prompts.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _add_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *_rendered(json),
            _Blot(secrets),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=_Stderr,
    )
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    if not any(isinstance(handler, _Handler) for handler in root.handlers):
        root.addHandler(_Handler())
    logging.captureWarnings(True)


@contextlib.contextmanager
def crashes() -> Iterator[None]:
    """What nobody caught ends the process with a line like any other; multiprocessing's own is none."""
    try:
        yield
    except Exception:
        structlog.get_logger(__name__).critical("crashed", exc_info=True)
        raise SystemExit(1) from None


def _rendered(json: bool) -> list[Processor]:
    if json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]


def _add_name(logger: WrappedLogger, _: str, event: EventDict) -> EventDict:
    if logger is not None and logger.name:
        event.setdefault("logger", logger.name)
    return event


class _Blot:
    """Last of all: a secret may stand in a value, in an error's text or anywhere in a traceback."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._secrets = secrets

    def __call__(self, _: WrappedLogger, __: str, line: Any) -> str:
        text = str(line)  # rendered by now
        for pattern, instead in self._secrets:
            text = pattern.sub(instead, text)
        return text


class _Stderr:
    """Standard error as it is now: whoever replaces it may close what stood there before."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def msg(self, line: str) -> None:
        # One call, so that lines of several processes do not mix. A disk that is full, or a reader that has gone, stops
        # nothing.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        level = min(record.levelno // 10 * 10, logging.CRITICAL)
        structlog.get_logger(record.name).log(level, message, exc_info=record.exc_info)

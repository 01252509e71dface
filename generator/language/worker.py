"""The process of a language or translation model: questions from a pipe, answers into it. Imports torch only once it
runs."""

from __future__ import annotations

import contextlib
import os
import signal
from multiprocessing.connection import Connection
from typing import Any, Protocol

import structlog

from generator import logs
from generator.executors.protocol import Ready
from generator.executors.worker import Inbox, prepare
from generator.language.protocol import Answered, Asked, LanguageOptions

_log = structlog.get_logger(__name__)


class Loaded(Protocol):
    def answer(self, question: Any, seconds: float, /) -> str | None:
        """Raises OutOfTime."""


def main(connection: Connection, options: LanguageOptions) -> None:
    """Run until told to stop or until the parent is gone. A model that cannot be loaded ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox: Inbox[Asked] = Inbox(connection)
    prepare([options.home], options.threads)
    logs.configure(options.log_level, json=options.log_json)
    # Else a repository of pickles is looked for weights that somebody has proposed to it.
    os.environ["DISABLE_SAFETENSORS_CONVERSION"] = "1"

    # Only now: the environment above is read when torch and transformers are imported.
    import torch

    torch.set_num_threads(options.threads)
    try:
        loaded = _load(options)
    except Exception as error:
        # The kind alone: a message may name paths, and a traceback the words that were asked.
        _log.error("language model not loaded", translates=options.translates, kind=type(error).__name__)
        return
    with logs.crashes(), contextlib.suppress(BrokenPipeError):
        connection.send(Ready())
        while True:
            for asked in inbox.taken(wait=True):
                connection.send(Answered(number=asked.number, text=_answer(loaded, asked)))


def _load(options: LanguageOptions) -> Loaded:
    # Only what is asked for is imported: what keeps an answer to its shape is not needed for translating.
    if options.translates:
        from generator.language import translation

        return translation.load(options)
    from generator.language import model

    return model.load(options)


def _answer(loaded: Loaded, asked: Asked) -> str | None:
    from generator.language.loading import OutOfTime

    try:
        return loaded.answer(asked.question, asked.seconds)
    except OutOfTime:
        return None
    except Exception as error:
        _log.error("language model failed", kind=type(error).__name__)
        return None

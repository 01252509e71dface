"""A person at a terminal: a prompt with history, a progress bar, pictures where the terminal can show them."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.i18n import say
from bot.talk.result import Result, Status
from generator.events import Ending, Event, Queued, Started
from generator.events import Progress as Step

COLUMNS = 36
"""Width of a picture in character cells; half as many rows make it square."""

_COLOURS = {
    Status.DONE: "green",
    Status.ANSWERED: "cyan",
    Status.ASKED: "yellow",
    Status.IGNORED: "dim",
    Status.REFUSED: "yellow",
    Status.FAILED: "red",
}


class TerminalFront:
    def __init__(self, locale: str, history: Path) -> None:
        self._locale = locale
        self._console = Console()
        self._history = history
        self._progress: Progress | None = None

    def lines(self) -> Iterator[str]:
        self.tell(say("talk.welcome", self._locale))
        with self._remembered():
            while True:
                try:
                    yield input("› ")
                except EOFError:
                    self._console.print()
                    return
                except KeyboardInterrupt:
                    self._console.print()
                    self.tell(say("talk.how_to_leave", self._locale))

    def watch(self, event: Event) -> None:
        match event:
            case Queued(stalled=True):
                self._bar(say("card.stalled", self._locale), None, None)
            case Queued() | Started():
                self._bar(say("talk.waiting", self._locale), None, None)
            case Step(step=step, of=of):
                self._bar(say("talk.drawing", self._locale), step, of)
            case _ if isinstance(event, Ending):
                self._end_bar()

    def show(self, result: Result) -> None:
        self._end_bar()
        if result.status is Status.IGNORED:
            self._console.print(Text(say("talk.ignored", self._locale), style="dim"))
            return
        for picture, file in result.pictures:
            self._picture(file)
            self._console.print(Text(f"{file}  seed {picture.seed}", style="dim"), soft_wrap=True)
        if result.text:
            self._console.print(Text(result.text, style=_COLOURS[result.status]), soft_wrap=True)

    def tell(self, text: str) -> None:
        self._console.print(escape(text), highlight=False)

    def interrupted(self) -> bool:
        return True

    def _picture(self, file: Path) -> None:
        # It tells of a terminal that gives no answer with a traceback, and goes on well without one.
        logging.getLogger("textual_image").setLevel(logging.CRITICAL)
        # Importing it asks the terminal what it can show, and reads the answer from standard input.
        if not is_terminal():
            return
        # A terminal of no width, or a file that just went, costs the view and not the result.
        with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
            from textual_image.renderable import Image

            self._console.print(Image(str(file), width=COLUMNS, height="auto"))

    def _bar(self, what: str, step: int | None, of: int | None) -> None:
        if self._progress is None:
            self._progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=30),
                TextColumn("{task.fields[steps]}"),
                TimeRemainingColumn(elapsed_when_finished=True),
                console=self._console,
                transient=True,
            )
            self._progress.add_task(what, total=None, steps="")
            self._progress.start()
        steps = "" if of is None else f"{step}/{of}"
        self._progress.update(self._progress.task_ids[0], description=what, completed=step or 0, total=of, steps=steps)

    def _end_bar(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    @contextlib.contextmanager
    def _remembered(self) -> Iterator[None]:
        """Arrow keys reach earlier lines, of earlier runs too, where the platform has readline."""
        try:
            import readline
        except ImportError:
            yield
            return
        with contextlib.suppress(OSError):
            readline.read_history_file(self._history)
        try:
            yield
        finally:
            readline.set_history_length(500)
            with contextlib.suppress(OSError):
                readline.write_history_file(self._history)


def is_terminal() -> bool:
    """Whether a person is at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()

"""``egaku talk``: lines in, pictures out, until the input ends.

The event loop runs while a line is carried out and rests while one is typed, so that Ctrl-C at the prompt is the
terminal's and Ctrl-C in the middle of a picture cancels that picture alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from bot import logs
from bot.bootstrap import opened
from bot.i18n import say
from bot.talk.result import Result, Status
from bot.talk.session import PLATFORM, Session
from generator.events import Event

if TYPE_CHECKING:
    from bot.settings import Settings


class Front(Protocol):
    """Where lines come from and results go."""

    def lines(self) -> Iterator[str]: ...

    def watch(self, event: Event) -> None:
        """Show how a job goes on."""
        ...

    def show(self, result: Result) -> None: ...

    def tell(self, text: str) -> None:
        """Say something that answers no line."""
        ...

    def interrupted(self) -> bool:
        """Ctrl-C ended a line. Whether to go on with the next."""
        ...


class JsonFront:
    """One object a line of input, for other programs."""

    def lines(self) -> Iterator[str]:
        # Other programs send UTF-8 whatever this one's terminal would use.
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        return iter(sys.stdin.readline, "")

    def watch(self, event: Event) -> None:
        pass

    def show(self, result: Result) -> None:
        sys.stdout.buffer.write(result.to_json().encode() + b"\n")
        sys.stdout.buffer.flush()

    def tell(self, text: str) -> None:
        sys.stderr.write(f"{text}\n")

    def interrupted(self) -> bool:
        return False


def talk(settings: Settings, front: Front, *, user: str) -> int:
    """Answer every line of ``front``. Returns the exit status: 0 at the end of the input, 130 after an interruption.

    Raises EgakuError where the data folder cannot be used.
    """
    logs.configure(settings.log, least="warning")
    locale = settings.defaults.locale
    with asyncio.Runner() as runner:
        house = opened(settings)
        try:
            open_house = runner.run(house.__aenter__())
        except KeyboardInterrupt:
            return 130
        try:
            viewer = runner.run(open_house.studio.storage.people.known(PLATFORM, user, user, locale))
            session = Session(open_house, viewer, front.watch)
            return _answered(runner, session, front, locale)
        finally:
            runner.run(house.__aexit__(None, None, None))


def _answered(runner: asyncio.Runner, session: Session, front: Front, locale: str) -> int:
    try:
        if taken_up := runner.run(session.take_up()):
            front.tell(say("talk.taken_up", locale, count=taken_up))
    except KeyboardInterrupt:
        return 130
    for line in front.lines():
        try:
            front.show(runner.run(session.answer(line)))
        except EOFError:
            break
        except KeyboardInterrupt:
            front.show(Result(status=Status.FAILED, text=say("talk.cancelled", locale)))
            if not front.interrupted():
                return 130
        except BrokenPipeError:
            # The reader has left: there is nobody to tell.
            with contextlib.suppress(OSError):
                sys.stdout.close()
            return 0
    return 0

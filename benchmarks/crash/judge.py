"""Whether every promise was kept: pure, from a history, the database's last state, and which request became which turn.

Accepted is what whoever asked was shown to be: an interaction that was answered within Discord's three seconds, a
message that the bot replied to, and whatever the database took on. It has to end in one visible state: pictures, a
failure, a cancellation, or words; or its owner deleted it.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.crash.history import Answered, Asked, Event, Removed, Row, Shown, Stage, Told, Wish, Words

ENDS = {"done": Stage.DRAWN, "failed": Stage.FAILED, "cancelled": Stage.CANCELLED}


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, in words; an empty list is a promise kept."""

    accepted: int
    lost: list[str]
    posted_twice: list[str]
    after_cancel: list[str]
    stuck: list[str]
    ends: Mapping[str, int]
    """How many of the accepted came to which end; "failed" with its reason behind it."""
    unheard: int
    """Requests that nobody took on, as when no bot is there: Discord says so, or says nothing to a message."""
    left_over: list[str]
    """Messages of turns that are gone, or that still say that something is waited for: no promise of these four."""

    @property
    def broken(self) -> int:
        return len(self.lost) + len(self.posted_twice) + len(self.after_cancel) + len(self.stuck)


def judged(history: Sequence[Event], rows: Iterable[Row], known: Mapping[int, int]) -> Verdict:
    """``known``: the turn of each request that was ever seen in the database; a deleted turn's row may be gone."""
    case = _Case(history, {row.turn: row for row in rows}, known)
    accepted = [asked for asked in case.asked if asked.wish is Wish.DRAW and case.was_accepted(asked)]
    ends = [case.end_of(asked) for asked in accepted]
    wished = sum(asked.wish is Wish.DRAW for asked in case.asked)
    return Verdict(
        accepted=len(accepted),
        lost=[why for end, why in ends if end == "lost"],
        posted_twice=list(case.posted_twice()),
        after_cancel=list(case.after_cancel()),
        stuck=list(case.stuck()),
        ends=collections.Counter(end for end, _ in ends),
        unheard=wished - len(accepted),
        left_over=list(case.left_over()),
    )


class _Case:
    def __init__(self, history: Sequence[Event], rows: Mapping[int, Row], known: Mapping[int, int]) -> None:
        self.history = history
        self.rows = rows
        self.turns = {**known, **{row.key: row.turn for row in rows.values()}}
        self.asked = [event for event in history if isinstance(event, Asked)]
        self.answered = {event.key for event in history if isinstance(event, Answered)}
        self.to_be_erased = {asked.turn for asked in self.asked if asked.wish is Wish.ERASE}
        self.told = _last_told(history)
        self.standing, self.to = _standing(history)
        self.answers = collections.defaultdict(list)
        for message, to in self.to.items():
            self.answers[to].append(message)

    def was_accepted(self, asked: Asked) -> bool:
        if asked.answerable:
            return asked.key in self.answered
        return asked.key in self.turns or asked.key in self.answers

    def end_of(self, asked: Asked) -> tuple[str, str]:
        turn = self.turns.get(asked.key)
        if turn is None:
            return ("told", "") if self._was_told(asked.key) else ("lost", f"nothing came of request {asked.key}")
        row = self.rows.get(turn)
        if row is None or row.deleted:
            erased = turn in self.to_be_erased
            return ("deleted", "") if erased else ("lost", f"turn {turn} is gone, and nobody deleted it")
        if row.state not in ENDS:
            return "stuck", ""
        if not any(shown.turn == turn and shown.stage is ENDS[row.state] for shown in self.standing.values()):
            return "lost", f"turn {turn} is {row.state}, and no message shows it: {self._shows(turn)}"
        return f"{row.state} {row.reason}" if row.reason else row.state, ""

    def posted_twice(self) -> Iterator[str]:
        showed: dict[int, dict[int, None]] = collections.defaultdict(dict)
        for event in self.history:
            match event:
                case Shown(turn=int(turn)):
                    showed[turn][event.message] = None
                case Removed(with_channel=True):
                    # Its owner is shown it elsewhere.
                    for messages in showed.values():
                        messages.pop(event.message, None)
        for turn, messages in showed.items():
            for message in list(messages)[1:]:
                yield f"turn {turn} was posted again, as message {message}"

    def after_cancel(self) -> Iterator[str]:
        over: dict[int, str] = {}
        erased: set[int] = set()
        erasing = {asked.key: asked.turn for asked in self.asked if asked.wish is Wish.ERASE}
        for event in self.history:
            match event:
                case Told(key=key, words=Words.DELETED | Words.DELETED_BUT as words) if turn := erasing.get(key):
                    over[turn] = "deleted"
                    if words is Words.DELETED:
                        erased.add(turn)
                case Shown(turn=int(turn), stage=Stage.CANCELLED) if turn not in over:
                    over[turn] = "cancelled"
                case Shown(turn=int(turn), stage=stage) if turn in over and stage is not Stage.CANCELLED:
                    yield f"turn {turn} was {over[turn]}, and then message {event.message} showed {stage.name}"
        for message, shown in self.standing.items():
            if shown.turn in erased:
                yield f"turn {shown.turn} was deleted, and message {message} stays"

    def stuck(self) -> Iterator[str]:
        for turn, row in self.rows.items():
            if not row.deleted and row.state not in ENDS:
                yield f"turn {turn} is {row.state}; {self._shows(turn)}"

    def left_over(self) -> Iterator[str]:
        for message, shown in self.standing.items():
            if shown.stage is Stage.PAUSED:
                yield f"message {message} says that something is waited for"
            elif shown.turn is not None and (shown.turn not in self.rows or self.rows[shown.turn].deleted):
                yield f"message {message} shows turn {shown.turn}, which is gone"

    def _was_told(self, key: int) -> bool:
        if key in self.told:
            return self.told[key] is not Words.PAUSED
        return any(
            message in self.standing and self.standing[message].stage is not Stage.PAUSED
            for message in self.answers.get(key, ())
        )

    def _shows(self, turn: int) -> str:
        shown = [f"message {message} {one.stage.name}" for message, one in self.standing.items() if one.turn == turn]
        return ", ".join(shown) or "nothing stands there"


def _last_told(history: Iterable[Event]) -> dict[int, Words]:
    return {event.key: event.words for event in history if isinstance(event, Told)}


def _standing(history: Iterable[Event]) -> tuple[dict[int, Shown], dict[int, int]]:
    """(what each message that was not removed shows, which message each of all replies to)."""
    standing: dict[int, Shown] = {}
    to: dict[int, int] = {}
    for event in history:
        match event:
            case Shown(message=message):
                standing[message] = event
                if event.to is not None:
                    to[message] = event.to
            case Removed(message=message):
                standing.pop(message, None)
    return standing, to

"""What a message about a turn says and which buttons it has: pure, from records alone."""

from __future__ import annotations

import dataclasses

from bot.i18n import say
from bot.studio.studio import described
from bot.text import fenced
from bot.views.keys import Key, Rows, of_ended, of_result, of_unfinished
from generator.events import Event, Progress, Queued, Started
from generator.recipe import Recipe, Task
from storage import Person, State, Turn

ALT = 1024
"""Characters of an attachment's alternative text, as Discord bounds it."""
_BAR = 12
_BY_BUTTON = frozenset({"vary", "upscale", "reroll"})
"""What the catalogue has words for, because whoever asks may have pressed a button and said none."""


@dataclasses.dataclass(frozen=True, slots=True)
class Attached:
    name: str
    data: bytes = dataclasses.field(repr=False)
    alt: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One whole state of a message: an edit replaces everything."""

    content: str
    files: tuple[Attached, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()


def words(text: str, keys: Rows = ()) -> Card:
    return Card(content=text, keys=keys)


def unshown(turn: Turn, person: Person, text: str) -> Card:
    """Instead of a turn's end, which cannot be shown. With buttons, by which such a message is found again."""
    return Card(content=text, keys=of_ended(turn, person.language))


def placeholder(
    turn: Turn, person: Person, event: Event | None, eta: float | None = None, preview: bytes | None = None
) -> Card:
    """A turn that is not finished: what it waits for, or how far it is."""
    files = (Attached("preview.jpg", preview, _alt(turn)),) if preview else ()
    content = f"{_head(turn, person)}\n{state(event, eta, person.language)}"
    return Card(content=content, files=files, keys=of_unfinished(turn, person.language))


def paused(turn: Turn, person: Person) -> Card:
    """A turn whose process is stopping: no button would be answered now."""
    return Card(content=f"{_head(turn, person)}\n{say('card.paused', person.language)}")


def ended(turn: Turn, person: Person, pictures: tuple[tuple[str, bytes], ...], *, again: bool = False) -> Card:
    """A turn whose job has ended. ``pictures``: (suffix, bytes) of each, as they are sent. ``again``: it was shown
    before, and somebody has gone back to it."""
    language = person.language
    match turn.job.state:
        case State.DONE:
            files = tuple(
                Attached(f"egaku-{turn.id}-{number}.{suffix}", data, _alt(turn))
                for number, (suffix, data) in enumerate(pictures, start=1)
            )
            version = say("card.version", language, turn=turn.id)
            line = f"{version} · {facts(turn.pictures[0].recipe, language)}"
            content = f"{_head(turn, person, again=again)}\n-# {line}"
            return Card(content=content, files=files, keys=of_result(turn, language))
        case State.FAILED:
            why = say(f"failed.{turn.job.reason}", language)
        case _:
            why = say("card.stopped" if turn.job.stopped_by else "card.cancelled", language)
    return Card(content=f"{_head(turn, person)}\n{why}", keys=of_ended(turn, language))


def facts(recipe: Recipe, language: str) -> str:
    """What a picture was made with, in one line; no dice and no steps where no model drew it."""
    return say(
        "card.facts_undrawn" if recipe.task is Task.UPSCALE else "card.facts",
        language,
        seed=recipe.seed,
        width=recipe.width,
        height=recipe.height,
        model=recipe.model,
        steps=recipe.steps,
    )


def _head(turn: Turn, person: Person, *, again: bool = False) -> str:
    """Who asked and for what; naming somebody this way, with mentions off, does not ping them."""
    language = person.language
    said, words = [f"<@{person.handle}>"], turn.text
    if again:
        said.append(say("card.again", language, turn=turn.id))
    if turn.action in _BY_BUTTON:
        number = turn.parent_picture or turn.intent.get("picture") or 1
        said.append(say(f"card.{turn.action}", language, picture=number))
        words = described(turn)
    return f"{' · '.join(said)}\n{fenced(words)}"


def _alt(turn: Turn) -> str:
    return described(turn)[:ALT]


def state(event: Event | None, eta: float | None, language: str) -> str:
    """How a job that is under way goes on. ``eta``: seconds."""
    match event:
        case Queued(stalled=True):
            return say("card.stalled", language)
        case Queued(position=position):
            line = say("card.next" if position == 0 else "card.waiting", language, before=position)
        case Started():
            line = say("card.drawing", language)
        case Progress(step=step, of=of):
            line = f"{_bar(step, of)} {say('card.step', language, step=step, of=of)}"
        case _:
            return say("card.getting_ready", language)
    return line if not eta else f"{line} · {say('card.eta', language, seconds=rounded(eta))}"


def rounded(seconds: float) -> int:
    """Seconds as one would say them: to the second up to ten, then by fives, then by tens."""
    step = 1 if seconds <= 10 else 5 if seconds <= 60 else 10
    return max(1, round(seconds / step) * step)


def _bar(step: int, of: int) -> str:
    full = round(_BAR * step / of) if of else 0
    return "▰" * full + "▱" * (_BAR - full)

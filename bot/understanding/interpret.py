"""A message → an Intent. Pure and total: whatever is typed, an Intent or an EgakuError with the words for it."""

from __future__ import annotations

import dataclasses
import re

from bot.errors import BadInput
from bot.understanding import (
    carrying,
    chatter,
    clauses,
    commands,
    flags,
    gate,
    mentions,
    new_picture,
    pixels,
    questions,
    recalled,
    settings_in_words,
    targets,
    wishes,
)
from bot.understanding.gate import Way
from bot.understanding.hearing import heard
from bot.understanding.intent import (
    Adjust,
    Answer,
    Ask,
    Edit,
    GoTo,
    Ignore,
    Imagine,
    Intent,
    Place,
    Reroll,
    Retouch,
    Undo,
    Upscale,
    Vary,
)
from bot.understanding.normalise import LIMIT, bare, clean, shadow
from bot.understanding.parameters import Parameters
from bot.understanding.questions import Topic
from bot.understanding.reader import Reading, read
from bot.understanding.targets import HERE, Target


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What has to be known of the turn that a message replies to."""

    has_picture: bool
    pictures: int = 1
    versions: int = 1
    """From the first version of the branch to that turn."""
    prompt: str = ""
    """What that turn's pictures show."""
    prompts: tuple[str, ...] = ()
    """What each version of the branch shows, the first one's first; empty where nobody knows."""


def interpret(message: str, context: Context) -> Intent:
    """What ``message`` asks for as a reply to the turn of ``context``.

    In this order: empty → Ask; chatter → Ignore; an exact command; only flags → Adjust; what the gate lets through →
    Edit, its instruction as typed but for mentions, flags and references; else Answer, Ask or Ignore. Raises BadInput:
    error.prompt_too_long(limit, length), error.no_such_picture(picture, pictures), error.command_with_flags,
    error.upscale_factor, and those of flags.parse.
    """
    said = _said(message)
    if not said:
        return Ask(key="ask.empty")
    if chatter.is_chatter(said):
        return Ignore()
    said = heard(said) or said
    return _possible(_command(said, context) or _wish(said, context), context)


def as_edit(message: str, context: Context) -> Intent:
    """``message`` read as a wish, whatever the gate thinks of it: somebody has said that it is one.

    Raises BadInput as :func:`interpret` does.
    """
    said = heard(_said(message))
    if not said:
        return Ask(key="ask.empty")
    return _possible(_command(said, context) or _wish(said, context, certain=True), context)


def imagine(text: str) -> Imagine:
    """The new picture that ``text``, a prompt with flags, asks for. Raises BadInput: error.empty_prompt,
    error.prompt_too_long(limit, length), and those of flags.parse."""
    prompt, parameters = flags.parse(_said(text))
    if not prompt:
        raise BadInput("error.empty_prompt")
    return Imagine(prompt=prompt, parameters=parameters)


def _said(text: str) -> str:
    said = clean(text)
    if len(said) > LIMIT:
        raise BadInput("error.prompt_too_long", limit=LIMIT, length=len(said))
    return said


def _command(said: str, context: Context) -> Intent | None:
    """The exact command that ``said`` is, or the way back to a version told by what it shows."""
    if version := recalled.chosen(said, context.prompts):
        return Undo(times=len(context.prompts) - version)
    return commands.match(said, context.pictures, context.versions)


def _wish(said: str, context: Context, *, certain: bool = False) -> Intent:
    words, parameters = flags.parse(said)
    if not words:
        # "--seed -1" alone leaves nothing set: another seed is all it asks for.
        return Adjust(parameters=parameters) if parameters else Reroll()
    if words != said and (command := commands.match(words)):
        return _with_flags(command, parameters)
    if not parameters and (command := _command_of(*targets.anywhere(words, context.pictures, context.versions))):
        return command
    target, wish = _target(words, context)
    if target != HERE and chatter.is_chatter(wish):
        return Ignore()
    if not parameters and (command := _command_of(target, wish)):
        return command
    if not any(mark.isalpha() for mark in wish) or not bare(shadow(wish)):
        return Ask(key="ask.unclear")
    reading, mixed = _read(words, wish, context.prompt)
    settled = bool(parameters) or pixels.read(wish) is not None  # Whatever it reads like, it says what to do.
    if not certain:
        way = gate.way(reading)
        if way in (Way.ACT, Way.GREY) and (prompt := new_picture.prompt(wish)):
            return Imagine(prompt=prompt, parameters=parameters)
        if way is not Way.ACT and not settled and not _plain(way, wish, context.prompt):
            return _unsure(way, reading, words, wish, target, context)
    intended = None if settled or mixed else _whole(reading, wish, target, context)
    if intended and not (certain and isinstance(intended, Imagine)):
        return intended
    return carrying.carried(words, wish, target, parameters, context.prompt)


def _plain(way: Way, wish: str, prompt: str) -> bool:
    """Whether what might be a wish is a plain order for a colour or a size, of the picture or of what it shows."""
    if way is not Way.GREY:
        return False
    ordered, others = wishes.read(wish)
    return bool(ordered) and not others and all(_of_it(each, prompt) for each in ordered)


def _of_it(ordered: wishes.Wish, prompt: str) -> bool:
    match ordered:
        case wishes.Recolour(thing=thing) | wishes.Resize(thing=thing):
            return thing is None or mentions.find(prompt, thing) is not None
    return False


def _unsure(way: Way, reading: Reading, words: str, wish: str, target: Target, context: Context) -> Intent:
    """What is done about a message of which nobody knows that it is a wish: nothing is drawn."""
    topic = questions.topic(words)
    if way is Way.ANSWER or (reading.action == "answer" and topic is not Topic.RECIPE):
        of = _named(words, target, context)
        return Answer(question=words, topic=topic, picture=of.picture, version=of.version)
    if way is Way.IGNORE:
        return Ignore()
    if reading.action == "navigate" and (to := _named(wish, target, context)) != HERE:
        return _way(to.version, to.picture, context.versions)  # Nothing is drawn, and the way back is short.
    _possible(Edit(instruction=wish, picture=target.picture, version=target.version), context)
    return Ask(key="ask.apply", wish=words)


def _read(words: str, wish: str, prompt: str) -> tuple[Reading, bool]:
    """How a message reads, and whether there is an edit beside a command in it.

    Where nobody knows of the whole whether it is a wish, the part of it that is likeliest one is read.
    """
    parts = clauses.split(wish).wishes
    others = [each for each in carrying.commands_in(parts)[1] if pixels.read(each) is None]
    besides = read(", ".join(others), prompt) if 0 < len(others) < len(parts) else None
    mixed = besides is not None and besides.action == "edit"
    whole = read(words, prompt)
    if gate.way(whole) is not Way.GREY:
        return whole, mixed
    return min(filter(None, (whole, besides, read(wish, prompt))), key=lambda each: each.talks), mixed


def _target(words: str, context: Context) -> tuple[Target, str]:
    if told := recalled.wished(words, context.prompts):
        return _recalled(told[0], context), told[1]
    return targets.find(words, context.pictures, context.versions)


PLAIN = 0.6
"""From this likelihood on, of all that it may wish, a message that no grammar matched is taken for a command."""


_AGAIN = re.compile(
    r"\bagain\b|\bre-?(?:roll|run|do|gen|try|peat|make|start|draw)|\banother\b|\bmore\b|\bdifferent\b|\bnew\b|\bother\b"
    r"|\bdice\b|\bluck|\bspin\b|\broll\b|\bgo\b|\btake\b|もう|もっ|再|直|別|違う|ガチャ|リ(?:ロール|トライ|テイク)|シード|乱数|サイコロ"
)
"""Words for the same once more."""


def _whole(reading: Reading, wish: str, target: Target, context: Context) -> Intent | None:
    """What a message asks for that is no change of the picture, although it is not said as a command is."""
    action = max(reading.actions.keys() - {"none", "answer"}, key=reading.actions.__getitem__)
    if reading.actions[action] < PLAIN * (1 - reading.talks):
        return None
    if action in ("variation", "upscale", "navigate"):
        target = _named(wish, target, context)
    match action:
        case "generate":
            return Imagine(prompt=wish)
        case "variation":
            many = settings_in_words.mentioned(wish).count
            return Vary(picture=target.picture, version=target.version, count=many)
        case "upscale":
            return Upscale(picture=target.picture, version=target.version, factor=commands.factor(wish))
        case "rerun":
            said = settings_in_words.mentioned(wish)
            if said:
                return Adjust(parameters=said, picture=target.picture, version=target.version)
            # A setting that nobody has understood is no wish for other dice.
            return Reroll() if _AGAIN.search(shadow(wish)) else Ask(key="ask.unclear")
        case "navigate":
            return _way(target.version, target.picture, context.versions)
    return None


def _command_of(target: Target, wish: str) -> Intent | None:
    """What ``wish`` commands of another picture or version than the one replied to."""
    if target == HERE:
        return None
    match commands.match(wish):
        case Vary() | Upscale() | Adjust() as command:
            return dataclasses.replace(command, picture=target.picture, version=target.version)
        case Reroll():
            return Adjust(parameters=settings_in_words.NEW_SEED, picture=target.picture, version=target.version)
    return None


def _named(wish: str, target: Target, context: Context) -> Target:
    """``target``, or where it is none what the wish, which is a command, names anywhere in it."""
    if target != HERE:
        return target
    told = recalled.told(wish, context.prompts)
    return _recalled(told, context) if told else targets.anywhere(wish, context.pictures, context.versions)[0]


def _recalled(version: int, context: Context) -> Target:
    """A version told by what it shows: nobody said its number, so it is counted back."""
    return Target(version=version - len(context.prompts))


def _way(version: int | None, picture: int | None, versions: int) -> Intent:
    """To that version of the branch or that picture; one step back where none is named."""
    if picture is not None:
        return GoTo(picture=picture)
    if version is None or version >= versions:
        return Undo()
    if version < 0:
        return Undo(times=-version)
    return GoTo(place=Place.FIRST) if version == 1 else Undo(times=versions - version)


def _with_flags(command: Intent, parameters: Parameters) -> Intent:
    """A command and flags: "again --steps 30" is an adjustment; a flag that would be passed over is refused."""
    match command:
        case Reroll():
            return Adjust(parameters=parameters) if parameters else command
        case Adjust(parameters=said):
            return Adjust(parameters=parameters.over(said))
        case Vary() if parameters == Parameters(strength=parameters.strength):
            return dataclasses.replace(command, strength=parameters.strength)
    raise BadInput("error.command_with_flags")


def _possible(intent: Intent, context: Context) -> Intent:
    """What stays of an intent once it is known which pictures there are."""
    match intent:
        case Edit(picture=picture) | Vary(picture=picture) | Upscale(picture=picture) | Retouch(picture=picture):
            pass
        case GoTo(turn=None, picture=int(picture)) | Adjust(picture=int(picture)) | Answer(picture=int(picture)):
            pass
        case _:
            return intent
    if not context.has_picture:
        return Ask(key="ask.no_picture")
    if getattr(intent, "version", None) is None and picture is not None and not 1 <= picture <= context.pictures:
        raise BadInput("error.no_such_picture", picture=picture, pictures=context.pictures)
    return intent

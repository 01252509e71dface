"""A message → an Intent. Pure and total: whatever is typed, an Intent or an EgakuError with the words for it."""

from __future__ import annotations

import dataclasses

from bot.errors import BadInput
from bot.understanding import chatter, commands, flags
from bot.understanding.intent import Adjust, Ask, Edit, GoTo, Ignore, Imagine, Intent, Reroll, Upscale, Vary
from bot.understanding.normalise import LIMIT, bare, clean, shadow
from bot.understanding.parameters import Parameters
from bot.understanding.references import is_statement, leading


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What has to be known of the turn that a message replies to."""

    has_picture: bool
    pictures: int = 1


def interpret(message: str, context: Context) -> Intent:
    """What ``message`` asks for as a reply to the turn of ``context``.

    In this order: empty → Ask; chatter → Ignore; an exact command; only flags → Adjust; else Edit, its instruction as
    typed but for flags and a leading picture reference. Raises BadInput: error.prompt_too_long(limit, length),
    error.no_such_picture(picture, pictures), error.command_with_flags, error.upscale_factor, and those of flags.parse.
    """
    said = _said(message)
    if not said:
        return Ask(key="ask.empty")
    if chatter.is_chatter(said):
        return Ignore()
    return _possible(commands.match(said) or _wish(said), context)


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


def _wish(said: str) -> Intent:
    words, parameters = flags.parse(said)
    if not words:
        # "--seed -1" alone leaves nothing set: another seed is all it asks for.
        return Adjust(parameters=parameters) if parameters else Reroll()
    if words != said and (command := commands.match(words)):
        return _with_flags(command, parameters)
    picture, wish = leading(words)
    if picture is not None and chatter.is_chatter(wish):
        return Ignore()
    if not any(mark.isalpha() for mark in wish) or not bare(shadow(wish)):
        return Ask(key="ask.unclear")
    return Edit(instruction=words if is_statement(wish) else wish, picture=picture, parameters=parameters)


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
        case Edit(picture=picture) | Vary(picture=picture) | Upscale(picture=picture):
            pass
        case GoTo(turn=None, picture=int(picture)):
            pass
        case _:
            return intent
    if not context.has_picture:
        return Ask(key="ask.no_picture")
    if picture is not None and not 1 <= picture <= context.pictures:
        raise BadInput("error.no_such_picture", picture=picture, pictures=context.pictures)
    return intent

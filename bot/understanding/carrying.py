"""A wish that is to be carried out: its parts as one intent."""

from __future__ import annotations

import dataclasses

from bot.understanding import clauses, commands, gate, kinds, pixels
from bot.understanding.gate import Way
from bot.understanding.intent import Adjust, Edit, GoTo, Intent, Place, Retouch, Undo, Upscale, Vary
from bot.understanding.parameters import Parameters
from bot.understanding.reader import read
from bot.understanding.references import is_statement
from bot.understanding.targets import PREVIOUS, Target


def carried(words: str, wish: str, target: Target, parameters: Parameters, prompt: str) -> Intent:
    """How ``wish`` is done: of the pixels alone, in parameters, or by drawing.

    ``words`` is the whole message without its flags, ``prompt`` what the picture shows.
    """
    parts = clauses.split(wish)
    retouched = tuple(pixels.read(each) for each in parts.wishes)
    if parts.wishes and not parts.keep and not parameters and None not in retouched:
        return Retouch(pixels=tuple(each for each in retouched if each), picture=target.picture, version=target.version)
    said, others = commands_in(parts.wishes)
    alone = bool(said) and not any(gate.way(read(each, prompt)) is Way.ACT for each in others)
    if alone and (whole := _all_commands(said, target, parameters)):
        return whole
    instruction = words if is_statement(wish) else wish
    for command in said:
        match command:
            case Adjust(parameters=set_in_words):
                parameters = parameters.over(set_in_words)
            case Undo(times=1):
                target = Target(version=PREVIOUS)
            case GoTo(place=Place.FIRST):
                target = Target(version=1)
    if said and others:
        instruction = ", ".join((*others, *(f"keep {each}" for each in parts.keep)))
    return Edit(
        instruction=instruction,
        picture=target.picture,
        version=target.version,
        parameters=parameters,
        kinds=kinds.kinds(instruction, prompt),
        keep=parts.keep,
    )


def commands_in(wishes: tuple[str, ...]) -> tuple[list[Intent], list[str]]:
    """Those of several wishes that are commands, and the others."""
    if len(wishes) < 2:
        return [], list(wishes)
    matched = [(each, commands.match(each)) for each in wishes]
    return [command for _, command in matched if command], [each for each, command in matched if not command]


def _all_commands(said: list[Intent], target: Target, parameters: Parameters) -> Intent | None:
    """Several commands and nothing else to be drawn: settings add up, else the last one says it."""
    if all(isinstance(each, Adjust) for each in said):
        for each in said:
            parameters = parameters.over(each.parameters) if isinstance(each, Adjust) else parameters
        return Adjust(parameters=parameters, picture=target.picture, version=target.version)
    last = said[-1]
    if isinstance(last, Vary | Upscale) and last.picture is None:
        return dataclasses.replace(last, picture=target.picture, version=target.version)
    return last if not parameters else None

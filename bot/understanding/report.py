"""What was understood, as a row for measuring and for other programs: ``egaku interpret --json``."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.errors import EgakuError
from bot.understanding import clauses, pixels, tones
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
    Redo,
    Reroll,
    Retouch,
    Undo,
    Upscale,
    Vary,
)
from bot.understanding.interpret import Context, interpret
from bot.understanding.kinds import kinds as kinds_of
from bot.understanding.normalise import shadow
from bot.understanding.parameters import Parameters
from bot.understanding.rewrite import new_prompt, unwanted

Row = dict[str, Any]

_ACTIONS: dict[type, tuple[str, str]] = {
    Edit: ("edit", "edit"),
    Retouch: ("edit", "layout"),
    Imagine: ("generate", "new"),
    Vary: ("variation", "variation"),
    Reroll: ("variation", "variation"),
    Adjust: ("rerun", "param"),
    Upscale: ("upscale", "detail"),
    Undo: ("navigate", "undo"),
    Redo: ("navigate", "undo"),
    GoTo: ("navigate", "undo"),
    Answer: ("answer", "question"),
    Ask: ("ask", "chat"),
    Ignore: ("none", "chat"),
}
_SHAPES = {(3, 2): "landscape", (2, 3): "portrait", (1, 1): "1:1"}
_SHAPE_ONLY = frozenset({"aspect"})
_RATIO = re.compile(r"(\d{1,2}) ?[:：対] ?(\d{1,2})(?!\d)")
"""A shape told by its sides and not by its name."""


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """For each line, an object with id, message and context, what is understood of it."""
    return (row(json.loads(line)) for line in lines if line.strip())


def row(asked: Mapping[str, Any]) -> Row:
    """``asked``: {id, message, context: {parent_prompt, n_images, history}}; the rest is not looked at."""
    context: Mapping[str, Any] = asked.get("context") or {}
    parent, history = context.get("parent_prompt") or "", context.get("history") or ()
    message = str(asked["message"])
    known = Context(
        has_picture=True,
        pictures=max(1, int(context.get("n_images") or 1)),
        versions=max(1, len(history)),
        prompt=parent,
        prompts=tuple(map(str, history)),
    )
    started = time.perf_counter()
    try:
        intent = interpret(message, known)
    except EgakuError as error:
        intent = Ask(key=error.key)
    said = _row(intent, message, parent, known)
    return {"id": asked.get("id"), **said, "ms": round((time.perf_counter() - started) * 1000, 3)}


def _row(intent: Intent, message: str, parent: str, context: Context) -> Row:
    action, kind = _ACTIONS[type(intent)]
    parameters = _parameters(intent)
    if "aspect" in parameters and (told := _RATIO.search(shadow(message[:1000]))):
        parameters["aspect"] = f"{told[1]}:{told[2]}"
    kinds: tuple[str, ...] = (kind,)
    if isinstance(intent, Adjust) and parameters and set(parameters) <= _SHAPE_ONLY and ":" not in parameters["aspect"]:
        action, kinds = "edit", ("layout",)
    instruction = message
    if isinstance(intent, Edit):
        instruction, kinds = intent.instruction, intent.kinds
        if "aspect" in parameters and "layout" not in kinds:
            kinds = (*kinds, "layout")
        if _named(intent.parameters).keys() - _SHAPE_ONLY:
            kinds = (*kinds, "param")
    if isinstance(intent, Ask) and intent.wish:
        kinds = kinds_of(intent.wish, parent)
    if isinstance(intent, Retouch):
        kinds = tuple(dict.fromkeys("tone" if isinstance(each, pixels.Level) else "layout" for each in intent.pixels))
    scope, index = _target(intent, context)
    prompt = _prompt(intent, parent, context)
    negative = (*unwanted(instruction), *parameters.get("negative_add", ())) if action != "none" else ()
    return {
        "action": action,
        "kind": kinds[0],
        "kinds": list(kinds),
        "target_scope": scope,
        "target_index": index,
        "instruction": instruction,
        "new_prompt": prompt,
        "negative_prompt": ", ".join(dict.fromkeys(negative)),
        "params": parameters,
    }


def _prompt(intent: Intent, parent: str, known: Context) -> str | None:
    match intent:
        case Imagine(prompt=prompt):
            return prompt
        case Edit(instruction=instruction) | Ask(wish=str(instruction)):
            return new_prompt(_shown(intent, parent, known), instruction) if parent else None
        case Answer() | Ask() | Ignore():
            return None
    return parent or None


def _shown(intent: Intent, parent: str, known: Context) -> str:
    """What the version that is to be changed shows."""
    version = intent.version if isinstance(intent, Edit) else None
    at = known.versions + version if version and version < 0 else version
    return known.prompts[at - 1] if at and 0 < at <= len(known.prompts) else parent


def _target(intent: Intent, context: Context) -> tuple[str | None, int | None]:
    match intent:
        case Edit(version=int(version)) | Retouch(version=int(version)) | Adjust(version=int(version)):
            return "history", version
        case Vary(version=int(version)) | Upscale(version=int(version)) | Answer(version=int(version)):
            return "history", version
        case GoTo(turn=int(turn)):
            return "history", turn
        case GoTo(place=Place.FIRST):
            return "history", 1
        case GoTo(place=Place.PREVIOUS):
            return _back(1, context)
        case GoTo(place=Place.LATEST):
            return "history", context.versions
        case Undo(times=times):
            return _back(times, context)
        case Redo(times=times):
            return "history", context.versions + times
        case Edit(picture=int(picture)) | Retouch(picture=int(picture)) | GoTo(picture=int(picture)):
            return "grid", picture
        case Vary(picture=int(picture)) | Upscale(picture=int(picture)) | Adjust(picture=int(picture)):
            return "grid", picture
        case Answer(picture=int(picture)):
            return "grid", picture
        case Imagine() | Answer() | Ask() | Ignore():
            return None, None
    return "reply", 0


def _back(times: int, context: Context) -> tuple[str, int]:
    """From the current version; counted from the end where no other version is known."""
    return "history", max(1, context.versions - times) if context.versions > 1 else -times


def _parameters(intent: Intent) -> Row:
    match intent:
        case Edit(instruction=instruction, parameters=parameters, keep=keep):
            said: Row = dict(tones.directions(shadow(" , ".join(clauses.split(instruction[:1000]).wishes))))
            for each in clauses.split(instruction[:1000]).wishes:
                said |= _pixels(pixels.read(each))
            return said | _named(parameters) | ({"preserve": "|".join(keep)} if keep else {})
        case Retouch(pixels=wishes):
            return {name: value for each in wishes for name, value in _pixels(each).items()}
        case Adjust(parameters=parameters) | Imagine(parameters=parameters):
            return _named(parameters)
        case Upscale(factor=factor):
            return {"upscale": factor}
        case Reroll():
            return {"seed": "new"}
        case Vary(count=count):
            return {"seed": "new"} | ({"count": count} if count else {})
    return {}


def _named(parameters: Parameters) -> Row:
    named: Row = {
        "seed": parameters.seed,
        "count": parameters.count,
        "steps": parameters.steps,
        "cfg": parameters.guidance,
        "image_cfg": parameters.image_guidance,
        "strength": parameters.strength,
        "width": parameters.width,
        "height": parameters.height,
        "sampler": parameters.sampler,
        "model": parameters.model,
        "aspect": parameters.aspect and _SHAPES.get(parameters.aspect, "{}:{}".format(*parameters.aspect)),
        "negative_add": list(parameters.negative) or None,
    }
    if parameters.loras:
        name, weight = parameters.loras[0]
        named["lora"] = {"name": name, "weight": weight}
    relative = {{"guidance": "cfg"}.get(name, name): way for name, way in parameters.relative}
    return {name: value for name, value in named.items() if value is not None} | relative


def _pixels(wish: pixels.Pixels | None) -> Row:
    match wish:
        case pixels.Rotate(degrees=degrees):
            return {"rotate": degrees}
        case pixels.Flip(upright=upright):
            return {"flip": "horizontal" if upright else "vertical"}
        case pixels.Crop(aspect=(across, down)):
            return {"aspect": f"{across}:{down}"}
        case pixels.Scale(width=width, height=height):
            return {"width": width, "height": height}
        case pixels.Level(what=what, factor=factor):
            return {what: "+" if factor > 1 else "-"}
    return {}

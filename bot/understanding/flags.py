"""Prompt flags: ``a red circle --seed 42 --ar 16:9 --no text, frame`` → the words that remain, and Parameters."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import BadInput
from bot.understanding import values
from bot.understanding.normalise import clean, shorten
from bot.understanding.parameters import Parameters

Change = Callable[[Parameters, str], Parameters]


@dataclasses.dataclass(frozen=True, slots=True)
class Flag:
    """One flag: how it changes the parameters (ValueError: not such a value), and what to show about it."""

    name: str
    aliases: tuple[str, ...]
    apply: Change
    allowed: str
    example: str


def _with(parameters: Parameters, **changes: Any) -> Parameters:
    return dataclasses.replace(parameters, **changes)


def _sets(field: str, read: Callable[[str], Any]) -> Change:
    return lambda parameters, value: _with(parameters, **{field: read(value)})


def _whole(field: str, least: int, most: int) -> Change:
    return _sets(field, lambda value: values.whole(value, least, most))


def _number(field: str, least: float, most: float) -> Change:
    return _sets(field, lambda value: values.number(value, least, most))


def _size(parameters: Parameters, value: str) -> Parameters:
    """Pixels, or the shape alone: "16:9", "wide"."""
    if aspect := values.shape(value):
        return _with(parameters, aspect=aspect, width=None, height=None)
    width, height = values.size(value)
    return _with(parameters, width=width, height=height, aspect=None)


def _side(field: str) -> Change:
    return lambda parameters, value: _with(parameters, **{field: values.side(value)}, aspect=None)


def _aspect(parameters: Parameters, value: str) -> Parameters:
    return _with(parameters, aspect=values.ratio(value), width=None, height=None)


def _lora(parameters: Parameters, value: str) -> Parameters:
    loras = values.few(dict(parameters.loras) | values.loras(value))
    return _with(parameters, loras=tuple(loras.items()))


def _no(parameters: Parameters, value: str) -> Parameters:
    unwanted = values.few(dict.fromkeys((*parameters.negative, *values.words(value))))
    return _with(parameters, negative=tuple(unwanted))


_SIDES = f"{values.SIDES[0]} … {values.SIDES[1]}"
FLAGS = (
    Flag("seed", (), _sets("seed", values.seed), f"-1, 0 … {values.MAX_SEED}", "--seed 42"),
    Flag("ar", ("aspect", "ratio"), _aspect, f"1:{values.STEEPEST} … {values.STEEPEST}:1", "--ar 16:9"),
    Flag("no", ("negative", "neg"), _no, f"1 … {values.MOST}", "--no text, frame"),
    Flag("count", ("n", "num"), _whole("count", 1, 99), "1 … 4", "--count 4"),
    Flag("steps", ("step",), _whole("steps", 1, 150), "1 … 150", "--steps 20"),
    Flag("guidance", ("cfg", "scale"), _number("guidance", 0, 30), "0 … 30", "--guidance 5"),
    Flag("image-guidance", ("image-cfg",), _number("image_guidance", 0, 10), "0 … 10", "--image-guidance 2"),
    Flag("strength", ("denoise",), _number("strength", 0, 1), "0 … 1", "--strength 0.5"),
    Flag("size", (), _size, f"{_SIDES} x {_SIDES}", "--size 512x512"),
    Flag("width", ("w",), _side("width"), _SIDES, "--width 512"),
    Flag("height", ("h",), _side("height"), _SIDES, "--height 512"),
    Flag("sampler", ("scheduler",), _sets("sampler", values.name), f"1 … {values.LONGEST_NAME}", "--sampler euler"),
    Flag("model", (), _sets("model", values.name), f"1 … {values.LONGEST_NAME}", "--model sdxl"),
    Flag("lora", (), _lora, "-2 … 2", "--lora name:0.6"),
)
NAMES = {name: flag for flag in FLAGS for name in (flag.name, *flag.aliases)}

_LONGEST_FLAG = 32
_QUOTE = '"“”„＂'
_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uff60"  # written without spaces: a flag may follow directly
_KNOWN = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
# A phone turns "--" into one long dash. That is also a mark of prose, so it opens known names only.
_START = re.compile(
    rf"(?:(?<!\S)|(?<=[{_JAPANESE}]))(?:[-－﹣−‐‑]{{2}}(?P<name>[^\W\d_][\w－-]*)|[–—―]{{1,2}}(?P<known>{_KNOWN})(?![\w-]))",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"\s*+[=＝]?\s*+(?:[{_QUOTE}]([^{_QUOTE}]*)[{_QUOTE}]|(\S+))")
_QUOTED_OR_FLAG = re.compile(rf"[{_QUOTE}][^{_QUOTE}]*[{_QUOTE}]|{_START.pattern}", re.IGNORECASE)


def parse(text: str) -> tuple[str, Parameters]:
    """Split ``text`` into its words and its flags. A later flag wins; ``--no`` and ``--lora`` add up.

    Linear in the length. Raises BadInput: error.unknown_flag(flag, nearest), error.unknown_flag_plain(flag, known),
    error.flag_without_value(flag, example), error.flag_value(flag, value, allowed).
    """
    words, parameters, at = [], Parameters(), 0
    while start := _START.search(text, at):
        words.append(text[at : start.start()])
        flag = _flag(start["name"] or start["known"])
        value, at = _words_after(text, start.end()) if flag.name == "no" else _value_after(text, start.end())
        parameters = _applied(flag, value, parameters)
    words.append(text[at:])
    return " ".join(filter(None, map(str.strip, words))), parameters


def given(said: Mapping[str, str]) -> Parameters:
    """Parameters from values by the flags' names, as an option each. Raises BadInput: error.flag_value,
    error.flag_without_value."""
    parameters = Parameters()
    for name, value in said.items():
        flag, text = NAMES[name], clean(value)
        parameters = _applied(flag, text if flag.name == "no" else _narrow(text), parameters)
    return parameters


def _flag(typed: str) -> Flag:
    if len(typed) <= _LONGEST_FLAG:
        name = unicodedata.normalize("NFKC", typed).lower().replace("_", "-")
        if name in NAMES:
            return NAMES[name]
        if nearest := difflib.get_close_matches(name, NAMES, 1):
            raise BadInput("error.unknown_flag", flag=f"--{typed}", nearest=f"--{nearest[0]}")
    known = ", ".join(f"--{flag.name}" for flag in FLAGS)
    raise BadInput("error.unknown_flag_plain", flag=shorten(f"--{typed}"), known=known)


def _applied(flag: Flag, value: str, parameters: Parameters) -> Parameters:
    if not value.strip(",、"):
        raise BadInput("error.flag_without_value", flag=f"--{flag.name}", example=flag.example)
    try:
        return flag.apply(parameters, value)
    except ValueError as error:
        raise BadInput("error.flag_value", flag=f"--{flag.name}", value=shorten(value), allowed=flag.allowed) from error


def _value_after(text: str, at: int) -> tuple[str, int]:
    """The next word or quoted words, and where they end; nothing where the text or another flag comes first."""
    found = _VALUE.match(text, at)
    if found is None or (found[2] and _START.match(text, found.start(2))):
        return "", at
    value = found[1] if found[2] is None else found[2].rstrip(",、。;")
    return _narrow(value).strip(), found.end()


def _narrow(value: str) -> str:
    """Full-width letters and digits as plain ones; what is too long for any value stays as it is."""
    return unicodedata.normalize("NFKC", value) if len(value) <= values.LONGEST_NAME else value


def _words_after(text: str, at: int) -> tuple[str, int]:
    """Everything up to the next flag outside quotes."""
    end = at
    while (found := _QUOTED_OR_FLAG.search(text, end)) and not (found["name"] or found["known"]):
        end = found.end()
    end = found.start() if found else len(text)
    return text[at:end].strip().removeprefix("=").strip(), end

"""Sentence patterns: many ways to say one thing in one line.

``(a|b|c)`` is one of them (an empty one may be among them), ``[x]`` is x or nothing, ``<name>`` is a pattern of that
name, and ``{c}`` is left for the caller to fill in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

_Node = str | list["_Node"] | tuple["_Node", ...]
"""A text, a sequence, or a choice."""


class Patterns:
    """Patterns of one purpose, parsed once; each is chosen as often as any other."""

    def __init__(self, lines: Sequence[str], names: Mapping[str, str] | None = None) -> None:
        self._parsed = [_parsed(_named(line, names or {})) for line in lines]

    def expanded(self, rng: random.Random) -> str:
        return re.sub(" +", " ", _expanded(rng, rng.choice(self._parsed))).strip()


def _named(line: str, names: Mapping[str, str]) -> str:
    while (found := re.sub(r"<([^<>]+)>", lambda match: f"({names[match[1]]})", line)) != line:
        line = found
    return line


def _parsed(line: str) -> _Node:
    node, rest = _choice(line, "")
    if rest:
        raise ValueError(f"a closing bracket too many: {line}")
    return node


def _choice(line: str, closing: str) -> tuple[_Node, str]:
    """Everything up to ``closing`` as a choice, and what follows it."""
    options: list[_Node] = []
    sequence: list[_Node] = []
    while line:
        head, line = line[0], line[1:]
        if head == closing:
            return (*options, sequence), line
        if head in "([":
            inner, line = _choice(line, ")" if head == "(" else "]")
            sequence.append(inner if head == "(" else ("", inner))
        elif head == "|" and closing:
            options.append(sequence)
            sequence = []
        elif head in ")]":
            raise ValueError(f"unexpected {head} before: {line}")
        else:
            text = re.match(r"[^()\[\]|]*", line)
            plain = text[0] if text else ""
            sequence.append(head + plain)
            line = line[len(plain) :]
    if closing:
        raise ValueError(f"no {closing}")
    return sequence, ""


def _expanded(rng: random.Random, node: _Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, tuple):
        return _expanded(rng, rng.choice(node))
    return "".join([_expanded(rng, part) for part in node])

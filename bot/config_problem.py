"""Settings that cannot be meant, and what to say of them: by name, and never by value.

A value could be the bot's token, so nothing here puts one into an error.
"""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.config_file import CHOOSES_FILE, USUAL
from bot.errors import BadInput, EgakuError

PREFIX = "EGAKU_"
DELIMITER = "__"

Location = tuple[str | int, ...]


class Explainer:
    """Turns what pydantic says of a settings class into what an operator is told."""

    def __init__(self, settings: type[BaseModel], environ: Mapping[str, str], file: Path | None) -> None:
        self._settings = settings
        self._variables = {name.upper(): text for name, text in environ.items() if name.upper().startswith(PREFIX)}
        self._variables.pop(CHOOSES_FILE, None)
        self._file = file or USUAL

    @functools.cached_property
    def _schema(self) -> dict[str, Any]:
        return self._settings.model_json_schema()

    def unknown_section(self, tree: Mapping[str, Any]) -> EgakuError | None:
        """pydantic-settings passes over variables with a wrong first word, and takes _env_file for an argument."""
        locations: list[Location] = [(key,) for key in tree]
        locations += map(_location, self._variables)
        return next((self._unknown(one) for one in locations if one[0] not in self._settings.model_fields), None)

    def refusal(self, errors: Iterable[Mapping[str, Any]]) -> EgakuError:
        """The one thing to say of pydantic's errors: an unknown name first, it explains what is missing elsewhere."""
        first = min(errors, key=lambda error: error["type"] != "extra_forbidden")
        location: Location = first["loc"]
        if first["type"] == "extra_forbidden":
            return self._unknown(location)
        if first["type"] == "missing":
            return BadInput("error.config_missing_key", file=self._file, setting=_dotted(location))
        node, depth = self._find(location)
        if location[-1] == "[key]":
            return self.wrong_value(location[:-1], first["ctx"].get("pattern", ""))
        return self.wrong_value(location[:depth], self._allowed(node))

    def refusal_of_json(self) -> EgakuError:
        """A table or an array in a variable that is no JSON: pydantic-settings does not say which one."""
        for name, text in self._variables.items():
            node, _ = self._find(_location(name))
            if node.get("type") in ("array", "object") and not _is_json(text):
                return BadInput("error.config_variable_value", variable=name, allowed=f"JSON, {self._allowed(node)}")
        return BadInput("error.config_variable_value", variable=f"{PREFIX}*", allowed="JSON")

    def wrong_value(self, location: Location, allowed: str) -> EgakuError:
        if (variable := self._said_by(location)) is not None:
            return BadInput("error.config_variable_value", variable=variable, allowed=allowed)
        return BadInput("error.config_value", file=self._file, setting=_dotted(location), allowed=allowed)

    def _unknown(self, location: Location) -> EgakuError:
        nearest = _nearest(_dotted(location), self._names(self._schema, location))
        if (variable := self._said_by(location)) is not None:
            return BadInput("error.config_unknown_variable", variable=variable, nearest=_variable(nearest.split(".")))
        return BadInput("error.config_unknown_key", file=self._file, setting=_dotted(location), nearest=nearest)

    def _said_by(self, location: Location) -> str | None:
        """The variable that set what stands here: it, a table around it, or something below it; None: the file did."""
        around = (_variable(location[:length]) for length in range(len(location), 0, -1))
        below = (name for name in self._variables if name.startswith(_variable(location) + DELIMITER))
        return next((name for name in (*around, *below) if name in self._variables), None)

    def _find(self, location: Location) -> tuple[Mapping[str, Any], int]:
        """The schema of what stands there, and how much of the location is names and not pydantic's own remarks."""
        node: Mapping[str, Any] = self._schema
        for depth, key in enumerate(location):
            inner = _children(node, key).get(str(key))
            if inner is None:
                return node, depth
            node = self._resolved(inner)
        return node, len(location)

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node

    def _names(self, node: Mapping[str, Any], location: Location, path: tuple[str, ...] = ()) -> Iterator[str]:
        """Every known dotted name; a model's under the key that the location has, or the demo's."""
        if path:
            yield ".".join(path)
        key = location[len(path)] if len(path) < len(location) and path == location[: len(path)] else "demo"
        for name, inner in _children(node, key).items():
            yield from self._names(self._resolved(inner), location, (*path, name))

    def _allowed(self, node: Mapping[str, Any]) -> str:
        """In JSON's and TOML's own words, which need no translation: "integer, 1 … 4", "en, ja", "array of string"."""
        node = self._resolved(node)
        if "anyOf" in node:
            # TOML has no null: what may be None may be left out.
            kinds = (one for one in node["anyOf"] if one.get("type") != "null")
            return " | ".join(dict.fromkeys(self._allowed(one) for one in kinds))
        if "enum" in node or "const" in node:
            return ", ".join(str(one) or '""' for one in node.get("enum", [node.get("const")]))
        least = node.get("minimum", node.get("exclusiveMinimum", node.get("minLength")))
        words = {"object": "table", "number": "float"}.get(node["type"], node["type"])
        if "items" in node:
            return f"{words} of {self._allowed(node['items'])}"
        if least is None:
            return str(words)
        above = "> " if "exclusiveMinimum" in node else ""
        most = node.get("maximum", node.get("maxLength", ""))
        return f"{words}, {above}{least} … {most}".rstrip()


def _children(node: Mapping[str, Any], key: str | int) -> dict[str, Any]:
    """Names under a table, numbers under an array of tables; where the operator chooses them, ``key`` is all."""
    if "$ref" in node.get("items", {}):
        return {str(key): node["items"]} if str(key).isdigit() else {}
    if (patterns := node.get("patternProperties")) is not None:
        return {str(key): next(iter(patterns.values()))}
    properties: dict[str, Any] = node.get("properties", {})
    return properties


def _nearest(name: str, known: Iterable[str]) -> str:
    parent, _, last = name.rpartition(".")

    def likeness(other: str) -> tuple[float, bool]:
        other_parent, _, other_last = other.rpartition(".")
        by_last = difflib.SequenceMatcher(None, last, other_last).ratio()
        return max(by_last, difflib.SequenceMatcher(None, name, other).ratio() * 0.95), parent == other_parent

    return max(known, key=likeness)


def _dotted(location: Sequence[str | int]) -> str:
    return ".".join(map(str, location))


def _variable(location: Sequence[str | int]) -> str:
    return PREFIX + DELIMITER.join(map(str, location)).upper()


def _location(variable: str) -> Location:
    return tuple(variable.removeprefix(PREFIX).lower().split(DELIMITER))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True

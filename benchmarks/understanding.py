"""How much of what people write is understood: ``python -m benchmarks.understanding FILE --json``.

``FILE`` has a labelled message a line: {id, message, lang, context, expected, tags}. It is for measuring only and
belongs in no repository. Exits with 1 where a figure misses its bound.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.understanding.report import row

Row = Mapping[str, Any]
Pair = tuple[Row, Row]
"""(what was expected, with its message; what was understood)."""

GENERATES = frozenset({"edit", "variation", "rerun", "upscale", "generate"})
COMMANDS = frozenset({"navigate", "rerun", "upscale", "variation"})
AGAIN = frozenset({"rerun", "variation"})
"""The same with other dice is either."""
KEPT = 0.7
"""Share of the parent prompt's content words that have to survive."""

BOUNDS = {
    "false_triggers": ("<=", 0.01),
    "missed": ("<=", 0.05),
    "grey": ("<=", 0.15),
    "commands": (">=", 1.0),
    "references": (">=", 0.98),
    "kind_en": (">=", 0.85),
    "kind_ja": (">=", 0.80),
    "new_prompt": (">=", 0.80),
    "compound": (">=", 0.85),
    "p95_ms": ("<=", 10.0),
}
_NAMED_SHAPES = {"square": "1:1", "landscape": "3:2", "portrait": "2:3"}
_STOP = frozenset(
    """a an the of in on at with and or to by for from is are was were be it its his her their this that as into over
    under near very one some wearing holding standing sitting""".split()  # noqa: SIM905
)
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*|[\u30a0-\u30ff]{2,}|[\u3400-\u9fff]+|[\u3040-\u309f]{2,}")


def figures(pairs: Sequence[Pair]) -> dict[str, tuple[float | None, int, list[str]]]:
    """For each name in BOUNDS: its value, out of how many, and the ids that count against it."""
    asks = [pair for pair in pairs if pair[0]["expected"]["triggers_generation"]]
    talks = [pair for pair in pairs if not pair[0]["expected"]["triggers_generation"]]
    edits = [pair for pair in asks if pair[0]["expected"]["action"] == "edit"]
    commands = [pair for pair in pairs if pair[0]["expected"]["action"] in COMMANDS]
    pointing = [pair for pair in pairs if pair[0]["expected"]["target_scope"] in ("grid", "history")]
    compounds = [pair for pair in edits if "compound" in pair[0].get("tags", ())]
    return {
        "false_triggers": _share(talks, lambda pair: pair[1]["action"] in GENERATES),
        "missed": _share(asks, lambda pair: pair[1]["action"] not in GENERATES | {"ask"}),
        "grey": _share(asks, lambda pair: pair[1]["action"] == "ask"),
        "commands": _right(commands, command_right),
        "references": _right(pointing, target_right),
        "kind_en": _right([pair for pair in edits if pair[0]["lang"] == "en"], kind_right),
        "kind_ja": _right([pair for pair in edits if pair[0]["lang"] == "ja"], kind_right),
        "new_prompt": _right(edits, prompt_right),
        "compound": _right(compounds, compound_right),
        "p95_ms": _p95([pair[1]["ms"] for pair in pairs]),
    }


def command_right(asked: Row, understood: Row) -> bool:
    expected = asked["expected"]
    again = understood["params"] == {"seed": "new"} and {expected["action"], understood["action"]} <= AGAIN
    return (again or expected["action"] == understood["action"]) and all(
        _parameter(value, understood["params"].get(name)) for name, value in expected["params"].items()
    )


def target_right(asked: Row, understood: Row) -> bool:
    expected = asked["expected"]
    if expected["target_scope"] != understood["target_scope"]:
        return False
    length = len(asked["context"]["history"])
    right = {expected["target_index"], *(expected.get("accept_target_indexes") or ())}
    known = {index + length if index < 0 else index for index in right if index is not None}
    index = understood["target_index"]
    return index in right or index in known or (index < 0 and index + length in known)


def kind_right(asked: Row, understood: Row) -> bool:
    expected = asked["expected"]
    return understood["kind"] in {expected["kind"], *expected["accept_kinds"]}


def compound_right(asked: Row, understood: Row) -> bool:
    """Every kind was heard, whatever order they came in."""
    return set(asked["expected"]["kinds"]) <= set(understood["kinds"])


def prompt_right(asked: Row, understood: Row) -> bool:
    """What must be said is, what must not stand in the new prompt does not, and the rest of the parent survived."""
    expected, prompt = asked["expected"], understood["new_prompt"] or ""
    said = (prompt, understood["instruction"] or "")
    must = expected["new_prompt_must_contain"]
    if not all(any(re.search(pattern, text, re.IGNORECASE) for text in said) for pattern in must):
        return False
    unwanted = [word for entry in expected["must_not_contain"] for word in entry.split("|")]
    if any(_stands(word, prompt) for word in unwanted):
        return False
    parent = asked["context"]["parent_prompt"]
    return not parent or understood["action"] != "edit" or _kept(parent, prompt, unwanted) >= KEPT


def _kept(parent: str, prompt: str, unwanted: Sequence[str]) -> float:
    gone = {word for entry in unwanted for word in _content(entry)}
    words = [word for word in _content(parent) if word not in gone]
    left = prompt.lower()
    return sum(word in left for word in words) / len(words) if words else 1.0


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _STOP]


def _stands(word: str, text: str) -> bool:
    pattern = rf"\b{re.escape(word)}s?\b" if word.isascii() else re.escape(word)
    return re.search(pattern, text, re.IGNORECASE) is not None


def _parameter(expected: Any, understood: Any) -> bool:
    if expected is True:
        return bool(understood)
    if isinstance(expected, str) and isinstance(understood, list):
        named, said = re.split(r"[,、] ?", expected.lower()), {str(each).lower() for each in understood}
        return len(named) == len(said) and all(said & set(each.split("|")) for each in named)
    if isinstance(expected, str) and isinstance(understood, str):
        return _plain(understood) in map(_plain, expected.split("|"))
    if isinstance(expected, dict) and isinstance(understood, dict):
        return all(_parameter(value, understood.get(name)) for name, value in expected.items())
    return bool(expected == understood)


def _plain(value: str) -> str:
    return _NAMED_SHAPES.get(value, value).lower().replace("_", " ")


def _share(pairs: Sequence[Pair], counts: Callable[[Pair], bool]) -> tuple[float | None, int, list[str]]:
    found = [str(pair[0]["id"]) for pair in pairs if counts(pair)]
    return len(found) / len(pairs) if pairs else None, len(pairs), found


def _right(pairs: Sequence[Pair], right: Callable[[Row, Row], bool]) -> tuple[float | None, int, list[str]]:
    wrong = [str(asked["id"]) for asked, understood in pairs if not right(asked, understood)]
    return 1 - len(wrong) / len(pairs) if pairs else None, len(pairs), wrong


def _p95(times: Sequence[float]) -> tuple[float | None, int, list[str]]:
    return (sorted(times)[int(0.95 * (len(times) - 1))] if times else None), len(times), []


def missed(measured: Mapping[str, tuple[float | None, int, list[str]]]) -> list[str]:
    """The names of the figures beyond their bounds."""
    return [
        name
        for name, (way, bound) in BOUNDS.items()
        if (value := measured[name][0]) is not None and (value > bound if way == "<=" else value < bound)
    ]


def read(lines: Iterable[str]) -> list[Pair]:
    asked = [json.loads(line) for line in lines if line.strip()]
    return [(each, _understood(each)) for each in asked]


def _understood(asked: Row) -> dict[str, Any]:
    """The least of three times: what a busy machine adds is not the understanding's."""
    tries = [row(asked) for _ in range(3)]
    return tries[0] | {"ms": min(each["ms"] for each in tries)}


def main() -> int:
    parser = argparse.ArgumentParser(description="How much of what people write is understood.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--ids", action="store_true", help="name the messages that count against a figure")
    asked = parser.parse_args()
    measured = figures(read(asked.file.read_text(encoding="utf-8").splitlines()))
    beyond = missed(measured)
    shown = {
        name: {"value": value, "of": of, "bound": f"{way} {bound:g}", "met": name not in beyond}
        | ({"against": ids} if asked.ids else {})
        for name, (way, bound) in BOUNDS.items()
        for value, of, ids in [measured[name]]
    }
    if asked.json:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for name, each in shown.items():
            value = "-" if each["value"] is None else f"{each['value']:.3f}"
            print(f"{name:16} {value:>7} of {each['of']:>4}  {each['bound']:>8}  {'met' if each['met'] else 'MISSED'}")
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())

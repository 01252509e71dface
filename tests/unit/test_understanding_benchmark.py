"""The measuring of what is understood, and the command that it measures."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner

from benchmarks.understanding import figures, missed, read
from bot.__main__ import app

PARENT = "a red fox in a green coat standing on a bridge at sunset"


def asked(message: str, **expected: Any) -> dict[str, Any]:
    usual = {
        "action": "edit", "kind": "remove", "kinds": ["remove"], "accept_kinds": [], "triggers_generation": True,
        "target_scope": "reply", "target_index": 0, "new_prompt_must_contain": [], "must_not_contain": [], "params": {},
    }  # fmt: skip
    context = {"parent_prompt": PARENT, "n_images": 4, "history": [PARENT], "reply_to": "bot_image"}
    return {"id": message, "message": message, "lang": "en", "context": context, "expected": usual | expected}


def test_a_row_in_gives_a_row_out_in_the_agreed_words() -> None:
    lines = [
        asked("remove the coat"),
        asked("upscale 2"),
        asked("lol"),
        asked("okapi"),
        asked("the 3rd one, wider"),
    ]
    done = CliRunner().invoke(app, ["interpret", "--json"], input="\n".join(map(json.dumps, lines)))
    rows = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.exit_code == 0
    assert [row["action"] for row in rows] == ["edit", "upscale", "none", "ask", "edit"]
    first, second, *_, last = rows
    assert set(first) == {
        *("id", "action", "kind", "kinds", "target_scope", "target_index", "instruction"),
        *("new_prompt", "negative_prompt", "params", "ms"),
    }
    assert (first["kind"], first["negative_prompt"]) == ("remove", "coat")
    assert first["new_prompt"] == "a red fox standing on a bridge at sunset"
    assert (second["target_scope"], second["target_index"], second["params"]) == ("grid", 2, {"upscale": 2})
    assert last["params"] == {"aspect": "wider"}


def test_a_line_that_is_no_row_is_told_and_ends_it() -> None:
    assert CliRunner().invoke(app, ["interpret", "--json"], input="nonsense").exit_code == 2


def test_a_figure_counts_what_went_wrong_and_a_missed_bound_is_named() -> None:
    right = asked("remove the coat", must_not_contain=["coat"])
    chat = asked("lol", action="none", kind="chat", kinds=["chat"], triggers_generation=False, target_scope=None)
    wrong = asked("make it green", action="none", kind="chat", triggers_generation=False)
    measured = figures(read(map(json.dumps, [right, chat, wrong])))

    assert measured["new_prompt"][:2] == (1.0, 1)
    assert measured["false_triggers"] == (0.5, 2, ["make it green"])
    assert missed(measured) == ["false_triggers"]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.talk.line import Reply, Slash, parse, split_file


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("/imagine a red circle", Slash("imagine", "a red circle")),
        ("／imagine　赤い丸", Slash("imagine", "赤い丸")),
        ("/undo", Slash("undo", "")),
        ("/HISTORY cat", Slash("history", "cat")),
        ("make it blue", Reply("make it blue")),
        ("@3 make it blue", Reply("make it blue", 3)),
        ("@3.2 青くして", Reply("青くして", 3, 2)),
        ("＠3 青くして", Reply("青くして", 3)),
        ("@3", Reply("@3")),
        ("@someone hello", Reply("@someone hello")),
        ("half / half", Reply("half / half")),
    ],
)
def test_a_line_is_a_command_or_a_reply(text: str, line: object) -> None:
    assert parse(text) == line


@pytest.mark.parametrize(("text", "key"), [("/imagin x", "unknown_command"), ("/xyzzy", "unknown_command_plain")])
def test_an_unknown_command_is_refused_with_the_nearest_known_one(text: str, key: str) -> None:
    with pytest.raises(BadInput, match=f"error.{key}$"):
        parse(text)


@pytest.mark.parametrize(
    ("rest", "parts"),
    [
        ("a.png make it blue", ("a.png", "make it blue")),
        ('"my cat.png" make it blue', ("my cat.png", "make it blue")),
        ("'my cat.png' 青くして", ("my cat.png", "青くして")),
        ("「猫 1.png」青くして", ("猫 1.png", "青くして")),
        (r"my\ cat.png blue", ("my cat.png", "blue")),
        ("a.png", ("a.png", "")),
    ],
)
def test_a_file_name_may_be_quoted(rest: str, parts: tuple[str, str]) -> None:
    assert split_file(rest) == parts


@given(st.text(max_size=200))
def test_any_line_is_taken_apart_or_refused(text: str) -> None:
    try:
        line = parse(text)
    except BadInput:
        return
    if isinstance(line, Slash):
        try:
            split_file(line.rest)
        except BadInput:
            return

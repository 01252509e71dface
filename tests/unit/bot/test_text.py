from __future__ import annotations

import pytest

from bot.text import MOST, fenced, harmless, plain, spoken


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a red circle", "a red circle"),
        ("two\nlines\t and  spaces", "two lines and spaces"),
        ("\u202eelcric\u202c \u2066a\u2069 \u200bb\ufeff", "elcric a b"),
        ("👩\u200d🎨 می\u200cخواهم", "👩\u200d🎨 می\u200cخواهم"),
        ("", ""),
    ],
)
def test_what_is_shown_of_a_text_is_one_visible_line(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert plain("very " * 1000).endswith("very…") and len(plain("very " * 1000)) <= MOST


@pytest.mark.parametrize("written", ["```", "a ``` b", "`", "``" * 500, "\n```\n", ""])
def test_nothing_gets_out_of_the_fence(written: str) -> None:
    shown = fenced(written)
    assert shown.startswith("```\n") and shown.endswith("\n```") and shown.count("`") == 6


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[click](https://example.org)", "［click］(https:／／example.org)"),
        ("@everyone <@1> <#2>", "＠everyone ＜＠1＞ ＜#2＞"),
        ("**bold** `code` ~~no~~", "＊＊bold＊＊ ˋcodeˋ ～～no～～"),
        ("dpmpp_2m ||hidden||", "dpmpp\\_2m \\|\\|hidden\\|\\|"),
    ],
)
def test_what_is_quoted_in_a_sentence_does_nothing(written: str, shown: str) -> None:
    assert harmless(written) == shown
    assert shown in spoken("error.unknown_model", "en", model=written, known="demo")

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.i18n import LOCALES, Catalogue, catalogue, say
from bot.i18n.catalogue import nearest
from generator.models import SizeReason

ROOT = Path(__file__).parents[2]

BOTH = Catalogue(
    {
        "en": {"greeting": "Hello {name}, {seconds:.1f} s", "plain": "Yes"},
        "ja": {"greeting": "{name}さん、{seconds:.1f} 秒", "plain": "はい"},
    }
)


def test_a_sentence_is_said_in_the_readers_language_with_its_values() -> None:
    assert BOTH.say("greeting", "en", name="Aiko", seconds=1.25) == "Hello Aiko, 1.2 s"
    assert BOTH.say("greeting", "ja", name="愛子", seconds=2) == "愛子さん、2.0 秒"


def test_what_a_user_wrote_is_put_in_as_it_is() -> None:
    assert BOTH.say("greeting", "en", name="{seconds} {0} %s", seconds=1) == "Hello {seconds} {0} %s, 1.0 s"


def test_a_value_may_have_any_name() -> None:
    assert Catalogue({"en": {"a": "{key} {locale}"}, "ja": {}}).say("a", "en", key=1, locale=2) == "1 2"


def test_a_missing_key_or_value_is_an_error_and_no_empty_sentence() -> None:
    with pytest.raises(KeyError, match="no_such"):
        BOTH.say("no_such", "en")
    with pytest.raises(KeyError, match="seconds"):
        BOTH.say("greeting", "ja", name="Aiko")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("ja_JP.UTF-8", "ja"),
        ("JA", "ja"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        ("C", "en"),
    ],
)
def test_every_locale_reads_the_nearest_language(locale: str, language: str) -> None:
    assert nearest(locale) == language


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    words = catalogue()
    first, *others = LOCALES
    for other in others:
        assert words.keys(first) ^ words.keys(other) == frozenset()
        for key in words.keys(first):
            assert words.placeholders(key, first) == words.placeholders(key, other), key


def test_every_sentence_says_something_and_names_its_values_plainly() -> None:
    words = catalogue()
    for locale in LOCALES:
        for key in words.keys(locale):
            names = words.placeholders(key, locale)
            assert all(name.isidentifier() for name in names), key
            assert words._sentences[locale][key].strip(), key


def test_the_shipped_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()
    assert say("error.config_missing", "ja", file="x.toml") == catalogue().say(
        "error.config_missing", "ja", file="x.toml"
    )


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    for locale in LOCALES:
        (tmp_path / f"{locale}.toml").write_text("[error]\ncount = 3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"error\.count"):
        Catalogue.load(tmp_path)


SOURCES = "\n".join(
    file.read_text(encoding="utf-8") for suffix in ("py", "js") for file in (ROOT / "bot").rglob(f"*.{suffix}")
)
ERRORS = {
    *(f"error.{reason.value}" for reason in SizeReason),
    *(f"error.config_{each}" for each in ("unknown_key", "unknown_variable", "value", "variable_value")),
}
"""Of the errors' keys those that the code puts together."""


def test_every_sentence_is_used() -> None:
    """Each key stands in the code: whole, or but for what is put into it, or but for a command's ``.name``."""
    named = set(re.findall(r"[\"'`]([a-z_]+(?:\.[a-z_]+)+)[\"'`]", SOURCES))
    begun = tuple(each for each in re.findall(r"f\"([a-z_]+\.(?:[a-z_]+\.)*)\{", SOURCES) if each != "error.")
    used = named | ERRORS | {f"{each}.{part}" for each in named for part in ("name", "about")}
    assert {key for key in catalogue().keys(LOCALES[0]) - used if not key.startswith(begun)} == set()


def test_every_key_in_the_code_has_its_sentence() -> None:
    sections = "|".join({key.partition(".")[0] for key in catalogue().keys(LOCALES[0])} - {"data", "model"})
    said = set(re.findall(rf"say\(\s*\"((?:{sections})\.[a-z_.]+)\"", SOURCES))
    raised = set(re.findall(r"(?:BadInput|NotFound|Refused|Broken)\(\s*\"([a-z_.]+)\"", SOURCES))
    assert (said | raised) - catalogue().keys(LOCALES[0]) == set()


def test_whoever_says_a_sentence_names_the_values_it_takes() -> None:
    words = catalogue()
    speaks = {"say", "spoken", "BadInput", "NotFound", "Refused", "Broken"}
    for file in (ROOT / "bot").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            if not isinstance(call.args[0].value, str):  # the playground's Discord refuses with a number
                continue
            given = {each.arg for each in call.keywords}
            if getattr(call.func, "id", getattr(call.func, "attr", "")) in speaks and None not in given:
                assert words.placeholders(str(call.args[0].value), LOCALES[0]) == given, (file.name, call.lineno)


def test_names_and_descriptions_of_commands_are_what_discord_takes() -> None:
    words = catalogue()
    for locale in LOCALES:
        for key in words.keys(locale):
            if not key.startswith(("command.", "option.")):
                continue
            text = words.say(key, locale)
            if key.endswith(".name"):
                assert re.fullmatch(r"[-_\w]{1,32}", text) and text == text.lower(), (key, text)
            elif key.endswith(".about"):
                assert 1 <= len(text) <= 100, (key, text)
            else:
                assert 1 <= len(text) <= 32, (key, text)

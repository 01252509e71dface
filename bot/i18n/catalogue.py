"""The catalogue: message keys to sentences, one TOML file a language."""

from __future__ import annotations

import functools
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

LOCALES = ("en", "ja")
"""The first one answers for every language that there are no words in."""


class Catalogue:
    """Sentences by language and dotted key. A sentence names its values in braces: ``{flag}``, ``{seconds:.1f}``."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = sentences

    @classmethod
    def load(cls, folder: Path) -> Self:
        """One ``LOCALE.toml`` a language in ``folder``. Raises OSError, ValueError for a file that is no catalogue."""
        return cls({locale: _flattened(folder / f"{locale}.toml") for locale in LOCALES})

    def say(self, key: str, locale: str, /, **values: object) -> str:
        """The sentence in the nearest language there is ("ja" for "ja-JP"), its values filled in.

        Raises KeyError for a key that is not there, and for a value that the sentence names and the caller left out.
        """
        return self._sentences[nearest(locale)][key].format_map(values)

    def keys(self, locale: str) -> frozenset[str]:
        return frozenset(self._sentences[locale])

    def placeholders(self, key: str, locale: str) -> frozenset[str]:
        """Names of the values that a sentence takes."""
        return frozenset(
            name for _, name, _, _ in string.Formatter().parse(self._sentences[locale][key]) if name is not None
        )


def nearest(locale: str) -> str:
    """Which catalogue a Discord or POSIX locale reads: "ja-JP" and "ja_JP.UTF-8" "ja", "fr" the first one."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return language if language in LOCALES else LOCALES[0]


@functools.cache
def catalogue() -> Catalogue:
    """The catalogue that ships with Egaku, read once."""
    return Catalogue.load(Path(__file__).parent)


def say(key: str, locale: str, /, **values: object) -> str:
    """:meth:`Catalogue.say` of the catalogue that ships with Egaku."""
    return catalogue().say(key, locale, **values)


def _flattened(file: Path) -> dict[str, str]:
    with file.open("rb") as stream:
        return dict(_sentences(tomllib.load(stream)))


def _sentences(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield prefix + name, value
        elif isinstance(value, dict):
            yield from _sentences(value, f"{prefix}{name}.")
        else:
            raise ValueError(f"{prefix}{name} is neither a sentence nor a table of them")

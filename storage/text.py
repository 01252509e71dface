"""What is done to every text on its way in, and how texts are compared in a search."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

SEARCHABLE = 10_000
"""Characters of a text that a search looks at. Keeps a pattern under SQLite's limit of 50,000 bytes."""


def clean(text: str) -> str:
    """``text`` without NUL, which PostgreSQL refuses, and with lone surrogates, which UTF-8 lacks, as "?"."""
    return text.replace("\0", "").encode(errors="replace").decode()


def clean_json(value: Any) -> Any:
    """The same for every string inside a JSON value."""
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(str(key)): clean_json(inner) for key, inner in value.items()}
        case list() | tuple():
            return [clean_json(inner) for inner in value]
    return value


def folded(text: str) -> str:
    """``text`` so that equal-looking ones are equal: width, case and composition do not matter (NFKC, casefold)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean(text)).casefold())


def canonical_json(value: Any) -> str:
    """The same form as a recipe's: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

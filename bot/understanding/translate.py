from __future__ import annotations


def to_english(text: str) -> str | None:
    return None

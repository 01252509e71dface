"""What a line of input came to, and how other programs read it."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage import Picture


class Status(enum.StrEnum):
    DONE = "done"
    ANSWERED = "answered"
    ASKED = "asked"
    IGNORED = "ignored"
    REFUSED = "refused"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    status: Status
    text: str = ""
    turn: int | None = None
    parent: int | None = None
    intent: Mapping[str, Any] = dataclasses.field(default_factory=lambda: acting("none"))
    """Always with an action and a kind."""
    pictures: tuple[tuple[Picture, Path], ...] = ()

    def to_json(self) -> str:
        """One line: an object with turn, parent, status, intent, text and pictures."""
        shown = {
            "turn": self.turn,
            "parent": self.parent,
            "status": self.status.value,
            "intent": dict(self.intent),
            "text": self.text,
            "pictures": [_picture(picture, file) for picture, file in self.pictures],
        }
        return json.dumps(shown, ensure_ascii=False)


def acting(name: str) -> dict[str, Any]:
    """The intent of a line that is a command, or none."""
    return {"action": name, "kind": name}


def _picture(picture: Picture, file: Path) -> dict[str, Any]:
    return {
        "file": str(file),
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "seed": picture.seed,
        "recipe": json.loads(picture.recipe_json),
    }

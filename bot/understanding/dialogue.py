"""What a language model is asked, and how its answer is read. Pure: somebody else does the asking.

What people wrote goes in as data, in JSON, and can do no more there than be misread: the answer has a closed shape.
"""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.understanding.normalise import clean

LONGEST_MESSAGE = 600
LONGEST_PROMPT = 1200
"""Characters: of longer texts nothing is asked, since half of one would be misread."""
PLAIN = r"^[^\x00-\x1f\x7f]*$"
"""Of a string in an answer: one line."""
COMMANDS = re.compile(r"--\w|<\w+:|://|<@|@(?:everyone|here)\b")
"""What other programs, or this one, read as more than words."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    instruction: str
    examples: tuple[tuple[str, str], ...]
    """Of texts and the answers they should have."""
    text: str
    schema: str
    """JSON schema of the answer; every string in it is bounded."""


class Shape(BaseModel):
    """Of an answer: exactly these members, of exactly these types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


Shaped = TypeVar("Shaped", bound=Shape)


def fits(message: str, prompt: str) -> bool:
    return 0 < len(message) <= LONGEST_MESSAGE and len(prompt) <= LONGEST_PROMPT


def quoted(message: str, prompt: str) -> str:
    return json.dumps({"picture": clean(prompt), "message": clean(message)}, ensure_ascii=False)


def schema(shape: type[Shape], **longest: int) -> str:
    """JSON schema of ``shape``; ``longest`` narrows by a member's name how many characters it may have."""
    described = shape.model_json_schema()
    for name, limit in longest.items():
        described["properties"][name]["maxLength"] = limit
    return json.dumps(described)


def shaped(shape: type[Shaped], answer: str) -> Shaped | None:
    """None for what has not that shape."""
    try:
        return shape.model_validate_json(answer)
    except ValidationError:
        return None

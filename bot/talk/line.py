"""One line of input, taken apart. Pure."""

from __future__ import annotations

import dataclasses
import difflib
import re

from bot.errors import BadInput

COMMANDS = (
    *("imagine", "edit", "history", "recipe", "undo", "redo", "goto", "vary", "reroll", "upscale", "delete"),
    *("tree", "models", "apply", "help", "quit"),
)

_SLASH = re.compile(r"[/／]\s?(\S+)\s*(.*)", re.DOTALL)
_ADDRESSED = re.compile(r"[@＠](\d{1,18})(?:[.．](\d{1,3}))?\s+(.+)", re.DOTALL)
_FILE = re.compile(r"""(?:"([^"]+)"|'([^']+)'|「([^」]+)」|((?:\\.|[^\s\\])+))\s*(.*)""", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True)
class Slash:
    name: str
    rest: str


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """A message to a turn's picture; both None: to the current turn."""

    message: str
    turn: int | None = None
    picture: int | None = None


Line = Slash | Reply


def parse(text: str) -> Line:
    """Raises BadInput for a slash command that does not exist."""
    text = text.strip()
    if found := _SLASH.fullmatch(text):
        return Slash(_command(found[1].lower()), found[2].strip())
    if found := _ADDRESSED.fullmatch(text):
        return Reply(found[3], int(found[1]), int(found[2]) if found[2] else None)
    return Reply(text)


def split_file(rest: str) -> tuple[str, str]:
    """``rest`` of /edit as (file, instruction); quotes or backslashes hold a name with spaces together."""
    found = _FILE.fullmatch(rest)
    if found is None:
        raise BadInput("error.edit_needs_file")
    file = found[1] or found[2] or found[3] or re.sub(r"\\(.)", r"\1", found[4])
    return file, found[5]


def _command(name: str) -> str:
    if name in COMMANDS:
        return name
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    if near:
        raise BadInput("error.unknown_command", command=f"/{name[:40]}", nearest=f"/{near[0]}")
    raise BadInput("error.unknown_command_plain", command=f"/{name[:40]}")

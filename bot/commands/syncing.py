"""The commands as Discord has them: written there when they changed, and when Discord lacks one."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from discord import AppCommandType, app_commands

if TYPE_CHECKING:
    from bot.client import Bot


async def sync(tree: app_commands.CommandTree[Bot], note: Path) -> None:
    """``note``: the file that says what was written last. A start then costs Discord a look and no writing. Raises
    HTTPException."""
    mark = await _mark(tree)
    if await asyncio.to_thread(_read, note) == mark and await _there(tree):
        return
    await tree.sync()
    # Whoever cannot note it writes the same once more the next time.
    with contextlib.suppress(OSError):
        await asyncio.to_thread(_write, note, mark)


async def _mark(tree: app_commands.CommandTree[Bot]) -> str:
    """Of this application's commands with all that is said in them."""
    assert tree.translator is not None
    commands = [await each.get_translated_payload(tree, tree.translator) for each in tree.get_commands()]
    said = json.dumps([tree.client.application_id, commands], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


async def _there(tree: app_commands.CommandTree[Bot]) -> bool:
    """Whether Discord has all of them: somebody may have removed them with another program."""
    ours = {(_type(each), each.name) for each in tree.get_commands()}
    return ours == {(each.type.value, each.name) for each in await tree.fetch_commands()}


def _type(command: object) -> int:
    return (command.type if isinstance(command, app_commands.ContextMenu) else AppCommandType.chat_input).value


def _read(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _write(note: Path, mark: str) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(mark + "\n", encoding="utf-8")

"""Folders that an older version made."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

import storage
from storage import Allowance, Limits, PersonSettings, Place, State, migrations
from storage.errors import Limited, Missing
from tests.integration.storage.making import ask, recipe, run

FIRST = """
INSERT INTO people VALUES (1, 'discord', '7', '花', 'ja', '2026-01-01');
INSERT INTO servers VALUES (1, 'discord', '8', '2026-01-01');
INSERT INTO conversations VALUES (1, 1, 1, 'discord', '9', '2026-01-01', '2026-01-01');
INSERT INTO conversations VALUES (2, 1, NULL, 'terminal', 'tty', '2026-01-01', '2026-01-01');
INSERT INTO turns VALUES (1, 1, 1, NULL, NULL, NULL, 'a', '', '', '{}', '[]', '2026-01-01', '2026-01-02');
INSERT INTO turns VALUES (2, 1, 1, 1, NULL, NULL, 'b', '青くして', 'edit', '{}', '[]', '2026-01-01', NULL);
INSERT INTO turns VALUES (3, 2, 1, NULL, NULL, NULL, 'c', 'a red circle', 'imagine', '{}', '[]', '2026-01-01', NULL);
INSERT INTO turns VALUES (4, 2, 1, NULL, NULL, NULL, 'd', 'gone', 'imagine', '{}', '[]', '2026-01-01', NULL);
INSERT INTO jobs VALUES (1, 2, 'p', 'queued', 0, NULL, '2026-01-01', NULL, NULL, NULL);
INSERT INTO jobs VALUES (2, 3, 'p', 'cancelled', 0, NULL, '2026-01-01', NULL, '2026-01-01', NULL);
DELETE FROM turns WHERE id = 4;
"""
CHANNEL = Place(platform="discord", channel="9", server="8")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A folder of the first version: two conversations, a tombstone, and a turn that left nothing but its id."""
    engine = create_engine(f"sqlite:///{tmp_path}/egaku.db")
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
    engine.dispose()
    with contextlib.closing(sqlite3.connect(tmp_path / "egaku.db")) as connection:
        connection.executescript(FIRST)
    return tmp_path


async def test_turns_of_the_first_version_were_asked_where_their_conversation_began(first: Path) -> None:
    async with storage.open(first) as kept:
        turn = await kept.turns.get(1, 2)
        assert (turn.text, turn.place) == ("青くして", CHANNEL)
        assert (await kept.turns.get(1, 3)).place == Place(platform="terminal", channel="tty")
        assert [(job.id, job.place) for job in await kept.jobs.unfinished()] == [(1, CHANNEL)]
        assert [job.id for job in await kept.jobs.undelivered()] == [2]
        with pytest.raises(Missing):
            await kept.turns.get(1, 1)


async def test_what_the_first_version_left_is_gone_on_with(first: Path) -> None:
    async with storage.open(first) as kept:
        (job,) = await kept.jobs.unfinished()
        await kept.jobs.start(job.id)
        assert (await kept.jobs.finish(job.id, [])).job.state is State.DONE
        turn = await run(kept, await ask(kept, 1, "もっと明るく", recipe(), conversation=1))
        assert turn.place == CHANNEL
        await kept.posts.put(1, turn.id, platform="discord", channel="9", message="10")
        assert (await kept.posts.find("discord", "10")).person == 1


async def test_people_of_the_first_version_have_chosen_nothing(first: Path) -> None:
    async with storage.open(first) as kept:
        person = await kept.people.get(1)
        assert (person.name, person.settings, person.language) == ("花", PersonSettings(), "ja")


async def test_an_id_that_was_deleted_before_an_upgrade_is_not_given_to_another(first: Path) -> None:
    async with storage.open(first) as kept:
        assert (await ask(kept, 1)).turn.id == 5


async def test_what_an_older_version_accepted_is_given_back_to_nobody(first: Path) -> None:
    async with storage.open(first) as kept:
        assert (await kept.jobs.cancel(1, 1)).stopped_by is None
        once = Limits(person=Allowance(a_day=1))
        await ask(kept, 1, limits=once)
        with pytest.raises(Limited):
            await ask(kept, 1, limits=once)


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from storage import database

@event.listens_for(Engine, "before_cursor_execute")
def die(connection, cursor, statement, *_):
    if "kept_at" in statement:
        os.kill(os.getpid(), 9)

database.upgrade(Path(sys.argv[1]))
"""


@pytest.mark.crash
async def test_an_upgrade_killed_at_its_last_step_has_changed_nothing_and_is_done_the_next_time(first: Path) -> None:
    def dump() -> list[str]:
        with contextlib.closing(sqlite3.connect(first / "egaku.db")) as connection:
            return list(connection.iterdump())

    before = dump()
    process = [sys.executable, "-c", KILLED, str(first / "egaku.db")]
    assert subprocess.run(process, cwd=Path(__file__).parents[3], check=False).returncode == -9
    assert dump() == before
    async with storage.open(first) as kept:
        assert (await kept.turns.get(1, 2)).place == CHANNEL

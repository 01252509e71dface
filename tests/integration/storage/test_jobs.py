from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import storage
from storage import Place, State, Storage
from storage.errors import Missing, NotCancellable, StaleJob
from storage.states import MAX_ATTEMPTS, TRANSITIONS
from tests.integration.storage.making import TERMINAL, ask, draw, drawn, recipe, run


@pytest.fixture
def raw(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database itself, with one queued job in it."""
    when = "'2026-01-01'"
    with contextlib.closing(sqlite3.connect(folder / "egaku.db", isolation_level=None)) as connection:
        connection.executescript(
            f"""PRAGMA foreign_keys = ON;
            INSERT INTO people VALUES (1, 'terminal', 'me', 'Me', 'en', {when}, NULL, NULL, NULL);
            INSERT INTO conversations VALUES (1, 1, NULL, 'terminal', 'tty', {when}, {when});
            INSERT INTO turns VALUES (1, 1, 1, NULL, NULL, NULL, 'k', 'x', 'imagine', '{{}}', '[]', {when}, NULL);
            INSERT INTO jobs VALUES (1, 1, 'p', 'queued', 0, NULL, {when}, NULL, NULL, NULL, NULL, NULL);"""
        )
        yield connection


def columns(state: State) -> str:
    """What else must be set for a job to be in ``state``."""
    started = "0, NULL" if state is State.QUEUED else "1, '2026-01-01'"
    ended = "NULL" if state in (State.QUEUED, State.RUNNING) else "'2026-01-01'"
    reason = "'internal'" if state is State.FAILED else "NULL"
    return f"{started}, {ended}, {reason}"


@pytest.mark.parametrize(("old", "new"), list(itertools.product(State, State)))
def test_the_database_allows_the_steps_of_the_state_machine_and_no_others(
    raw: sqlite3.Connection, old: State, new: State
) -> None:
    update = "UPDATE jobs SET (state, attempts, started_at, ended_at, reason) = ('{}', {})"
    if old in (State.RUNNING, State.DONE):
        raw.execute(update.format("running", columns(State.RUNNING)))
    if old is not State.QUEUED:
        raw.execute(update.format(old.value, columns(old)))
    step = update.format(new.value, columns(new))
    if old == new or (old, new) in TRANSITIONS:
        raw.execute(step)
    else:
        with pytest.raises(sqlite3.IntegrityError, match="cannot take this step"):
            raw.execute(step)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'sleeping'",
        "state = 'running'",
        "state = 'failed', ended_at = '2026-01-01'",
        "state = 'cancelled'",
        "reason = 'internal'",
        "ended_at = '2026-01-01'",
        "delivered_at = '2026-01-01'",
        "attempts = 1",
        "attempts = 4, started_at = '2026-01-01'",
        "started_at = '2026-01-01'",
        "turn_id = 99",
    ],
)
def test_the_database_refuses_a_job_that_contradicts_itself(raw: sqlite3.Connection, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(f"UPDATE jobs SET {change}")


def test_the_database_refuses_a_second_job_for_a_turn(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="turn_id"):
        raw.execute(
            "INSERT INTO jobs (id, turn_id, process, state, attempts, created_at)"
            " SELECT 2, turn_id, 'p', 'queued', 0, created_at FROM jobs"
        )


async def test_a_finished_job_has_its_pictures_and_the_head(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me, "two", recipe(seed=1), recipe(seed=2))
    turn = await run(kept, accepted)
    assert turn == await kept.turns.latest(me)
    assert [(picture.position, picture.seed) for picture in turn.pictures] == [(1, 1), (2, 2)]
    assert [picture.recipe for picture in turn.pictures] == list(accepted.turn.recipes)
    assert turn.pictures[0].recipe_hash == accepted.turn.recipes[0].hash
    assert turn.pictures[0].has_latents
    assert (turn.job.state, turn.job.attempts) == (State.DONE, 1)
    assert turn.job.started_at and turn.job.ended_at and turn.job.started_at <= turn.job.ended_at
    assert turn.job == await kept.jobs.get(me, accepted.job.id) == await kept.jobs.of_turn(me, turn.id)
    assert (await kept.conversations.of_turn(me, turn.id)).head == turn.id


async def test_nothing_appears_after_a_confirmed_cancel(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me)
    await kept.jobs.start(accepted.job.id)
    assert (await kept.jobs.cancel(me, accepted.job.id)).state is State.CANCELLED
    with pytest.raises(StaleJob):
        await kept.jobs.finish(accepted.job.id, [drawn(recipe())])
    assert (await kept.pictures.history(me)).pictures == ()
    assert not list(kept.folder.rglob("*.png")) + list(kept.folder.rglob("*.safetensors"))
    with pytest.raises(Missing):
        await kept.turns.latest(me)


async def test_nothing_appears_after_its_turn_was_deleted(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me)
    await kept.jobs.start(accepted.job.id)
    assert (await kept.turns.delete(me, accepted.turn.id)).cancelled == accepted.job.id
    with pytest.raises(StaleJob):
        await kept.jobs.finish(accepted.job.id, [drawn(recipe())])
    assert not list(kept.folder.rglob("*.png"))


async def test_what_a_refused_finish_shares_with_another_picture_stays(kept: Storage, me: int) -> None:
    first = await draw(kept, me)
    accepted = await ask(kept, me)
    await kept.jobs.start(accepted.job.id)
    await kept.jobs.cancel(me, accepted.job.id)
    with pytest.raises(StaleJob):
        await kept.jobs.finish(accepted.job.id, [drawn(first.recipes[0])])
    assert await kept.pictures.read(me, first.pictures[0].sha256) == drawn(first.recipes[0]).png


async def test_cancelling_twice_does_no_harm(kept: Storage, me: int) -> None:
    job = (await ask(kept, me)).job.id
    assert await kept.jobs.cancel(me, job) == await kept.jobs.cancel(me, job)


async def test_what_is_done_or_failed_cannot_be_cancelled(kept: Storage, me: int) -> None:
    done = await draw(kept, me)
    failed = (await ask(kept, me)).job.id
    await kept.jobs.fail(failed, "out_of_memory")
    for job in (done.job.id, failed):
        with pytest.raises(NotCancellable):
            await kept.jobs.cancel(me, job)
    assert (await kept.jobs.get(me, failed)).reason == "out_of_memory"


async def test_a_job_fails_for_good_when_its_worker_died_three_times(kept: Storage, me: int) -> None:
    job = (await ask(kept, me)).job.id
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert (await kept.jobs.start(job)).attempts == attempt
        after = await kept.jobs.requeue(job)
    assert (after.state, after.reason) == (State.FAILED, "worker_died")
    with pytest.raises(StaleJob):
        await kept.jobs.start(job)


async def test_a_job_finishes_in_its_third_attempt(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me)
    for _ in range(2):
        await kept.jobs.start(accepted.job.id)
        await kept.jobs.requeue(accepted.job.id)
    assert (await run(kept, accepted)).job.attempts == 3


async def test_an_attempt_that_is_given_back_does_not_count(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me)
    for _ in range(2 * MAX_ATTEMPTS):
        assert (await kept.jobs.start(accepted.job.id)).attempts == 1
        back = await kept.jobs.release(accepted.job.id)
        assert (back.state, back.attempts, back.started_at) == (State.QUEUED, 0, None)
    assert (await run(kept, accepted)).job.attempts == 1


async def test_giving_back_forgives_no_earlier_attempt_and_nothing_that_does_not_run(kept: Storage, me: int) -> None:
    job, done = (await ask(kept, me)).job.id, (await draw(kept, me)).job
    await kept.jobs.start(job)
    await kept.jobs.requeue(job)
    await kept.jobs.start(job)
    back = await kept.jobs.release(job)
    assert (back.state, back.attempts) == (State.QUEUED, 1) and back.started_at is not None
    assert await kept.jobs.release(job) == back
    assert await kept.jobs.release(done.id) == done


async def test_a_step_that_the_state_forbids_is_stale(kept: Storage, me: int) -> None:
    queued, done = (await ask(kept, me)).job.id, (await draw(kept, me)).job.id
    for step in (
        kept.jobs.finish(queued, []),
        kept.jobs.delivered(queued),
        kept.jobs.start(done),
        kept.jobs.requeue(done),
        kept.jobs.fail(done, "internal"),
        kept.jobs.finish(done, []),
        kept.jobs.start(99),
        kept.jobs.release(99),
    ):
        with pytest.raises(StaleJob):
            await step


async def test_ended_jobs_are_undelivered_until_somebody_was_shown(kept: Storage, me: int) -> None:
    await ask(kept, me)
    done, failed = (await draw(kept, me)).job.id, (await ask(kept, me)).job.id
    await kept.jobs.fail(failed, "internal")
    assert [job.id for job in await kept.jobs.undelivered()] == [done, failed]
    first = await kept.jobs.delivered(done)
    assert (await kept.jobs.delivered(done)).delivered_at == first.delivered_at
    assert [job.id for job in await kept.jobs.undelivered()] == [failed]


async def test_pending_are_the_viewers_own_unfinished_jobs_in_order(kept: Storage, me: int, stranger: int) -> None:
    queued, running, cancelled = [(await ask(kept, me)).job.id for _ in range(3)]
    await kept.jobs.start(running)
    await kept.jobs.cancel(me, cancelled)
    await draw(kept, me)
    await ask(kept, stranger)
    assert [(job.id, job.state) for job in await kept.jobs.pending(me)] == [
        (queued, State.QUEUED),
        (running, State.RUNNING),
    ]


async def test_after_a_restart_the_unfinished_jobs_are_there_in_order(folder: Path) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        queued, running = await ask(kept, me), await ask(kept, me)
        await kept.jobs.start(running.job.id)
        await draw(kept, me)
    async with storage.open(folder) as kept:
        found = await kept.jobs.unfinished()
        assert [(job.id, job.state, job.attempts) for job in found] == [
            (queued.job.id, State.QUEUED, 0),
            (running.job.id, State.QUEUED, 1),
        ]
        assert {job.person for job in found} == {me}
        await run(kept, running)


async def test_three_orderly_restarts_cost_a_job_nothing(folder: Path) -> None:
    for _ in range(MAX_ATTEMPTS + 1):
        async with storage.open(folder) as kept:
            me = (await kept.people.known("terminal", "me", "Me", "en")).id
            left = await kept.jobs.unfinished()
            accepted = await ask(kept, me, key="k")
            assert [job.id for job in left] in ([], [accepted.job.id])
            await kept.jobs.start(accepted.job.id)
            await kept.jobs.release(accepted.job.id)
    async with storage.open(folder) as kept:
        assert [(job.state, job.attempts) for job in await kept.jobs.unfinished()] == [(State.QUEUED, 0)]


async def test_a_job_that_was_running_in_three_dead_processes_fails_for_good(folder: Path) -> None:
    for attempt in range(1, MAX_ATTEMPTS + 1):
        async with storage.open(folder) as kept:
            me = (await kept.people.known("terminal", "me", "Me", "en")).id
            await kept.jobs.unfinished()
            accepted = await ask(kept, me, key="k")
            assert (await kept.jobs.start(accepted.job.id)).attempts == attempt
    async with storage.open(folder) as kept:
        assert await kept.jobs.unfinished() == ()
        failed = await kept.jobs.get(me, accepted.job.id)
        assert (failed.state, failed.reason) == (State.FAILED, "worker_died")


async def test_what_this_process_let_go_of_is_taken_up_again_at_no_cost(kept: Storage, me: int) -> None:
    let_go, drawn_now = [(await ask(kept, me)).job.id for _ in range(2)]
    for job in (let_go, drawn_now):
        await kept.jobs.start(job)
    [found] = await kept.jobs.unfinished(but={drawn_now})
    assert (found.id, found.state, found.attempts) == (let_go, State.QUEUED, 0)
    assert (await kept.jobs.get(me, drawn_now)).state is State.RUNNING


async def test_who_asks_for_a_platform_or_a_time_gets_no_other_jobs(kept: Storage, me: int) -> None:
    there = Place(platform="discord", channel="9")
    made = {place: await ask(kept, me, place=place) for place in (TERMINAL, there)}
    early = made[TERMINAL].job.created_at
    for platform, place in (("discord", there), ("terminal", TERMINAL)):
        assert [job.id for job in await kept.jobs.unfinished(platform)] == [made[place].job.id]
        assert await kept.jobs.unfinished(platform, before=early) == ()
    for accepted in made.values():
        await run(kept, accepted)
    later, _ = [(await draw(kept, me)).job.id for _ in range(2)]
    assert [job.id for job in await kept.jobs.undelivered("discord")] == [made[there].job.id]
    assert await kept.jobs.undelivered("discord", but={made[there].job.id}) == ()
    assert await kept.jobs.undelivered("discord", before=early) == ()
    assert [job.id for job in await kept.jobs.undelivered("terminal", limit=2)] == [made[TERMINAL].job.id, later]


async def test_a_living_process_keeps_its_jobs_when_another_starts(kept: Storage, me: int, folder: Path) -> None:
    accepted = await ask(kept, me)
    async with storage.open(folder) as other:
        assert await other.jobs.unfinished() == ()
    assert [job.id for job in await kept.jobs.unfinished()] == [accepted.job.id]

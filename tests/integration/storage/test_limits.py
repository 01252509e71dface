from __future__ import annotations

import asyncio
import dataclasses
import datetime
import subprocess
import sys
from pathlib import Path

import pytest

import storage
from storage import Allowance, Limits, Place, Storage, accepting, limits
from storage.errors import Limited, Missing, NotCancellable
from tests.integration.storage.making import ask, draw, drawn, recipe

HERE = Place(platform="discord", channel="1", server="2")
ELSEWHERE = Place(platform="discord", channel="3", server="4")
PRIVATE = Place(platform="discord", channel="5")


def person(**most: int) -> Limits:
    return Limits(person=Allowance(**most))


def server(**most: int) -> Limits:
    return Limits(server=Allowance(**most))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime.datetime]:
    """What time it is, to be put forward."""
    time = [datetime.datetime(2026, 3, 1, 23, 59, tzinfo=datetime.UTC)]
    for module in (accepting, limits):
        monkeypatch.setattr(module, "now", lambda: time[0])
    return time


async def finished(kept: Storage, viewer: int, seconds: float, place: Place = HERE) -> None:
    accepted = await ask(kept, viewer, place=place)
    await kept.jobs.start(accepted.job.id)
    await kept.jobs.finish(accepted.job.id, [drawn(made) for made in accepted.turn.recipes], seconds)


async def refused(kept: Storage, viewer: int, most: Limits, place: Place = HERE) -> Limited:
    with pytest.raises(Limited) as caught:
        await ask(kept, viewer, place=place, limits=most)
    return caught.value


async def test_as_many_as_are_allowed_are_under_way_at_once_and_no_more(kept: Storage, me: int, stranger: int) -> None:
    first = await ask(kept, me, limits=person(at_once=2))
    second = await ask(kept, me, place=HERE, limits=person(at_once=2))
    error = await refused(kept, me, person(at_once=2))
    assert (error.whose, error.what, error.most, error.until) == ("person", "at_once", 2, None)
    assert error.jobs == (first.job.id, second.job.id)
    await ask(kept, stranger, limits=person(at_once=2))
    await kept.jobs.start(first.job.id)
    await refused(kept, me, person(at_once=2))
    await kept.jobs.finish(first.job.id, [])
    await ask(kept, me, limits=person(at_once=2))


async def test_a_server_has_room_for_so_many_whoever_asks(kept: Storage, me: int, stranger: int) -> None:
    job = (await ask(kept, me, place=HERE, limits=server(at_once=1))).job.id
    error = await refused(kept, stranger, server(at_once=1))
    assert (error.whose, error.what, error.jobs) == ("server", "at_once", (job,))
    await ask(kept, stranger, place=ELSEWHERE, limits=server(at_once=1))
    await ask(kept, stranger, place=PRIVATE, limits=server(at_once=1))
    await ask(kept, stranger, place=PRIVATE, limits=server(at_once=1))


async def test_a_day_has_so_many_requests_of_one_person_wherever_they_ask(
    kept: Storage, me: int, clock: list[datetime.datetime]
) -> None:
    for place in (HERE, PRIVATE):
        await ask(kept, me, place=place, limits=person(a_day=2))
    error = await refused(kept, me, person(a_day=2), ELSEWHERE)
    assert (error.what, error.until) == ("a_day", datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC))
    await ask(kept, me, limits=person(a_day=3))


async def test_a_day_has_so_many_requests_of_one_server(kept: Storage, me: int, stranger: int) -> None:
    await ask(kept, me, place=HERE, limits=server(a_day=1))
    error = await refused(kept, stranger, server(a_day=1))
    assert (error.whose, error.what) == ("server", "a_day")
    await ask(kept, stranger, place=ELSEWHERE, limits=server(a_day=1))


async def test_a_new_day_begins_at_midnight_utc(kept: Storage, me: int, clock: list[datetime.datetime]) -> None:
    await ask(kept, me, place=HERE, limits=person(a_day=1))
    late = clock[0].astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    clock[0] = late  # already tomorrow in Tokyo
    await refused(kept, me, person(a_day=1))
    clock[0] = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    await ask(kept, me, place=HERE, limits=person(a_day=1))
    await refused(kept, me, person(a_day=1))


@pytest.mark.parametrize("most", [person(at_once=3), person(a_day=3), server(at_once=3), server(a_day=3)], ids=str)
async def test_of_those_who_race_for_the_last_places_as_many_get_in_as_there_are(
    kept: Storage, me: int, most: Limits
) -> None:
    tries = (ask(kept, me, place=HERE, limits=most) for _ in range(8))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, Limited) for each in outcomes) == 5
    assert len(await kept.jobs.pending(me)) == 3


async def test_what_was_refused_left_nothing_and_cost_nothing(kept: Storage, me: int) -> None:
    await ask(kept, me, place=HERE)
    await refused(kept, me, Limits(person=Allowance(a_day=2), server=Allowance(a_day=1)))
    await ask(kept, me, place=PRIVATE, limits=person(a_day=2))
    assert len(await kept.jobs.pending(me)) == 2


async def test_a_request_that_is_repeated_is_answered_though_the_day_is_used_up(kept: Storage, me: int) -> None:
    first = await ask(kept, me, key="k", limits=person(a_day=1, at_once=1))
    again = await ask(kept, me, key="k", limits=person(a_day=1, at_once=1))
    assert again.repeated and again.job.id == first.job.id


async def test_what_never_began_is_given_back(kept: Storage, me: int) -> None:
    for end in (kept.jobs.cancel(me, 1), kept.jobs.fail(2, "source_unreadable")):
        await ask(kept, me, place=HERE, limits=Limits(person=Allowance(a_day=1), server=Allowance(a_day=1)))
        await end
    await ask(kept, me, place=HERE, limits=Limits(person=Allowance(a_day=1), server=Allowance(a_day=1)))


async def test_what_is_deleted_before_it_began_is_given_back_and_later_not(kept: Storage, me: int) -> None:
    waiting, drawing = [await ask(kept, me, limits=person(a_day=2)) for _ in range(2)]
    await kept.jobs.start(drawing.job.id)
    await kept.turns.delete(me, waiting.turn.id)
    await kept.turns.delete(me, drawing.turn.id, drawn_for=lambda job: 3.0)
    await ask(kept, me, limits=person(a_day=2, gpu_seconds=4))
    assert (await refused(kept, me, person(a_day=2))).what == "a_day"
    assert (await refused(kept, me, person(gpu_seconds=3))).what == "gpu_seconds"


async def test_what_is_cancelled_twice_is_given_back_once(kept: Storage, me: int) -> None:
    await ask(kept, me, limits=person(a_day=2))
    job = (await ask(kept, me, limits=person(a_day=2))).job.id
    for _ in range(2):
        await kept.jobs.cancel(me, job)
    await ask(kept, me, limits=person(a_day=2))
    await refused(kept, me, person(a_day=2))


async def test_what_was_begun_is_not_given_back(kept: Storage, me: int) -> None:
    job = (await ask(kept, me, limits=person(a_day=1))).job.id
    await kept.jobs.start(job)
    await kept.jobs.cancel(me, job)
    await refused(kept, me, person(a_day=1))


async def test_yesterdays_request_is_given_back_to_yesterday(
    kept: Storage, me: int, clock: list[datetime.datetime]
) -> None:
    job = (await ask(kept, me, limits=person(a_day=1))).job.id
    clock[0] += datetime.timedelta(minutes=2)
    await ask(kept, me, limits=person(a_day=1))
    await kept.jobs.cancel(me, job)
    await refused(kept, me, person(a_day=1))


async def test_seconds_of_drawing_are_counted_however_it_ended(kept: Storage, me: int, stranger: int) -> None:
    jobs = [(await ask(kept, me, place=HERE)).job.id for _ in range(3)]
    for job in jobs:
        await kept.jobs.start(job)
    await kept.jobs.finish(jobs[0], [], 4.0)
    await ask(kept, me, place=HERE, limits=person(gpu_seconds=5))
    await kept.jobs.fail(jobs[1], "internal", 0.6)
    await kept.jobs.cancel(me, jobs[2], seconds=0.6)
    error = await refused(kept, me, person(gpu_seconds=5))
    assert (error.what, error.most, error.until and error.until.hour) == ("gpu_seconds", 5, 0)
    error = await refused(kept, stranger, server(gpu_seconds=5))
    assert (error.whose, error.what) == ("server", "gpu_seconds")
    await ask(kept, stranger, place=HERE, limits=person(gpu_seconds=5))


async def test_what_is_drawn_over_midnight_counts_for_the_day_on_which_it_ends(
    kept: Storage, me: int, clock: list[datetime.datetime]
) -> None:
    job = (await ask(kept, me)).job.id
    await kept.jobs.start(job)
    clock[0] += datetime.timedelta(minutes=2)
    await kept.jobs.finish(job, [], 9.0)
    await refused(kept, me, person(gpu_seconds=5))


async def test_what_was_used_outlives_the_process(folder: Path) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("discord", "1", "Me", "en")).id
        await finished(kept, me, 9.0)
    async with storage.open(folder) as kept:
        assert (await refused(kept, me, person(a_day=1))).what == "a_day"
        assert (await refused(kept, me, server(gpu_seconds=9))).what == "gpu_seconds"
        assert (await ask(kept, me, place=HERE, limits=person(a_day=2, gpu_seconds=10))).job.unfinished


KILLED = """
import asyncio, os, sys
from pathlib import Path
import storage
from storage import Allowance, Limits
from tests.integration.storage.making import ask

async def main():
    async with storage.open(Path(sys.argv[1])) as kept:
        me = (await kept.people.known("discord", "1", "Me", "en")).id
        for _ in range(2):
            await ask(kept, me, limits=Limits(person=Allowance(a_day=2)))
        os.kill(os.getpid(), 9)

asyncio.run(main())
"""


@pytest.mark.crash
async def test_what_was_used_outlives_a_kill(folder: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(folder)]
    assert subprocess.run(command, cwd=Path(__file__).parents[3], check=False).returncode == -9
    async with storage.open(folder) as kept:
        me = (await kept.people.known("discord", "1", "Me", "en")).id
        assert (await refused(kept, me, person(a_day=2))).what == "a_day"
        assert len((await refused(kept, me, person(at_once=2))).jobs) == 2


async def test_days_that_are_over_are_forgotten(
    kept: Storage, folder: Path, me: int, clock: list[datetime.datetime]
) -> None:
    for _ in range(5):
        await ask(kept, me, place=HERE)
        clock[0] += datetime.timedelta(days=1)
    async with kept.people.database.reading() as session:
        for table in ("person_days", "server_days"):
            days = (await session.connection()).exec_driver_sql(f"SELECT day FROM {table} ORDER BY day")
            assert [day for (day,) in await days] == ["2026-03-04", "2026-03-05"]


async def test_those_who_run_a_server_see_its_jobs_and_no_others_without_words(
    kept: Storage, me: int, stranger: int
) -> None:
    await ask(kept, me, "private", place=PRIVATE)
    await ask(kept, me, "other", place=ELSEWHERE)
    await draw(kept, me)
    for viewer, text in ((stranger, "a secret"), (me, "another"), (stranger, "a third")):
        await ask(kept, viewer, text, recipe("a secret"), recipe("a secret", seed=2), place=HERE)
    shown, more = await kept.servers.under_way("discord", "2", limit=2)
    assert ([each.handle for each in shown], more) == (["1", "me"], 1)
    assert (shown[0].model, shown[0].pictures) == ("demo", 2)
    assert not any("secret" in str(value) for value in dataclasses.asdict(shown[0]).values())
    rest, more = await kept.servers.under_way("discord", "2", after=shown[-1].job)
    assert (len(rest), more) == (1, 0)
    assert await kept.servers.under_way("terminal", "2") == ((), 0)
    assert (await kept.servers.job("discord", "2", shown[0].turn)).person == stranger
    for turn in (1, 2, 3, 99, 10**30):
        with pytest.raises(Missing):
            await kept.servers.job("discord", "2", turn)


async def test_who_stopped_somebody_elses_job_is_known(kept: Storage, me: int, stranger: int) -> None:
    theirs = (await ask(kept, stranger, place=HERE)).job.id
    assert (await kept.jobs.cancel(stranger, theirs, by=me)).stopped_by == me
    own = (await ask(kept, me, place=HERE)).job.id
    assert (await kept.jobs.cancel(me, own, by=me)).stopped_by is None
    done = await draw(kept, me)
    with pytest.raises(NotCancellable):
        await kept.jobs.cancel(me, done.job.id, by=stranger)
    assert (await kept.jobs.get(me, done.job.id)).stopped_by is None

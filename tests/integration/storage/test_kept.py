from __future__ import annotations

from storage import Storage
from tests.integration.storage.making import ask, draw, run


async def test_what_could_be_shown_nowhere_is_told_once_and_not_tried_again(kept: Storage, me: int) -> None:
    first, second = [(await draw(kept, me)).job.id for _ in range(2)]
    await kept.kept.put(first)
    assert [job.id for job in await kept.jobs.undelivered()] == [second]
    assert await kept.kept.people("terminal") == {me}
    assert [job.id for job in await kept.kept.of(me)] == [first]
    await kept.kept.told(me, [first, second])
    assert await kept.kept.of(me) == () and await kept.kept.people("terminal") == set()
    assert [job.id for job in await kept.jobs.undelivered()] == [second], "nobody was told of this one"


async def test_it_is_nobody_elses(kept: Storage, me: int, stranger: int) -> None:
    job = (await draw(kept, me)).job.id
    await kept.kept.put(job)
    assert await kept.kept.of(stranger) == () and await kept.kept.people("discord") == set()
    await kept.kept.told(stranger, [job])
    assert [each.id for each in await kept.kept.of(me)] == [job]


async def test_what_was_shown_deleted_or_cancelled_by_its_owner_is_not_told(kept: Storage, me: int) -> None:
    shown, deleted = await draw(kept, me), await draw(kept, me)
    cancelled = await ask(kept, me)
    await kept.jobs.delivered(shown.job.id)
    await kept.turns.delete(me, deleted.id)
    await kept.jobs.cancel(me, cancelled.job.id)
    for job in (shown.job, deleted.job, cancelled.job):
        await kept.kept.put(job.id)
    assert await kept.kept.of(me) == () and await kept.jobs.undelivered() == ()


async def test_what_another_has_cancelled_is_told(kept: Storage, me: int, stranger: int) -> None:
    job = (await ask(kept, me)).job.id
    await kept.jobs.cancel(me, job, by=stranger)
    await kept.kept.put(job)
    assert [each.id for each in await kept.kept.of(me)] == [job]


async def test_what_is_still_under_way_cannot_be_kept(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me)
    await kept.kept.put(accepted.job.id)
    await run(kept, accepted)
    assert [job.id for job in await kept.jobs.undelivered()] == [accepted.job.id]

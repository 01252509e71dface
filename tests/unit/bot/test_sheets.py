from __future__ import annotations

import dataclasses
import datetime

from bot.sheets import asked_by, nonce, place_of
from storage import Job, State

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
JOB = Job(
    id=3,
    turn=5,
    conversation=1,
    person=1,
    place=place_of(7, None),
    request=f"discord:{2**64 - 1}",
    state=State.QUEUED,
    attempts=0,
    reason=None,
    created_at=NOW,
    started_at=None,
    ended_at=None,
    delivered_at=None,
)


def test_a_nonce_is_one_requests_alone_whatever_the_jobs_number() -> None:
    other_folder = dataclasses.replace(JOB, request="discord:18")
    assert nonce(JOB) != nonce(other_folder), "both have a job 3"
    assert nonce(JOB) == nonce(dataclasses.replace(JOB, state=State.RUNNING, attempts=1))


def test_the_same_picture_in_another_channel_has_another_nonce_and_discord_takes_both() -> None:
    assert nonce(JOB) != nonce(JOB, "d")
    assert all(0 < len(nonce(job, "d")) <= 25 for job in (JOB, dataclasses.replace(JOB, request="x" * 99)))


def test_a_request_says_since_when_there_can_be_answers() -> None:
    assert asked_by(JOB) == 2**64 - 1
    assert asked_by(dataclasses.replace(JOB, request="key 1")) is None

"""The judge of the crash benchmark, with made-up histories: it finds what is wrong, and nothing where all is well."""

from __future__ import annotations

import dataclasses

import pytest

from benchmarks.crash.history import Answered, Asked, Event, Removed, Row, Shown, Stage, Told, Wish, Words
from benchmarks.crash.judge import Verdict, judged

COMMAND, REPLY, PRESS, TURN, MESSAGE = 100, 200, 300, 7, 500

TAKEN_ON: list[Event] = [Asked(COMMAND, Wish.DRAW), Answered(COMMAND)]
WAITS = Shown(MESSAGE, Stage.WAITING, TURN)
DRAWN = Shown(MESSAGE, Stage.DRAWN, TURN)
CANCELLED = Shown(MESSAGE, Stage.CANCELLED, TURN)
ERASED: list[Event] = [Asked(PRESS, Wish.ERASE, TURN), Answered(PRESS), Told(PRESS, Words.DELETED)]
DONE = Row(TURN, COMMAND, "done")


def verdict(history: list[Event], *rows: Row, known: dict[int, int] | None = None) -> Verdict:
    return judged(history, rows, known or {})


def found(verdict: Verdict) -> tuple[int, int, int, int]:
    return tuple(map(len, (verdict.lost, verdict.posted_twice, verdict.after_cancel, verdict.stuck)))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("history", "row", "end"),
    [
        ([WAITS, DRAWN], DONE, "done"),
        ([WAITS, Shown(MESSAGE, Stage.FAILED, TURN)], Row(TURN, COMMAND, "failed", "no_memory"), "failed no_memory"),
        ([WAITS, CANCELLED], Row(TURN, COMMAND, "cancelled"), "cancelled"),
    ],
)
def test_a_request_that_came_to_its_end_in_sight_is_as_it_should_be(history: list[Event], row: Row, end: str) -> None:
    judgement = verdict([*TAKEN_ON, *history], row)

    assert found(judgement) == (0, 0, 0, 0)
    assert (judgement.accepted, judgement.ends) == (1, {end: 1})


def test_a_request_that_was_answered_by_words_alone_is_not_lost() -> None:
    judgement = verdict([*TAKEN_ON, Told(COMMAND, Words.OTHER)])
    assert found(judgement) == (0, 0, 0, 0)
    assert judgement.ends == {"told": 1}


def test_what_was_never_taken_on_cannot_be_lost() -> None:
    judgement = verdict([Asked(COMMAND, Wish.DRAW), Asked(REPLY, Wish.DRAW, answerable=False)])
    assert found(judgement) == (0, 0, 0, 0)
    assert (judgement.accepted, judgement.unheard) == (0, 2)


def test_a_request_of_which_nothing_came_is_lost() -> None:
    assert found(verdict(TAKEN_ON)) == (1, 0, 0, 0)


def test_a_picture_that_nobody_sees_is_lost() -> None:
    assert found(verdict([*TAKEN_ON, WAITS], DONE)) == (1, 0, 0, 0)
    assert found(verdict([*TAKEN_ON, WAITS, DRAWN, Removed(MESSAGE)], DONE)) == (1, 0, 0, 0)


def test_a_reply_that_is_told_to_wait_for_ever_is_lost() -> None:
    asked = Asked(REPLY, Wish.DRAW, answerable=False)
    waiting = Shown(MESSAGE, Stage.PAUSED, to=REPLY)
    words = Shown(MESSAGE, Stage.WORDS, to=REPLY)

    judgement = verdict([asked, waiting])
    assert found(judgement) == (1, 0, 0, 0)
    assert judgement.left_over
    assert found(verdict([asked, waiting, words])) == (0, 0, 0, 0)


def test_a_press_that_is_told_to_wait_and_no_more_is_lost() -> None:
    assert found(verdict([*TAKEN_ON, Told(COMMAND, Words.PAUSED)])) == (1, 0, 0, 0)


def test_a_reply_that_the_database_has_counts_as_taken_on_before_anything_is_shown() -> None:
    judgement = verdict([Asked(REPLY, Wish.DRAW, answerable=False)], Row(TURN, REPLY, "done"))
    assert (judgement.accepted, len(judgement.lost)) == (1, 1)


def test_a_second_message_of_a_turn_is_one_too_many_even_if_it_was_removed() -> None:
    again = Shown(MESSAGE + 1, Stage.WAITING, TURN)
    assert found(verdict([*TAKEN_ON, WAITS, again, Removed(MESSAGE + 1), DRAWN], DONE)) == (0, 1, 0, 0)


def test_a_message_whose_channel_is_gone_may_come_again_elsewhere_once() -> None:
    gone, elsewhere = Removed(MESSAGE, with_channel=True), Shown(MESSAGE + 1, Stage.DRAWN, TURN)
    assert found(verdict([*TAKEN_ON, WAITS, gone], DONE)) == (1, 0, 0, 0)
    assert found(verdict([*TAKEN_ON, WAITS, gone, elsewhere], DONE)) == (0, 0, 0, 0)
    again = dataclasses.replace(elsewhere, message=MESSAGE + 2)
    assert found(verdict([*TAKEN_ON, WAITS, gone, elsewhere, again], DONE)) == (0, 1, 0, 0)


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.DRAWN])
def test_nothing_may_appear_after_a_cancellation_was_seen(stage: Stage) -> None:
    late = Shown(MESSAGE, stage, TURN)
    judgement = verdict([*TAKEN_ON, WAITS, CANCELLED, late, CANCELLED], Row(TURN, COMMAND, "cancelled"))
    assert found(judgement) == (0, 0, 1, 0)


def test_a_cancellation_that_is_shown_again_is_no_harm() -> None:
    assert found(verdict([*TAKEN_ON, CANCELLED, CANCELLED], Row(TURN, COMMAND, "cancelled"))) == (0, 0, 0, 0)


def test_a_deleted_turn_is_not_lost() -> None:
    judgement = verdict([*TAKEN_ON, DRAWN, *ERASED, Removed(MESSAGE)], known={COMMAND: TURN})
    assert found(judgement) == (0, 0, 0, 0)
    assert judgement.ends == {"deleted": 1}


def test_a_deleted_turn_that_is_shown_again_or_stays_is_found() -> None:
    known = {COMMAND: TURN}
    assert found(verdict([*TAKEN_ON, DRAWN, *ERASED, DRAWN, Removed(MESSAGE)], known=known)) == (0, 0, 1, 0)
    assert found(verdict([*TAKEN_ON, DRAWN, *ERASED], known=known)) == (0, 0, 1, 0)


def test_a_deletion_that_was_never_confirmed_promises_nothing_but_what_it_leaves_is_told() -> None:
    judgement = verdict([*TAKEN_ON, DRAWN, Asked(PRESS, Wish.ERASE, TURN)], known={COMMAND: TURN})
    assert found(judgement) == (0, 0, 0, 0)
    assert len(judgement.left_over) == 1


def test_a_turn_that_went_without_anybodys_wish_is_lost() -> None:
    assert found(verdict([*TAKEN_ON, DRAWN, Removed(MESSAGE)], known={COMMAND: TURN})) == (1, 0, 0, 0)
    assert found(verdict([*TAKEN_ON, DRAWN], Row(TURN, COMMAND, "done", deleted=True))) == (1, 0, 0, 0)


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_job_without_an_end_is_stuck_and_not_lost(state: str) -> None:
    assert found(verdict([*TAKEN_ON, WAITS], Row(TURN, COMMAND, state))) == (0, 0, 0, 1)
    assert found(verdict([], Row(TURN, COMMAND, state))) == (0, 0, 0, 1)

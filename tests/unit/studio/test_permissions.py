from __future__ import annotations

import datetime

import pytest

from bot.i18n import LOCALES, say
from bot.studio.permissions import Permissions, RoleAllowance, refusal
from bot.talk.times import timed
from bot.text import spoken
from storage import Allowance, Limits
from storage.errors import Limited

PATRON, HELPER, NEWCOMER = 10, 11, 12
EVERYBODY = Allowance(at_once=4, a_day=20, gpu_seconds=600)
SERVER = Allowance(a_day=1000)
PERMISSIONS = Permissions(
    everybody=EVERYBODY,
    server=SERVER,
    roles={
        PATRON: (RoleAllowance(at_once=10, a_day=0),),
        HELPER: (RoleAllowance(at_once=6, a_day=50), RoleAllowance(gpu_seconds=900)),
        NEWCOMER: (RoleAllowance(a_day=2),),
    },
)
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
MIDNIGHT = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (set(), EVERYBODY),
        ({99}, EVERYBODY),
        ({PATRON}, Allowance(at_once=10, a_day=0, gpu_seconds=600)),
        ({HELPER}, Allowance(at_once=6, a_day=50, gpu_seconds=900)),
        ({NEWCOMER}, Allowance(at_once=4, a_day=2, gpu_seconds=600)),
        ({PATRON, HELPER, NEWCOMER}, Allowance(at_once=10, a_day=0, gpu_seconds=900)),
    ],
)
def test_of_several_roles_the_most_generous_counts_and_what_none_says_is_as_for_everybody(
    roles: set[int], allowed: Allowance
) -> None:
    assert PERMISSIONS.limits(roles) == Limits(person=allowed, server=SERVER)


def test_without_settings_nobody_is_bounded() -> None:
    assert Permissions().limits({PATRON}) == Limits()


@pytest.mark.parametrize("whose", ["person", "server"])
@pytest.mark.parametrize("what", ["at_once", "a_day", "gpu_seconds"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_refusal_has_words_with_the_limit_and_when_it_goes_on(whose: str, what: str, locale: str) -> None:
    until = None if what == "at_once" else MIDNIGHT
    refused = refusal(Limited(whose, what, 17, until=until, jobs=(1, 2)), {1: 90.0, 2: 30.0}.get, NOON)
    assert refused.values["until"] == (until or NOON + datetime.timedelta(seconds=30))
    told = spoken(refused.key, locale, **refused.values)
    assert "17" in told and f"<t:{int((until or NOON).timestamp()) + (0 if until else 30)}:R>" in told


def test_where_nobody_knows_how_long_it_takes_no_time_is_named() -> None:
    refused = refusal(Limited("person", "at_once", 3, jobs=(1,)), lambda job: None, NOON)
    assert refused.key == "error.limit_at_once" and "<t:" not in spoken(refused.key, "en", **refused.values)


@pytest.mark.parametrize(
    ("ahead", "english", "japanese"),
    [
        (datetime.timedelta(seconds=-5), "in a minute", "1 分後"),
        (datetime.timedelta(minutes=12, seconds=-20), "in 12 min", "12 分後"),
        (datetime.timedelta(hours=5, minutes=3, seconds=-20), "in 5 h 3 min", "5 時間 3 分後"),
    ],
)
def test_a_terminal_tells_how_far_off_a_time_is(ahead: datetime.timedelta, english: str, japanese: str) -> None:
    until = datetime.datetime.now(datetime.UTC) + ahead
    assert (timed(until, "en"), timed(until, "ja")) == (english, japanese)
    assert say("error.limit_a_day", "ja", limit=3, until=timed(until, "ja")).count(japanese) == 1
    assert timed("as it is", "en") == "as it is"

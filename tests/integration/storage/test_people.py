from __future__ import annotations

import datetime

import pytest

from storage import Storage
from storage.errors import Missing


async def test_the_same_handle_on_two_platforms_is_two_people(kept: Storage) -> None:
    terminal = await kept.people.known("terminal", "175928847299117063", "Hana", "ja")
    discord = await kept.people.known("discord", "175928847299117063", "Hana", "ja")
    assert terminal.id != discord.id


async def test_somebody_known_keeps_their_id_and_gets_their_new_name_and_locale(kept: Storage) -> None:
    first = await kept.people.known("discord", "7", "花", "ja")
    again = await kept.people.known("discord", "7", "Hana", "en")
    assert again.id == first.id
    assert await kept.people.get(first.id) == again
    assert (again.name, again.locale) == ("Hana", "en")


async def test_nul_and_lone_surrogates_do_not_come_in(kept: Storage) -> None:
    person = await kept.people.known("terminal", "a\0b", "\udce9花\0", "ja")
    assert (person.handle, person.name) == ("ab", "?花")
    assert await kept.people.known("terminal", "a\0b", "\udce9花", "ja") == person


async def test_times_are_aware_and_utc(kept: Storage, me: int) -> None:
    person = await kept.people.get(me)
    assert person.created_at.tzinfo is datetime.UTC
    assert abs(datetime.datetime.now(datetime.UTC) - person.created_at) < datetime.timedelta(minutes=1)


async def test_a_number_that_is_nobody_is_missing(kept: Storage) -> None:
    for number in (-1, 0, 99, 2**63, 10**40):
        with pytest.raises(Missing):
            await kept.people.get(number)

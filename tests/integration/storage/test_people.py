from __future__ import annotations

import datetime

import pytest

from storage import PersonSettings, Storage
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


async def test_what_somebody_chose_stays_whatever_their_platform_says(kept: Storage) -> None:
    person = await kept.people.known("discord", "7", "Hana", "en-GB")
    assert (person.settings, person.language) == (PersonSettings(), "en-GB")
    chosen = PersonSettings(locale="ja", model="demo", size="3:2")
    changed = await kept.people.change(person.id, chosen)
    assert (changed.settings, changed.locale, changed.language) == (chosen, "en-GB", "ja")
    again = await kept.people.known("discord", "7", "花", "fr")
    assert (again.settings, again.locale, again.language) == (chosen, "fr", "ja")
    assert await kept.people.get(person.id) == again


async def test_where_a_platform_does_not_say_the_locale_the_one_known_stays(kept: Storage) -> None:
    new = await kept.people.known("discord", "7", "Hana", None, otherwise="fr")
    assert new.locale == "fr"
    await kept.people.known("discord", "7", "Hana", "ja")
    again = await kept.people.known("discord", "7", "花", None, otherwise="fr")
    assert (again.id, again.name, again.locale) == (new.id, "花", "ja")


async def test_a_choice_that_is_left_out_is_egakus_again(kept: Storage, me: int) -> None:
    await kept.people.change(me, PersonSettings(locale="ja", model="demo", size="3:2"))
    person = await kept.people.change(me, PersonSettings(model="de\0mo"))
    assert person.settings == PersonSettings(model="demo")
    assert person.language == person.locale


async def test_nobodys_settings_change_with_anothers(kept: Storage, me: int, stranger: int) -> None:
    await kept.people.change(me, PersonSettings(model="demo"))
    assert (await kept.people.get(stranger)).settings == PersonSettings()
    with pytest.raises(Missing):
        await kept.people.change(10**6, PersonSettings())


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

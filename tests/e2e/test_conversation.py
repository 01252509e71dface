"""Whole conversations with the bot in another process, over its real HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.e2e.street import Street, buttons, finished

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_a_picture_is_asked_for_changed_by_replies_in_two_languages_and_gone_back_from(street: Street) -> None:
    mia = street.town.mia

    first = await street.imagine(mia, "a red circle --seed 1")
    blue = await street.answer(mia, first, "make it blue")
    yellow = await street.answer(mia, blue, "背景を黄色にして")
    await street.press(mia, yellow, "undo")
    varied = await street.drawn_by(lambda: street.press(mia, blue, "V1"))
    history = await mia.member.slash(street.here, "history")

    assert len({first.id, blue.id, yellow.id, varied.id}) == 4
    assert {street.picture(each).size for each in (first, blue, yellow, varied)} == {(512, 512)}
    assert history.ephemeral
    await street.until(lambda: history.response and history.response.embeds)
    assert history.response is not None
    assert len(history.response.embeds) >= 4


async def test_placeholder_progress_and_result_are_one_message(street: Street) -> None:
    server = street.here.guild
    assert server is not None
    # Where much was shown just now, progress waits for some seconds.
    quiet = server.create_text_channel("quiet")

    await street.town.mia.member.slash(quiet, "imagine", prompt="a green star --steps 60 --count 4")
    await street.until(lambda: street.by_the_bot(quiet) and finished(street.latest(quiet)))

    [message] = street.by_the_bot(quiet)
    sent = [one for one in street.requests if f"/channels/{quiet.id}/messages" in one.path]
    assert [one.method for one in sent] == ["POST", *["PATCH"] * (len(sent) - 1)]
    assert len(sent) >= 3, "no progress was shown"
    assert {one.path.rsplit("/", 1)[1] for one in sent[1:]} == {str(message.id)}
    assert any(one.files for one in sent[:-1]), "no preview was shown"


async def test_the_prompt_is_what_a_screen_reader_says_of_the_picture(street: Street) -> None:
    message = await street.imagine(street.town.mia, "a purple boat", seed=3)

    assert message.attachments[0]["description"] == "a purple boat"


async def test_four_pictures_stand_numbered_in_one_message_with_buttons_for_each(street: Street) -> None:
    message = await street.imagine(street.town.mia, "a cat", count=4)

    assert len(message.attachments) == 4
    labels = {one.get("label") for one in buttons(message)}
    assert labels >= {f"{letter}{number}" for letter in "UV" for number in range(1, 5)}


async def test_somebody_whose_discord_is_japanese_reads_japanese(street: Street) -> None:
    message = await street.imagine(street.town.kenji, "赤い丸")
    answer = await street.town.kenji.member.slash(street.here, "help")

    assert any("レシピ" in (one.get("label") or "") for one in buttons(message))
    assert answer.response is not None
    await street.until(lambda: answer.response and "返信" in str(answer.response.message.content))


async def test_a_reply_to_somebody_elses_picture_is_a_branch_of_ones_own(street: Street) -> None:
    theirs = await street.imagine(street.town.mia, "a red circle", seed=5)

    mine = await street.answer(street.town.kenji, theirs, "make it blue")
    await street.press(street.town.kenji, theirs, "delete")

    assert str(street.town.kenji.user.id) in mine.content
    assert finished(theirs), "a stranger's press must not take it away"


async def test_words_in_a_direct_message_go_on_from_the_picture_there(street: Street) -> None:
    kenji = street.town.kenji
    direct = kenji.user.dm_channel

    await kenji.user.slash("imagine", prompt="a red circle")
    await street.until(lambda: street.by_the_bot(direct) and finished(street.latest(direct)))
    first = street.latest(direct)
    await kenji.user.send_dm("青くして")

    await street.until(lambda: street.latest(direct) is not first and finished(street.latest(direct)))


async def test_a_thread_has_its_own_conversation(street: Street) -> None:
    mia, thread = street.town.mia, street.town.comic

    await mia.member.slash(thread, "imagine", prompt="a dog")
    await street.until(lambda: street.by_the_bot(thread) and finished(street.latest(thread)))
    first = street.latest(thread)
    await mia.member.send(thread, "make it blue", reply_to=street.handle(first))

    await street.until(lambda: street.latest(thread) is not first and finished(street.latest(thread)))


async def test_a_wish_can_be_written_into_the_refine_dialog(street: Street) -> None:
    mia = street.town.mia
    first = await street.imagine(mia, "a red square")

    dialog = await street.press(mia, first, "refine")
    assert dialog.modal is not None
    field = str(_first_field(dialog.modal))
    refined = await street.drawn_by(lambda: mia.member.submit_modal(dialog, {field: "make it green"}))

    assert refined.id != first.id


def _first_field(component: object) -> object:
    """Text inputs stand in rows or in labels."""
    if isinstance(component, dict):
        if component.get("type") == 4:
            return component["custom_id"]
        return _first_field(component.get("components") or component.get("component"))
    assert isinstance(component, list)
    return _first_field(component[0])


async def test_thirty_requests_at_once_are_all_answered_in_time_and_all_drawn(street: Street) -> None:
    server = street.here.guild
    assert server is not None
    crowd = [server.add_member(street.world.create_user(f"guest{number}")) for number in range(10)]
    before = {one.id for one in street.by_the_bot()}

    async def ask(number: int) -> float:
        began = time.monotonic()
        result = await crowd[number % 10].slash(street.here, "imagine", prompt="a star --steps 1", seed=number)
        assert result.acknowledged
        return time.monotonic() - began

    waited = await asyncio.gather(*(ask(number) for number in range(30)))
    await street.until(lambda: sum(finished(one) for one in street.by_the_bot() if one.id not in before) == 30, 240)

    assert max(waited) < 3

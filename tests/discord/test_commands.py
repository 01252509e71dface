"""Every command: its options, what it offers while one types, and both languages."""

from __future__ import annotations

from typing import Any

import pytest
import simcord

from bot.i18n import say
from generator.events import Queued
from storage import PersonSettings
from tests.discord.world import World, custom_ids, labels, png

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


def told(result: simcord.InteractionResult) -> str:
    assert result.response is not None and result.response.ephemeral
    return result.response.content


def registered(world: World) -> list[dict[str, Any]]:
    requests = [each for each in world.env.http_requests if each.method == "PUT" and each.path.endswith("/commands")]
    commands = requests[-1].json
    assert isinstance(commands, list)
    return commands


async def test_every_command_is_there_in_both_languages_wherever_people_are(world: World) -> None:
    commands = {str(command["name"]): command for command in registered(world)}
    assert set(commands) == {
        *("imagine", "edit", "history", "queue", "cancel", "settings", "help"),
        *("Refine…", "Recipe"),
    }
    for name, command in commands.items():
        assert command["integration_types"] == [0, 1] and command["contexts"] == [0, 1, 2], name
        assert command["name_localizations"]["ja"], name
        if command["type"] == 1:
            assert command["description_localizations"]["ja"], name
        for option in command.get("options", ()):
            assert option["description_localizations"]["ja"] and option["name_localizations"]["ja"], (name, option)


async def test_commands_are_written_again_only_where_discord_lacks_one_or_they_changed(world: World) -> None:
    def written() -> int:
        return sum(each.method == "PUT" and each.path.endswith("/commands") for each in world.env.http_requests)

    await world.restart()
    assert written() == 1
    await world.mia.slash(world.channel, "help")
    commands = [each for each in registered(world) if each["name"] != "imagine"]
    bot = world.bot
    assert bot.application_id is not None
    await bot.http.bulk_upsert_global_commands(bot.application_id, commands)
    await world.restart()
    assert written() == 3 and (await world.drawn()).attachments
    (world.house.settings.data.folder / "cache" / "commands").write_text("what an older version had to say")
    await world.restart()
    assert written() == 4


async def test_every_option_of_imagine_has_its_bounds(world: World) -> None:
    [command] = [each for each in registered(world) if each["name"] == "imagine"]
    options = {option["name"]: option for option in command["options"]}
    assert list(options) == [
        *("prompt", "negative", "count", "size", "seed", "steps", "guidance"),
        *("model", "lora", "sampler", "image", "strength"),
    ]
    bounds = {name: (option.get("min_value"), option.get("max_value")) for name, option in options.items()}
    assert bounds["count"] == (1, 4) and bounds["steps"] == (1, 150)
    assert bounds["guidance"] == (0, 30) and bounds["strength"] == (0, 1) and bounds["seed"] == (-1, 2**53 - 1)
    offered = {name for name, option in options.items() if option.get("autocomplete")}
    assert offered == {"size", "model", "lora", "sampler"}
    assert options["prompt"]["required"] and options["prompt"]["max_length"] == 4000


async def test_every_option_decides_what_is_drawn(world: World) -> None:
    await world.mia.slash(
        world.channel,
        "imagine",
        prompt="a red circle --seed 1 --steps 9",
        negative="text, frame",
        count=2,
        size="wide",
        seed=5,
        steps=3,
        guidance=2.5,
        model="demo",
        sampler="Euler a",
    )
    first, second = (await world.house.studio.storage.turns.get(1, 1)).recipes
    assert (first.prompt, first.negative_prompt, first.seed, second.seed) == ("a red circle", "text, frame", 5, 6)
    assert (first.steps, first.guidance, first.sampler) == (3, 2.5, "euler_a")
    assert first.width > 1.5 * first.height


async def test_a_picture_to_draw_over(world: World) -> None:
    await world.mia.slash(
        world.channel, "imagine", prompt="a blue circle", image=("mine.png", png("red", 200)), strength=0.5
    )
    [recipe] = (await world.house.studio.storage.turns.get(1, 1)).recipes
    assert recipe.task == "image_to_image" and recipe.strength == 0.5 and recipe.source and world.last.attachments


async def test_what_cannot_be_is_said_privately_with_the_next_step(world: World) -> None:
    cases = {
        "a cat --sed 1": "Did you mean --seed?",
        "a cat --model none": "I don't know the model none",
        "a cat --lora mine": "I don't have a LoRA called mine",
        "a cat --sampler dpm2": "does not suit the model demo",
        "--seed 1": "nothing to draw yet",
    }
    for prompt, words in cases.items():
        assert words in told(await world.mia.slash(world.channel, "imagine", prompt=prompt))
    assert "isn't" not in told(await world.mia.slash(world.channel, "imagine", prompt="a cat", size="huge"))
    assert world.messages() == []


async def test_what_is_typed_is_completed(world: World) -> None:
    async def offered(option: str, typed: str, **filled: object) -> list[object]:
        choices = await world.mia.autocomplete(world.channel, "imagine", option, typed, **filled)
        return [choice["value"] for choice in choices]

    assert await offered("model", "de") == ["demo"] and await offered("model", "x") == []
    assert await offered("sampler", "euler") == ["euler", "euler_a"]
    assert await offered("sampler", "DPM++ 2M") == ["dpmpp_2m", "dpmpp_2m_sde"]
    assert (await offered("size", ""))[:2] == ["1:1", "4:3"] and await offered("size", "16:") == ["16:9"]
    assert await offered("lora", "a") == []


async def test_no_more_is_offered_than_discord_takes(world: World) -> None:
    planner = world.house.studio.planner
    many = {f"demo-{number}": planner.models["demo"] for number in range(40)}
    object.__setattr__(planner, "models", many)
    for command in ("imagine", "settings"):
        assert len(await world.mia.autocomplete(world.channel, command, "model", "demo")) == 25


async def test_edit_changes_a_picture_of_ones_own(world: World) -> None:
    await world.mia.slash(world.channel, "edit", image=("mine.png", png("red", 200)), instruction="make it blue")
    assert world.last.attachments and "make it blue" in world.last.content
    await world.mia.send(world.channel, "make it green", reply_to=world.last)
    assert (await world.house.studio.storage.turns.get(1, 2)).parent == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("mine.png", b"no picture at all"), "can't read that file as a picture"),
        (("mine.png", bytes(21 * 2**20)), "too big"),
    ],
)
async def test_edit_refuses_what_is_no_picture(world: World, file: tuple[str, bytes], words: str) -> None:
    result = await world.mia.slash(world.channel, "edit", image=file, instruction="make it blue")
    assert words in told(result) and world.messages() == []


async def test_history_shows_pages_with_thumbnails_and_goes_on_from_any(world: World) -> None:
    for number in range(7):
        await world.drawn(f"a red circle --seed {number}")
    result = await world.mia.slash(world.channel, "history")
    assert result.response is not None and result.response.ephemeral
    assert len(result.response.embeds) == 5 and len(result.response.attachments) == 5
    assert "seed 6" in str(result.response.embeds[0].description)
    assert f"/{world.channel.id}/{world.last.id}" in str(result.response.embeds[0].description)
    await world.mia.click(result.response, label="Older")
    assert ["seed 1" in str(each.description) for each in result.response.embeds] == [True, False]
    await world.restart()
    await world.mia.click(result.response, label="Newest")
    assert len(result.response.embeds) == 5
    await world.mia.select(result.response, ["4"], custom_id="egaku:choose")
    assert "seed 3" in world.last.content and world.last.attachments
    await world.mia.send(world.channel, "make it blue", reply_to=world.last)
    assert (await world.house.studio.storage.turns.get(1, 8)).parent == 4


async def test_history_leads_to_where_a_picture_was_shown_last(world: World) -> None:
    await world.drawn("a red circle --seed 1 --steps 1")
    other = world.guild.create_text_channel("elsewhere")
    found = await world.mia.slash(other, "history")
    assert found.response is not None
    await world.mia.select(found.response, ["1"])
    [shown] = world.ours(other)
    found = await world.mia.slash(world.channel, "history")
    assert found.response is not None
    link = f"https://discord.com/channels/{world.guild.id}/{other.id}/{shown.id}"
    assert link in (found.response.embeds[0].description or "")


async def test_history_is_searched_and_is_ones_own(world: World) -> None:
    await world.drawn("a red circle")
    await world.drawn("赤い丸")
    found = await world.mia.slash(world.channel, "history", text="丸")
    assert found.response is not None and [each.title for each in found.response.embeds] == ["赤い丸"]
    assert "has “cat”" in told(await world.mia.slash(world.channel, "history", text="cat"))
    assert "no pictures yet" in told(await world.kenji.slash(world.channel, "history"))


async def test_queue_lists_what_is_under_way_with_a_button_to_stop_each(world: World) -> None:
    assert "Nothing of yours" in told(await world.mia.slash(world.channel, "queue"))
    world.gate.shut(Queued(job=0, position=3, eta=40))
    for prompt in ("a red circle", "a blue star"):
        await world.mia.slash(world.channel, "imagine", prompt=prompt)
    await world.placeholder(2)
    result = await world.mia.slash(world.channel, "queue")
    await world.until(lambda: result.response)
    await world.until(lambda: "a blue star" in told(result))
    assert "3 before this one" in told(result) and result.response is not None
    assert custom_ids(result.response.message) == ["egaku:cancel:1", "egaku:cancel:2"]
    theirs = await world.kenji.slash(world.channel, "queue")
    await world.until(lambda: theirs.response and "Nothing of yours" in told(theirs))
    await world.mia.click(result.response, custom_id="egaku:cancel:2")
    await world.until(lambda: result.response is not None and custom_ids(result.response.message) == ["egaku:cancel:1"])
    world.gate.open()
    await world.env.settle()
    assert [bool(each.attachments) for each in world.ours()] == [True, False]


async def test_a_queue_whose_last_request_was_stopped_is_shown_empty(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    result = await world.mia.slash(world.channel, "queue")
    await world.until(lambda: result.response and custom_ids(result.response.message))
    assert result.response is not None
    await world.mia.click(result.response, custom_id="egaku:cancel:1")
    await world.until(lambda: "Nothing of yours" in told(result))
    assert custom_ids(result.response.message) == []


async def test_a_command_that_the_bot_does_not_know_any_more_is_answered(world: World) -> None:
    world.bot.tree.remove_command("help")
    world.locales[world.mia.id] = "ja"
    assert told(await world.mia.slash(world.channel, "help")) == say("error.unexpected", "ja")
    world.env._errors.clear()


async def test_cancel_stops_the_only_one_at_once_and_offers_a_choice_of_several(world: World) -> None:
    assert "Nothing of yours" in told(await world.mia.slash(world.channel, "cancel"))
    world.gate.shut(Queued(job=0, position=0, eta=1))
    for number in (1, 2):
        await world.mia.slash(world.channel, "imagine", prompt="a red circle")
        await world.placeholder(number)
    several = await world.mia.slash(world.channel, "cancel")
    await world.until(lambda: several.response and len(custom_ids(several.response.message)) == 2)
    assert several.response is not None
    await world.mia.click(several.response, custom_id="egaku:cancel:1")
    await world.until(lambda: "Cancelled" in world.ours()[0].content)
    one = await world.mia.slash(world.channel, "cancel")
    await world.until(lambda: "Cancelled" in world.ours()[1].content)
    world.gate.open()
    await world.env.settle()
    assert "Cancelled" in told(one) and not any(each.attachments for each in world.ours())


async def test_settings_are_kept_and_used(world: World) -> None:
    assert "demo (as Egaku chooses)" in told(await world.mia.slash(world.channel, "settings"))
    shown = told(await world.mia.slash(world.channel, "settings", language="ja", model="demo", size="3:2"))
    assert "あなたの設定" in shown and "3:2" in shown
    message = await world.drawn("a red circle --seed 1")
    assert "シード 1" in message.content
    assert (await world.house.studio.storage.turns.get(1, 1)).recipes[0].width > 512
    await world.restart()
    shown_dialog = await world.mia.click(message, label="直す")
    assert shown_dialog.modal is not None and shown_dialog.modal["title"] == "この絵を直す"
    assert "直す" in labels(await world.drawn("a red circle --size 512x512"))
    assert (await world.house.studio.storage.turns.get(1, 2)).recipes[0].width == 512, "what is said wins"
    back = told(await world.mia.slash(world.channel, "settings", language="default", size="default"))
    assert "Your settings" in back and "demo" in back


async def test_settings_refuse_what_could_not_be_drawn(world: World) -> None:
    assert "I don't know the model" in told(await world.mia.slash(world.channel, "settings", model="none"))
    assert "can't be “huge”" in told(await world.mia.slash(world.channel, "settings", size="huge"))
    offered = await world.mia.autocomplete(world.channel, "settings", "size", "")
    assert offered[0]["value"] == "default"


async def test_a_chosen_model_that_has_gone_keeps_nobody_from_choosing_a_language(world: World) -> None:
    await world.mia.slash(world.channel, "settings")
    await world.house.studio.storage.people.change(1, PersonSettings(model="gone", size="3:2"))
    assert "言語" in told(await world.mia.slash(world.channel, "settings", language="ja"))
    assert "512" in told(await world.mia.slash(world.channel, "settings", size="512x512"))


async def test_help_is_in_the_readers_language(world: World) -> None:
    world.locales[world.kenji.id] = "ja"
    assert told(await world.mia.slash(world.channel, "help")) == say("help.text", "en").strip()
    assert told(await world.kenji.slash(world.channel, "help")) == say("help.text", "ja").strip()


async def test_the_message_commands_work_on_results_alone(world: World) -> None:
    first = await world.drawn()
    shown = await world.mia.context_menu(world.channel, "Refine…", first)
    await world.mia.submit_modal(shown, {"wish": "make it blue"})
    assert "make it blue" in world.last.content and world.last.attachments
    assert "--seed 1" in told(await world.kenji.context_menu(world.channel, "Recipe", first))
    other = await world.kenji.send(world.channel, "hello")
    assert "may have been deleted" in told(await world.mia.context_menu(world.channel, "Recipe", other))
    shown = await world.mia.context_menu(world.channel, "Refine…", other)
    assert "may have been deleted" in told(await world.mia.submit_modal(shown, {"wish": "make it blue"}))

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.talk.result import Status
from storage import Place
from tests.integration.storage.making import ask
from tests.integration.talk.conftest import Talker, look

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/imagine", "/imagine"),
        ("/imagine    ", "/imagine"),
        ("/imagine --seed 4 --ar 1:1", "/imagine"),
        ("/imagine a cat --seed abc", "abc"),
        ("/imagine a cat --count 0", "4"),
        ("/imagine a cat --count 1000", "4"),
        ("/imagine a cat --size 0x0", "16"),
        ("/imagine a cat --size 99999x10", "4096"),
        ("/imagine a cat --size 3000x3000", "--size"),
        ("/imagine a cat --size 1024x128", "--ar"),
        ("/imagine a cat --steps 100", "60"),
        ("/imagine a cat --sed 4", "--seed"),
        ("/imagine a cat --model nosuch", "demo"),
        ("/imagine a cat --sampler eular", "euler"),
        ("/imagine a cat --lora ghibli:0.5", "ghibli"),
        ("/imagine " + "cat " * 1500, "4000"),
        ("/edit", "/edit"),
        ("/edit nothing-here.png make it blue", "nothing-here.png"),
        ("/imagin a cat", "/imagine"),
        ("/goto", "/goto 2"),
        ("/goto x", "x"),
        ("@99 make it blue", "/history"),
        ("/recipe 99", "/history"),
        ("/recipe", "/imagine"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_words_that_say_what_to_do_next(
    mia: Talker, line: str, words: str
) -> None:
    result = await mia.says(line)

    assert result.status is Status.REFUSED
    assert words in result.text
    assert mia.events == []
    assert (await mia.says("/history")).pictures == ()


@pytest.mark.parametrize(
    "line", ["/imagine --seed 4", "/imagine a cat --sed 4", "@99 青くして", "/edit なし.png 青くして"]
)
async def test_refusals_are_in_the_users_language(kenji: Talker, line: str) -> None:
    text = (await kenji.says(line)).text

    assert any("ぁ" <= letter <= "ん" for letter in text)


async def test_a_reply_before_any_picture_asks_for_one(mia: Talker) -> None:
    result = await mia.says("make it blue")

    assert result.status is Status.ASKED
    assert "/imagine" in result.text


@pytest.mark.parametrize("line", ["", "   ", "\n"])
async def test_an_empty_line_starts_nothing(mia: Talker, line: str) -> None:
    assert (await mia.says(line)).status is Status.IGNORED


async def test_undo_at_the_root_is_refused_and_changes_nothing(mia: Talker) -> None:
    first = await mia.says("/imagine a cat --steps 2")
    result = await mia.says("undo")

    assert result.status is Status.REFUSED
    assert (await mia.says("/recipe")).pictures == first.pictures


@pytest.mark.parametrize(
    ("flags", "size"),
    [
        ("", (512, 512)),
        ("--size 128x128", (128, 128)),
        ("--size 101x97", (104, 96)),
        ("--size 256x256", (256, 256)),
    ],
)
async def test_sizes_are_kept_or_snapped_to_the_nearest_possible(
    mia: Talker, flags: str, size: tuple[int, int]
) -> None:
    result = await mia.says(f"/imagine a cat --steps 1 {flags}")
    picture, file = result.pictures[0]
    with Image.open(file) as image:
        assert image.size == (picture.width, picture.height) == size


async def test_an_aspect_gives_that_shape(mia: Talker) -> None:
    picture, _ = (await mia.says("/imagine a cat --steps 1 --ar 16:9")).pictures[0]

    assert picture.width / picture.height == pytest.approx(16 / 9, rel=0.05)


@pytest.mark.parametrize(("seed", "kept"), [("1e9", 1_000_000_000), ("42", 42), ("-1", None)])
async def test_seeds_are_taken_as_people_write_them(mia: Talker, seed: str, kept: int | None) -> None:
    picture, _ = (await mia.says(f"/imagine a cat --steps 1 --seed {seed}")).pictures[0]

    assert kept is None or picture.seed == kept
    assert picture.seed >= 0


@pytest.mark.parametrize("name", ["circle.png", "円 その一.png", "with space.png"])
async def test_a_picture_file_is_changed_as_told_whatever_its_name(mia: Talker, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_png(_disc((220, 40, 40))))
    result = await mia.says(f'/edit "{tmp_path / name}" make it blue')

    assert result.status is Status.DONE
    assert look(result).colour == "blue"


@pytest.mark.parametrize("kind", ["truncated", "text", "empty", "folder", "forty megapixels"])
async def test_a_file_that_is_no_usable_picture_is_refused_in_words(mia: Talker, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "upload.png"
    whole = _png(_disc((220, 40, 40)))
    match kind:
        case "truncated":
            file.write_bytes(whole[: len(whole) // 2])
        case "text":
            file.write_text("not a picture")
        case "empty":
            file.write_bytes(b"")
        case "folder":
            file.mkdir()
        case "forty megapixels":
            file.write_bytes(_png(Image.new("1", (8000, 5000))))
    result = await mia.says(f"/edit {file} make it blue")

    assert result.status is Status.REFUSED
    assert result.text
    assert mia.events == []


async def test_an_animation_gives_its_first_frame_and_transparency_becomes_white(mia: Talker, tmp_path: Path) -> None:
    frames = [_disc((220, 40, 40)).convert("P"), _disc((40, 220, 40)).convert("P")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    clear = _disc((220, 40, 40)).convert("RGBA")
    clear.putalpha(_disc((255, 255, 255), ground=(0, 0, 0)).convert("L"))
    clear.save(tmp_path / "b.png")

    for name in ("a.gif", "b.png"):
        result = await mia.says(f"/edit {tmp_path / name} make it blue")
        assert look(result).colour == "blue"
        assert look(result).ground == "white"


async def test_a_message_may_carry_flags_and_negative_words(mia: Talker) -> None:
    await mia.says("/imagine a cat --steps 2")
    picture, _ = (await mia.says("make it blue --steps 3 --no text, frame --seed 7 --sampler euler")).pictures[0]

    assert (picture.recipe.steps, picture.seed, picture.recipe.sampler) == (3, 7, "euler")
    assert picture.recipe.negative_prompt == "text, frame"


def _disc(colour: tuple[int, int, int], ground: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    from PIL import ImageDraw

    image = Image.new("RGB", (256, 256), ground)
    ImageDraw.Draw(image).ellipse((60, 60, 196, 196), fill=colour)
    return image


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


async def test_what_the_terminal_has_shown_waits_for_nobody(mia: Talker) -> None:
    kept = mia.house.studio.storage
    await mia.types("/imagine a red circle --steps 1", "make it blue")
    await ask(kept, (await kept.turns.get(1, 1)).person)
    assert await mia.session.take_up() == 1
    assert await kept.jobs.undelivered() == ()


async def test_what_was_asked_for_elsewhere_is_left_to_who_can_show_it_there(mia: Talker) -> None:
    kept = mia.house.studio.storage
    there = await kept.people.known("discord", "1", "Kenji", "en")
    await ask(kept, there.id, place=Place(platform="discord", channel="9"))
    assert await mia.session.take_up() == 0
    assert mia.events == [] and [job.id for job in await kept.jobs.unfinished("discord")] == [1]

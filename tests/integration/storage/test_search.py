from __future__ import annotations

import pytest

from storage import Storage
from tests.integration.storage.making import draw, recipe

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def prompts(kept: Storage, viewer: int, text: str | None) -> list[str]:
    return [picture.recipe.prompt for picture in (await kept.pictures.history(viewer, text=text)).pictures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("海", True),
        ("夜の海", True),
        ("丸", False),
        ("ガラス", True),
        ("ｶﾞﾗｽ", True),
        ("か\u3099らす", False),
        ("カ\u3099ラス", True),
        ("CAFE\u0301", True),
        ("café", True),
        ("strasse", True),
        ("ＡＢＣ", True),
        ("100%", True),
        ("100% _", True),
        ("1__%", False),
        ("%", True),
        ("a%f", False),
        ("/x\\", True),
        ("\0海\0", True),
        ("", True),
        (" \u3000", True),
        (None, True),
    ],
)
async def test_a_search_finds_what_looks_the_same_and_takes_every_sign_as_itself(
    shared: Storage, text: str | None, found: bool
) -> None:
    me = (await shared.people.known("terminal", "me", "Me", "en")).id
    if not (await shared.pictures.history(me)).pictures:
        await draw(shared, me, "夜の海 Café ガラス", recipe("Straße abc 100% _ /x\\"))
    assert bool(await prompts(shared, me, text)) is found


async def test_a_search_looks_at_the_request_and_at_each_pictures_own_prompt(shared: Storage) -> None:
    me = (await shared.people.known("terminal", "two prompts", "Me", "en")).id
    await draw(shared, me, "{red|blue} car, 二台", recipe("red car"), recipe("blue car"))
    assert await prompts(shared, me, "Blue Car") == ["blue car"]
    assert await prompts(shared, me, "二台") == ["blue car", "red car"]


async def test_six_thousand_characters_can_be_searched_for(shared: Storage) -> None:
    me = (await shared.people.known("terminal", "long", "Me", "en")).id
    long = "海_" * 3000
    await draw(shared, me, long, recipe("x"))
    assert await prompts(shared, me, long) == ["x"]
    assert await prompts(shared, me, "%" * 9_999) == []
    assert await prompts(shared, me, "ﷺ" * 6000) == []

"""Twelve turns in the browser, in each language: a branch, undos, chatter, a question, several wishes, a setting."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import browsing, colour, corner, middle, needs_browser
from tests.e2e.street import Street
from tests.e2e.turns import CONVERSATIONS, Conversation, played

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session"), needs_browser]


@pytest.mark.parametrize("said", CONVERSATIONS, ids=lambda said: said.language)
async def test_twelve_turns_come_to_what_was_meant(street: Street, said: Conversation) -> None:
    there = len(street.by_the_bot(street.town.comic))

    async with browsing(f"{street.bridge.address}/#{said.room}") as page:
        cards = await played(page, said)

        await expect(cards.second).to_contain_text(f"{said.seed} 8 ")
        assert await looks(cards.second) == ("blue", "white")
        assert await looks(cards.compound) == ("green", "yellow")
        assert await looks(cards.undone) == ("blue", "white")
        assert await looks(cards.undone_again) == ("red", "white")
        assert await looks(cards.branch) == ("blue", "white"), "it is made from the older picture that was answered"
        await expect(cards.branch).to_contain_text(f"{said.steps} 2")
        await expect(cards.more).to_contain_text(f"{said.steps} 3")
        assert await looks(cards.previous) == ("orange", "white")

    assert len(street.by_the_bot(street.town.comic)) - there == 11, "each turn has one answer, but chatter has none"


async def looks(card: Locator) -> tuple[str, str]:
    """The colour of the thing and that of the ground."""
    return colour(await middle(card)), colour(await corner(card))

"""The first conversation of the README, played in a real browser as a person would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from tests.e2e.browser import (
    PATIENCE,
    answers,
    browsing,
    colour,
    corner,
    middle,
    needs_browser,
    pictures,
    result,
    says,
)
from tests.e2e.street import living

Send = Callable[[Page], Awaitable[None]]

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session"), needs_browser]


@pytest_asyncio.fixture(loop_scope="session")
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with living(tmp_path / "data", environment={}) as street:
        yield street.bridge.address


@pytest_asyncio.fixture(loop_scope="session")
async def page(address: str) -> AsyncIterator[Page]:
    async with browsing(address) as page:
        yield page


async def press_enter(page: Page) -> None:
    await page.keyboard.press("Enter")


async def click_send(page: Page) -> None:
    await page.locator("#send-message").click()


async def test_a_red_circle_becomes_blue_on_yellow_and_all_of_it_is_in_the_history(page: Page) -> None:
    await says(page, "/imagine a red circle --seed 1")
    first = await result(page, 1)
    await answers(page, first, "make it blue")
    blue = await result(page, 2)
    await answers(page, blue, "背景を黄色にして")
    yellow = await result(page, 3)

    assert colour(await middle(first)) == "red"
    assert colour(await middle(blue)) == "blue"
    assert (colour(await middle(yellow)), colour(await corner(yellow))) == ("blue", "yellow")

    await yellow.get_by_role("button", name="↩").click()
    await says(page, "/imagine a green star --count 4")
    four = await result(page, 4)
    assert await pictures(four).count() == 4
    await four.get_by_role("button", name="V2", exact=True).click()
    await result(page, 5)
    await says(page, "/history ")
    found = page.get_by_role("link", name="Go to the message")
    await expect(found.last).to_be_visible(timeout=PATIENCE)
    await found.last.click()
    await expect(four).to_be_in_viewport()


async def test_progress_is_seen_while_a_picture_is_drawn(page: Page) -> None:
    await says(page, "/imagine a red circle --steps 60 --count 4")

    await expect(page.locator(".channel-message", has_text="▰▰").first).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_role("button", name="🛑")).to_be_visible()
    await expect(page.locator(".channel-message .message-attachments img").first).to_be_visible(timeout=PATIENCE)
    await result(page, 1)


async def test_two_people_share_a_channel_each_in_their_own_language(page: Page) -> None:
    await says(page, "/imagine a red circle --steps 2")
    await result(page, 1)

    await page.locator("#playground-people").get_by_text("Kenji").click()

    await expect(page.locator("#playground-guide summary")).to_have_text("打ってみよう", timeout=PATIENCE)
    await says(page, "/描く 赤い丸 --steps 2")
    await expect((await result(page, 2)).get_by_role("button", name="レシピ")).to_be_visible()


async def test_a_line_of_the_guide_is_typed_by_a_click_on_it(page: Page) -> None:
    await expect(page.locator("#channel-composer-input")).to_be_editable(timeout=PATIENCE)
    await page.locator("#playground-guide button").first.click()

    await expect(page.locator(".command-option-input").first).to_have_value("a red circle --seed 1")


async def test_what_is_pressed_and_sent_while_the_page_waits_for_discord_is_all_done_in_turn(page: Page) -> None:
    await says(page, "/imagine a red circle --steps 2")
    first = await result(page, 1)
    await page.route("**/api/action", late)

    for button in ("🔁", "V1"):
        await first.get_by_role("button", name=button, exact=True).click()
    await says(page, "/imagine a green star --steps 2")

    await result(page, 4)
    assert "a green star" in await page.locator("#channel-message-list").inner_text()


@pytest.mark.parametrize("send", [press_enter, click_send], ids=["enter", "send"])
async def test_a_command_that_is_sent_before_the_page_knows_it_is_still_a_command(page: Page, send: Send) -> None:
    await page.route("**/api/commands", late)
    await page.reload()
    await expect(page.locator("#channel-composer-input")).to_be_editable(timeout=PATIENCE)

    await page.locator("#playground-guide button").first.click()
    await send(page)

    await result(page, 1)
    await expect(page.locator(".channel-message", has_text="/imagine")).to_have_count(0)


async def test_send_runs_a_command_without_words_too(page: Page) -> None:
    await expect(page.locator("#channel-composer-input")).to_be_editable(timeout=PATIENCE)
    await page.locator("#channel-composer-input").click()
    await page.keyboard.type("/history")
    await click_send(page)
    await expect(page.get_by_text("Only you can see this")).to_have_count(1, timeout=PATIENCE)

    await page.locator("#playground-guide button").last.click()
    await click_send(page)
    await expect(page.get_by_text("Only you can see this")).to_have_count(2, timeout=PATIENCE)


async def test_on_a_telephone_nothing_is_wider_than_the_screen(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await says(page, "/imagine a red circle --steps 2")
    await result(page, 1)

    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("Mia", "Kenji"):
        await expect(page.locator("#playground-people").get_by_text(name)).to_be_in_viewport()


async def late(route: Route) -> None:
    """A machine with other things to do."""
    await asyncio.sleep(2)
    await route.continue_()

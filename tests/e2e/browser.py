"""The playground's page in a real browser, and what a person does and sees there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Error, Locator, Page, Response, async_playwright, expect

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 90_000
"""Milliseconds."""
COLOURS = {
    "red": (230, 40, 40),
    "blue": (40, 90, 230),
    "yellow": (250, 220, 50),
    "white": (255, 255, 255),
    "green": (45, 165, 80),
    "orange": (250, 125, 30),
}

_LOOK = """async (picture, [left, top, right, bottom]) => {
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const area = [left * width, top * height, (right - left) * width, (bottom - top) * height];
  const sheet = new OffscreenCanvas(16, 16).getContext("2d");
  sheet.drawImage(picture, ...area, 0, 0, 16, 16);
  return [...sheet.getImageData(0, 0, 16, 16).data];
}"""
"""A part of a picture, given in shares of its sides: some of its pixels, four values each."""

needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="there is no Chromium on this machine: the page was not tried in one"
)


@contextlib.asynccontextmanager
async def browsing(address: str, *, locale: str = "en-US", height: int = 900) -> AsyncIterator[Page]:
    """The page there, 1280 pixels wide. Nothing may have gone wrong on it by the end."""
    # Root, as in a container, has no sandbox to enter.
    arguments = ["--disable-gpu", "--disable-background-networking"] + ["--no-sandbox"] * (os.getuid() == 0)
    wrong: list[str] = []

    def look(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status} {response.url}")

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=arguments)
        page = await browser.new_page(viewport={"width": 1280, "height": height}, locale=locale)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", look)
        await page.goto(address)
        yield page
        await browser.close()
        assert wrong == []


async def says(page: Page, line: str) -> None:
    composer = page.locator("#channel-composer-input")
    await expect(composer).to_be_editable(timeout=PATIENCE)
    await composer.click()
    await page.keyboard.type(line)
    await page.keyboard.press("Enter")


async def answers(page: Page, message: Locator, words: str) -> None:
    await message.hover()
    await message.get_by_role("button", name="Reply").click()
    await says(page, words)


async def result(page: Page, number: int) -> Locator:
    """The number-th message that shows pictures for good."""
    message = page.locator(".channel-message").filter(has=page.locator("button", has_text="📋")).nth(number - 1)
    await expect(message).to_be_visible(timeout=PATIENCE)
    await expect(pictures(message).first).to_be_visible(timeout=PATIENCE)
    return message


def pictures(message: Locator) -> Locator:
    return message.locator(".message-attachments img")


async def middle(message: Locator) -> tuple[float, ...]:
    return await _mean(message, (0.4, 0.4, 0.6, 0.6))


async def corner(message: Locator) -> tuple[float, ...]:
    return await _mean(message, (0.05, 0.05, 0.15, 0.15))


async def _mean(message: Locator, part: tuple[float, float, float, float]) -> tuple[float, ...]:
    """Red, green and blue, 0 … 255, of that part of the first picture as the page has it, wherever it is scrolled."""
    seen = await _looked_at(pictures(message).first, list(part))
    return tuple(sum(seen[channel::4]) / (len(seen) // 4) for channel in range(3))


async def _looked_at(picture: Locator, part: list[float]) -> list[int]:
    """The page may still have a preview there that the server has no more: then nothing is to be seen for a moment."""
    until = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            return list(await picture.evaluate(_LOOK, part))
        except Error as error:
            if "EncodingError" not in str(error) or time.monotonic() > until:
                raise
            await asyncio.sleep(0.2)


def colour(seen: tuple[float, ...]) -> str:
    """The nearest of those that have a name."""
    return min(COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(COLOURS[name], seen, strict=True)))

"""The README's pictures of the playground, made anew: ``python -m tools.screenshots``.

They are of a browser, so this needs a Chromium, and fonts that have Japanese and emoji.
"""

from __future__ import annotations

import asyncio
import dataclasses
import io
import itertools
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.browser import PATIENCE, answers, browsing, pictures, result, says
from tests.e2e.street import living
from tests.e2e.turns import CONVERSATIONS, ENGLISH, JAPANESE, played

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 1130
"""Pixels of the page."""
COLUMNS = 3
COLUMN = 660
"""Pixels across."""
MARGIN = 16
HOOK = 10
"""Pixels by which the line to a message that is answered stands out above the answer."""
SMALLER = """
.channel-message { max-width: 628px; }
.message-attachments img { max-height: 170px !important; width: auto !important; }
.message-attachments:has(> :nth-child(2)) { max-width: 344px !important; }
"""
"""Pictures small enough for a whole conversation to be seen at once."""
STYLED = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
"""The page's own policy allows no other way."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The conversation that the README begins with."""

    room: str
    imagine: str
    replies: tuple[str, str]
    four: str
    history: str


WALKS = {
    ENGLISH.language: Walk(
        room="mia/drawing",
        imagine="/imagine a red circle --seed 1",
        replies=("make it blue", "背景を黄色にして"),
        four="/imagine a green star --count 4 --seed 3",
        history="/history ",
    ),
    JAPANESE.language: Walk(
        room="kenji/drawing",
        imagine="/描く 赤い丸 --seed 1",
        replies=("青くして", "背景を黄色にして"),
        four="/描く 緑の星 --count 4 --seed 3",
        history="/履歴 ",
    ),
}


async def main() -> None:
    for said in CONVERSATIONS:
        suffix = "" if said is ENGLISH else f".{said.language}"
        locale = "en-US" if said is ENGLISH else said.language
        # Each begins with an empty folder: versions count from 1, and the history has nothing else.
        for draw in (walk, conversation):
            with tempfile.TemporaryDirectory() as folder:
                async with living(Path(folder), environment={}) as street:
                    room = WALKS[said.language].room
                    async with browsing(f"{street.bridge.address}/#{room}", locale=locale, height=HEIGHT) as page:
                        await draw(page, said.language, suffix)


async def walk(page: Page, language: str, suffix: str) -> None:
    """Three versions on the page, then the history."""
    here = WALKS[language]
    await says(page, here.imagine)
    for number, words in enumerate(here.replies, start=1):
        await answers(page, await result(page, number), words)
    await result(page, 1 + len(here.replies))
    save(await seen(page), f"playground{suffix}.png")

    await says(page, here.four)
    await expect(pictures(await result(page, 2 + len(here.replies)))).to_have_count(4, timeout=PATIENCE)
    await says(page, here.history)
    await expect(page.locator(".embed-thumbnail img, .embed img").nth(4)).to_be_visible(timeout=PATIENCE)
    save(await seen(page), f"playground-history{suffix}.png")


async def conversation(page: Page, language: str, suffix: str) -> None:
    """Twelve turns, from top to bottom in columns."""
    said = next(one for one in CONVERSATIONS if one.language == language)
    await played(page, said)
    await page.evaluate(STYLED, SMALLER)
    await page.set_viewport_size({"width": 220 + COLUMN + 280, "height": 6000})
    whole = await seen(page)
    messages = [await one.bounding_box() for one in await page.locator(".channel-message").all()]
    save(columns(whole, [(box["x"], box["y"], box["height"]) for box in messages if box]), f"conversation{suffix}.png")


def columns(page: Image.Image, messages: list[tuple[float, float, float]]) -> Image.Image:
    """The messages, each whole, in columns of about the same height. ``messages``: left, top and height of each."""
    left, top = int(messages[0][0]), int(messages[0][1])
    end = int(messages[-1][1] + messages[-1][2])
    wanted = [top + (end - top) * number / COLUMNS for number in range(1, COLUMNS)]
    starts = [min((abs(y - each), y) for _, y, _ in messages)[1] for each in wanted]
    parts = list(itertools.pairwise([top, *(int(y) - HOOK for y in starts), end]))
    height = max(below - above for above, below in parts) + 2 * MARGIN
    sheet = Image.new("RGB", (COLUMNS * COLUMN, height), page.getpixel((left + 2, top + 2)))
    for number, (above, below) in enumerate(parts):
        sheet.paste(page.crop((left, above, left + COLUMN, below)), (number * COLUMN, MARGIN))
    return sheet


async def seen(page: Page) -> Image.Image:
    """The page once it is at rest: nothing half loaded, nothing focused or pointed at."""
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(0, 0)
    await page.evaluate("Promise.all([...document.images].filter((one) => one.currentSrc).map((one) => one.decode()))")
    await page.wait_for_timeout(1000)
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


def save(picture: Image.Image, name: str) -> None:
    path = FOLDER / name
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{name}: {picture.width} × {picture.height}, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())

"""A conversation of twelve turns, as people write: what is said, how the answers read, and somebody who plays it."""

from __future__ import annotations

import dataclasses
import re

from playwright.async_api import Locator, Page

from tests.e2e.browser import PATIENCE, answers, pictures, says


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    language: str
    room: str
    imagine: str
    chatter: str
    question: str
    second: str
    compound: str
    undo: str
    undo_again: str
    branch: str
    more: str
    unclear: str
    previous: str

    version: str
    again: str
    seed: str
    steps: str
    apply: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The messages in which the answers stand, and the number of the first version."""

    start: int
    first: Locator
    answer: Locator
    second: Locator
    compound: Locator
    undone: Locator
    undone_again: Locator
    branch: Locator
    more: Locator
    offer: Locator
    applied: Locator
    previous: Locator


ENGLISH = Conversation(
    language="en",
    room="mia/comic",
    imagine="/imagine a red circle --seed 7 --count 2",
    chatter="omg thats so cute lol",
    question="what seed was that?",
    second="the 2nd one, make it blue pls",
    compound="now make it green and put it on a yelow background",
    undo="oops, undo",
    undo_again="go back again",
    branch="hmm can u turn it into a star instead",
    more="more steps pls",
    unclear="okapi",
    previous="the previous one, but orange",
    version="version",
    again="Here is version {} again",
    seed="seed",
    steps="steps",
    apply="Apply as an edit",
)
JAPANESE = Conversation(
    language="ja",
    room="kenji/comic",
    imagine="/描く 赤い丸 --seed 7 --count 2",
    chatter="うわかわいいw",
    question="これシードいくつ？",
    second="2枚目のほう青くしてほしい",
    compound="やっぱ緑にして背景は黄色で",
    undo="元に戻して",
    undo_again="もう一個前に戻して",
    branch="これ星にできる？",
    more="ステップ数もうちょい増やして",
    unclear="きつねうどん",
    previous="さっきのをオレンジにして",
    version="バージョン",
    again="バージョン {} に移動しました",
    seed="シード",
    steps="ステップ",
    apply="編集として適用",
)
CONVERSATIONS = (ENGLISH, JAPANESE)


async def played(page: Page, said: Conversation) -> Played:
    """Each turn answers what the one before brought, but for the branch, which answers an older picture.

    Versions are numbered in a row: a picture that nobody asked for would take the number that is waited for here.
    """
    await says(page, said.imagine)
    first = await _shown(page, said.imagine.split(" ", 1)[1], count=2)
    found = re.search(rf"{said.version} (\d+)", await first.inner_text())
    assert found
    start = int(found[1])

    async def version(number: int) -> Locator:
        return await _shown(page, f"{said.version} {number} ·")

    await answers(page, first, said.chatter)
    await answers(page, first, said.question)
    answer = await _said(page, "7, 8")
    await answers(page, first, said.second)
    second = await version(start + 1)
    await answers(page, second, said.compound)
    compound = await version(start + 2)
    await answers(page, compound, said.undo)
    undone = await _shown(page, said.again.format(start + 1))
    await answers(page, undone, said.undo_again)
    undone_again = await _shown(page, said.again.format(start), count=2)
    await answers(page, second, said.branch)
    branch = await version(start + 3)
    await answers(page, branch, said.more)
    more = await version(start + 4)
    await answers(page, more, said.unclear)
    offer = await _said(page, said.unclear, page.get_by_role("button", name=said.apply))
    await offer.get_by_role("button", name=said.apply).click()
    applied = await version(start + 5)
    await answers(page, applied, said.previous)
    previous = await version(start + 6)
    return Played(
        start=start,
        first=first,
        answer=answer,
        second=second,
        compound=compound,
        undone=undone,
        undone_again=undone_again,
        branch=branch,
        more=more,
        offer=offer,
        applied=applied,
        previous=previous,
    )


async def _shown(page: Page, words: str, *, count: int = 1) -> Locator:
    """The finished pictures under these words."""
    card = await _said(page, words, page.locator("button", has_text="📋"))
    await pictures(card).nth(count - 1).wait_for(timeout=PATIENCE)
    return card


async def _said(page: Page, words: str, within: Locator | None = None) -> Locator:
    """The first message with these words, whatever repeats them afterwards."""
    message = page.locator(".channel-message", has_text=words, has=within).first
    await message.wait_for(timeout=PATIENCE)
    number = await message.get_attribute("data-message-id")
    return page.locator(f'.channel-message[data-message-id="{number}"]')

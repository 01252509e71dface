"""Whatever is typed: an Intent, or an error with words for it."""

from __future__ import annotations

import contextlib
import json
import os
import time
import typing
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput, EgakuError
from bot.i18n import LOCALES, say
from bot.understanding.intent import Ask, Edit, Intent
from bot.understanding.interpret import Context, as_edit, imagine, interpret
from bot.understanding.kinds import kinds
from bot.understanding.reader import read
from bot.understanding.report import row
from bot.understanding.rewrite import new_prompt, unwanted
from bot.understanding.translate import to_english

EXAMPLES = int(os.environ.get("EGAKU_FUZZ_EXAMPLES", "200"))
"""100,000 of them take minutes: for an evening, not for every push."""
SLOWEST = 0.05
"""Seconds of this process, for one message of up to the length that Discord sends."""

PIECES = st.sampled_from(
    [
        *"""
            --seed --no --ar --xyz -- —seed －－count = 1e9 -1 16:9 128x128 name:0.6 undo again go_to the_2nd_one #2 @12 U2 V2
            make_it blue background please 2枚目 を 青く 背景 して 元に戻して もう一回 ください 似た感じで すごい ー 草 www 「 」
            " , 、 <:a:1> https://x.y 0 ９ 😍 don't the top_left but instead_of with in_the_style_of his hair no wider ʘ
            できる？ すぎる なしで そのままで 追加 写真風に 消して 左上 最初の rotate_90 +20% can_you why
        """.replace("_", " ").split(),
        *(" ", "\n", "\x00", "\u200b", "\u200d", "\ud800"),
    ]
)
MESSAGES = [
    json.loads(line)["m"]
    for file in sorted((Path(__file__).parents[3] / "tools/understanding/messages").glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
CUT = st.builds(
    lambda message, first, last: message[first : first + last],
    st.sampled_from(MESSAGES),
    st.integers(0, 30),
    st.integers(1, 40),
)
"""A piece of what somebody might really write."""
TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(CUT, max_size=4).map("".join),
    st.lists(st.one_of(CUT, PIECES), max_size=6).map(" ".join),
)
CONTEXTS = st.builds(
    Context,
    has_picture=st.booleans(),
    pictures=st.integers(0, 4),
    versions=st.integers(1, 4),
    prompts=st.lists(TEXT, max_size=4).map(tuple),
)
EVERY_WAY: tuple[Callable[[str], object], ...] = (
    lambda text: interpret(text, Context(has_picture=True, pictures=4)),
    lambda text: as_edit(text, Context(has_picture=True, pictures=1, versions=3)),
    lambda text: row({"id": 0, "message": text, "context": {"parent_prompt": "a red fox on a bridge, 1girl"}}),
    imagine,
    kinds,
    to_english,
    unwanted,
    lambda text: new_prompt(text, "make the hat blue and the background green"),
    lambda text: new_prompt("a red circle on a yellow background", text),
    lambda text: new_prompt("黄色い背景に赤い丸", text),
)


@settings(max_examples=EXAMPLES)
@given(TEXT, CONTEXTS)
def test_any_message_is_an_intent_or_an_error_with_words_in_every_language(message: str, context: Context) -> None:
    try:
        intent = interpret(message, context)
    except EgakuError as error:
        assert all(say(error.key, locale, **error.values) for locale in LOCALES)
        return
    assert isinstance(intent, typing.get_args(Intent))
    if isinstance(intent, Ask):
        assert all(say(intent.key, locale) for locale in LOCALES)
    if isinstance(intent, Edit):
        assert intent.instruction.strip() == intent.instruction != ""
        assert intent.picture is None or 1 <= intent.picture <= context.pictures


@settings(max_examples=EXAMPLES // 2)
@given(TEXT, TEXT)
def test_any_prompt_takes_any_instruction(prompt: str, instruction: str) -> None:
    rewritten = new_prompt(prompt, instruction)
    assert rewritten == new_prompt(prompt, instruction)
    rewritten.encode()
    assert "\0" not in rewritten
    assert kinds(instruction)
    with contextlib.suppress(BadInput):
        assert imagine(prompt).prompt


UNITS = """
    a lol_ w 草 すご ー 😍 ! _ - － — " 「 、 please_ ください お願い 0 ﷺ か\u3099 \u0300\u0327 <:a:1> < :a http:// 1._ #2_ 2枚目
    the_2nd_one_ undo_ 戻して change_the_background_to_ turn_it_in_to_ make_it_ を青に 背景 と red_ on_a_ in_the_background_
    don't_ no_ the_ in_the_ not_ i_ of_a_ make_the_ and_the_ a_bit_ 'a'_ 「あ」 「 ' すぎ の を に て て、 もっと が は だ -> #1_ 90_ rotate_ keep_ as_a_
    haha ho lo --no_a_ --no_" --lora_a:1_ --seed_1_ and_ して a_large_ 赤い 大きな ,_
""".split()  # noqa: SIM905


@pytest.mark.parametrize("unit", [unit.replace("_", " ") for unit in UNITS])
def test_four_thousand_characters_never_blow_a_pattern_up(unit: str) -> None:
    text = (unit * 4000)[:4000]
    for way in EVERY_WAY:
        started = time.process_time()
        with contextlib.suppress(BadInput):
            way(text)
        # Milliseconds, or minutes where a pattern backtracks.
        assert time.process_time() - started < 1


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.one_of(TEXT, st.lists(PIECES, min_size=20, max_size=120).map(" ".join)))
def test_no_message_takes_longer_than_the_blink_of_an_eye(message: str) -> None:
    for _ in range(3):
        read.cache_clear()
        started = time.process_time()
        understood = row({"id": 0, "message": message[:2000], "context": {"parent_prompt": "a red fox on a bridge"}})
        took = time.process_time() - started
        if took < SLOWEST:
            break
    # The least of three: what the collector of garbage adds is not the understanding's.
    assert took < SLOWEST
    assert understood["action"] in {
        "edit",
        "variation",
        "rerun",
        "upscale",
        "navigate",
        "generate",
        "answer",
        "none",
        "ask",
    }

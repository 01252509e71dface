"""What obviously asks for nothing."""

from __future__ import annotations

import pytest

from bot.understanding.chatter import is_chatter
from bot.understanding.intent import Ignore
from bot.understanding.interpret import Context, interpret

FOUR = Context(has_picture=True, pictures=4)
NONE = Context(has_picture=False, pictures=0)


def each(messages: str) -> list[str]:
    return [message.strip() for message in messages.split(" |")]


@pytest.mark.parametrize(
    "message",
    each("""
        lol | LOL!! | looool | nice! | niiiice | nice one | haha | hahahaha 😂 | thanks | thank you so much! |
        thx bot | wow | woooow | cool | coool | sooo goood | ok | okay | good bot | love it | i love this |
        that's so cute | lmao | omg wow | not bad! | no worries | great job, bot | this is amazing <3 | :) | xD |
        +1 | 10/10 | hi | Beautiful. | すごい！ | すごーーい | すご〜い | スゴイ | すっごい | すごいですね |
        ありがとう | ありがとうございます！ | ありがと〜助かった！ | 草 | www | ｗｗｗ | 草www | かわいい |
        かわいい〜😍 | めっちゃかわいい | かわいすぎる | カワイイ | 最高です | 神 | 笑 | （笑） | いいね |
        いいいいね | おおおー！ | やばいwww | お疲れ様です | OKです | 了解です | なるほど | 2枚目いいね |
        the 2nd one is nice | 😍 | 😍😍😍 | 👍🏽 | ❤️ | 👨‍👩‍👧 | 🇯🇵 | 1️⃣ | ㊗️ |
        <:pepe:482938472> <a:dance:12345> | :thumbsup: | ! | ??? | ... | … | ！？ | (*´∀｀*) |
        https://example.com/a.png | <https://example.com> | w
    """),
)
def test_obvious_chatter_starts_nothing(message: str) -> None:
    assert interpret(message, FOUR) == Ignore()
    assert interpret(message, NONE) == Ignore()


def test_a_wall_of_laughter_is_chatter_and_a_book_is_not() -> None:
    assert is_chatter("lol " * 900)
    assert is_chatter("😂" * 2000)
    assert not is_chatter("lol " * 100_000)


@pytest.mark.parametrize(
    "message", ["a", "cute cat", "god rays", "いぬ", "おしかな", "すきやき", "あり", "なす", "かも", "2"]
)
def test_a_word_that_is_only_near_chatter_is_none(message: str) -> None:
    assert not is_chatter(message)

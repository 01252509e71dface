"""Exact commands, in English and Japanese, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.understanding.commands import match
from bot.understanding.intent import Adjust, GoTo, Intent, Place, Redo, Reroll, Undo, Upscale, Vary
from bot.understanding.interpret import Context, interpret
from bot.understanding.parameters import Parameters as P

FOUR = Context(has_picture=True, pictures=4)


def each(messages: str) -> list[str]:
    return [message.strip() for message in messages.split(" |")]


def understood(table: dict[Intent, str]) -> list[object]:
    return [pytest.param(message, intent, id=message) for intent, said in table.items() for message in each(said)]


COMMANDS: dict[Intent, str] = {
    Undo(): """
        undo | Undo! | undo that | undo it please | undo the last change | go back | back | go back a step |
        revert | take that back | can you undo? | ctrl+z | undo ↩ | undo 1 | UNDO | ｕｎｄｏ | 元に戻して |
        戻して | やっぱり元に戻して | やっぱり、元に戻してください | 取り消し | 取り消して | アンドゥ | ｱﾝﾄﾞｩ |
        元に戻してくれる？ | もとに戻して | 一つ前に戻して | ひとつ戻して | さっきの変更を取り消して |
        今のなしで | なかったことにして | 戻す | 元に戻したいです | undoして
    """,
    Undo(times=2): """
        undo 2 | undo two times | go back 2 steps | back two | 2つ前に戻して | 二つ戻して | ２回戻して
    """,
    Redo(): """
        redo | redo that | forward | undo the undo | リドゥ | 進めて | 取り消しを取り消して | 戻さないで
    """,
    Redo(times=3): """
        redo 3 | 3つ進めて
    """,
    GoTo(turn=12): """
        go to 12 | goto 12 | @12 | back to 12 | go back to turn 12 | 12に戻して | 12番に戻して | @12に戻して
    """,
    GoTo(turn=12, picture=2): """
        @12.2 | go to @12.2
    """,
    GoTo(place=Place.FIRST): """
        back to the first one | go back to the first one | back to the original | start over | undo everything |
        最初に戻して | 最初のに戻して | 一番最初の絵に戻して | 全部元に戻して | オリジナルに戻して |
        元の画像に戻して
    """,
    GoTo(place=Place.PREVIOUS): """
        previous one | the previous one | go to the previous | 前のに戻して | さっきのに戻して
    """,
    GoTo(place=Place.LATEST): """
        latest | go to the latest one | back to the newest | 最新に戻して | 最新のを見せて
    """,
    GoTo(picture=2): """
        show the 2nd one | show me #2 | the second one | #2 | picture 2 | pick 2 | 2枚目 | ２枚目を見せて |
        二枚目がいい | 2番目の画像に戻して
    """,
    Vary(): """
        more like this | variations | vary | vary it | a few variations please | something similar |
        似た感じでもう一枚 | バリエーション | バリエーションを作って | こんな感じでもっと |
        同じような感じのを出して
    """,
    Vary(picture=2): """
        vary 2 | V2 | v2 | Ｖ２ | variations of the 2nd one | more like #2 | the 2nd one, more like this |
        2枚目みたいな感じで | ２枚目に似た感じで | 2枚目のバリエーション
    """,
    Vary(strength=0.35): """
        vary subtle | subtle variations | バリエーション弱め
    """,
    Reroll(): """
        again | again! | reroll | re-roll pls | another one | try again | once more | do it again | new seed |
        seed -1 | --seed -1 | redraw | give me another one | ok, again | もう一回 | もう１回お願いします |
        もう一度描いて | 別の | 別のやつ出して | もっかい | やり直して | 再生成 | 違うのにして
    """,
    Upscale(): """
        upscale | upscale it | upscale x2 | make it hd | アップスケール | 高画質にして |
        アップスケールしてください
    """,
    Upscale(picture=2): """
        upscale 2 | U2 | u2 | upscale the 2nd one | upscale #2 | 2枚目をアップスケール | アップスケール2
    """,
    Upscale(picture=3, factor=4): """
        upscale 3 x4 | upscale the third one by 4 | 3枚目を4倍にアップスケールして
    """,
    Adjust(parameters=P(steps=30)): """
        --steps 30 | steps 30 | 30 steps | again --steps 30 | ステップ30で | 30ステップで
    """,
    Adjust(parameters=P(seed=42)): """
        seed 42 | use seed 42 | Seed: 42 | シード42 | シードを42にして | シード値は４２で | —seed 42
    """,
    Adjust(parameters=P(aspect=(16, 9))): """
        16:9 | make it 16:9 | in 16:9 please | １６：９で | --ar 16:9 | aspect ratio 16:9
    """,
    Adjust(parameters=P(count=4)): """
        4 of them | give me 4 versions | count 4 | 4枚 | 四枚描いて | 4枚でお願いします
    """,
    Adjust(parameters=P(width=128, height=96)): """
        128x96 | size 128x96 | サイズを128x96にして
    """,
    Adjust(parameters=P(guidance=5.0, steps=9)): """
        --cfg 5 --steps 9 | steps 9 --cfg 5
    """,
}


@pytest.mark.parametrize(("message", "intent"), understood(COMMANDS))
def test_an_exact_command_is_understood(message: str, intent: Intent) -> None:
    assert interpret(message, FOUR) == intent


@pytest.mark.parametrize(
    "message",
    each("""
        undo the hat | go back to black | make the background go back | again with a hat | another cat |
        upscale the hat | redo the sky in pink | show a cat | vary the colours |
        add steps 30 metres high | back view | 元に戻した猫を描いて | もう一匹追加 | 別の色にして |
        もう一回り大きく | 4枚の葉を追加 | 背景を最初の色に戻して | make it blue | blue | bigger |
        remove the hat | no cape | too dark :( | make it cute | add a lol sign |
        nicer | more | remove the man | make it look good | 青くして |
        かわいくして | もっとかわいい感じに | 草を追加して | きれいにして | 神社を追加 | 笑顔にして |
        いい感じにして | 2 cats | #2f4f4f background |
        ありがとうと書いて | すごい雨を降らせて
    """),
)
def test_what_only_looks_like_a_command_is_none(message: str) -> None:
    assert match(f" {message} ", 4) is None


SEVERAL: dict[Intent, str] = {
    Undo(): "oof, undo that last edit | nope nope take it back | ah wait, undo | cancel that change | 最後の編集を破棄して",
    Undo(times=3): "ctrl z ctrl z ctrl z",
    Redo(): "un-undo | reapply the change | もう一度再適用して",
    GoTo(place=Place.PREVIOUS): """
        the one before was nicer | gimme the old one back | return to what we had before | 1個前のがいい |
        前のほうがよかった | 眼鏡かける前のに戻して | go back to the one before the rain
    """,
    GoTo(place=Place.FIRST): "restore the original | 初期案に戻して | 元の写真に戻せますか",
    GoTo(turn=2): "revert to v2 | バージョン2でお願いします",
    GoTo(picture=3): """
        let's go with the bottom left one | bottom left it is 👌 | my group voted for number 3 | 左下で決まり |
        3枚目を採用 | the one on the bottom left, please
    """,
    Vary(): "our group wants to see more of them | few variations thx | need options. same idea | この路線で他のも | riff on this | a few other takes on this | something in the same vein | 他のパターンも見せて | 別案をいくつか",
    Reroll(): "spin the wheel again bot | うーん違うな、もっかい | もう一枚ちがうやつ | ok, run it again | もっぺん | roll me a new seed | シード変えてみて | ugh, try again",
    Upscale(factor=4): "4x upscale | upscale it to 4x | quadruple the resolution | 4倍に拡大して",
    Vary(picture=2): "the 2nd one but a bit different each time | 2つ目の路線で攻めてほしい",
    Upscale(picture=4): "i want to see bottom right in 4k | upscale u4",
    Upscale(): "hi res pls | my wife wants it in 4k | make it 4k | hi-res please | can you increase the resolution? | 印刷したいので、高解像度にして",
}


@pytest.mark.parametrize(("message", "intent"), understood(SEVERAL))
def test_a_command_is_understood_with_what_people_say_around_it(message: str, intent: Intent) -> None:
    assert match(message, 4, 4) == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("the middle one", GoTo(picture=2)),
        ("last one is the winner", GoTo(picture=3)),
        ("右の方にします", GoTo(picture=3)),
        ("真ん中がいい", GoTo(picture=2)),
    ],
)
def test_a_place_in_a_sheet_depends_on_how_many_there_are(message: str, intent: Intent) -> None:
    assert match(message, 3, 1) == intent
    assert match(message, 1, 1) is None


@pytest.mark.parametrize(
    "message",
    each("""
        back in the old days | i'd choose the third one any time | one more day of work | going back to sleep now |
        my router died, again | the previous owner was nicer | this brings me back | 2枚目いいね | 一つ前の駅で降りる |
        もう一回寝る | やり直したい人生 | 3枚目、空を赤く | put 4 pictures on the wall | 30 steps to the temple
    """),
)
def test_what_has_a_commands_words_is_no_command(message: str) -> None:
    assert match(message, 4, 4) is None

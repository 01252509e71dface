"""What acts, what is answered, what is only talk, and what gets a button."""

from __future__ import annotations

import pytest

from bot.understanding.gate import Way, way
from bot.understanding.intent import Answer, Ask, Edit, Ignore
from bot.understanding.interpret import Context, as_edit, interpret
from bot.understanding.reader import read

PROMPT = "a fox in a red coat with a lantern by a wooden fence, foggy meadow, noon"
ONE = Context(has_picture=True, prompt=PROMPT)


def each(messages: str) -> list[str]:
    return [message.strip() for message in messages.split(" |")]


ACTS = """
    could there be a boat? | can we get some lanterns in the back? | what if it was autumn | how about a red scarf |
    would you mind removing the fence | let him hold a book | is it possible to make the roof green? |
    he needs a scarf | the lamp should be brighter | i'd prefer it in green | let's try a foggy morning |
    way too blurry | make it darker | no umbrella | without the fence | same but in winter | more leaves |
    a bit taller | less fog | at dusk | as an oil painting | from above | wooden table instead | longer beard |
    love it, but make the roof green | the fence is too high | give the fox a scarf pls |
    i don't want the fence | add a lantern | she should look to the left | add pink flowers please |
    浮世絵風にできる？ | 傘を持たせて | 霧を濃くして | もう少し右に寄せて | 柵いらない | もう少し暗く | 夕暮れで |
    屋根を緑にしたらどう？ | 提灯をもう一つ足して | きつねに変えて | コートは緑がいい | もっと霧を
"""
TALKS = """
    set a timer for ten minutes | monday mood | エアコンの温度下げて |
    my cousin has a fox like that | this made my morning | i showed it to my sister yesterday | brb, getting tea |
    that's the cutest thing i saw today | he said it took him a week | we saw one there last year |
    うちの妹にも見せました | 昨日見た夢に似てる | 今日は仕事が長かった | これすごく癒やされます
"""
ASKS = """
    what seed did you use? | which model is that | how long did it take? | how do i save this? | who made this? |
    did you use a lora? | is this a photo? | where can I see the prompt | how many steps was that? |
    シードは何番ですか | これどのモデル？ | プロンプトを知りたい | どうやって保存するの？ | 何秒かかった？
"""
UNSURE = "okapi | きつねうどん | ochre"


@pytest.mark.parametrize("message", each(ACTS))
def test_what_shows_a_wish_acts(message: str) -> None:
    assert way(read(message, PROMPT)) is Way.ACT
    assert isinstance(interpret(message, ONE), Edit)


@pytest.mark.parametrize("message", each(TALKS))
def test_talk_starts_nothing(message: str) -> None:
    assert interpret(message, ONE) == Ignore()


@pytest.mark.parametrize("message", each(ASKS))
def test_a_question_is_answered_and_draws_nothing(message: str) -> None:
    assert isinstance(interpret(message, ONE), Answer)


@pytest.mark.parametrize("message", each(UNSURE))
def test_what_might_be_a_wish_is_offered_as_an_edit_and_taken_as_one_once_somebody_says_so(message: str) -> None:
    assert interpret(message, ONE) == Ask(key="ask.apply", wish=message)
    assert as_edit(message, ONE) == Edit(instruction=message)


@pytest.mark.parametrize("message", ["turn it red", "make it red", "change it to red", "赤くして"])
def test_a_plain_order_acts_even_where_it_is_so_already(message: str) -> None:
    assert isinstance(interpret(message, Context(has_picture=True, prompt="a red circle")), Edit)

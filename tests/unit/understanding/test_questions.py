"""What a question is about."""

from __future__ import annotations

import pytest

from bot.understanding.normalise import shadow
from bot.understanding.questions import Topic, topic

TOPICS = {
    Topic.SEED: "which seed is this? | シードを教えて",
    Topic.PROMPT: "what was the prompt | プロンプトは何？",
    Topic.NEGATIVE: "was there a negative prompt? | ネガティブプロンプトは？",
    Topic.MODEL: "what model drew it? | どのモデルで描いた？",
    Topic.LORA: "any lora in it? | loraは使った？",
    Topic.STEPS: "how many steps | ステップ数は？",
    Topic.GUIDANCE: "what does guidance do | ガイダンスって何？",
    Topic.SAMPLER: "which sampler was it | サンプラーは？",
    Topic.SIZE: "what resolution is it | サイズはいくつ？",
    Topic.TIME: "how long did that take | どのくらい時間かかった？",
    Topic.MAKER: "who made this? | 誰が描いたの？",
    Topic.HOW_UNDO: "how do I undo that | 元に戻すのはどうすればいい？",
    Topic.HOW_SAVE: "how can i download it | 保存する方法は？",
    Topic.HOW_UPSCALE: "how to upscale | 高画質にする方法",
    Topic.LANGUAGE: "do you understand japanese? | 英語でもいい？",
    Topic.RECIPE: "what is this? | これは何？",
}


@pytest.mark.parametrize(
    ("question", "about"),
    [(question.strip(), about) for about, questions in TOPICS.items() for question in questions.split(" |")],
)
def test_a_question_has_its_topic(question: str, about: Topic) -> None:
    assert topic(shadow(question)) is about

"""Questions about a picture or about Egaku itself, and the topic of each: answered in words, never by drawing."""

from __future__ import annotations

import enum
import re

from bot.understanding.normalise import LIMIT, shadow


class Topic(enum.StrEnum):
    """What a question is about; the studio has an answer to each."""

    SEED = "seed"
    PROMPT = "prompt"
    NEGATIVE = "negative"
    MODEL = "model"
    LORA = "lora"
    STEPS = "steps"
    GUIDANCE = "guidance"
    SAMPLER = "sampler"
    SIZE = "size"
    TIME = "time"
    MAKER = "maker"
    LANGUAGE = "language"
    HOW_EDIT = "how_edit"
    HOW_UNDO = "how_undo"
    HOW_VARY = "how_vary"
    HOW_UPSCALE = "how_upscale"
    HOW_SAVE = "how_save"
    HOW_DELETE = "how_delete"
    HOW_MAKE = "how_make"
    RECIPE = "recipe"
    """All of it: what no other topic has."""


_HOW = (
    r"\bhow (?:do|can|could|would|to|should|does|did|are|is)\b|\b(?:is|was) there a (?:way|command"
    r"|button|option)|\bwhere (?:do|can|is the)\b|\bwhat(?:'s| is) the (?:command|button|way)\b"
    r"|\bcan (?:i|you|we|one)\b|\bpossible\b|どうや|どうすれば|どうしたら|どうする|方法|やり方"
    r"|仕方|使い方|どこ(?:で|から|を)|できる|できます|可能"
)
_EXPLAINS = rf"(?:{_HOW})"
_TOPICS = (
    (
        Topic.HOW_UNDO,
        rf"{_EXPLAINS}.{{0,60}}\b(?:undo|go back|revert|restore the)\b|(?:元に戻|取り消"
        rf"|アンドゥ).{{0,20}}(?:{_HOW})|どう(?:や|す).{{0,8}}(?:戻|取り消)",
    ),
    (
        Topic.HOW_SAVE,
        rf"{_EXPLAINS}.{{0,60}}\b(?:save|download|export|share|print)\b|(?:保存"
        rf"|ダウンロード).{{0,20}}(?:{_HOW})",
    ),
    (
        Topic.HOW_DELETE,
        rf"{_EXPLAINS}.{{0,60}}\bdelete\b.{{0,20}}\b(?:this|it|picture|image|history|data|message"
        rf"|everything)\b|(?:絵|画像|履歴|データ|これ)を?(?:削除|消す).{{0,20}}(?:{_HOW})",
    ),
    (Topic.HOW_UPSCALE, rf"{_EXPLAINS}.{{0,60}}\bupscal\w+|(?:アップスケール|高画質|高解像度).{{0,20}}(?:{_HOW})"),
    (
        Topic.HOW_VARY,
        rf"{_EXPLAINS}.{{0,60}}\b(?:variations?|reroll|re-roll)\b|(?:バリエーション"
        rf"|引き直).{{0,20}}(?:{_HOW})",
    ),
    (Topic.NEGATIVE, r"\bnegative\b|ネガティブ|除外"),
    (Topic.SEED, r"\bseeds?\b|シード"),
    (Topic.LORA, r"\bloras?\b|ローラ|lora"),
    (Topic.SAMPLER, r"\b(?:sampler|scheduler)\b|サンプラー"),
    (Topic.STEPS, r"\bsteps?\b|ステップ"),
    (Topic.GUIDANCE, r"\b(?:cfg|guidance)\b|ガイダンス"),
    (
        Topic.MODEL,
        r"\b(?:models?|checkpoint|made (?:with|by) (?:what|which)|which ai|what ai|sdxl|stable diffusion"
        r"|flux)\b|モデル|(?:なん|何)の?(?:ai|AI)",
    ),
    (Topic.PROMPT, r"\bprompts?\b|what did (?:you|i|he|she|they) (?:type|write|ask|say)|プロンプト|呪文"),
    (
        Topic.SIZE,
        r"\b(?:resolution|what size|how (?:big|large|wide|tall)|dimensions|how many pixels|aspect ratio)\b"
        r"|解像度|サイズ|何ピクセル|大きさは",
    ),
    (
        Topic.TIME,
        r"\bhow long\b|\bhow (?:fast|many (?:seconds|minutes))\b|\b(?:when (?:was|did)|take to)\b"
        r"|どのくらい(?:の?時間|かか)|どれくらい(?:の?時間|かか)|何秒|何分|時間(?:は|が|って)|いつ",
    ),
    (
        Topic.LANGUAGE,
        r"\b(?:what languages?|speak (?:english|japanese)|(?:in|understand) (?:english|japanese|french"
        r"|german))\b|(?:日本語|英語)(?:で|も|は|が)",
    ),
    (
        Topic.MAKER,
        r"\bwho (?:made|drew|did|created|painted|asked)\b|\bwhose\b|\bdid you (?:make|draw|create|paint)\b"
        r"|\b(?:is|was) (?:this|it|that) (?:ai|a photo|real|photoshop|drawn)|\bare you (?:an? )?(?:ai|bot"
        r"|robot|human|real)|誰が|だれが|誰の|本物|aiです|ai(?:なの|が描)|実在",
    ),
    (
        Topic.HOW_MAKE,
        rf"{_EXPLAINS}.{{0,60}}\b(?:make|made|create|generate|draw|do)\b|(?:どうやって|どう)(?:作|描|や"
        rf"|でき)|作り方|描き方",
    ),
    (
        Topic.HOW_EDIT,
        rf"{_EXPLAINS}.{{0,60}}\b(?:edit|change|refine|use|work|reply|add|remove)\b|(?:変え|編集|修正"
        rf"|使い方|使う|直).{{0,20}}(?:{_HOW})",
    ),
)
_RULES = tuple((topic, re.compile(pattern)) for topic, pattern in _TOPICS)


def topic(question: str) -> Topic:
    """What a question, as typed, is about."""
    text = shadow(question[:LIMIT])[:300]
    return next((topic for topic, pattern in _RULES if pattern.search(text)), Topic.RECIPE)

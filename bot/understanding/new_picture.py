"""A reply that asks for another picture altogether: "forget that, draw a castle", 「新しい絵：赤い丸」."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"^(?:(?:ok(?:ay)?|now|please|pls|hey|actually|nah|nvm|so|cool|nice|great|and)[\s,.!]+){0,3}"
    r"(?:(?:never ?mind|(?:forget|scrap|ditch|screw|drop) (?:it|that|this|all that|about (?:it|that"
    r"|this)))[\s,.!;:-]+(?:(?:and|just|now|instead|let'?s)\s+)*(?:(?:draw|make|do|generate|create"
    r"|paint|show)(?: me| us)?\s+)?"
    r"|new (?:picture|image|prompt|pic|one|drawing|idea)\s*[:,-]\s*(?:of )?|(?:start(?:ing)? (?:over"
    r"|fresh|again)|(?:something|somethin) (?:completely |totally |entirely )?(?:different|new"
    r"|else))\s*[:,-]\s*"
    r"|(?:generate|imagine|create|draw|make|paint)(?: me| us)? (?:an? )?(?:(?:new|different|separate"
    r"|another|completely different|totally different|entirely new) )(?:picture|image|pic|drawing"
    r"|illustration|photo)s? (?:of|with|showing|where)\s+"
    r"|(?:generate|imagine|create|draw|paint)(?: me| us)? (?:an? )?(?:picture|image|pic|drawing"
    r"|illustration|photo|logo|poster)s? (?:of|for|showing|where)\s+"
    r"|(?:draw|imagine|generate|paint)(?: me| us) (?=an?\b|some\b|the\b|two\b|three\b))(?P<prompt>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_JAPANESE = re.compile(
    r"^(?:(?:やっぱり?|じゃあ|次は|今度は|もう)[、,\s]*)?(?:(?:新しい|別の|違う|新規の?)(?:絵|画像"
    r"|イラスト|プロンプト)\s*[:：、,]\s*(?P<a>\S.*)"
    r"|(?:それ|これ|さっきの)?は?(?:忘れて|置いといて|やめて"
    r"|なしにして)[、,。]\s*(?P<b>[^、。]{1,300}?)を?(?:描いて|書いて|作って|生成して)(?:ください"
    r"|ほしい|くれ)?[。！!]?"
    r"|(?P<c>[^、。]{1,300}?)の(?:絵|画像|イラスト|図|分解図|ロゴ|ポスター|設定画|三面図)を(?:新しく"
    r"|新規に|一から|ゼロから)?(?:描いて|書いて|作って|生成して|作成して)(?:ください|ほしい"
    r"|くれ)?[。！!]?)$",
    re.DOTALL,
)


def prompt(wish: str) -> str | None:
    """The prompt of the new picture that ``wish`` asks for; None where it is about the picture that is there."""
    text = wish.strip()
    if found := _ENGLISH.match(text):
        return found["prompt"].strip()
    if found := _JAPANESE.match(text):
        return next(words for words in found.groups() if words).strip()
    return None

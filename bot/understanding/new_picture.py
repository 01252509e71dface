"""A reply that asks for another picture: "forget that, draw a castle", "next: a fox", 「次は赤い丸を描いて」."""

from __future__ import annotations

import re

LONGEST = 600
"""Characters in which somebody turns away from a picture; what is longer is no new prompt by these words."""

_OPENERS = (
    r"(?:(?:ok(?:ay)?|now|please|pls|hey|actually|nah|nvm|so|cool|nice|great|and|well|alright"
    r"|dear bot)[\s,.!]+){0,3}"
)
_PIC = r"(?:picture|image|pic|drawing|illustration|photo|one|prompt|idea|artwork|painting)"
_NEW = (
    r"(?:(?:(?:a|an|one|the|my|completely|totally|entirely|whole|brand|very) ){0,3}(?:new|next"
    r"|different|another|fresh|separate|unrelated|other))"
)
_THIS = r"(?:it|that|this|these|all (?:that|this)|everything|about (?:it|that|this)|this whole thing)"
_GONE = r"(?:(?:forget|scrap|ditch|drop|leave|instead of) (?:the|my|this|that|it|this whole) ?[\w'-]{0,20})"
_DROP = (
    rf"(?:(?:forget|scrap|ditch|screw|enough of) {_THIS}|enough [\w'-]{{1,20}}|moving on"
    rf"|switching gears|different (?:topic|subject)|fresh start|change of (?:topic|plans)"
    r"|(?:something|smth|somethin) (?:completely |totally |entirely )?(?:different|new"
    r"|else)(?: entirely)?|(?:i'?m )?(?:bored|tired|sick) of [\w'-]{1,20})"
)
_DRAW = r"(?:draw|paint|sketch|make|do|generate|create|imagine|show|give|try|want|write|design)"
_ASK = (
    rf"(?:(?:can|could|would|will) (?:you|u) |let'?s |i(?:'d| would)? (?:want|need|like"
    rf"|love) (?:to see )?|how about |what about |just |instead |and |now |please |start fresh with "
    rf"|say,? ){{0,3}}(?:{_DRAW} )?(?:me |us )?"
)
_SEP = r"(?:[\s,.!;:–—-]+)"
_ENGLISH = re.compile(
    rf"^{_OPENERS}(?:{_DROP}(?:\s*[,.!;:–—-]+\s*|\s+(?=and |so |draw|make|paint|do ))(?:and |so "
    rf"|but )?{_ASK}|(?:never ?mind|{_GONE}){_SEP}(?:and )?{_ASK}(?:(?<=draw )|(?<=reate )|(?<=paint )"
    rf"|(?<= me ))"
    rf"|{_NEW} {_PIC}(?:,? (?:if you )?please)?\s*[:,.–-]+\s*(?:of )?|next\s*[:,]\s*"
    rf"|(?:start(?:ing)? (?:over|fresh|again))\s*(?:[:–-]|with )\s*|unrelated,? but {_ASK}"
    rf"|(?:please )?{_DRAW}(?: for)?(?: me| us)? {_NEW} {_PIC}s? (?:of|with|showing|where|for)\s+"
    rf"|(?:(?:can|could|would) (?:you|u) )?(?:generate|imagine|create|draw|paint|make)(?: me"
    rf"| us)? (?:an? |one )?(?:picture|image|pic|drawing|illustration|photo|logo|poster)s? (?:of|for"
    rf"|showing|where)\s+"
    rf"|i (?:want|need|would like|'d like) (?:an? |one )(?:picture|image|pic|drawing|illustration"
    rf"|photo)s? of\s+|let'?s do {_NEW} {_PIC}\s*[:,]\s*"
    r"|(?:(?:can|could|would) (?:you|u) )?(?:draw|generate|paint)(?: me| us) (?=an?\b|some\b|the\b"
    r"|my\b|two\b|three\b)|(?:can|could|would) (?:you|u) imagine (?=an? )"
    r"|imagine (?=an? ))(?P<prompt>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PLEASE = r"(?:ください(?:な)?|ほしい(?:です)?|欲しい(?:です)?|くれ(?:る|ますか)?|もらえますか|みて|よ|ね|な|ー)?"
_DO_JA = (
    rf"(?:(?:描|書|か)いて|作って|つくって|生成して|作成して|見せて|頼む|お願い(?:します|いたします)?"
    rf"|よろしく|いこう){_PLEASE}"
)
_PIC_JA = r"(?:絵|画像|イラスト|写真|図|分解図|ロゴ|ポスター|設定画|三面図)"
_END_JA = (
    rf"(?:の?{_PIC_JA}?(?:を|が|も)?(?:新しく|新規に|一から|ゼロから)?(?:{_DO_JA}|見たい(?:です)?"
    rf"|描ける|がいい|ほしい(?:です)?|にしよう|で)?)[。！!？?〜ー]*"
)
_TURN_JA = (
    rf"(?:(?:やっぱり?|じゃあ|ねえ?|はい|もう|一旦)[、,\s]*)?(?:(?:お?次"
    rf"|つぎ)(?:の{_PIC_JA})?[、,:：！!\s]+|(?:新しい|別の|違う|新規の?|全然違う|全く違う)(?:{_PIC_JA}"
    rf"|ネタ|題材|プロンプト|の)"
    rf"(?:を描いて|がほしいです|で|を|頼む|だけど)?\s*[:：、,。]\s*|(?:新しく|新規で|全然別の(?:絵"
    rf"|ネタ)(?:で|だけど)|(?:全然|全く)(?:違う|ちがう)の(?:描いて)?)(?:一枚)?[、。\s]+|(?:話変わる"
    rf"|話は変わる)けど[、\s]*|別件ですが[、\s]*|それはそれとして[、\s]*"
    r"|(?:それ|これ|さっきの|今までの|この絵)?は?(?:忘れて|置いといて|やめて|なしにして"
    r"|ボツで)[、,。]\s*(?:代わりに)?|[^、。\s]{1,8}はもう(?:いい(?:や|から|ので)?|飽きた(?:から"
    r"|ので)?)[、。]\s*)"
)
_NEXT_JA = re.compile(
    rf"^(?:(?:やっぱり?|じゃあ|ねえ?|はい)[、,\s]*)?(?:お?次|つぎ|今度|こんど)は[、,\s]*(?P<prompt>[^。]{{2,300}}?)"
    rf"(?:の{_PIC_JA})?(?:を|が)?(?:新しく)?(?:{_DO_JA}|描ける)[。！!？?〜ー]*$",
    re.DOTALL,
)
_JAPANESE = re.compile(rf"^{_TURN_JA}(?P<prompt>[^。]{{2,300}}?){_END_JA}$", re.DOTALL)
_DRAWN_JA = re.compile(
    rf"^(?P<prompt>[^、。]{{1,300}}?)の{_PIC_JA}を(?:新しく|新規に|一から|ゼロから)?(?:描いて|書いて"
    rf"|作って|生成して|作成して)(?:ください|ほしい|くれ)?[。！!]?$",
    re.DOTALL,
)
_ABOUT_THIS = re.compile(
    r"\b(?:him|her|his|it|its|them|their|this|here|undo|go back|version|previous|original|background"
    r"|the (?:same|sky|picture|image))\b|背景|元|さっき|戻|もっと|この|\d枚",
    re.IGNORECASE,
)
"""Words that nobody says of a picture which is not there yet."""


def prompt(wish: str) -> str | None:
    """The prompt of the new picture that ``wish`` asks for; None where it is about the picture that is there."""
    text = wish.strip()
    if len(text) > LONGEST:
        return None
    found = _ENGLISH.match(text) or _DRAWN_JA.match(text) or _NEXT_JA.match(text) or _JAPANESE.match(text)
    if found is None or _ABOUT_THIS.match(found["prompt"]) or len(found["prompt"].strip()) < 2:
        return None
    return found["prompt"].strip(" 、,。!！") or None

"""What people call one of several pictures or versions: "the bottom right one", "v2", 「右の方」, 「二つ前のやつ」.

``NAME`` and its kin are patterns without groups, to stand in others; :func:`resolve` says which one is meant.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable

from bot.understanding.references import KANJI, ORDINAL, number

PREVIOUS = -1
"""As a version: the one before the current one; those before it follow below."""


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    picture: int | None = None
    """1-based among the replied turn's pictures."""
    version: int | None = None
    """The number that was said, from 1 on; or back from the current one: PREVIOUS and below."""


HERE = Target()

THING = r"(?:one|1|picture|image|pic|photo|img|version|option|take|try|attempt|result|shot|render|drawing|design|draft)"
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
_SIDE = r"(?:left|right|top|bottom|middle|cent(?:er|re)|last|lst|final)(?:most)?(?:[ -]hand)?"
_CORNER = (
    r"(?:(?:top|upper|bottom|lower)(?:[ -](?:most )?|-?row )?(?:left|right|middle|cent(?:er"
    r"|re))(?:[ -]hand)?(?: side)?)"
)
_ROW = (
    rf"(?:(?:row {_COUNT}|(?:the )?(?:{ORDINAL}|top|bottom|upper|lower"
    rf"|middle) row)[, ]+(?:the )?(?:{_SIDE}|{ORDINAL}))"
)
_OF = (
    rf"(?: (?:of|from|out of)(?: the)? (?:left|right|(?:{_COUNT}|bunch|lot|set|grid|batch"
    rf"|row)(?: (?:pics|pictures|images))?))"
)
_NUMBER = r"(?:one|picture|image|pic|photo|img|version|option|number|no\.?|nr\.?|num)(?= |#)"
_STATE = r"(?:one|1|picture|image|pic|photo|version|state|result|attempt|try|draft|take|look|edit|stage|step)"
_OLDER = r"(?:previous|prior|preceding|earlier|older|old)"
_FIRST = r"(?:(?:very |og )?(?:original|initial)|very first|og)"
_TRY = r"(?:version|try|attempt|draft|iteration|edit|take)"

CORNER = rf"(?:the )?{_CORNER}(?: {THING})?"
NAMED = (
    rf"(?:the |that |this )?(?:{_CORNER}|{_SIDE}) {THING}(?:{_OF})?"
    rf"|(?:the |that )?{THING} (?:on|at|in|to) the (?:far |very )?(?:{_CORNER}|{_SIDE})(?: corner| side)?"
    rf"|(?:the |that |my )?{ORDINAL}(?: {THING}{_OF}?|{_OF})|(?:the )?last{_OF}|{_ROW}(?: {THING})?"
    rf"|{_NUMBER} ?#?{_COUNT}|#\d{{1,2}}"
)
"""Beyond doubt a picture of a sheet, or a version by its number."""
OLDER = (
    rf"(?:the |that |my |an? )?(?:{_OLDER}|{_FIRST}) {_STATE}|(?:the |my |that )?(?:previous|{_FIRST})"
    rf"|(?:the |that )?{_STATE}(?: from)? before(?: (?:this|that|it)(?: one)?| the last)?"
    r"|what (?:we|i|it|you) (?:had|was|did) before|how (?:it|we) (?:was|were|had it"
    r"|looked)(?: originally| before| at first)?"
    rf"|(?:the |that )?(?:{_STATE} |what we had )?(?:from )?{_COUNT} {_TRY[:-1]}|messages?|steps?"
    rf"|turns?)s? (?:ago|back|before|earlier)"
    rf"|(?:v|ver\.?|version|turn) ?#?(?:{_COUNT}|\d{{3,9}})|(?:the |my )?{ORDINAL} {_TRY}"
)
"""An older version."""
BARE = rf"(?:the )?{ORDINAL}|{CORNER}|the {_SIDE}|\d{{1,2}}"
"""A name that might be another word: only where the sentence has no other place for it."""
NAME = rf"(?:{NAMED}|{OLDER}|{BARE})"

_N = rf"(?:\d{{1,2}}|[{KANJI}①-⑨]|ひと|ふた)"
NOUN_JA = (
    r"(?:の?(?:画像|絵|え|写真|やつ|ヤツ|もの|子|案|バージョン|ver\.?|パターン|イラスト|一枚|1枚|状態"
    r"|段階|結果|方|ほう)|の(?![ァ-ヶ一-鿿ぁ-ん]{1,12}[をは]))"
)
_SIDE_JA = r"(?:(?:一番|いちばん|1番)?(?:左|右|上|下)(?:側|端|の端)?|(?:ど)?真ん中|まんなか|中央|中段)"
CORNER_JA = (
    r"(?:[左右]の?[上下](?:側|段)?|[上下](?:の?段|側)?の?(?:(?:一番|いちばん)?[左右](?:側|端)?|真ん中|まんなか|中央))"
)
_NTH_JA = rf"(?:[左右]から)?{_N}(?:枚[目め]|まいめ|番[目め]?|ばんめ|つ[目め]|個[目め]|コマ目)"
_LAST_JA = r"(?:(?:一番|いちばん)?(?:最後|ラスト))"
NAMED_JA = rf"(?:{CORNER_JA}|{_NTH_JA}|{_LAST_JA}|{_SIDE_JA})"
_AGO_JA = rf"(?:{_N}(?:つ|個|枚|手|回|段階|コ)?前)"
_FIRST_JA = (
    r"(?:(?:一番|いちばん)?(?:最初|はじめ|初め|初期|初代|オリジナル|元々?|もとの?|原画)"
    r"|[ァ-ヶ一-鿿]{1,3}前の元)"
)
OLDER_JA = (
    rf"(?:{_AGO_JA}|(?:この|その|それの|これの)?(?:前回?|さっき|直前|以前|先ほど|先程)|{_FIRST_JA}"
    rf"|(?:バージョン|版|ver\.?|v)(?:{_N}|\d{{3,9}})|{_N}(?:番目|つ目|回目)の(?:バージョン|ver))"
)

Resolver = Callable[[str, int, int], Target | None]


def _place(row: int, column: int, pictures: int) -> int:
    return (row - 1) * columns(pictures) + column


def columns(pictures: int) -> int:
    """Across in a sheet of so many: a row of up to three, two by two, then rows of three."""
    return max(1, pictures) if pictures <= 3 else 2 if pictures == 4 else 3


def _middle(count: int) -> int | None:
    return (count + 1) // 2 if count % 2 else None


def _column(word: str, pictures: int) -> int | None:
    across = columns(pictures)
    if re.search("left|左", word):
        return 1
    if re.search("right|右", word):
        return across
    if re.search("middle|cent|中", word):
        return _middle(across)
    return across if re.search("last|final", word) else None


def _corner(text: str, pictures: int, _: int) -> Target | None:
    low = re.search("bottom|lower|下", text) is not None
    if pictures in (2, 3) and not re.search("middle|cent|中", text):
        return Target(2 * low + (2 if re.search("right|右", text) else 1))
    column = _column(text, pictures)
    rows = -(-pictures // columns(pictures))
    return Target(_place(rows if low else 1, column, pictures)) if column else None


def _side(text: str, pictures: int, versions: int) -> Target | None:
    if re.search("last|lst|final|最後|ラスト", text):
        return Target(version=PREVIOUS) if pictures == 1 and versions > 1 else Target(pictures)
    if re.search("left|左", text) or re.search("top|上", text):
        return Target(1)
    if re.search("right|右", text):
        return Target(columns(pictures))
    if re.search("bottom|下", text):
        return Target(pictures)
    return Target(at) if (at := _middle(pictures)) else None


def _nth(text: str, pictures: int, versions: int) -> Target:
    """With one picture only, "the 2nd one" is a version where there are so many."""
    at = _number(text)
    if re.search("right|右", text):
        at = columns(pictures) + 1 - at
    return Target(version=at) if pictures == 1 < versions and at <= versions else Target(at)


def _row(text: str, pictures: int, versions: int) -> Target | None:
    row_said, _, column_said = re.sub(r"^the ", "", text).partition("row")
    words = re.findall(r"[\w]+", column_said)
    if row_said.strip():
        known = {"top": 1, "upper": 1, "lower": 2, "middle": 2, "bottom": -(-pictures // columns(pictures))}
        row = known.get(row_said.strip()) or _number(row_said)
    else:
        row, words = _number(words[0]), words[1:]
    said = " ".join(words)
    column = _column(said, pictures) or (_number(said) if re.search(ORDINAL, said) else None)
    return Target(_place(row, column, pictures)) if column else None


def _ago(text: str, pictures: int, versions: int) -> Target:
    return Target(version=-min(_number(text), max(1, versions - 1)))


def _previous(text: str, pictures: int, versions: int) -> Target:
    return Target(version=PREVIOUS)


def _first(text: str, pictures: int, versions: int) -> Target:
    return Target(version=1)


def _first_ja(text: str, pictures: int, versions: int) -> Target:
    return Target(1) if pictures > 1 and re.search("最初|はじめ|初め", text) else Target(version=1)


def _version(text: str, pictures: int, versions: int) -> Target:
    return Target(version=_number(text))


def _tried(text: str, pictures: int, versions: int) -> Target:
    told = pictures == 1 or (versions > 1 and re.search("version|draft|edit|iteration", text))
    return Target(version=_number(text)) if told else Target(_number(text))


_WORDS = re.compile(rf"\d+|{ORDINAL}|{_COUNT}|[{KANJI}①-⑨]|ひと|ふた")


def _number(text: str) -> int:
    found = [word[0] for word in _WORDS.finditer(text) if word[0]]
    word = unicodedata.normalize("NFKC", found[-1] if len(found) > 1 and found[0] == "one" else found[0])
    return {"ひと": 1, "ふた": 2}.get(word) or number(word)


_TABLE: tuple[tuple[str, Resolver], ...] = (
    (rf"(?:{_ROW})(?: {THING})?", _row),
    (
        rf"(?:the |that )?(?:{_STATE} |what we had )?(?:from )?{_COUNT} [a-z]+ (?:ago|back|before|earlier)"
        rf"|{_AGO_JA}",
        _ago,
    ),
    (
        rf"(?:v|ver\.?|version|turn|バージョン|版) ?#?(?:{_COUNT}|{_N}|\d{{3,9}})|{_N}(?:番目|つ目|回目)の(?:バージョン"
        rf"|ver)",
        _version,
    ),
    (rf"(?:the |my )?{ORDINAL} {_TRY}", _tried),
    (rf"(?:the |my |that )?{_FIRST}(?: {_STATE})?|how (?:it|we) [a-z ]*(?:originally|at first)", _first),
    (_FIRST_JA, _first_ja),
    (rf"(?:the |that |my |an? )?{_OLDER}(?: {_STATE})?|.*\bbefore\b.*|how (?:it|we) .*", _previous),
    (r"(?:この|その|それの|これの)?(?:前回?|さっき|直前|以前|先ほど|先程)", _previous),
    (rf"(?:the |that |this )?{_CORNER}(?: {THING}(?:{_OF})?)?|{CORNER_JA}", _corner),
    (rf"(?:the |that )?{THING} (?:on|at|in|to) the (?:far |very )?{_CORNER}(?: corner| side)?", _corner),
    (rf"(?:the |that |my )?{ORDINAL}(?: {THING})?(?:{_OF})?|{_NTH_JA}", _nth),
    (rf"(?:{_NUMBER} ?)?#?{_COUNT}|{_N}", _nth),
    (rf"(?:the |that |this )?{_SIDE}(?: {THING})?(?:{_OF})?|(?:the )?last{_OF}|{_LAST_JA}|{_SIDE_JA}", _side),
    (rf"(?:the |that )?{THING} (?:on|at|in|to) the (?:far |very )?{_SIDE}(?: corner| side)?", _side),
)
_RESOLVERS = tuple((re.compile(pattern), resolver) for pattern, resolver in _TABLE)


def resolve(name: str, pictures: int, versions: int) -> Target | None:
    """What ``name``, which NAME, NAMED_JA or OLDER_JA matched, means where there are so many; None: none.

    A number beyond what there is stays: it is refused later, by name.
    """
    text = " ".join(unicodedata.normalize("NFKC", name).lower().split())
    target = next((resolver(text, pictures, versions) for form, resolver in _RESOLVERS if form.fullmatch(text)), None)
    return target

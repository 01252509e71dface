"""The few plain wishes that can be read out of an instruction for rewriting a prompt: colour, ground, size, thing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from bot.understanding.colours import ENGLISH, JAPANESE, STEM, Colour, named
from bot.understanding.normalise import bare, shadow

LONGEST = 300
"""Characters of the longest instruction that is read; beyond it is prose."""


@dataclasses.dataclass(frozen=True, slots=True)
class Recolour:
    """``thing`` None is "it"; ``old`` is the colour to be replaced where one was named."""

    colour: Colour
    thing: str | None = None
    old: Colour | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """A colour, or a place in the words that were said."""

    ground: Colour | str


@dataclasses.dataclass(frozen=True, slots=True)
class Resize:
    steps: int
    """+1 bigger, -1 smaller."""
    thing: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Swap:
    """``new`` in place of ``old``; None is "it"."""

    new: str
    old: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Mirror:
    """Changes the picture, not its description."""


Wish = Recolour | Ground | Resize | Swap | Mirror
Found = re.Match[str]

_C = rf"(?P<colour>{ENGLISH})"
_IT = r"(?:it|this|that|them|everything|the (?:thing|object|picture|image|subject|whole thing))"
_MAKE = r"(?:make|turn|paint|colou?r|recolou?r|dye|change|tint)"
_GROUND = r"(?:back ?ground|backdrop|bg)(?: colou?r)?"
_BUT = r"(?:(?:but|i want|same but|maybe|with) )?"
_BIT = r"(?:(?:a (?:bit|little|lot|tad|touch)|much|even|way|slightly|somewhat|far) )?"
_BIG, _SMALL = r"(?:bigger|larger|huge|big|large|enormous)", r"(?:smaller|tinier|tiny|small|little)"
_AMOUNT = r"(?!(?:bit|little|lot|tad|touch|different|more|new|other)\b)"
_MANNER = r"(?!.*\b(?:style|painting|version|photo|sketch|look)\b)"
_NEW = rf"{_AMOUNT}{_MANNER}(?P<new>[a-z][\w' -]{{0,40}}?)"
_OLD = rf"(?:{_IT}|(?:the |an? )?(?P<old>\w+(?: \w+)?))"

_S = rf"(?P<colour>{STEM})色?"
_SET = r"(?:して|する|変えて|変更して|変更|塗って|染めて|なって|した|してみて)?"
_MUCH = r"(?:もっと|もう少し|もうちょっと|ちょっと|少し|すこし|さらに|だいぶ|かなり)?"
_IT_JA = r"(?:これ|それ|あれ|全体|色|物体)"
_OBJECT_JA = rf"(?:{_IT_JA}を|(?P<thing>(?:(?!して|背景)[^をのに、]){{1,12}}?)(?:の色)?を)?"
_MANNER_JA = r"やか|らか|静か|きれい|綺麗|シンプル|派手|リアル|風|調|夜|朝|昼|逆|反対|元|もと"
_NOT_A_THING_JA = rf"(?!.*(?:して.|背景))(?![^に]*(?:{_MANNER_JA})に)"


def _colour(found: Found) -> Colour:
    return named(found["colour"])


def _recolour(found: Found) -> Wish:
    thing = found.groupdict().get("thing")
    try:
        return Recolour(_colour(found), old=named(thing or ""))
    except KeyError:
        return Recolour(_colour(found), thing)


def _ground(found: Found) -> Wish:
    return Ground(_colour(found))


def _place(found: Found) -> Wish:
    return Ground(found["place"])


def _bigger(found: Found) -> Wish:
    return Resize(+1, found.groupdict().get("thing"))


def _smaller(found: Found) -> Wish:
    return Resize(-1, found.groupdict().get("thing"))


def _swap(found: Found) -> Wish:
    return Swap(found["new"], found.groupdict().get("old"))


def _mirror(_: Found) -> Wish:
    return Mirror()


_ENGLISH = (
    (
        _ground,
        rf"(?:(?:{_MAKE}|put|place|set|show|have) )?(?:{_IT} )?(?:on|with|against|over) (?:an? |the )?{_C} {_GROUND}",
        rf"(?:(?:{_MAKE}|set) )?(?:the )?{_GROUND}(?: to| into| is| should be| in)? (?:an? )?{_C}",
        rf"(?:give {_IT} |add |use |put(?: in)? |i want )?(?:an? |the )?{_C} {_GROUND}(?: instead)?",
    ),
    (
        _place,
        rf"(?:make|turn|change|set|adjust|replace) (?:the )?{_GROUND} (?:in ?to|to|with|by) (?P<place>[^,]{{1,60}})",
    ),
    (
        _recolour,
        rf"(?:{_MAKE} )?(?:the )?(?P<thing>{ENGLISH})(?: one| parts?| bits?)? (?:in)?to {_C}",
        rf"{_BUT}(?:{_MAKE} )?(?:{_IT} |(?:its|the) colou?r )?(?:(?:in)?to |be |in |should be |is )?"
        rf"{_C}(?: instead| colou?r(?:ed)?| one)?",
        rf"{_MAKE} (?:the colou?r of )?the (?P<thing>\w+)(?:'s colou?r| colou?r)?(?: (?:in)?to| be)? {_C}(?: instead)?",
    ),
    (
        _bigger,
        rf"(?:make |i want |scale )?(?:{_IT} |the (?P<thing>\w+) )?(?:to be |be |look )?{_BIT}{_BIG}",
        rf"(?:enlarge|grow)(?: {_IT})?|scale(?: {_IT})? up|(?:{_IT} is |it's )?too small|increase (?:the|its) size",
    ),
    (
        _smaller,
        rf"(?:make |i want |scale )?(?:{_IT} |the (?P<thing>\w+) )?(?:to be |be |look )?{_BIT}{_SMALL}",
        rf"shrink(?: {_IT})?|scale(?: {_IT})? down|(?:{_IT} is |it's )?too (?:big|large)|reduce (?:the|its) size",
    ),
    (_mirror, rf"(?:mirror|flip)(?: {_IT}| the \w+)?(?: horizontally| left to right| around)?|mirrored|flipped"),
    (
        _swap,
        rf"(?:turn|change|transform|convert) {_OLD} (?:in ?to|to) (?:an? |the )?{_NEW}",
        rf"(?:replace|swap|substitute) {_OLD} (?:with|by|for) (?:an? |the )?{_NEW}",
        rf"make (?:{_IT}|the (?P<old>\w+))(?: into)? an? {_NEW}(?: instead)?",
        rf"an? {_NEW} instead(?: of (?:the |an? )?(?P<old>\w+))?",
    ),
)
_JAPANESE = (
    (
        _ground,
        rf"(?:背景|バック)(?:の色)?(?:を|は|も|だけ)?{_S}(?:く|に|い|で)?{_SET}",
        rf"(?P<colour>{JAPANESE}|{STEM})背景[にでがを]?{_SET}(?:つけて)?",
    ),
    (_place, rf"(?:背景|バック)(?:を|は)(?P<place>[^をに、]{{1,30}})に{_SET}"),
    (_recolour, rf"{_OBJECT_JA}{_S}(?:く|に|で)?{_SET}"),
    (_bigger, rf"{_OBJECT_JA}(?:サイズを)?{_MUCH}(?:大き|おおき|でか|デカ)(?:く|めに?){_SET}|{_MUCH}拡大{_SET}"),
    (_smaller, rf"{_OBJECT_JA}(?:サイズを)?{_MUCH}(?:小さ|ちいさ)(?:く|めに?){_SET}|{_MUCH}縮小{_SET}"),
    (
        _mirror,
        rf"(?:左右|横|水平)?[をに]?(?:反転|ミラー|鏡写し|鏡像)に?{_SET}|左右を?逆に?{_SET}|(?:逆|反対)を?向(?:けて|かせて)",
    ),
    (
        _swap,
        rf"{_NOT_A_THING_JA}(?:{_IT_JA}を|(?P<old>[^をに、]{{1,12}}?)(?:を|じゃなくて、?|ではなくて?、?))?"
        r"(?P<new>[^をにで、]{1,20})に(?:して|変えて|変更して|差し替えて|入れ替えて|置き換えて|する)",
    ),
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[Found], Wish]], ...] = tuple(
    (re.compile(pattern), wish) for wish, *patterns in (*_ENGLISH, *_JAPANESE) for pattern in patterns
)
_BETWEEN = re.compile(r"\s*(?:[,;、。]|\b(?:and then|and|then)\b|(?<=して)|(?<=変えて)|(?<=くて)|(?<=に)(?=背景を))\s*")


def read(instruction: str) -> tuple[list[Wish], list[str]]:
    """The wishes in ``instruction`` in their order, and the clauses that are none of them, as compared."""
    if len(instruction) > LONGEST or "black and white" in instruction.lower():
        return [], [instruction]
    text = bare(shadow(instruction))
    if wish := _one(text):
        return [wish], []
    read_as = [(clause, _one(clause)) for clause in map(bare, _BETWEEN.split(text)) if clause]
    return [wish for _, wish in read_as if wish], [clause for clause, wish in read_as if not wish]


def _one(clause: str) -> Wish | None:
    joined = clause if clause.isascii() else clause.replace(" ", "")
    return next((wish(found) for pattern, wish in _RULES if (found := pattern.fullmatch(joined))), None)

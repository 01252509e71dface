"""The words that matter, in any order among words that do not: nobody's grammar covers how people write.

What tells a wish from another is left when everything else is noise, so a reader that lives on these words alone also
reads a sentence whose other words it never met.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tools.demo_model.wordings.noise import fillers_en, fillers_ja
from tools.demo_model.wordings.patterns import Patterns

_EN = {
    "colour": ("{c}", "{c}", "{c} {t0}", "{t0} {c}", "{c} color", "{t0} ~ {c}"),
    "ground": (
        "background ~ {g}", "{g} ~ background", "{g} background", "background {g}", "{g} (backdrop|bg)", "(backdrop|bg) {g}",
        "{t0} ~ {g} background", "{g} behind", "behind ~ {g}", "{t0} ~ background ~ {g}", "on [a] {g}",
    ),
    "both": (
        "{c} ~ {g} background", "{c} ~ background {g}", "{c} {t0} ~ {g} background", "background {g} ~ {c} {t0}",
        "{t0} {c} ~ background ~ {g}", "background ~ {g} ~ {t0} ~ {c}",
    ),
    "bigger": ("(bigger|larger|enlarge|grow|zoom in|too small|too tiny|closer)", "{t0} ~ (bigger|larger|grow|too small)", "(bigger|larger) {t0}"),
    "smaller": ("(smaller|tinier|shrink|reduce|zoom out|too big|too large|too huge)", "{t0} ~ (smaller|tinier|shrink|too big)", "(smaller|tinier) {t0}"),
    "swap": ("{t}", "a {t}", "{t} instead", "replace ~ {t}", "into ~ a {t}", "become ~ a {t}", "{t0} ~ into ~ {t}", "{t} ~ not {t0}", "instead of {t0} ~ {t}"),
    "mirror": ("(mirror|mirrored|flip|flipped|mirror image)", "(opposite|other) (way|direction|side)", "left ~ right", "{t0} ~ (mirror|flip|the other way)"),
}  # fmt: skip
_JA = {
    "colour": ("{n}", "{k}", "{C}{t0}", "{t0}~{n}", "{t0}~{k}", "色~{n}", "{n}~{t0}"),
    "ground": ("(背景|バック|後ろ)~{N}", "{N}~(背景|バック|後ろ)", "背景{N}", "{G}背景", "{t0}~背景~{N}", "背景~{K}", "(周り|まわり)~{N}"),
    "both": ("{n}~背景~{N}", "{k}~背景~{N}", "背景~{N}~{n}", "{t0}~{n}~背景~{N}", "背景~{N}~{t0}~{n}", "{C}{t0}~{G}背景", "背景{N}~{k}"),
    "bigger": ("(大きく|もっと大きく|拡大|でかく|大きめ|ズーム|アップ|小さすぎ)", "{t0}~(大きく|拡大|でかく|小さすぎ)", "サイズ~(大きく|アップ|上げ)"),
    "smaller": ("(小さく|もっと小さく|縮小|ちっちゃく|小さめ|ズームアウト|大きすぎ)", "{t0}~(小さく|縮小|ちいさく|大きすぎ)", "サイズ~(小さく|ダウン|下げ)"),
    "swap": ("{t}", "{t}に", "{t}に~", "{t0}~{t}", "{t0}~{t}に", "代わり~{t}", "{t}~{t0}じゃなくて", "{t0}をやめて~{t}"),
    "mirror": ("(反転|左右反転|ミラー|鏡|逆向き|反対向き|裏返し)", "左右~逆", "向き~(逆|反対)", "{t0}~(反転|逆向き|反対向き)", "左~右~逆"),
}  # fmt: skip
_PATTERNS_EN = {kind: Patterns(lines) for kind, lines in _EN.items()}
_PATTERNS_JA = {kind: Patterns(lines) for kind, lines in _JA.items()}

Filler = Callable[[random.Random], str]


def english(rng: random.Random, kind: str) -> str:
    parts = [part.strip() for part in _PATTERNS_EN[kind].expanded(rng).split("~")]
    return " ".join(filter(None, [_some(rng, fillers_en), *_between(rng, parts, fillers_en), _some(rng, fillers_en)]))


def japanese(rng: random.Random, kind: str) -> str:
    parts = _PATTERNS_JA[kind].expanded(rng).split("~")
    return "".join([_some(rng, fillers_ja), *_between(rng, parts, fillers_ja), _some(rng, fillers_ja)])


def _between(rng: random.Random, parts: list[str], fillers: Filler) -> list[str]:
    woven = parts[:1]
    for part in parts[1:]:
        woven += [_some(rng, fillers), part]
    return woven


def _some(rng: random.Random, fillers: Filler) -> str:
    return fillers(rng) if rng.random() < 0.6 else ""

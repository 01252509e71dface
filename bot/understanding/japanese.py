"""The Japanese commands, as full matches over a bare shadow (see ``normalise``) without its spaces. The first decides.

「やり直し」 and 「やり直して」 are "do it over" (reroll), as people say them to somebody who draws, not the menu's word
for redo; 「リドゥ」, 「進めて」 and 「取り消しを取り消して」 are redo. 「一つ前に戻して」 is undo, 「前のに戻して」
goes to the previous one.
"""

from __future__ import annotations

import re

from bot.understanding import meanings
from bot.understanding.meanings import Rule
from bot.understanding.references import KANJI, PICTURE_JA, TIMES_JA

_DO = r"(?:作って|描いて|書いて|出して|見せて|やって|生成して|試して|して|する|生成)"
_BACK = r"(?:戻|もど)(?:して|す|る|ろう|したい|りたい|れ|し)"
_TO = rf"(?:(?:に|へ|まで)(?:{_BACK}|移動(?:して)?|行って|飛んで))"
_NOUN = r"(?:やつ|絵|画像|もの|バージョン|パターン|状態|案|方|ほう)"
_MORE = r"(?:もっと|もう[1一]枚|他にも|ほかにも|いくつか)"
_THIS = r"(?:これ|それ|この絵|この画像|画像|絵)"
_CHANGE = r"(?:(?:今|さっき|直前)の(?:変更|編集)?を?)"
_TURN = r"(?P<turn>\d{1,18})(?:\.(?P<of>\d{1,2}))?"
_SET = r"[にで]?(?:して|する|変えて|変更して|変更|設定して|描いて|作って|出して|生成して|見せて)?"
_NUMERIC = r"(?P<name>seed|steps|cfg|シード値?|ステップ数?|枚数|サイズ|ガイダンス|アスペクト比|比率|強度)"
_SHARPER = r"(?:アップスケール|高画質化?|高解像度化?|超解像|解像度を(?:上げて|あげて|高く))"

_GRAMMAR = (
    (
        meanings.undo,
        rf"{_CHANGE}?(?:(?:元|もと|前|元の状態|元通り|元どおり)に)?{_BACK}|元(?:通り|どおり)にして",
        rf"(?:もう)?{TIMES_JA}前?(?:に|まで|だけ)?(?:元に)?{_BACK}",
        rf"{_CHANGE}?(?:取り?消し(?:て|す)?|とりけし(?:て)?|取消)|(?:アンドゥ|undo)(?:して)?",
        r"(?:今|さっき)のは?(?:なし|無し|ナシ)(?:で|に|にして)?|(?:(?:今|さっき)の)?[はを]?な(?:かっ|し)たことにして",
    ),
    (
        meanings.redo,
        rf"(?:リドゥ|redo)(?:して)?|(?:{TIMES_JA})?(?:先に|先へ|前へ)?進(?:めて|む|んで)|戻さないで",
        r"(?:取り?消し|元に戻したの|戻したの|アンドゥ|undo)を?(?:取り?消して|取り?消し|やめて|なしにして)",
    ),
    (
        meanings.first,
        rf"(?:一番|いちばん)?(?:(?:最初|はじめ|初め|オリジナル)(?:の{_NOUN}?)?|元の{_NOUN}|元画像|元絵)(?:{_TO}|にして)",
        rf"最初から(?:やり直し(?:て)?|にして)|(?:全部|すべて|全て)(?:元に)?(?:{_BACK}|取り?消して|取り?消し)",
    ),
    (
        meanings.previous,
        rf"(?:(?:ひとつ|[一1]つ)?前|さっき|直前)の{_NOUN}?(?:{_TO}|にして|を?見せて)?",
        r"(?:前|さっき)の(?:方|ほう)が(?:よかった|良かった|いい|良い|好き|好きだった|まし)",
    ),
    (
        meanings.latest,
        rf"(?:最新|一番新しい|最後)(?:の?{_NOUN}|の)?(?:{_TO}|にして)|最新(?:の?{_NOUN}|の)?(?:を?見せて)?",
    ),
    (meanings.turn, rf"@{_TURN}{_TO}?", rf"(?:ターン|バージョン)?{_TURN}(?:番|ターン目?)?{_TO}"),
    (
        meanings.other_picture,
        rf"{PICTURE_JA}(?:を?(?:見せて|表示(?:して)?|選択(?:して)?|選んで|選ぶ)|(?:の(?:方|ほう))?がいい|{_TO}|にする|にして|で)?",
    ),
    (
        meanings.vary,
        rf"(?:{PICTURE_JA}の)?バリエーション[をがも]?(?:もっと)?{_DO}?(?P<how>弱め|強め)?[でに]?",
        rf"(?:(?:{_THIS}|{PICTURE_JA})[にと])?(?:似た|似てる|似ている|同じような|同じ(?=感じ|雰囲気))"
        rf"(?:感じ|雰囲気)?[のなでに]?{_NOUN}?[のをが]?{_MORE}?{_DO}?",
        rf"(?:この|こんな|こういう|これみたいな)(?:感じ|雰囲気)?[のでな]?{_NOUN}?[をが]?{_MORE}{_DO}?",
        rf"{PICTURE_JA}(?:みたいな|のような|っぽい)(?:感じ|雰囲気)?[のでな]?{_NOUN}?[をがで]?{_MORE}?{_DO}?",
    ),
    (
        meanings.reroll,
        rf"(?:もう(?:[一1](?:回|度|枚|個|つ)|いっかい|いちど|いちまい|ひとつ|いっちょ)|もっかい|再度)(?:同じの[をで]?)?{_DO}?",
        r"(?:再生成|リロール|リトライ|reroll)(?:して|する)?|(?:やり|引き|描き|作り)(?:直|なお)(?:し|して|す)",
        rf"(?:(?:別|他|ほか)の|(?:違う|ちがう)(?:の|(?={_NOUN}))){_NOUN}?[をもがでに]?(?:{_DO}|見たい)?",
        r"シード値?を?(?:変えて|変更(?:して)?|ランダム(?:に|で)?(?:して)?)|別のシード[でに]?(?:して)?",
    ),
    (
        meanings.upscale,
        rf"(?:{PICTURE_JA}[をの]?|{_THIS}を)?(?:(?P<factor>\d{{1,3}})倍に)?{_SHARPER}[をに]?(?:して|する)?",
        r"アップスケール(?P<digits>\d{1,2})",
        r"アップスケール(?P<factor>\d{1,3})倍[にで]?(?:して)?",
    ),
    (
        meanings.parameter,
        rf"{_NUMERIC}[をはが]?[:=]?(?P<value>-?[\d.][\d.:x×e/+-]*)(?:回|枚)?{_SET}",
        rf"(?P<name>サンプラー)[をは]?(?P<value>[a-z0-9+]{{1,20}}){_SET}",
        rf"(?P<steps>\d{{1,9}})ステップ{_SET}",
        rf"(?P<count>\d{{1,9}}|[{KANJI}])枚{_SET}",
        rf"(?P<ar>\d{{1,4}}:\d{{1,4}}){_SET}",
        rf"(?P<size>\d{{1,5}}[x×]\d{{1,5}}){_SET}",
    ),
)
RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), meaning) for meaning, *patterns in _GRAMMAR for pattern in patterns
)

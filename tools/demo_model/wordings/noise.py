"""What surrounds a wish and what goes wrong in writing it: chatter, politeness, filler words, typos, unconverted kana."""

from __future__ import annotations

import random
import string

# fmt: off
BEFORE_EN = (
    "please", "please", "can you", "could you", "pls", "now", "ok now", "hey", "and", "then", "hmm", "ok,", "so", "maybe", "actually", "well,", "would you", "just", "also",
    "nice!", "great, now", "cool but", "love it,", "that's nice but", "not quite,", "almost,", "hmm no,", "wait,", "sorry,", "good,", "awesome,", "looks good,", "thanks,", "i think", "if you can,",
    "one more thing:", "ok so", "yes but", "no,", "alright,", "perfect, now", "oh,", "wow,", "lovely,", "cute!", "for the next one", "again,", "instead,", "my wish:", "quick one:", "when you have time,", "not bad,", "ugh,", "lol", "btw", "um", "eh,",
)
AFTER_EN = (
    "please", "please", "!", ".", "?", "pls", "thanks", "now", ", please", ":)", "...", "plz", "ok?", "if you can", "thank you", "this time", "again", "instead", "!!", "if possible", "if that's ok", "would be nice", "for me", "would you",
    "thx", "cheers", "when you can", "asap", "i think", "or so", "somehow", "right?", "my friend", "buddy", "for my daughter", "that's all", "and nothing else", "only", "too", "then", "haha", "lol", ", will you", ", can you", ", ok", "i guess", "without changing anything else", "keep the rest",
)
BEFORE_JA = (
    "じゃあ", "次は", "今度は", "えっと", "やっぱり", "では", "あと", "それを", "ちょっと", "すみません", "できれば", "もう一度", "いいね、", "いいね！", "かわいい！", "うーん、", "あ、", "ねえ、", "ありがとう、", "ありがとう。", "すみませんが", "悪いけど",
    "申し訳ないけど", "んー", "いい感じ、", "惜しい、", "違う、", "いや、", "そうじゃなくて、", "よし、", "はい、", "最後に", "続いて", "それから", "で、", "なんか", "できたら", "よければ", "可能なら", "お手数ですが", "あの、", "さて", "ほら、", "とりあえず", "おお、", "素敵！", "ごめん、", "もしよければ", "早速", "もう少し、",
)
AFTER_JA = (
    "ください", "ください", "下さい", "。", "！", "ね", "お願い", "お願いします", "くれる？", "？", "ほしい", "欲しい", "ほしいです", "よ", "くれ", "ほしいな", "もらえますか", "もらえる？", "〜", "みて", "ー", "！！", "、お願い", "、頼む", "、よろしく", "。お願いします", "。ありがとう", "w", "笑",
    "…", "けど", "な", "ねー", "、できれば", "かな", "かも", "です", "、今すぐ", "、急ぎで", "だけでいい", "、それだけ", "。他はそのままで", "、あとはそのまま", "くださいませ", "んだけど", "と嬉しい", "といいな",
)
_FILLERS_EN = tuple(
    ["really", "very", "quite", "nice", "here", "there", "bit", "little", "kind", "of", "like", "think", "would", "look", "looks", "better", "best", "love", "see", "to", "for", "me", "my", "we", "us", "you", "your", "great", "good", "some", "any", "that", "this", "one", "thing", "things", "picture", "image", "whole", "entire", "all", "with", "be", "is", "was", "are", "need", "needs", "want", "wanted", "got", "get", "go", "let", "do", "does", "did", "have", "has", "had", "new", "other", "next", "time", "up", "down", "out", "off", "away", "around", "over", "under", "by", "at", "as", "but", "or", "if", "too", "so", "much", "than", "fine", "cool", "wow", "shade", "tone", "hue", "tint", "kindly", "perhaps", "possible", "possibly", "rather", "favourite", "favorite", "gets", "goes", "becomes", "become", "becoming", "alter", "render", "adjust", "update", "modify", "display", "when", "where", "while", "because", "since", "until", "maybe", "someone", "somebody", "everybody", "today", "tomorrow", "tonight", "school", "office", "garden", "party", "present", "gift", "mother", "father", "sister", "brother", "client", "customer", "logo", "poster", "card", "screen", "phone", "website", "banner", "sticker", "style", "lovely", "fancy", "simple", "plain", "funny", "serious", "happy", "sad", "bored", "tired", "glad", "sure", "certain", "clear", "obvious", "strange", "weird", "crazy", "silly", "smart", "clever", "quick", "slow", "easy", "hard", "soft", "loud", "quiet", "always", "never", "often", "sometimes", "usually", "already", "still", "yet", "almost", "nearly", "about", "again", "once", "twice", "first", "second", "third", "last", "final", "finally", "overall", "basically", "literally", "honestly", "frankly", "seriously", "personally", "certainly", "definitely", "probably", "surely", "hopefully", "wonder", "hope", "wish", "expect", "guess", "suppose", "believe", "feel", "imagine", "remember", "forget", "notice", "prefer", "choose", "decide", "keep", "stay", "leave", "work", "works", "working", "play", "bring", "carry", "hold", "give", "take", "send", "find", "help", "start", "stop", "finish", "begin", "end", "change", "switch", "move", "set", "apply", "version", "option", "choice", "idea", "plan", "way", "manner", "fashion", "sort", "type", "form", "design", "artwork", "illustration", "sketch", "result", "output", "thanks", "thank", "cheers", "hello", "hi", "dear", "sir", "madam", "mate", "dude", "buddy", "folks", "guys", "ok", "okay", "yes", "no", "yeah", "yep", "nope", "nah", "right", "wrong", "exactly", "same", "different", "accent", "feature", "element", "detail", "area", "part", "piece", "section", "portion", "item", "entity", "figure", "character", "main", "central", "single", "lone", "only", "just", "even", "also", "plus", "besides", "apart", "except", "without", "within", "inside", "outside", "near", "between", "among", "through", "across", "along"]
)
_FILLERS_JA = (
    "ちょっと", "なんか", "こう", "その", "ええと", "できれば", "お願い", "ください", "して", "してほしい", "したい", "がいい", "みたいな", "感じ", "で", "に", "を", "は", "が", "も", "の", "と", "、", "。", "！", "？", "ね", "よ", "かな", "かも", "です", "ます", "だよ", "もの", "やつ", "ところ",
    "全部", "少し", "もう一回", "今", "これ", "それ", "あれ", "ここ", "そこ", "絵", "画像", "写真", "友達", "娘", "会社", "ポスター", "カード", "使う", "作る", "見る", "見せて", "思う", "思った", "気がする", "希望", "予定", "案", "パターン", "バージョン", "雰囲気", "印象", "気分", "方向", "デザイン",
    "すぐ", "早く", "ゆっくり", "丁寧に", "きれいに", "うまく", "上手に", "しっかり", "ちゃんと", "とにかく", "多分", "絶対", "本当に", "実は", "正直", "個人的に", "結局", "仕上げて", "調整", "編集", "加工", "修正", "処理", "設定", "指定", "選択", "採用", "検討", "試して", "頼みます", "お任せ", "了解", "ありがとう",
    "まじで", "めっちゃ", "とても", "すごく", "けっこう", "わりと", "たぶん", "いける", "できる", "なる", "ある", "いる", "やる", "どう", "なに", "どんな", "素敵", "可愛い", "面白い", "楽しい", "嬉しい", "悲しい", "寂しい", "明るい", "暗い", "強い", "弱い", "メイン", "主役", "部分", "中央", "パーツ",
)
_IN_KANA = {
    "大きく": "おおきく", "小さく": "ちいさく", "背景": "はいけい", "反転": "はんてん", "左右": "さゆう", "向き": "むき", "後ろ": "うしろ", "少し": "すこし", "変えて": "かえて", "逆": "ぎゃく", "反対": "はんたい", "拡大": "かくだい",
    "縮小": "しゅくしょう", "代わり": "かわり", "色": "いろ", "赤": "あか", "青": "あお", "緑": "みどり", "白": "しろ", "黒": "くろ", "紫": "むらさき", "黄色": "きいろ", "茶色": "ちゃいろ", "塗って": "ぬって",
    "描いて": "かいて", "置いて": "おいて", "周り": "まわり", "下さい": "ください", "欲しい": "ほしい", "お願い": "おねがい", "方が": "ほうが", "良い": "よい", "見たい": "みたい", "猫": "ねこ", "犬": "いぬ", "魚": "さかな", "鳥": "とり", "花": "はな", "星": "ほし", "家": "いえ", "車": "くるま", "船": "ふね", "傘": "かさ",
}
# fmt: on
"""How those who do not convert their kana write."""
_KANA = "あいうえおかきくけこさしすせそたちつてとなにのはまみもやよらりるれろわをんアイウエオカキクケコサシスセソタチツテトナニノハマミモヤヨラリルレロワンー"
_KANA_LONGEST_FIRST = sorted(_IN_KANA, key=len, reverse=True)


def fillers_en(rng: random.Random) -> str:
    """One to three words that ask for nothing."""
    return " ".join(
        rng.choice(_FILLERS_EN) if rng.random() < 0.75 else _gibberish(rng) for _ in range(rng.randint(1, 3))
    )


def fillers_ja(rng: random.Random) -> str:
    """One to three pieces that ask for nothing."""
    return "".join(
        rng.choice(_FILLERS_JA) if rng.random() < 0.8 else "".join(rng.choices(_KANA, k=rng.randint(1, 4)))
        for _ in range(rng.randint(1, 3))
    )


def sloppy_en(rng: random.Random, text: str) -> str:
    if rng.random() < 0.2:
        text = f"{rng.choice(BEFORE_EN)} {text}"
    if rng.random() < 0.25:
        after = rng.choice(AFTER_EN)
        text = f"{text} {after}" if after[0].isalpha() else text + after
    words = text.split(" ")
    if len(words) > 1 and rng.random() < 0.15:
        for _ in range(rng.randint(1, 3)):
            words.insert(rng.randint(0, len(words)), fillers_en(rng))
    if rng.random() < 0.1:
        at = rng.randrange(len(words))
        words[at] = _typo(rng, words[at])
    return " ".join(words)


def sloppy_ja(rng: random.Random, text: str) -> str:
    if rng.random() < 0.15:
        text = rng.choice(BEFORE_JA) + text
    if rng.random() < 0.25:
        text += rng.choice(AFTER_JA)
    if rng.random() < 0.1:
        for kanji in _KANA_LONGEST_FIRST:
            text = text.replace(kanji, _IN_KANA[kanji])
    if rng.random() < 0.05 and len(text) > 4:
        lost = rng.randrange(len(text))
        text = text[:lost] + text[lost + 1 :]
    if rng.random() < 0.06:
        text = text + fillers_ja(rng) if rng.random() < 0.5 else fillers_ja(rng) + text
    return text


def _gibberish(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_lowercase, k=rng.randint(2, 8)))


def _typo(rng: random.Random, word: str) -> str:
    if len(word) < 3:
        return word
    at = rng.randrange(len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
        )
    )

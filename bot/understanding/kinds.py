"""The kinds of an edit: what a wish is about. The first rule that is found decides; deeds come before things."""

from __future__ import annotations

import re

from bot.understanding import clauses, verbs
from bot.understanding.colours import ENGLISH, STEM
from bot.understanding.hearing import HELD, hold
from bot.understanding.normalise import bare, is_japanese, shadow

KINDS = (
    *("recolour", "attribute", "replace", "add", "remove", "background"),
    *("style", "tone", "pose", "layout", "text", "detail"),
)
_READ = 300
"""Characters looked at: the wish stands at the front."""

_GROUND = r"(?:back ?grounds?|backdrop|bg|scenery|surroundings|setting)"
_HAIR = r"(?:hair|beard|moustache|mustache|skin|eyes?|eyebrows|nose|nails?|fur|lips|face|body|ears?|tail|wings?)"
_CLOTHES = (
    r"(?:dress|suit|shirt|t-?shirt|jacket|coat|kimono|uniform|armou?r|outfit|clothes|clothing|costume|robe|skirt|pants"
    r"|jeans|trousers|shorts|sweater|hoodie|swimsuit|bikini|tuxedo|gown|cloak|boots|shoes|sneakers"
    r"|socks|gloves|apron|pajamas)"
)
PLACES = (
    r"(?:forest|woods|jungle|beach|ocean|sea|space|outer space|desert|city|street|town|village"
    r"|mountains?|mountain top|castle|room"
    r"|kitchen|bedroom|office|classroom|school|park|garden|field|meadow|river|lake|island|moon|mars"
    r"|sky|clouds|cave|underwater"
    r"|tokyo|paris|london|new york|rome|egypt|japan|hawaii|library|cafe|café|restaurant|bar|stage"
    r"|stadium|church|temple|shrine|train station|subway"
    r"|snow|rain|fog|storm|swamp|volcano|ruins|dungeon|spaceship|studio|gym|pool|hospital|airport|farm"
    r"|barn|farmhouse|bathroom|hell|heaven|woodland|countryside|savanna|savannah|arctic|antarctica"
    r"|tundra)"
)
_MAKE = r"(?:make|turn|paint|colou?r|recolou?r|dye|change|tint|have|let|want|get|set)"
_C = rf"(?:(?:light|dark|bright|pale|deep|hot|neon|pastel|baby|blood|sky|rose|jet)[ -])?{ENGLISH}"

_DETAIL = (
    r"\b(?:up(?:scale|res)|de-?noise|high(?:er)?[ -](?:quality|res(?:olution)?|def)|hi-?res|hd|uhd"
    r"|[48]k|remaster|restore|restoration)\b",
    r"\b(?:enhance|improve|refine|polish|fix|correct|repair|clean up|touch up"
    r"|retouch)\b(?!.{0,30}\b(?:colou?rs?|contrast|bright\w*|lighting|saturation|exposure|tone)\b)",
    r"\b(?:sharp(?:en|er|ness)?|crisp(?:er|en)?|more detail(?:s|ed)?|finer detail|less (?:blurry|noisy"
    r"|grainy|pixelated)|too (?:blurry|noisy|grainy|pixelated)|unblur|deblur"
    r"|make it (?:look )?(?:a lot |much |way |even )?(?:better|nicer|prettier|cooler|epic|awesome|good"
    r"|great)|red[- ]?eye)\b",
    r"\b(?:looks? (?:a bit |kinda |so )?(?:wrong|weird|off|wonky|deformed|messed up)|extra (?:finger"
    r"|hand|leg|arm)s?|(?:smooth|clear) (?:out )?(?:the |her |his )?(?:skin|face)|faces? clear(?:er)?"
    r"|clarity|more realistic (?:hands?|fingers))\b|^(?:better|nicer|prettier|cleaner)$",
    r"高画質|高解像度|画質|解像度|シャープ|くっきり|鮮明|ノイズ|修復|きれいに|綺麗に|キレイに"
    r"|もっと(?:良く|よく)|ディテール|細かく|精細|緻密|描き込|指が|手が(?:おかし|変)|クオリティ|丁寧に"
    r"|ぼやけ",
)
_TONE = (
    r"\b(?:bright(?:er|en|ness)?|dark(?:er|en)|dim(?:mer)?|light(?:er|en)|lighting|exposure"
    r"|contrast\w*|(?:de|over)?satur\w+|warm(?:er|th)?|cool(?:er)?|vibran\w+|vivid|muted|moody|moodier"
    r"|colou?rful|colou?r (?:balance|grad\w+|correct\w+)|tones?|tint|hue|shadows?|highlights?"
    r"|black ?(?:and|&|n) ?white|b ?& ?w|gr[ae]y ?scale|monochrome|sepia|glow|backlit|low[- ]key"
    r"|high[- ]key|pastel|washed out|too (?:dark|bright|dull|pale|light|cold)|colou?rs? pop"
    r"|white balance|gamma|levels?|curves|dramatic light\w*|ambient)\b|\bcolou?rs?\b",
    r"明る|暗く|暗め|暗すぎ|暗い|明度|コントラスト|彩度|鮮やか|あざやか|暖色|寒色|暖か|温か|色味"
    r"|色合い|トーン|モノクロ|白黒|セピア|ライティング|照明|逆光|光を|まぶし|眩し|淡い?|ビビッド"
    r"|くすん|カラフル|影を|落ち着いた色|パステル",
)
_STYLE = (
    rf"\b(?:styles?|styled|stylized|filter|aesthetic|vibes?|art ?work|in the manner of|{verbs.STYLE}"
    rf"|(?:photo-?)?realistic|paintings?|drawing|water ?colou?rs?|comics?|cartoon(?:y|ish)?|caricature"
    rf"|render(?:ed|ing)?|as (?:an? )?(?:painting|photo|sculpture|statue|emoji|logo|poster|coin|stamp)"
    rf"|old (?:photo|film|movie)|1[89]\d0s|[2-9]0s|effect|photo|texture of a painting|artistic"
    rf"|illustration)\b",
    r"風に|風で|風$|ふうに|っぽく|ぽく|タッチ|水彩|油絵|ドット絵|アニメ|漫画|マンガ|線画|スケッチ|写実"
    r"|リアル|イラスト|調に|調で|調$|スタイル|画風|ピクセル|3d|浮世絵|実写|レトロ|サイバーパンク"
    r"|ジブリ|水墨画|ポップ|切り絵|版画|ゴシック",
)
_LAYOUT = (
    r"\b(?:crop\w*|zoom\w*|rotat\w+|flip\w*|mirror\w*|aspect|landscape (?:mode|format|orientation"
    r"|shape)|portrait (?:mode|format|orientation|shape)|square|wide(?:r|screen)?|narrower"
    r"|taller picture|cent(?:er|re)d?|align\w*|straighten|resize|shrink|enlarge|scale|bigger|smaller"
    r"|larger|big|huge|tiny|small|closer|further|farther|full[- ]?body|half[- ]?body|close[- ]?up"
    r"|(?:wide|long|low|high|side|top|bird'?s[- ]eye|aerial|front|back) (?:shot|angle|view)|camera"
    r"|composition|frame|framing|perspective|extend|expand|outpaint|uncrop|head ?shot|from (?:above"
    r"|below|behind|the side|afar)|position|upside|reframe|panorama|higher up|lower down|vertical"
    r"|horizontal|proportions?|size|margins?|angle|degrees)\b",
    r"\bmove\b.{1,60}\b(?:left|right|up|down|middle|cent(?:er|re)|top|bottom|corner|front|back|closer"
    r"|away|side|over)\b|\bto the (?:left|right|middle|cent(?:er|re))\b|\b(?:taller|shorter"
    r"|longer) (?:image|picture|format|canvas)\b",
    r"大き|おおき|小さ|ちいさ|でか|デカ|拡大|縮小|反転|ミラー|鏡写し|鏡像|回転|ズーム|横長|縦長|正方形|移動"
    r"|移して|中央|真ん中|寄せ|寄って|引きで|引いて|アップで|アップに|構図|トリミング|切り抜|全身"
    r"|上半身|アングル|俯瞰|左に|右に|配置|余白|遠く|近く|比率|横向き|縦向き|カメラ|後ろ姿|遠目|手前に",
)
_REMOVE = (
    r"\b(?:remove|removed|deleted|erased|taken out|delete|erase|lose|get rid of|drop|ditch|kill"
    r"|eliminate|hide|wipe|crop out|edit out"
    r"|cut (?:out|off)|airbrush out|photoshop out|(?:take|pull) (?:.{1,40} )?(?:away|off|out)"
    r"|take the \w+ (?:away|off|out)|without|no more|minus|less (?:people|clutter|stuff)|subtract"
    r"|strip|declutter|clear (?:the|out|away))\b|^(?:but |and |with )?no \w|\b(?:don'?t|do not"
    r"|dont) (?:want|need|like) (?:the|a|an|any|that|those|his|her)\b|\b(?:shouldn'?t"
    r"|should not) (?:have|wear|be (?:any|there))|\b(?:unneeded|nobody|no one)\b",
    r"消して|けして|消す|消した|取って|とって|取り除|外して|はずして|なくして|無くして|削除|除去"
    r"|抜きで|抜き$|なしで|なしに|なし$|無しで|無し$|いらない|要らない|いらん|不要|邪魔|じゃま|脱がせ"
    r"|消え|除いて|剃って|ない(?:方|ほう)が",
)
_ADD = (
    r"\b(?:add|adding|insert|include|throw in|slap|stick|attach|overlay|superimpose|sprinkle|duplicate"
    r"|clone|populate|bring in|pop)\b|\bgive (?:it|him|her|them|me|us|the [\w ]{1,30}|\w+) (?:an? "
    r"|some |more |two |\d |bigger |\w+ )",
    r"\b(?:put|place|draw|have|hang|lay|set|create|show|make|write|see|get|generate)(?: in)? (?:an? "
    r"|some |more |two |three |another |\d+ |lots of |a few |falling |extra )(?!(?:bit|little|lot"
    r"|touch|tad)\b)",
    r"\b(?:needs?|could use|want|like|should have|deserves?|missing|how about|what about|with|there be"
    r"|there (?:was|were)|plus) (?:an? |some |more |to have |another |extra |\d+ |two "
    r"|three )(?!(?:bit|little|lot|touch|tad)\b)\b|^(?:with|and|more|moar|another|an?|some|plus|extra"
    r"|\d+|two|three|lots of) (?!(?:bit|little|lot|touch|tad|more)\b)\w|\b(?:needs?|wearing|wears?"
    r"|holding)\b",
    r"追加|加えて|足して|たして|付けて|つけて|かぶせて|被せて|乗せて|載せて|のせて|入れて|いれて"
    r"|置いて|おいて|持たせて|欲しい|ほしい|増やして|ふやして|足りない|描き足|降らせて|咲かせて"
    r"|飛ばして|浮かべて|もう[一1](?:人|匹|つ|個|本|羽|頭|枚|台)|(?:が|も)(?:いる|ある|あった)と"
    r"|飾って|並べて|かけて|いてほしい|添えて|生やして",
)
_BACKGROUND = (
    rf"\b{_GROUND}\b|\b(?:at|during|in the) (?:{verbs.TIME})\b|\b(?:{verbs.TIME})(?: ?time)?$"
    rf"|^(?:{verbs.TIME})\b|\b(?:it|be|is|to|a|as) (?:a )?(?:{verbs.TIME}|{verbs.SEASON})\b",
    rf"\b(?:in|on|at|to|inside|under|near|into|by|onto) (?:an? |the |some "
    rf"|outer )?(?:\w+ ){{0,2}}{PLACES}\b|\b(?:under ?water|indoors?|outdoors?|outside|in space)\b",
    rf"\b(?:in|during) (?:the )?(?:{verbs.SEASON})\b|^(?:{verbs.SEASON})\b|\b(?:snowy|rainy|foggy"
    rf"|stormy|cloudy|sunny|misty|snowing|raining|weather|season|overcast|windy|wintry|autumnal)\b"
    rf"|\b(?:make it|add(?: some)?|with|more|let it|falling) (?:{verbs.WEATHER})\b|\b(?:scene"
    rf"|environment|skyline|landscape)\b|\bsky\b",
    r"背景|バックを|バックは|(?:夜|夕方|夕焼け|夕暮れ|朝|昼|深夜|早朝|冬|夏|春|秋|雪景色|雨|雪|星空"
    r"|夜景|晴れ|曇り|嵐|霧)(?:に|で|の|を|だ|が|$)|場所|(?:海|森|街|町|山|空|宇宙|砂漠|教室|部屋|公園"
    r"|川|湖|庭|都会|東京|京都|水中|浜辺|ビーチ|草原|神社|城|月面)(?:で|の中|に(?:して|変|い))|天気"
    r"|季節|舞台|外に|屋外|室内|時間帯",
)
_POSE = (
    r"\b(?:pos(?:e|es|ing)|smil\w+|grin\w*|laugh\w*|frown\w*|cry\w*|wink\w*|blink\w*|sitting|sit"
    r"|standing|stand|running|run|jump\w*|danc\w+|wav(?:e|ing)|sleep\w*|lying|lie|lay(?:ing)? down"
    r"|kneel\w*|crouch\w*|fly|flying|walk\w*|swim\w*|look(?:ing)? (?:at|away|up|down|left|right|back"
    r"|to|into|toward\w*|over|out|straight)|fac(?:e|ing) (?:the|left|right|away|us|me|forward"
    r"|toward\w*|camera|other)|eyes? (?:closed|open|shut)|(?:close|open|shut) (?:his|her|its|their"
    r"|the) (?:eyes?|mouth)|mouth (?:open|closed)|expression|happy|happier|sad|sadder|angry|angrier"
    r"|mad|surprised|scared|bored|excited|serious|gaze|thumbs? up|peace sign|arms? (?:crossed|up"
    r"|raised|out|open)|hands? (?:up|raised|on|in)|rais(?:e|ing) (?:his|her|its|their|the|one|both|a)"
    r"|hugging|hug|kiss\w*|fight\w*|gestur\w+|point(?:ing)? (?:at|to|up)|turn(?:ed|ing)? (?:around|his"
    r"|her|its|their|the) ?(?:head|back)?|lean\w*|bow(?:ing)?|stretch(?:ing)? (?:his|her|out)"
    r"|relax(?:ed|ing)?|eating|drinking|reading|playing|riding|holding hands|action|chew\w*|yawn\w*"
    r"|shout\w*|scream\w*|sing(?:ing)?|stick (?:its|his|her) tongue|tongue out|head (?:up|down|tilted)"
    r"|looking)\b",
    r"笑|ポーズ|座|立た|立って|立ち姿|走ら|走って|走り|ジャンプ|跳|飛ば|飛んで|踊|寝|眠|泣|怒|表情|驚"
    r"|ウインク|ウィンク|目を(?:閉|開|つぶ|とじ)|口を|振って|手を(?:振|挙|上|あげ|つな|組)|見上げ"
    r"|見下ろ|振り向|振り返|こっちを|こちらを|カメラ目線|目線|視線|向か|向いて|向かせ|横を|前を|歩か"
    r"|歩いて|食べ|飲ん|読ん|悲し|嬉し|うれし|楽しそう|照れ|ピース|腕を|抱|動き|真顔|ドヤ|うつむ"
    r"|しゃが|膝",
)
_TEXT = (
    rf"{HELD}.{{0,60}}\b(?:text|letters?|words?|caption|sign|title|written|writing|logo)\b|\b(?:write"
    rf"|writing|written|says?|saying|spell\w*|reads?|reading|text|letters?|letter(?:ed|ing)|words?"
    rf"|caption\w*|title|label\w*|sign|banner|speech bubble|font|slogan|typo(?:graphy)?|inscription"
    rf"|engrav\w+|quote|subtitles?|headline)\b.{{0,60}}{HELD}",
    r"\b(?:add|put|change|insert|write|include|place|fix|replace|make|translate|correct"
    r"|spell)\b.{0,40}\b(?:text|words?|caption|title|lettering|letters|font|slogan|speech bubble"
    r"|inscription|signature|spelling|logo text|label)\b|\bwrite\b|\bspell\b|\bcaption\b|\bsaying\b"
    r"|\bthat says\b",
    rf"文字|テキスト|と書い|って書い|と書き|ロゴ|タイトル|看板に|字幕|セリフ|吹き出し|フォント"
    rf"|{HELD}(?:と|って|を|に)|サイン(?:を|に)|書いて|書き込",
)
_REPLACE = (
    r"\b(?:replac\w+|swap\w*|instead|instead of|substitut\w+|exchange|switch|trade|rather than"
    r"|turn(?:ed|s)? (?:it|him|her|them|this|that|the [\w ]{1,30}|\w+) (?:in ?to)|transform|convert"
    r"|morph|face ?swap)\b",
    r"\bchange (?:it|him|her|them|the [\w' ]{1,40}?|\w+|his \w+|her \w+) (?:in ?to|to|for|with)\b"
    r"|\bmake (?:it|him|her|them|this|that|(?:the )?\w+) (?:(?:in)?to )?an? (?!bit\b|little\b|lot\b"
    r"|tad\b|touch\b|more\b|less\b|tiny bit\b)|\bbut (?:with )?an? \w+ instead|\bnot an? \w+"
    r"|\bshould be an? \w+|\b\w+ not (?:an? )?\w+$|\bmake (?:it|them|him|her) (?:look like|into)\b",
    r"じゃなくて|ではなく|じゃなく|差し替え|置き換え|入れ替え|取り替え|交換|代わりに|かわりに|の代わり|化して|変身",
    r"を[^をに]{1,20}に(?:して|変えて|変更|する|替えて|換えて|かえて|しよう|したい|$)|^(?!.*(?:やか"
    r"|らか|静か|シンプル|派手)に)[^にをはが]{1,12}に(?:して|変えて|変更|替えて|チェンジ|$)"
    r"|^[^にをはが]{1,10}がいい",
)
_RECOLOUR = (
    rf"\b(?:re)?colou?r(?:ed|ise|ize|ing)?\b(?! (?:balance|grad|correct|palette))"
    rf"|\b{_C}\b(?! (?:{_CLOTHES}|{_GROUND}|hat|cap|flower\w*|car|light)\b)|\bblonde?\b|\bbrunette\b"
    rf"|\bginger\b|#[0-9a-f]{{6}}",
    rf"(?:{STEM})色?(?:[くいのにで]|っぽ|系|め|$)|色を|色に|色は|色違い|カラーを|金髪|黒髪|赤髪|茶髪|銀髪|白髪",
)
_ATTRIBUTE = (
    rf"\b(?:{_HAIR}|{_CLOTHES}|{verbs.MATERIAL}|old(?:er)?|young(?:er)?|aged?|bald|beard|fat(?:ter)?"
    rf"|thin(?:ner)?|muscular|fluff\w+|long(?:er)?|short(?:er)?|curly|straight|spiky|hairstyle|bun"
    rf"|ponytail|braids?|made (?:out )?of|wear\w*|dressed|naked|tattoos?|make-?up|freckles|pregnant"
    rf"|chubby|skinny|cute(?:r)?|scar(?:y|ier)|pretty|ugly|dirty|clean|wet|dry|broken|open|closed|empty"
    rf"|full|pattern\w*|texture\w*|material|ripe|rotten|melted|thick(?:er)?|slim\w*)\b",
    r"髪|ひげ|ヒゲ|髭|服|衣装|ドレス|着物|浴衣|スーツ|制服|セーター|コート|着せ|履か|素材|木製|金属"
    r"|ガラス|ふわふわ|もふもふ|モフモフ|若く|年|老け|太ら|太く|太っ|痩せ|細く|長く|長め|短く|短め"
    r"|かわい|可愛|怖く|怖い|古く|古び|新しく|濡れ|汚|ボロボロ|ぼろぼろ|マッチョ|筋肉|メイク|肌|目を"
    r"|瞳|毛|模様|柄|水玉|ストライプ|キラキラ|光ら|ツヤ|透明|化粧|子供|大人|丸く|ロング|ショート|ボブ"
    r"|ツインテール|ポニーテール|柔らか|硬|派手|地味|かっこよ|渋く|おしゃれ|高く|低く|顔を|体を|耳を"
    r"|鼻を|眉",
)


def _rule(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_ACCESSORY = (
    r"(?:hat|cap|crown|tiara|glasses|sunglasses|shades|scarf|earrings?|necklace|mask|helmet|watch|tie"
    r"|bow ?tie|bow|headphones|ring|backpack|bag|wig|monocle|eye ?patch|goggles|flower|ribbon|belt"
    r"|sword|umbrella|bracelet|collar|halo|headband|wreath|beanie|sombrero|beret|hood)s?"
)
_THEREOF = r"(?!.{0,40}\b(?:background|backdrop|sky|text|words?|caption|title|letters?|style)\b)"
# A deed that opens the wish says what it is, whatever the things are called.
_OPENING = (
    (
        "background",
        rf"^(?:move|put|place|send|take|set|bring) (?!an? |some |two |more )[\w ]{{1,30}}? (?:to|in|into|on"
        rf"|onto|at|inside) (?:an? |the |outer )?(?:\w+ ){{0,2}}{PLACES}$",
    ),
    (
        "layout",
        r"^(?:put|place|move|have) (?:the|it|him|her|them|his|her) ?[\w ]{0,30}? (?:in|to|at|on"
        r"|into) the (?:\w+ )?(?:corner|cent(?:er|re)|middle|left|right|top|bottom|foreground)(?: side)?$"
        r"|\bspace (?:at|on|around|above|below)\b|\bshow (?:the |his |her |its )?(?:whole|full"
        r"|entire) \w+$",
    ),
    ("style", r"\bmore (?:cartoon\w*|realistic|anime|artistic|painterly|stylized)$"),
    (
        "attribute",
        r"\b(?:longer|shorter|curly|straight|messy|wavy|spiky|thicker) (?:hair|beard|fur|ears|tail)\b"
        r"|\b(?:hair|beard|fur) (?:longer|shorter|curly|straight|messy|wavy|spiky|thicker)$|^make (?:him"
        r"|her|them|it|the [\w ]{1,20}) bald\b",
    ),
    ("recolour", rf"^(?:give (?:him|her|it|them|the \w+) |with )?{_C} (?:hair|eyes|skin|lips|fur)$|^{_C} \w+ instead$"),
    (
        "add",
        r"^(?:there|here) (?:should|could|must) be\b|^(?:could use|need|an? [\w ]{1,30} would be (?:nice"
        r"|cool|good|great))\b(?! (?:more|less) (?:contrast|light|saturation|brightness|detail))",
    ),
    ("tone", r"\b(?:soft|hard|warm|cold|cool|dramatic|natural|neon|golden|studio|dim|bright)\w* light(?:ing|s)?$"),
    (
        "pose",
        r"^(?:make|have|let) (?:him|her|them|it|the [\w ]{1,20}?) (?:gallop|bark|roar|eat|drink|hug|kiss"
        r"|fight|play|ride|climb|crawl|bow|clap|cheer|sneeze|yawn|throw|catch|kick|punch|shout|hold hands"
        r"|shake hands|walk|fly|swim|sleep|sit|stand|jump|dance|smile|laugh|cry|wave|wink|run)\b",
    ),
    (
        "style",
        rf"^(?:transform|convert|turn|change|make|redraw|render|reimagine|draw|do)\b.{{0,60}}\b(?:in|into"
        rf"|to|as|like) (?:an? |the )?(?:[\w-]+ ){{0,4}}(?:styles?|{verbs.STYLE}|painting|sketch|cartoon"
        rf"|drawing|comic|statue|sculpture|illustration)\b(?! (?:hair|background|dress|car|house))",
    ),
    ("tone", r"^(?:in |make it )?(?:black (?:and|&|n) white|b ?& ?w|monochrome|gr[ae]y ?scale|sepia)\b"),
    (
        "text",
        rf"^(?:change|replace|swap|correct|fix|switch|make|turn|set)\b.{{1,60}}\b(?:to|with|for|say"
        rf"|read)\b.{{0,20}}{HELD}",
    ),
    ("replace", rf"^(?:replace|swap|substitute|exchange|trade|switch)\b{_THEREOF}"),
    (
        "tone",
        r"^(?:darken|brighten|lighten|dim|saturate|desaturate|(?:warm|cool) (?:up|down|it"
        r"|the))\b(?!.{0,30}\b(?:hair|skin|eyes|lips|fur|teeth|background|sky)\b)",
    ),
    (
        "detail",
        r"^(?:enhance|improve|upgrade|increase|boost|raise)\b.{0,40}\bquality\b|\b(?:size and quality"
        r"|quality of|image quality|picture quality)\b",
    ),
    (
        "layout",
        r"^(?:zoom|crop|rotate|flip|mirror|uncrop|cent(?:er|re)|straighten|move|shift|resize|shrink"
        r"|enlarge)\b(?! out (?:the|of))|^turn\b.{0,30}\b(?:\d+ ?(?:deg\w*|°)|upside|sideways|clockwise)",
    ),
    (
        "remove",
        rf"^(?:remove|delete|erase|get rid of|lose|extract|isolate|cut (?:out|off)|take (?:out|off|away)"
        rf"|photoshop out|crop out)\b{_THEREOF}(?!.{{0,30}}\b(?:noise|grain|blur|glare|shadows?|haze"
        rf"|blemish\w*|wrinkles|red[- ]?eye|scratches|reflections?|tint|saturation|contrast)\b)",
    ),
    (
        "add",
        rf"\b(?:wear|wears|wearing|put|have|give|get|needs?|with|on|in)\b.{{0,30}}\b(?:an? |some |the |his "
        rf"|her )?(?:[\w-]+ ){{0,3}}{_ACCESSORY}$",
    ),
    (
        "add",
        rf"^(?:add|insert|include|throw in|draw|stick|attach|give (?:it|him|her|them"
        rf"|the [\w ]{{1,30}}))\b(?!.{{0,40}}\b(?:background|backdrop|text|words?|caption|title|letters?"
        rf"|style|filter|contrast|brightness|saturation|warmth|vibran\w+|detail\w*|effect|lighting"
        rf"|colou?rs?|sharpness|blur|rain|snow|fog|mist|smile|expression|tones?|tint|shadows?|mood|vibe)\b"
        rf"|.{{0,20}}{HELD})",
    ),
    (
        "attribute",
        r"\b(?:mou?ld(?:ed)?|made|carved?|cast|sculpt(?:ed)?|built|build|craft(?:ed)?|knit(?:ted)?"
        r"|constructed)\b.{0,40}\b(?:from|out of|of)\b|\bmake .{1,30}\bout of\b(?! the (?:picture|photo"
        r"|image|frame|way|top|left|right|side|behind|above))|\b(?:gains?|lose|lost|put on) (?:\d+ |some "
        r"|a few )?(?:weight|pounds|kilos|kg|lbs)\b|\blook like (?:an? )?(?:[\w-]+ ){0,2}(?:human|person"
        r"|man|woman|girl|boy|child|zombie|vampire|robot|king|queen|princess|elf|superhero|clown|model)\b",
    ),
    (
        "attribute",
        rf"^as (?:an?|the) (?!(?:{verbs.STYLE}|photo|painting|sketch|drawing|poster|logo|sticker|statue)\b)\w+",
    ),
)
_AMOUNT = re.compile(
    r"\b(?:(?:just )?an? (?:tiny |wee |little )?(?:bit|little|lot|tad|touch|smidge|hair)|slightly"
    r"|somewhat|a whole lot)(?: of)?\b(?! (?:dog|cat|girl|boy|man|woman|house|bird))\s*"
)
POLITENESS = re.compile(
    r"^(?:\[[^\]]{1,40}\]\s*|(?:please|pls|plz|kindly|hi|hey|hello|ok|okay|so|now|also|then|and|but"
    r"|just|maybe|i|we|you|they|to|someone|somebody|anyone|anybody|can|could|would|will|need|want|like"
    r"|love|wanna|'d|would like|possible|is it|is there|any way|be able|have|possibly|what if"
    r"|how about|what about|let's|lets|should|try|do you mind|would it be|yes|yeah|nice|cool|great|lol"
    r"|wait|actually)\b(?=[\s,.!:])[\s,.!:]*){1,12}(?=\w)",
    re.IGNORECASE,
)
_SUBJECT_COLOUR = rf"\b(?:{_HAIR}|\w+) (?:to |be |is |in )?{_C}$"
# A deed upon a certain thing is decided by that thing, before the deed alone is.
_RULES = (
    ("text", _rule(*_TEXT)),
    (
        "background",
        _rule(
            rf"\b(?:remove|delete|add|put|insert|change|replace|swap|blur|switch|make|use|erase|cut out"
            rf"|isolate)\b(?: in| out)?(?: an?| the| some)?(?: [\w']+){{0,3}} {_GROUND}\b",
            r"背景[をは]?(?:消|なく|削除|透明|ぼか|無|除|切)",
        ),
    ),
    (
        "detail",
        _rule(
            r"\b(?:remove|reduce|get rid of|less)\b.{0,30}\b(?:noise|grain|blur|artifacts?|jpeg|scratches"
            r"|red[- ]?eye|blemish\w*|wrinkles|dust)\b",
            r"\bfix (?:the |his |her |their )?(?:hands?|fingers?|face|eyes|anatomy|teeth)\b",
        ),
    ),
    (
        "tone",
        _rule(
            r"\b(?:remove|reduce|add|less|more|no|increase|decrease|get rid of|adjust|fix|bring|dial|soften"
            r"|lower|raise|drop|boost|improve|enhance|change|correct|strip|take out)\b.{0,30}\b(?:glare"
            r"|shadows?|contrast|brightness|saturation|warmth|vibrance|highlights?|colou?r cast|tint|exposure"
            r"|lighting|light|white balance|haze|reflection|glow)\b(?! (?:bulbs?|sabers?|house))",
            r"\bmake (?:the )?(?:colou?rs|picture|image|photo|it|everything|whole \w+) (?:look |a bit "
            r"|a little |much |way |more |less |slightly |even )*(?:bright\w*|dark\w*|warm\w*|cool(?:er)?"
            r"|vivid|vibrant|colou?rful|pop|saturated|muted|moody|black ?(?:and|&) ?white|gr[ae]y ?scale"
            r"|monochrome|sepia|lighter)\b",
            r"(?:^|\b)(?:way |a bit |a little |much |still |bit |slightly |just )?too (?:dark|bright|dull|pale"
            r"|saturated|washed out|cold|warm)\b",
        ),
    ),
    ("remove", _rule(*_REMOVE)),
    ("replace", _rule(*_REPLACE[:1], _REPLACE[2])),
    (
        "style",
        _rule(
            rf"\b(?:in|as|into|to) (?:an? |the )?(?:[\w-]+ ){{0,3}}(?:styles?|{verbs.STYLE}|painting|drawing"
            rf"|sketch|cartoon|comic|photo(?:graph)?|illustration|render|poster|statue|sculpture)\b"
            rf"|^(?:{verbs.STYLE})(?: (?:style|version|vibes?|art|mode))?$|\b(?:style|aesthetic|vibes?"
            rf"|filter)\b|\blook like (?:an? )?(?:[\w-]+ ){{0,2}}(?:painting|drawing|sketch|cartoon"
            rf"|photo(?:graph)?|comic|anime|game|movie|film|render)\b|\bmake (?:it|this|the (?:picture|image"
            rf"|photo)) (?:look )?(?:more |an? )?(?:{verbs.STYLE}|realistic|cartoon\w*|artistic)\b",
            r"(?:[^をに]{1,12}(?:風|調|っぽく|みたいな絵|タッチ|スタイル|画風|絵本)(?:に|で|$|の))|(?:アニメ"
            r"|水彩画?|油絵|ドット絵|漫画|マンガ|線画|スケッチ|写真|実写|イラスト|浮世絵|水墨画|リアル)(?:に"
            r"|で|化|調|風|っぽ|$)",
        ),
    ),
    (
        "pose",
        _rule(
            rf"\b(?:make|have|let|get) (?:him|her|them|it|the [\w ]{{1,20}}?|\w+) (?:to "
            rf"|look )?(?:be )?(?:{_POSE[0][5:-3]})\b"
        ),
    ),
    (
        "layout",
        _rule(
            r"\b(?:crop|zoom|rotate|flip|mirror|resize|straighten|move|shrink|enlarge|uncrop|outpaint|extend"
            r"|expand|center|centre)\b(?! out (?:the|of))"
        ),
    ),
    (
        "background",
        _rule(
            rf"\b(?:{_MAKE}|put|place|move|set|send|have|take) (?:it|him|her|them|this"
            rf"|the [\w ]{{1,30}}?) (?:up )?(?:to |be |look |look like |happen "
            rf"|take place )?(?:it'?s )?(?:(?:in|on|at|to|into|inside|under|onto) )?(?:an? |the "
            rf"|outer )?(?:{PLACES}|{verbs.TIME}|{verbs.SEASON})\b",
            _BACKGROUND[0],
        ),
    ),
    ("add", _rule(_ADD[0], _ADD[1], _ADD[3])),
    (
        "recolour",
        _rule(
            rf"\b(?:{_MAKE}|paint|dye)\b.{{1,50}}\b{_C}(?: instead| colou?r(?:ed)?)?$|{_SUBJECT_COLOUR}|^(?:in "
            rf"|but |now |all |to )*{_C}(?: one| instead| please| version| colou?r)?$|\bcolou?r (?:of|to)\b"
            rf"|\b(?:change|recolou?r) (?:the |its |his |her )?(?:[\w']+ ){{0,3}}colou?r|^{_C} [\w ]{{1,20}}$",
            rf"(?:{STEM})色?(?:[くにで](?:して|変えて|塗って|する|染めて|変更|なって)?|っぽく|系に)(?:して"
            rf"|変えて)?$|色を|色は|色違い|カラーを|(?:{STEM})色?が(?:いい|良い)",
        ),
    ),
    ("layout", _rule(*_LAYOUT)),
    ("background", _rule(*_BACKGROUND[1:])),
    ("pose", _rule(*_POSE)),
    ("detail", _rule(*_DETAIL)),
    (
        "attribute",
        _rule(
            rf"\b(?:hair|beard|skin|fur|face|body|eyes?|{_CLOTHES})\b.{{0,40}}\b(?:longer|shorter|older|younger"
            rf"|thicker|thinner|darker|lighter|curly|straight|wet|messy|fluffy)\b|\b(?:older|younger|bald"
            rf"|fluffier|muscular|fatter|thinner|wear(?:ing)?|dressed|made (?:out )?of)\b"
        ),
    ),
    ("tone", _rule(*_TONE)),
    ("replace", _rule(_REPLACE[1])),
    ("attribute", _rule(_ATTRIBUTE[1])),
    ("replace", _rule(_REPLACE[3])),
    ("add", _rule(_ADD[2])),
    ("style", _rule(*_STYLE)),
    ("recolour", _rule(*_RECOLOUR)),
    ("attribute", _rule(_ATTRIBUTE[0])),
    (
        "attribute",
        _rule(
            r"^(?:make|turn|have|get) (?:the |his |her |its |their )[\w' ]{1,30} [\w-]+$|^(?:the|his|her|its"
            r"|their) [\w ]{1,20} should be [\w-]+$|^make (?:him|her|them) (?:look )?(?:more |less "
            r"|very )?[\w-]+$"
        ),
    ),
)


_OPENINGS_JA = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("detail", r"ノイズ|(?:手|指|顔|目|足|腕)[がを]?.{0,10}(?:直して|なおして|修正|崩れ|おかしい)|崩れてる"),
        (
            "background",
            r"^(?:背景|バック)(?:の色)?[をはも]|^(?:雪|雨|霧|雷|嵐|桜吹雪)を?(?:降らせ|降って|出して|かけて)",
        ),
        ("tone", r"^(?:全体を|絵を|これを)?(?:白黒|モノクロ|セピア|グレースケール)"),
        ("layout", r"^(?:全身|上半身|構図|アングル|カメラ)[をはが]"),
        (
            "attribute",
            r"を(?:大理石|木|木製|石|ガラス|金属|鉄|革|レンガ|煉瓦|布|氷|紙|毛皮|レース|シルク)製?に|着替え"
            r"|^(?:服|衣装|髪型|髪|素材)[をは](?!.{0,4}色|(?:金|銀|黒|赤|青|緑|白|茶|紫|ピンク|黄"
            r"|オレンジ)).{1,16}に(?:して|変えて)?$",
        ),
        ("replace", r"持ち替え"),
        ("style", r"[^をに、]{1,12}みたい(?:に|な感じ(?:に|で)?|な絵に)(?:して)?$"),
        ("add", r"(?:眼鏡|メガネ|帽子|マスク|サングラス)を?(?:かけ|かぶ|被|つけ|着け)"),
    )
)
_OPENINGS = tuple((kind, re.compile(pattern)) for kind, pattern in _OPENING)


def edit_kind(instruction: str) -> str:
    """One of KINDS for a single wish, or "edit" where none of them is plain."""
    text, _ = hold(instruction[:_READ])
    text = bare(shadow(text))
    if is_japanese(text):
        text = text.replace(" ", "")
        if kind := next((kind for kind, pattern in _OPENINGS_JA if pattern.search(text)), None):
            return kind
    else:
        text = _AMOUNT.sub("", text)
        opened = POLITENESS.sub("", text)
        if kind := next((kind for kind, pattern in _OPENINGS if pattern.search(opened)), None):
            return kind
    return next((kind for kind, pattern in _RULES if pattern.search(text)), "edit")


def kinds(instruction: str) -> tuple[str, ...]:
    """The kinds of all wishes in ``instruction``, in their order, each once."""
    found = dict.fromkeys(kind for wish in clauses.split(instruction[:LONGEST]).wishes for kind in _all(wish))
    plain = tuple(kind for kind in found if kind != "edit")
    return plain or ("edit",)


def _all(wish: str) -> tuple[str, ...]:
    """The kind of one wish, and another one where it is plainly both: a coloured ground, a thing cut out of its own."""
    kind, text = edit_kind(wish), shadow(wish[:_READ])
    if kind == "background" and _COLOURED_GROUND.search(text):
        return kind, "recolour"
    besides = [edit_kind(piece) for piece in _BESIDE.split(wish)[1:] if piece and not _THING.match(piece)]
    if besides:
        return tuple(dict.fromkeys((kind, *(each for each in besides if each in _LOOKS))))
    if kind == "remove" and _CUT_OUT.match(POLITENESS.sub("", text)):
        return kind, "background"
    return (kind,)


_COLOURED_GROUND = re.compile(rf"\bcolou?r\b|\b{_C} {_GROUND}|{_GROUND} (?:to |be |is )?{_C}$|背景[をは](?:{STEM})")
_BESIDE = re.compile(
    r"\s*(?:,|\band\b|&|\bplus\b|\bso(?: that)?\b|\bwith (?=more|less|better|a \w+ background|higher"
    r"|brighter))\s*",
    re.IGNORECASE,
)
_THING = re.compile(r"(?:an?|the|some|his|her|its|their|two|three|\d+) [\w-]+$", re.IGNORECASE)
_LOOKS = frozenset(("tone", "detail", "background", "layout", "style", "pose", "remove"))
"""What a clause of a longer wish may be about besides; things that are listed are no wishes of their own."""
_CUT_OUT = re.compile(r"(?:extract|isolate|cut out)\b")
LONGEST = 1000
"""Characters of a message whose wishes are told apart."""

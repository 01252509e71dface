"""Japanese words of pictures and their English: for models that read English only, and for prompts in the other
language. A word has one English here, the one that says most in a prompt."""

from __future__ import annotations

import re

from bot.understanding import colours

_ROWS = """
猫 cat|ねこ cat|ネコ cat|子猫 kitten|犬 dog|いぬ dog|イヌ dog|子犬 puppy|鳥 bird|小鳥 small bird|魚 fish
金魚 goldfish|馬 horse|牛 cow|豚 pig|羊 sheep
うさぎ rabbit|ウサギ rabbit|兎 rabbit|狐 fox|キツネ fox|狼 wolf|オオカミ wolf|熊 bear|クマ bear|パンダ panda
虎 tiger|トラ tiger|ライオン lion|象 elephant|ゾウ elephant
猿 monkey|サル monkey|鹿 deer|フクロウ owl|カラス crow|ペンギン penguin|ドラゴン dragon|龍 dragon|竜 dragon
恐竜 dinosaur|ユニコーン unicorn|蝶 butterfly|蝶々 butterfly|クジラ whale|イルカ dolphin|サメ shark|亀 turtle
カエル frog|蛇 snake
人 person|人物 person|男 man|男性 man|女 woman|女性 woman|少年 boy|男の子 boy|少女 girl|女の子 girl|子供 child
赤ちゃん baby|老人 old man|おじいさん old man|おばあさん old woman|騎士 knight|侍 samurai|忍者 ninja|魔女 witch
魔法使い wizard|姫 princess|お姫様 princess|王様 king|ロボット robot|天使 angel|悪魔 demon|海賊 pirate
宇宙飛行士 astronaut|通行人 passers-by|群衆 crowd
帽子 hat|麦わら帽子 straw hat|キャップ cap|王冠 crown|冠 crown|眼鏡 glasses|メガネ glasses|めがね glasses
サングラス sunglasses|マフラー scarf|スカーフ scarf|リボン ribbon|ネクタイ tie|蝶ネクタイ bow tie|マント cape
鎧 armor|剣 sword|刀 katana|盾 shield|傘 umbrella|鞄 bag|バッグ bag|リュック backpack|靴 shoes|ブーツ boots
手袋 gloves|ドレス dress|スカート skirt|シャツ shirt|服 clothes|制服 uniform|着物 kimono|浴衣 yukata|スーツ suit
コート coat|セーター sweater|ジャケット jacket|マスク mask|仮面 mask|ヘルメット helmet|ピアス earrings
イヤリング earrings|ネックレス necklace|指輪 ring|首輪 collar|ヘッドホン headphones|ひげ beard|ヒゲ beard
髭 beard|翼 wings|羽 wings|角 horns|尻尾 tail|しっぽ tail|耳 ears|目 eyes|瞳 eyes|髪 hair|髪の毛 hair|顔 face
肌 skin|手 hands|指 fingers|口 mouth|鼻 nose|唇 lips|文字 text|ロゴ logo|サイン signature|影 shadow|光 light
煙 smoke|火 fire|炎 flames|ランプ lamp|電灯 lamp|提灯 paper lantern|ろうそく candle
花 flowers|薔薇 roses|バラ roses|桜 cherry blossoms|ひまわり sunflowers|向日葵 sunflowers
ひまわり畑 sunflower field|チューリップ tulips|木 tree|木々 trees|葉 leaves|草 grass|森 forest|山 mountains
富士山 Mount Fuji|川 river|湖 lake|海 sea|浜辺 beach|ビーチ beach|砂浜 sandy beach|砂漠 desert|島 island
滝 waterfall|洞窟 cave|空 sky|青空 blue sky|夜空 night sky|星空 starry sky|星 stars|月 moon|満月 full moon
三日月 crescent moon|太陽 sun|雲 clouds|虹 rainbow|雨 rain|雪 snow|霧 fog|嵐 storm|雷 lightning|風 wind
夕焼け sunset|夕日 sunset|夕暮れ dusk|夕方 evening|朝 morning|朝日 sunrise|昼 daytime|夜 night|真夜中 midnight
夜景 night view|春 spring|夏 summer|秋 autumn|冬 winter|雪景色 snowy landscape|宇宙 outer space
月面 the surface of the moon|水中 underwater|街 city|都会 city|都市 city|町 town|村 village|道 road|道路 road
通り street|路地 alley|橋 bridge|城 castle|家 house|部屋 room|教室 classroom|学校 school|図書館 library
カフェ cafe|喫茶店 cafe|店 shop|駅 station|公園 park|庭 garden|草原 meadow|畑 field|神社 shrine|寺 temple
教会 church|廃墟 ruins|東京 Tokyo|京都 Kyoto|パリ Paris|ニューヨーク New York|渋谷 Shibuya|窓 window|窓辺 window
ドア door|壁 wall|机 desk|テーブル table|椅子 chair|ソファ sofa|ベッド bed|本 book|コップ cup|カップ cup
コーヒー coffee|ケーキ cake|りんご apple|リンゴ apple|林檎 apple|バナナ banana|みかん orange|苺 strawberry
いちご strawberry|寿司 sushi|ラーメン ramen|ピザ pizza|車 car|自転車 bicycle|バイク motorcycle|電車 train
バス bus|船 ship|ボート boat|飛行機 airplane|気球 hot-air balloon|風船 balloons|ボール ball|箱 box|時計 clock
人形 doll|ぬいぐるみ plush toy|看板 sign|旗 flag|丸 circle|円 circle|四角 square|三角 triangle|ハート heart
花束 bouquet|花火 fireworks|紅葉 autumn leaves|噴水 fountain|電柱 utility pole|柵 fence|階段 stairs|屋根 roof
背景 background|絵 picture|画像 picture|色 colour|全体 whole picture|建物 building|ビル buildings
ネオン neon lights|ネオン街 neon-lit street
水彩 watercolor|水彩画 watercolor painting|油絵 oil painting|アニメ anime|漫画 manga|マンガ manga
ドット絵 pixel art|ピクセルアート pixel art|線画 line art|スケッチ sketch|鉛筆画 pencil drawing|写真 photo
実写 photo|リアル realistic|写実的 photorealistic|イラスト illustration|浮世絵 ukiyo-e|水墨画 ink wash painting
3d 3D render|サイバーパンク cyberpunk|スチームパンク steampunk|ジブリ Studio Ghibli|レトロ retro
ピクセル pixel art|切り絵 papercut|版画 woodcut|絵本 picture book|ゴシック gothic|ホラー horror|未来 futuristic
和 Japanese|モノクロ black and white|白黒 black and white|セピア sepia|クレヨン crayon drawing
色鉛筆 colored pencil drawing|ファンタジー fantasy|少女漫画 shojo manga|ディズニー Disney|ゴッホ Van Gogh
モネ Monet
金髪 blonde hair|黒髪 black hair|赤髪 red hair|銀髪 silver hair|茶髪 brown hair|白髪 white hair|青髪 blue hair
ロングヘア long hair|ショートヘア short hair|ポニーテール ponytail|ツインテール twintails|笑顔 smiling
泣き顔 crying|真顔 a serious face|怒り顔 angry face|木製 wooden|金属 metal|金属製 metal|ガラス glass|石 stone
大理石 marble|革 leather|氷 ice
"""
_ENTRIES: dict[str, str] = {
    japanese: said
    for line in _ROWS.strip().splitlines()
    for entry in line.split("|")
    for japanese, said in [entry.split(" ", 1)]
}
_OF = re.compile(r"(.{1,12})の(.{1,12})")
_COLOURED = re.compile(rf"({colours.JAPANESE})(.+)")
_PARTS = frozenset(("background", "face", "hands", "eyes", "hair"))


def english(word: str) -> str | None:
    """The English of a Japanese noun, with its colour or the noun that it belongs to; None where it is not known."""
    word = word.strip()
    if word in _ENTRIES:
        return _ENTRIES[word]
    if word.isascii():
        return word or None
    if (found := _COLOURED.fullmatch(word)) and (thing := english(found[2])):
        return f"{colours.named(found[1]).english} {thing}"
    if (found := _OF.fullmatch(word)) and (of := english(found[1])) and (thing := english(found[2])):
        return f"{thing} of the {of}" if thing in _PARTS else f"{of} {thing}"
    return None


def japanese_of(words: str) -> tuple[str, ...]:
    """The Japanese names of an English noun."""
    return tuple(name for name, said in _ENTRIES.items() if said == words.lower())

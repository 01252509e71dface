"""Words that ask for a change, English and Japanese: what the trigger gate and the splitting of wishes go by."""

from __future__ import annotations

from bot.understanding.colours import ENGLISH, STEM
from bot.understanding.normalise import listed


def _any(words: str) -> str:
    return "|".join(sorted((word.replace("_", " ") for word in listed(words)), key=len, reverse=True))


EDIT_VERB = _any("""
    make add remove delete erase change turn put place give replace swap convert transform recolor recolour color colour
    paint draw zoom crop rotate flip mirror move shift brighten darken lighten sharpen blur unblur smooth enhance fix
    restore colorize colourize saturate desaturate increase decrease reduce raise lower boost tone adjust set use apply
    insert include extend expand widen stretch shrink enlarge resize scale fill cover surround decorate dress switch
    fade blend merge write spell engrave age thicken thin straighten tilt bend soften intensify warm cool throw slap
    stick lose ditch clear hide cut strip keep leave center centre align duplicate clone repeat double style stylize
    stylise render reimagine redo rework simplify focus highlight emphasize emphasise tint shade dye wash clean
    retouch touch_up photoshop edit modify alter improve upscale upres polish refine tidy declutter isolate extract
    get_rid take drop light dim crank dial bump tweak show have let bring try go create generate separate level trim
    swap_out cut_out edit_out blur_out crop_out airbrush whiten blacken redden tan swirl pixelate sketch outline
    animate texture frame overlay superimpose composite combine attach pull push lift raise open close shorten lengthen
    trade subtract eliminate wipe mask outpaint inpaint balance correct crispen denoise de-noise deblur lay
    hang sprinkle
    pop undo erase exchange substitute invert reverse mute vary mold mould carve sculpt wrap cast craft build
    construct plant
    pour spill melt freeze burn crack break shave iron fold unfold tie untie zip button hold wear sit_down stand_up
    smile
    look_at_the look_up look_down look_left look_right face_the raise kneel wink turn_off turn_on
    unify emphasise shape reshape embellish ornament tattoo clothe undress costume equip crown
""")
"""Verbs that open an instruction. "like", "see" and "think" are none."""

GERUND = (
    r"(?:making|adding|removing|changing|turning|putting|giving|replacing|swapping|using|having|giving|getting rid)"
)
WHOM = r"(?:it|him|her|them|me|this|that|these|those|everything|everyone|us)"

COMPARATIVE = _any("""
    bigger smaller larger tinier taller shorter longer wider narrower thicker thinner fatter slimmer skinnier chubbier
    brighter darker lighter dimmer warmer cooler colder hotter softer sharper crisper clearer blurrier smoother rougher
    cleaner dirtier messier neater older younger cuter prettier uglier scarier creepier spookier happier sadder angrier
    funnier weirder moodier gloomier cosier cozier fluffier furrier hairier curlier straighter rounder squarer flatter
    deeper shallower higher lower closer nearer farther further fancier simpler busier emptier fuller richer paler
    bolder stronger weaker louder quieter calmer wilder greener bluer redder pinker yellower whiter blacker purpler
    browner greyer grayer shinier glossier grittier grainier sexier cooler edgier sleeker tougher meaner kinder nicer
    better denser heavier faster slower fresher tighter looser wetter drier stormier sunnier cloudier foggier
    snowier epicer wintrier goofier sillier leaner buffer prouder wavier spikier moodier dreamier foggier
""")
ADJECTIVE = _any("""
    dramatic realistic colorful colourful vibrant saturated vivid detailed cinematic dynamic muscular contrast zoomed
    natural intense subtle modern futuristic vintage elegant magical mysterious dark bright warm cool cold light
    minimal minimalist abstract symmetrical fluffy shiny glossy matte muted moody cheerful menacing heroic
    photorealistic cartoony cartoonish gothic rustic festive romantic spooky scary cute chubby angry happy sad
    serious playful relaxed crowded sharp soft blurry grainy clean messy transparent organic epic depth
    evil feminine masculine windy foggy rainy snowy stormy cloudy sunny golden glowing
""")
PLACE_WORD = _any("""
    background backdrop bg sky scenery setting surroundings foreground
""")
TIME = _any("""
    night nighttime night_time night-time midnight sunset sunrise dawn dusk twilight noon midday daytime day morning
    evening afternoon golden_hour blue_hour
""")
SEASON = _any("winter summer autumn fall spring christmas halloween easter")
WEATHER = _any("rain snow fog mist storm thunderstorm lightning clouds rainbow blizzard sunshine")
STYLE = _any("""
    anime manga cartoon comic watercolor watercolour oil_painting pixel_art pixelart pixel_style 8-bit 8bit 16-bit
    sketch pencil_sketch pencil_drawing charcoal ink_drawing line_art lineart vector vector_art flat_design low_poly
    lowpoly 3d 3d_render pixar disney ghibli studio_ghibli lego claymation clay stop_motion photorealistic photo_real
    hyperrealistic realism cyberpunk steampunk vaporwave synthwave art_deco art_nouveau pop_art impressionist
    impressionism cubist cubism surrealist surrealism ukiyo-e ukiyoe chibi noir film_noir polaroid vintage retro
    gothic baroque renaissance minimalist minimalism stained_glass origami papercut paper_cut embroidery mosaic graffiti
    woodcut linocut pastel_drawing gouache acrylic sticker pixelated dieselpunk fantasy_art concept_art storybook
    isometric voxel rotoscope comic_book van_gogh monet picasso hokusai doodle crayon blueprint
""")
VIEW = _any("""
    close-up closeup close_up full_body fullbody full-body half-body wide_shot wide_angle wide-angle side_view back_view
    front_view top_view top-down bird's_eye_view birds_eye_view aerial_view low_angle high_angle profile_view
    portrait_shot
    from_behind from_above from_below from_the_side first_person isometric_view over_the_shoulder headshot macro_shot
    zoomed_in zoomed_out
""")
MATERIAL = _any("""
    wood wooden metal metallic gold golden silver glass crystal stone marble leather velvet silk denim plastic lego
    chrome bronze copper steel iron ice fire lava water diamond paper cardboard fur furry wool knitted lace satin
    plaid striped polka-dot polka_dot floral checkered camo rusty mossy torn tattered old worn clean dirty wet shiny
    glowing transparent translucent broken cracked burning frozen
""")
COLOUR = ENGLISH

REQUEST_JA = (
    r"(?:して|変えて|替えて|換えて|かえて|させて|なって|消して|けして|取って|とって|外して|はずして"
    r"|付けて|つけて|足して|たして|加えて"
    r"|入れて|いれて|置いて|おいて|描いて|書いて|かいて|着せて|履かせて|持たせて|かぶせて|被せて"
    r"|乗せて|のせて|載せて|寄せて|寄って|引いて"
    r"|伸ばして|のばして|切って|切り取って|切り抜いて|塗って|染めて|ぼかして|明るくて|回して|動かして"
    r"|移して|増やして|ふやして|減らして"
    r"|へらして|上げて|あげて|下げて|さげて|直して|なおして|戻して|抜いて|除いて|開けて|閉じて"
    r"|向かせて|立たせて|座らせて|走らせて"
    r"|移動|反転|拡大|縮小|回転|配置|強調|統一|調整|加工|修正|合成|トリミング|差し替え|入れ替え|置き換え"
    r"|(?:に|を|へ|と)(?:する|変える|消す|足す|加える|入れる|置く|外す|取る|つける|付ける|描く|増やす"
    r"|減らす|変更する|追加する|削除する|変換する|移動する|配置する|置き換える|取り除く|着せる|書く)"
    r"|剃って|泣かせて|眠らせて|踊らせて|飛ばせて|向けて|立てて|編んで|被って|着て|掛けて|持って"
    r"|抱いて|座って|立って|泳がせて|歩かせて|怒らせて|驚かせて"
    r"|(?:こっち|こちら|カメラ|上|下|前|後ろ|横|左|右|空)[をに]?(?:見て|向いて)"
    r"|笑わせて|見せて|並べて|飾って|強めて|弱めて|薄めて|整えて|作って|隠して|広げて|狭めて|縮めて"
    r"|止めて|やめて|写して|降らせて"
    r"|咲かせて|光らせて|飛ばして|浮かべて|混ぜて|合わせて|はめて|巻いて|結んで|選んで|使って|敷いて"
    r"|灯して|みて|いじって|加工して|振らせて)"
)
"""The stem of a request, at the end of a clause."""
WISH_JA = (
    r"(?:してほしい|して欲しい|にしたい|くしたい|したい|変えたい|消したい|足したい|入れたい|がほしい"
    r"|が欲しい|ほしい|欲しい|がいい|が良い"
    r"|でお願い|にお願い|をお願い|お願い|よろしく|たのむ|頼む|頼みます|ちょうだい|くれ|ください|下さい"
    r"|希望|いらない|要らない|いらん|不要"
    r"|邪魔|じゃま|なしで|無しで|なしに|抜きで|抜き|なし|追加で|追加|削除|除去|変更|多めに|少なめに"
    r"|めに|め|風に|風で|風|調に|調で|調"
    r"|っぽく|ぽく|みたいに|っぽい感じ|感じで|感じに|バージョン|足りない|たりない|すぎる|過ぎる|すぎ"
    r"|過ぎ|すぎかな|もっと|控えめに|控えめ)"
)
COLOUR_JA = STEM

"""Times, seasons, weathers and styles as they stand in an English prompt: patterns, the longest first."""

from __future__ import annotations

from bot.understanding.normalise import listed


def _any(words: str) -> str:
    """Words apart by white space, "_" for a space inside one."""
    return "|".join(sorted((word.replace("_", " ") for word in listed(words)), key=len, reverse=True))


TIME = _any("""
    night nighttime night_time night-time midnight sunset sunrise dawn dusk twilight noon midday daytime day
    morning evening afternoon golden_hour blue_hour
""")
SEASON = _any("winter summer autumn fall spring christmas halloween easter")
WEATHER = _any("rain snow fog mist storm thunderstorm lightning clouds rainbow blizzard sunshine")
STYLE = _any("""
    anime manga cartoon comic watercolor watercolour oil_painting pixel_art pixelart pixel_style 8-bit 8bit
    16-bit sketch pencil_sketch pencil_drawing charcoal ink_drawing line_art lineart vector vector_art
    flat_design low_poly lowpoly 3d 3d_render pixar disney ghibli studio_ghibli lego claymation clay stop_motion
    photorealistic photo_real hyperrealistic realism cyberpunk steampunk vaporwave synthwave art_deco
    art_nouveau pop_art impressionist impressionism cubist cubism surrealist surrealism ukiyo-e ukiyoe chibi
    noir film_noir polaroid vintage retro gothic baroque renaissance minimalist minimalism stained_glass origami
    papercut paper_cut embroidery mosaic graffiti woodcut linocut pastel_drawing gouache acrylic sticker
    pixelated dieselpunk fantasy_art concept_art storybook isometric voxel rotoscope comic_book van_gogh monet
    picasso hokusai doodle crayon blueprint
""")

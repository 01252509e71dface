"""The style of an English prompt."""

from __future__ import annotations

import re

from bot.understanding import circumstances
from bot.understanding.english_phrases import appended, tidy

_STYLE = (
    rf"(?:(?:in\s+(?:the\s+)?|as\s+an?\s+)?(?:\b(?:{circumstances.STYLE}|photo(?:graph)?|realistic|painting"
    rf"|illustration|drawing|render|cinematic photo|digital art|flat vector|product photo"
    rf"|studio photo))(?:\s+(?:style|painting|art|illustration|drawing|photo))?)"
)
_STYLE_TAG = re.compile(
    rf"(?:^|,)\s*(?:[\w-]+\s+)?{_STYLE}\s*(?=,|$)|\s+in\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,2}}style\b", re.IGNORECASE
)
_STYLE_OF = re.compile(rf"^(?:an?\s+)?(?:[\w-]+\s+)?{_STYLE}\s+of\s+", re.IGNORECASE)
_AS = re.compile(
    rf"^(?:(?:make|turn|change|convert|transform|render|redraw|draw|do|have|give|reimagine) )?(?:(?:it"
    rf"|this|that|him|her|them|everything|the (?:picture|image|photo|whole thing|style"
    rf"|scene)) )?(?:look (?:more )?like |look |into |to |in |as |be |a |an |the |more |with |like "
    rf"|style of |same but |but )*(?P<style>(?:[\w'-]+\s+){{0,3}}?(?:{circumstances.STYLE}|realistic|photo"
    rf"|painting|illustration|drawing|style)(?:\s+(?:style|painting|art|illustration|drawing|look"
    rf"|version|aesthetic|filter|vibes?|effect|render|photo))*)$",
    re.IGNORECASE,
)
_IN_STYLE_OF = re.compile(
    r"\bin the (?:style|manner) of (?P<style>[\w' .-]{1,40})$|^(?P<style2>[\w' -]{1,40}?)(?:-|\s)style$", re.IGNORECASE
)


def restyled(prompt: str, text: str) -> str | None:
    """``prompt`` in the style that ``text`` says; None where it says none."""
    found = _IN_STYLE_OF.search(text)
    if found and found["style"]:
        return appended(_unstyled(prompt), f"in the style of {found['style']}")
    style = found["style2"] if found else (each["style"] if (each := _AS.match(text)) else None)
    return styled(prompt, style) if style else None


def styled(prompt: str, style: str) -> str:
    """``prompt`` in ``style``, any other style struck out."""
    style = re.sub(r"^(?:an?|the)\s+", "", style.strip())
    named = (
        style
        if re.search(r"(?:style|painting|art|photo|drawing|illustration|render|sketch)$", style, re.IGNORECASE)
        else f"{style} style"
    )
    return appended(_unstyled(prompt), named)


def _unstyled(prompt: str) -> str:
    return tidy(_STYLE_OF.sub("", _STYLE_TAG.sub("", prompt))) or prompt

from __future__ import annotations

from generator.speed import Attention, Speed


def test_only_what_is_unusual_is_named() -> None:
    assert Speed().name == ""
    assert Speed(compile=True, attention=Attention.MATH).name == "compile=true attention=math"
    assert Speed(channels_last=False, tf32=False).name == "channels_last=false tf32=false"

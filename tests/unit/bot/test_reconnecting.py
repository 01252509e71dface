from __future__ import annotations

import discord

from bot.reconnecting import Backoff, soon


def test_the_bot_is_back_within_half_a_minute_however_long_discord_was_away() -> None:
    backoff = Backoff()
    waits = [backoff.delay() for _ in range(50)]

    assert 0.5 <= waits[0] <= 1
    assert all(15 <= wait <= 30 for wait in waits[5:])


def test_a_trouble_long_ago_makes_nobody_wait_longer() -> None:
    now = 0.0
    backoff = Backoff(lambda: now)
    for _ in range(10):
        backoff.delay()

    now = 121.0

    assert backoff.delay() <= 1


def test_discord_py_asks_it() -> None:
    soon()

    assert "ExponentialBackoff" in discord.Client.connect.__code__.co_names
    assert vars(discord.client)["ExponentialBackoff"] is Backoff

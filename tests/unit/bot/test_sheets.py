from __future__ import annotations

from bot.sheets import asked_by, nonce

REQUEST = f"discord:{2**64 - 1}"


def test_a_nonce_is_one_requests_alone() -> None:
    assert nonce(REQUEST) != nonce("discord:18")


def test_the_same_picture_in_another_channel_has_another_nonce_and_discord_takes_both() -> None:
    assert nonce(REQUEST) != nonce(REQUEST, "d")
    assert all(0 < len(nonce(request, "d")) <= 25 for request in (REQUEST, "x" * 99))


def test_a_request_says_since_when_there_can_be_answers() -> None:
    assert asked_by(REQUEST) == 2**64 - 1
    assert asked_by("key 1") is None

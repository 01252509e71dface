"""The map of schemas itself: that it tells a right request from a wrong one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.rest import Request
from tests.e2e import schemas

pytestmark = pytest.mark.skipif(
    not schemas.FILE.is_file(), reason="Discord's description is not beside this repository: requests go unchecked"
)


def problems(method: str, path: str, body: Any = None) -> list[str]:
    return schemas.problems([Request(method, path, body, 0)])


def test_every_name_in_the_map_is_in_the_description() -> None:
    names = {name for name in schemas.SCHEMAS.values() if isinstance(name, str)} | set(schemas.CALLBACKS.values())
    assert names - set(schemas.description()["components"]["schemas"]) == set()


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x"},
        {"content": "x", "nonce": "egaku-1", "enforce_nonce": True, "allowed_mentions": {"parse": []}},
        {"content": "x", "message_reference": {"message_id": 123, "channel_id": "456"}},
    ],
)
def test_a_message_as_discord_takes_it_has_no_problem(body: dict[str, Any]) -> None:
    assert problems("POST", "/channels/1/messages", body) == []


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 4001},
        {"content": 1},
        {"contents": "x"},
        {"nonce": "x" * 26},
        {"embeds": [{}] * 11},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x" * 101}]}]},
        {"allowed_mentions": {"parse": ["nobody"]}},
    ],
)
def test_a_message_that_discord_would_refuse_is_one(body: dict[str, Any]) -> None:
    assert problems("POST", "/channels/1/messages", body) != []


@pytest.mark.parametrize("body", [{"type": 4, "data": {"flags": "64"}}, {"type": 8, "data": {"choices": [{}] * 26}}])
def test_a_callback_that_discord_would_refuse_is_a_problem(body: dict[str, Any]) -> None:
    assert problems("POST", "/interactions/1/token/callback", body) != []


def test_a_route_that_nobody_thought_of_is_a_problem() -> None:
    assert problems("POST", "/guilds/1/bans", {}) == ["POST /guilds/1/bans: not in the map of schemas"]

"""From simcord's payloads to what goes over Discord's wire."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from simcord.backend.cdn import CDN_BASE


def outward(payload: object, home: str, age_restricted: Collection[str] = ()) -> str:
    """JSON with ids as strings and files at ``home``, an address that the bot can reach."""
    return json.dumps(_plain(payload, age_restricted)).replace(CDN_BASE, f"{home}/cdn")


def inward(text: str, home: str) -> Any:
    """What a bot sent, with the addresses that simcord knows. Raises ValueError for anything but JSON."""
    return json.loads(text.replace(f"{home}/cdn", CDN_BASE))


def _plain(value: object, age_restricted: Collection[str]) -> object:
    if isinstance(value, dict):
        plain = {str(key): _named(str(key), one, age_restricted) for key, one in value.items()}
        if plain.get("id") in age_restricted:
            plain["nsfw"] = True
        return plain
    if isinstance(value, list | tuple):
        return [_plain(one, age_restricted) for one in value]
    return value


def _named(key: str, value: object, age_restricted: Collection[str]) -> object:
    if (key == "id" or key.endswith("_id")) and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _plain(value, age_restricted)

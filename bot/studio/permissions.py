"""How much whoever asks may have, by the operator's settings and their roles; and how a refusal is put. Pure."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Collection, Iterable, Mapping

from bot.errors import Refused
from storage import Allowance, Limits
from storage.errors import Limited
from storage.limits import UNLIMITED


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RoleAllowance:
    """What a role has instead of everybody's; None where it has the same."""

    at_once: int | None = None
    a_day: int | None = None
    gpu_seconds: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    everybody: Allowance = UNLIMITED.person
    server: Allowance = UNLIMITED.server
    roles: Mapping[int, tuple[RoleAllowance, ...]] = dataclasses.field(default_factory=dict)

    def limits(self, roles: Collection[int] = ()) -> Limits:
        """For somebody who has ``roles`` where they ask: the most generous of what is said for any of them."""
        theirs = [allowance for role in roles for allowance in self.roles.get(role, ())]
        if not theirs:
            return Limits(person=self.everybody, server=self.server)
        person = Allowance(
            at_once=_most((each.at_once for each in theirs), self.everybody.at_once),
            a_day=_most((each.a_day for each in theirs), self.everybody.a_day),
            gpu_seconds=_most((each.gpu_seconds for each in theirs), self.everybody.gpu_seconds),
        )
        return Limits(person=person, server=self.server)


def _most(said: Iterable[int | None], otherwise: int) -> int:
    """The largest that is said, 0 being no limit at all."""
    numbers = [number for number in said if number is not None]
    return otherwise if not numbers else 0 if 0 in numbers else max(numbers)


_REFUSALS = {
    ("person", "at_once"): "error.limit_at_once",
    ("person", "a_day"): "error.limit_a_day",
    ("person", "gpu_seconds"): "error.limit_gpu",
    ("server", "at_once"): "error.limit_server_at_once",
    ("server", "a_day"): "error.limit_server_a_day",
    ("server", "gpu_seconds"): "error.limit_server_gpu",
}
_SOON = {
    "person": "error.limit_at_once_until",
    "server": "error.limit_server_at_once_until",
}


def refusal(limited: Limited, eta: Callable[[int], float | None], now: datetime.datetime) -> Refused:
    """In words, with when there is room again. ``eta``: seconds until a job is done, as far as is known."""
    if limited.until is not None:
        return Refused(_REFUSALS[limited.whose, limited.what], limit=limited.most, until=limited.until)
    if soonest := min(filter(None, map(eta, limited.jobs)), default=None):
        return Refused(_SOON[limited.whose], limit=limited.most, until=now + datetime.timedelta(seconds=soonest))
    return Refused(_REFUSALS[limited.whose, limited.what], limit=limited.most)

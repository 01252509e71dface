"""What a user may be told: a small tree of errors. Each carries a message key and its values, never prose.

EgakuError
├── BadInput   what was typed or sent cannot be used as it is
├── NotFound   there is nothing by that name, or it is somebody else's
├── Refused    understood, but not allowed or not possible now
└── Broken     something on this side failed; nothing of the user's was lost
"""

from __future__ import annotations


class EgakuError(Exception):
    """Base of all that is shown to a user. ``key`` is in both catalogues of ``bot/i18n``."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class BadInput(EgakuError):
    pass


class NotFound(EgakuError):
    pass


class Refused(EgakuError):
    pass


class Broken(EgakuError):
    pass

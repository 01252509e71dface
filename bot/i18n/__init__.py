"""Words: every sentence that a user may read, in English and Japanese, by its key."""

from bot.i18n.catalogue import LOCALES, Catalogue, catalogue, say

__all__ = ["LOCALES", "Catalogue", "catalogue", "say"]

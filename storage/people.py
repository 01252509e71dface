"""People, whatever platform they come from."""

from __future__ import annotations

import dataclasses

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rows
from storage.database import Database, whole
from storage.models import PersonRow
from storage.records import Person, PersonSettings
from storage.text import clean


@dataclasses.dataclass(frozen=True, slots=True)
class People:
    database: Database

    @whole
    async def known(
        self, platform: str, handle: str, name: str, locale: str | None, *, otherwise: str = "en"
    ) -> Person:
        """The person who goes by ``handle`` there, made or brought up to date.

        ``locale`` is None where the platform did not say: what it said before stays, and ``otherwise`` is for somebody
        who is new.
        """
        platform, handle, name = clean(platform), clean(handle), clean(name)
        async with self.database.reading() as session:
            row = await _find(session, platform, handle)
            if row is not None and (row.name, row.locale) == (name, clean(locale or row.locale)):
                return rows.person(row)
        async with self.database.writing() as session:
            row = await _find(session, platform, handle)
            if row is None:
                row = PersonRow(platform=platform, handle=handle, locale=clean(otherwise))
                session.add(row)
            row.name, row.locale = name, clean(locale or row.locale)
            await session.flush()
            return rows.person(row)

    @whole
    async def get(self, viewer: int) -> Person:
        """Raises Missing."""
        async with self.database.reading() as session:
            return rows.person(await rows.own_person(session, viewer))

    @whole
    async def change(self, viewer: int, settings: PersonSettings) -> Person:
        """The viewer's settings are these from now on, all of them. Raises Missing."""
        choices = (settings.locale, settings.model, settings.size)
        cleaned = [None if choice is None else clean(choice) for choice in choices]
        async with self.database.writing() as session:
            row = await rows.own_person(session, viewer)
            row.chosen_locale, row.chosen_model, row.chosen_size = cleaned
            return rows.person(row)


async def _find(session: AsyncSession, platform: str, handle: str) -> PersonRow | None:
    query = select(PersonRow).where(PersonRow.platform == platform, PersonRow.handle == handle)
    return await session.scalar(query)

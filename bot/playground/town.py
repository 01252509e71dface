"""Who and what is there to play with: a server, its channels, two people with different languages."""

from __future__ import annotations

import dataclasses

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, UserHandle

from bot.playground import faces
from bot.playground.world import WallClock, World


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    name: str
    locale: str
    user: UserHandle
    member: MemberActor


@dataclasses.dataclass(frozen=True, slots=True)
class Town:
    world: World
    people: tuple[Person, ...]
    drawing: ChannelHandle
    after_dark: ChannelHandle
    """Age-restricted."""
    comic: ChannelHandle
    """A thread of ``drawing``."""

    @property
    def mia(self) -> Person:
        return self.people[0]

    @property
    def kenji(self) -> Person:
        return self.people[1]


def settled(world: World) -> Town:
    """A new server with everything in it. The world has to be started.

    simcord's own clock stands still until it is there: so everybody has the same id each time, and a data folder knows
    its people again.
    """
    backend = world.backend
    backend.bot_user.name = "Egaku"
    faces.brush_circle(world, backend.bot_user)
    server = world.create_guild("Egaku")
    drawing = server.create_text_channel("drawing")
    after_dark = server.create_text_channel("after-dark")
    world.restrict_age(after_dark)
    mia = _person(world, server, "Mia", "en-US", "#2e8b8b")
    people = (mia, _person(world, server, "Kenji", "ja", "#c9772b"))
    thread = backend.create_thread(drawing.id, "comic", mia.user.id, broadcast=False)
    for person in people:
        backend.get_dm_channel(person.user.id)
    backend.clock = WallClock()
    return Town(world, people, drawing, after_dark, ChannelHandle(world, server, thread))


def _person(world: World, server: GuildHandle, name: str, locale: str, colour: str) -> Person:
    user = world.create_user(name.lower(), global_name=name)
    faces.initial(world, user._user, colour)
    world.locales[user.id] = locale
    return Person(name, locale, user, server.add_member(user))

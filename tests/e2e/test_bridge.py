"""The playground is like Discord where a bot would notice: seen with nothing but HTTP and a WebSocket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
import pytest_asyncio

from bot.playground.bridge import Bridge, opened
from bot.playground.gateway import DISPATCH, HEARTBEAT, HELLO, IDENTIFY, INVALID_SESSION, RECONNECT, RESUME
from bot.playground.rest import PREFIX
from bot.playground.town import settled
from bot.playground.weather import Cut, Limited, Scope, Trouble, Weather
from bot.playground.world import World
from tests.e2e.street import TOKEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True).value
AUTHORIZED = {"Authorization": f"Bot {TOKEN}"}


@pytest_asyncio.fixture(loop_scope="session")
async def bridge() -> AsyncIterator[Bridge]:
    world = World()
    await world.start()
    async with opened(settled(world), TOKEN) as bridge:
        yield bridge
    await world.shutdown()


@pytest_asyncio.fixture(loop_scope="session")
async def client(bridge: Bridge) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(bridge.address) as client:
        yield client


class Socket:
    """A bot's side of the gateway."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> dict[str, Any]:
        received: dict[str, Any] = await self.socket.receive_json(timeout=10)
        return received

    async def event(self, name: str) -> dict[str, Any]:
        while True:
            frame = await self.frame()
            if frame["op"] == DISPATCH and frame["t"] == name:
                return frame

    async def identify(self, token: str = TOKEN, intents: int = INTENTS) -> None:
        assert (await self.frame())["op"] == HELLO
        await self.socket.send_json({"op": IDENTIFY, "d": {"token": token, "intents": intents, "properties": {}}})

    async def resume(self, session: str, seq: int) -> None:
        assert (await self.frame())["op"] == HELLO
        await self.socket.send_json({"op": RESUME, "d": {"token": TOKEN, "session_id": session, "seq": seq}})


async def connected(client: aiohttp.ClientSession) -> Socket:
    return Socket(await client.ws_connect("/gateway"))


async def test_a_server_comes_with_its_age_restricted_channel_and_ids_that_are_strings(
    client: aiohttp.ClientSession,
) -> None:
    bot = await connected(client)
    await bot.identify()

    server = (await bot.event("GUILD_CREATE"))["d"]

    assert {one["name"]: one.get("nsfw", False) for one in server["channels"]} == {"drawing": False, "after-dark": True}
    assert all(isinstance(one["id"], str) for one in server["channels"])
    assert [thread["name"] for thread in server["threads"]] == ["comic"]


async def test_a_resumed_session_gets_what_it_missed_once(bridge: Bridge, client: aiohttp.ClientSession) -> None:
    bot = await connected(client)
    await bot.identify()
    session = (await bot.event("READY"))["d"]["session_id"]
    seen = (await bot.event("GUILD_CREATE"))["s"]
    bridge.gateway.cut()

    await bridge.town.mia.user.send_dm("while you were away")
    again = await connected(client)
    await again.resume(session, seen)

    missed = await again.event("MESSAGE_CREATE")
    assert missed["d"]["content"] == "while you were away"
    assert missed["s"] == seen + 1
    await again.event("RESUMED")


async def test_a_session_that_nobody_knows_has_to_begin_anew(client: aiohttp.ClientSession) -> None:
    bot = await connected(client)
    await bot.resume("unknown", 1)
    assert await bot.frame() == {"op": INVALID_SESSION, "d": False}


async def test_a_session_that_was_dropped_has_to_begin_anew_and_gets_nothing_of_the_time_between(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    bot = await connected(client)
    await bot.identify()
    session = (await bot.event("READY"))["d"]["session_id"]
    seen = (await bot.event("GUILD_CREATE"))["s"]

    await bridge.gateway.forget()
    await bridge.town.mia.user.send_dm("nobody hears this")

    assert await bot.frame() == {"op": INVALID_SESSION, "d": False}
    again = await connected(client)
    await again.resume(session, seen)
    assert (await again.frame())["op"] == INVALID_SESSION
    anew = await connected(client)
    await anew.identify()
    await anew.event("GUILD_CREATE")
    await bridge.town.mia.user.send_dm("but this")
    assert (await anew.event("MESSAGE_CREATE"))["d"]["content"] == "but this"


async def test_a_bot_can_be_asked_to_come_back_and_closed_by_a_code(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    bot = await connected(client)
    await bot.identify()
    await bot.event("GUILD_CREATE")

    await bridge.gateway.reconnect()
    assert (await bot.frame())["op"] == RECONNECT
    await asyncio.gather(bridge.gateway.close(4000), bot.socket.receive(timeout=10))

    assert bot.socket.close_code == 4000


async def test_a_connection_that_fell_silent_answers_no_heartbeat_and_a_refused_one_is_none(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    bot = await connected(client)
    assert (await bot.frame())["op"] == HELLO
    bridge.gateway.silence()
    await bot.socket.send_json({"op": HEARTBEAT, "d": None})
    with pytest.raises(TimeoutError):
        await bot.socket.receive(timeout=0.5)

    bridge.gateway.refuse(1)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await connected(client)
    assert (await (await connected(client)).frame())["op"] == HELLO


@pytest.mark.parametrize(
    ("token", "intents", "code"), [("another", INTENTS, 4004), (TOKEN, INTENTS | discord.Intents.all().value, 4014)]
)
async def test_a_wrong_token_and_an_intent_that_was_not_granted_are_refused(
    client: aiohttp.ClientSession, token: str, intents: int, code: int
) -> None:
    bot = await connected(client)
    await bot.identify(token, intents)
    await bot.socket.receive(timeout=10)
    assert bot.socket.close_code == code


async def test_an_interaction_says_the_persons_language(bridge: Bridge, client: aiohttp.ClientSession) -> None:
    await client.put(
        f"{PREFIX}/applications/{bridge.town.world.backend.application_id}/commands",
        json=[{"name": "hello", "description": "x", "type": 1}],
        headers=AUTHORIZED,
    )
    bot = await connected(client)
    await bot.identify()
    await bot.event("GUILD_CREATE")

    result = await bridge.town.kenji.member.slash(bridge.town.drawing, "hello")

    interaction = (await bot.event("INTERACTION_CREATE"))["d"]
    assert (interaction["locale"], interaction["attachment_size_limit"]) == ("ja", 10 * 1024 * 1024)
    assert not result.acknowledged, "nobody answered"
    late = f"{PREFIX}/interactions/{interaction['id']}/{interaction['token']}/callback"
    async with client.post(late, json={"type": 5}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, 10062)


async def test_the_words_of_a_reply_without_a_ping_stay_hidden(bridge: Bridge, client: aiohttp.ClientSession) -> None:
    bot = await connected(client)
    await bot.identify()
    await bot.event("GUILD_CREATE")

    await bridge.town.mia.member.send(bridge.town.drawing, "not for bots")

    assert (await bot.event("MESSAGE_CREATE"))["d"]["content"] == ""


async def test_nothing_is_told_without_the_token(client: aiohttp.ClientSession) -> None:
    async with client.get(f"{PREFIX}/users/@me") as answer:
        assert answer.status == 401
    async with client.get(f"{PREFIX}/users/@me", headers=AUTHORIZED) as answer:
        assert (await answer.json())["username"] == "Egaku"


async def test_a_file_that_was_sent_can_be_fetched_where_its_message_says(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"attachments": [{"id": 0, "description": "a word"}]}')
    form.add_field("files[0]", b"\x89PNG", filename="a.png")

    messages = f"{PREFIX}/channels/{bridge.town.drawing.id}/messages"
    async with client.post(messages, data=form, headers=AUTHORIZED) as answer:
        (attachment,) = (await answer.json())["attachments"]

    assert (attachment["filename"], attachment["description"]) == ("a.png", "a word")
    async with aiohttp.request("GET", attachment["url"]) as file:
        assert await file.read() == b"\x89PNG"


async def test_a_message_with_the_same_nonce_is_sent_once(bridge: Bridge, client: aiohttp.ClientSession) -> None:
    assert bridge.town.drawing.guild is not None
    other = bridge.town.drawing.guild.create_text_channel("other")
    sent = []
    for channel, content in ((bridge.town.drawing, "first"), (bridge.town.drawing, "second"), (other, "third")):
        body = {"content": content, "nonce": "1", "enforce_nonce": True}
        messages = f"{PREFIX}/channels/{channel.id}/messages"
        async with client.post(messages, json=body, headers=AUTHORIZED) as answer:
            sent.append((await answer.json())["id"])

    assert sent[0] == sent[1] == sent[2]
    assert len(bridge.town.world.backend.messages[bridge.town.drawing.id]) == 1
    assert not bridge.town.world.backend.messages[other.id]


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope.USER, {"Via", "X-RateLimit-Bucket", "X-RateLimit-Remaining", "X-RateLimit-Reset-After"}),
        (Scope.GLOBAL, {"Via", "X-RateLimit-Global"}),
        (Scope.CLOUDFLARE, set()),
    ],
)
async def test_a_rate_limit_says_when_to_go_on(
    bridge: Bridge, client: aiohttp.ClientSession, scope: Scope, told: set[str]
) -> None:
    bridge.rest.weather = Weather(Trouble("GET /users/@me", Limited(1.5, scope), times=1))

    async with client.get(f"{PREFIX}/users/@me", headers=AUTHORIZED) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
        assert told <= set(answer.headers)
        if scope is Scope.CLOUDFLARE:
            assert answer.content_type == "text/html" and "Via" not in answer.headers
        else:
            body = await answer.json()
            assert (body["retry_after"], body["global"]) == (1.5, scope is Scope.GLOBAL)
    async with client.get(f"{PREFIX}/users/@me", headers=AUTHORIZED) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_that_breaks_off_does_not_tell_whether_it_was_done(
    bridge: Bridge, client: aiohttp.ClientSession, after: bool
) -> None:
    channel = bridge.town.world.backend.create_thread(bridge.town.drawing.id, "x", bridge.town.mia.user.id)
    bridge.rest.weather = Weather(Trouble("POST .*/messages", Cut(), after=after, times=1))

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.post(f"{PREFIX}/channels/{channel.id}/messages", json={"content": "x"}, headers=AUTHORIZED)

    assert len(bridge.town.world.backend.messages[channel.id]) == after


async def test_the_first_messages_after_one_are_given_and_not_the_latest(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    channel = bridge.town.world.backend.create_thread(bridge.town.drawing.id, "x", bridge.town.mia.user.id)
    sent = []
    for number in range(5):
        path = f"{PREFIX}/channels/{channel.id}/messages"
        async with client.post(path, json={"content": str(number)}, headers=AUTHORIZED) as answer:
            sent.append((await answer.json())["id"])

    async with client.get(path, params={"after": sent[0], "limit": "2"}, headers=AUTHORIZED) as answer:
        assert [message["id"] for message in await answer.json()] == [sent[2], sent[1]]


async def test_an_interactions_token_is_not_taken_once_it_died_and_unknown_before_the_first_answer(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    backend = bridge.town.world.backend
    interaction = backend.new_interaction(2, bridge.town.drawing.id, bridge.town.mia.user.id, None)
    of_it = f"{PREFIX}/webhooks/{backend.application_id}/{interaction.token}"

    backend.advance_clock(4)
    async with client.get(f"{of_it}/messages/@original") as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, 10015)
    backend.advance_clock(15 * 60)
    async with client.post(of_it, json={"content": "too late"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (401, 50027)


async def test_a_foreign_page_cannot_act(bridge: Bridge, client: aiohttp.ClientSession) -> None:
    room = {"X-Simcord-Capability": "mia/drawing"}
    async with client.post("/api/pages", json={}, headers=room) as answer:
        assert answer.status == 200
    for foreign in ({"Origin": "https://example.org"}, {"Host": "example.org"}, {"X-Simcord-Capability": "x"}):
        async with client.post("/api/pages", json={}, headers=room | foreign) as answer:
            assert answer.status == 401


async def test_a_preview_that_gave_way_before_the_page_came_for_it_is_no_mistake(
    bridge: Bridge, client: aiohttp.ClientSession
) -> None:
    room = {"X-Simcord-Capability": "mia/drawing"}
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"attachments": [{"id": 0}]}')
    form.add_field("files[0]", b"not a picture", filename="preview.jpg")
    messages = f"{PREFIX}/channels/{bridge.town.drawing.id}/messages"
    async with client.post(messages, data=form, headers=AUTHORIZED) as answer:
        message = (await answer.json())["id"]
    async with client.post("/api/pages", json={}, headers=room) as answer:
        context = {"X-Simcord-Context": (await answer.json())["context"]["id"]}

    async def statuses() -> set[int]:
        async with client.get("/api/state", headers=room | context) as answer:
            shown.update((await answer.json())["assets"])
        asked = [client.get(f"/api/assets/{each}", headers=room | context) for each in shown]
        return {answer.status for answer in await asyncio.gather(*asked)}

    shown: set[str] = set()
    assert 404 in await statuses(), "what is there and cannot be shown is a mistake"
    async with client.delete(f"{messages}/{message}", headers=AUTHORIZED) as answer:
        assert answer.status == 204
    assert await statuses() == {200, 204}


async def test_everybody_has_the_same_id_in_every_playground() -> None:
    ids = []
    for _ in range(2):
        world = World()
        await world.start()
        ids.append([person.user.id for person in settled(world).people])
        await world.shutdown()

    assert ids[0] == ids[1]

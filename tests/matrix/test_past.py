"""What was said before Varde was invited is not answered, and what was said while it was away is, all of it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Handler

from bot.channels.matrix.account import Place
from bot.channels.matrix.client import Client
from bot.channels.matrix.past import MOST_FAILURES, Past
from matrix.between import between
from matrix.homeserver import Homeserver
from matrix.person import Event, Person, is_message, text
from matrix.sealed import Sealed
from matrix.varde import Varde

Make = Callable[..., Varde]
HELP, THANKS = "Slik bruker du meg", "Bare hyggelig. Skr"
MISSED = 110
"""More than a sync brings of a room."""


def said(person: Person, room: str, bot: str, place: int) -> list[str]:
    return [text(e) for e in person.heard[place:] if is_message(e) and e["room"] == room and e["sender"] == bot]


def forget_what_was_seen(varde: Varde) -> None:
    """As after two days."""
    with closing(sqlite3.connect(varde.data / "varde.db")) as store, store:
        assert store.execute("DELETE FROM seen").rowcount


@pytest.mark.parametrize("visible", ["shared", "joined"])
async def test_invited_again_it_answers_only_what_was_said_since(
    own_varde: Make, kari: Person, homeserver: Homeserver, visible: str
) -> None:
    """`joined`: the server shows Varde all of its first stay, but no invite."""
    varde = own_varde()
    varde.start()
    shown = {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": visible}}
    room = await kari.chat_with(varde.user, initial_state=[shown])
    await kari.until(lambda heard: any(e.get("state_key") == varde.user and joined(e) for e in heard))
    await kari.asks(room, varde.user, "meny", 2)
    await kari.asks(room, varde.user, "takk", 2)
    third = {"user_id": homeserver.register(f"third-{visible}")}
    await kari.call("POST", "rooms", room, "invite", content=third)
    await kari.until(lambda heard: any(e.get("state_key") == varde.user and left(e) for e in heard))
    await kari.call("POST", "rooms", room, "kick", content=third)
    await kari.say(room, "meny")
    varde.stop()
    forget_what_was_seen(varde)
    varde.start()
    place = len(kari.heard)
    await kari.call("POST", "rooms", room, "invite", content={"user_id": varde.user})
    if visible == "joined":
        await kari.until(lambda heard: any(e.get("state_key") == varde.user and joined(e) for e in heard[place:]))
    await kari.say(room, "hjelp")
    await kari.answers(room, varde.user, 2, place)
    await kari.quiet(1.5)
    first, *rest = said(kari, room, varde.user, place)
    assert first.startswith(HELP)
    assert [each[:16] for each in rest] == ["Hva vil du gjøre"]


async def test_what_was_said_before_it_was_invited_is_not_said_to_it(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with()
    for line in ("takk", "gjelder 27045951478", "meny"):
        await kari.say(room, line)
    place = len(kari.heard)
    await kari.call("POST", "rooms", room, "invite", content={"user_id": varde.user})
    await kari.say(room, "hjelp")
    await kari.answers(room, varde.user, 3, place)
    await kari.quiet(1.5)
    assert [each[:18] for each in said(kari, room, varde.user, place)] == [
        "Hei. Jeg hjelper a",
        "Slik bruker du meg",
        "Hva vil du gjøre? ",
    ]


async def test_encrypted_what_was_said_before_it_was_invited_is_not_said_to_it(varde: Varde, siri: Sealed) -> None:
    room = await siri.does("room", alone=True)
    await siri.does("say", room=room, text="takk")
    await siri.does("say", room=room, text="meny")
    await siri.does("invite", room=room, who=varde.user)
    place = len(siri.heard)
    await siri.does("say", room=room, text="hjelp")
    await siri.answers(room, varde.user, 3, place)
    await siri.asks(room, varde.user, "takk", 2)
    told = [str(each["content"]["body"]) for each in await siri.answers(room, varde.user, 5, place)]
    assert not [each for each in told if "låst opp" in each]
    assert [each.startswith(THANKS) for each in told] == [False, False, False, True, False]


def left(event: Event) -> bool:
    return bool(event["content"].get("membership") == "leave")


def joined(event: Event) -> bool:
    return bool(event["content"].get("membership") == "join")


class Maintenance:
    """Pages of a proxy, which are no word of Matrix."""

    def __init__(self) -> None:
        self.pages: dict[str, list[int]] = {}
        """The end of a path -> the statuses of the pages that it is answered with before it is passed on."""

    def __call__(self, request: web.Request, body: bytes) -> web.Response | None:
        pages = next((pages for end, pages in self.pages.items() if request.path.endswith(end) and pages), None)
        if pages is None:
            return None
        return web.Response(status=pages.pop(0), text="<html>Vedlikehold</html>", content_type="text/html")


async def test_many_messages_while_it_is_away_and_a_proxy_in_trouble_are_answered_once_and_in_order(
    own_varde: Make, kari: Person, homeserver: Homeserver
) -> None:
    proxy = Maintenance()
    async with between(homeserver.url, proxy) as url:
        varde = own_varde(homeserver=url)
        await asyncio.to_thread(varde.start)
        room = await kari.chat_with(varde.user)
        await kari.asks(room, varde.user, "meny", 2)
        assert await asyncio.to_thread(varde.stop) == 0
        asked = [HELP if place % 7 in (0, 1, 4) else THANKS for place in range(MISSED)]
        for each in asked:
            await kari.say(room, "hjelp" if each == HELP else "takk")
        proxy.pages = {"/sync": [404, 200, 403], "/messages": [403, 404]}
        await asyncio.to_thread(varde.start)
        await kari.say(room, "meny")
        told = await history(kari, room, varde.user)
        async with asyncio.timeout(120):
            while len(told) < 2 + 2 * MISSED + 1:
                await asyncio.sleep(0.5)
                told = await history(kari, room, varde.user)
        assert await asyncio.to_thread(varde.stop) == 0
    assert [each for each in told if each.startswith((HELP, THANKS))] == asked
    assert proxy.pages == {"/sync": [], "/messages": []}


async def test_a_place_in_the_stream_that_the_server_does_not_know_is_given_up_and_that_is_said(
    own_varde: Make, kari: Person
) -> None:
    varde = own_varde()
    varde.start()
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    varde.stop()
    (varde.data / "matrix" / "since").write_text("no-place")
    place = len(kari.heard)
    await kari.say(room, "takk")
    varde.start()
    assert text((await kari.answers(room, varde.user, 1, place))[0]).startswith(THANKS)
    assert "place-unknown M_" in varde.complaints()


async def endless(request: web.Request) -> web.Response:
    """A hundred events on every page, and always another."""
    page = int(request.query["from"])
    content = {"msgtype": "m.text", "body": "hei"}
    chunk = [
        {"type": "m.room.message", "event_id": f"$e{page}-{place}", "sender": "@kari:x.no", "content": content}
        | {"origin_server_ts": 1, "room_id": "!r:x.no"}
        for place in range(100)
    ]
    return web.json_response({"chunk": chunk, "start": str(page), "end": str(page + 1)})


async def refused(_: web.Request) -> web.Response:
    return web.json_response({"errcode": "M_FORBIDDEN", "error": "kanarifugl"}, status=403)


@pytest.mark.parametrize(
    ("answer", "many", "line"), [(endless, 2000, "events-left-out 2000"), (refused, 0, "page-left-out M_FORBIDDEN")]
)
async def test_what_is_left_out_of_the_past_of_a_room_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: Handler, many: int, line: str
) -> None:
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        client = Client(str(server.make_url("")), "@varde:x.no", Place(tmp_path))
        found = await Past(client).before("!r:x.no", "0")
        await client.close()
    assert len(found or ()) == many
    assert [record.getMessage() for record in caplog.records if record.name == "varde.matrix"] == [line]


async def test_a_server_that_asks_for_patience_is_given_it_and_nothing_is_left_out(tmp_path: Path) -> None:
    impatient = iter(range(2 * MOST_FAILURES))

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/messages") and next(impatient, None) is not None:
            return web.json_response({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1}, status=429)
        page = json.loads((await endless(request)).text or "") if request.path.endswith("/messages") else {}
        return web.json_response({**page, "end": None})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        client = Client(str(server.make_url("")), "@varde:x.no", Place(tmp_path))
        found = await Past(client).before("!r:x.no", "0")
        await client.close()
    assert len(found or ()) == 100


async def test_a_room_that_cannot_be_read_holds_up_nobody(
    own_varde: Make, kari: Person, ole: Person, homeserver: Homeserver
) -> None:
    """Whoever invites Varde could else silence it for everybody."""
    broken: list[str] = []

    def fails(request: web.Request, _: bytes) -> web.Response | None:
        if request.path.endswith("/messages") and any(room in request.path for room in broken):
            return web.json_response({"errcode": "M_UNKNOWN"}, status=500)
        return None

    async with between(homeserver.url, fails) as url:
        varde = own_varde(homeserver=url)
        await asyncio.to_thread(varde.start)
        healthy = await kari.chat_with(varde.user)
        await kari.asks(healthy, varde.user, "meny", 2)
        room = await ole.chat_with()
        broken.append(room)
        place = len(ole.heard)
        await ole.call("POST", "rooms", room, "invite", content={"user_id": varde.user})
        await ole.say(room, "hjelp")
        assert await kari.asks(healthy, varde.user, "takk")
        await ole.answers(room, varde.user, 1, place)
        assert await asyncio.to_thread(varde.stop) == 0
    assert "page-left-out" in varde.complaints()


def test_of_a_timeline_only_what_came_after_the_last_invite_is_ours() -> None:
    varde = SimpleNamespace(user_id="@varde:x.no")

    def event(kind: str, who: str, membership: str = "") -> SimpleNamespace:
        return SimpleNamespace(source={"type": kind, "state_key": who, "content": {"membership": membership}})

    said, invited = event("m.room.message", "@kari:x.no"), event("m.room.member", "@varde:x.no", "invite")
    other, joined_ = event("m.room.member", "@ola:x.no", "invite"), event("m.room.member", "@varde:x.no", "join")
    past = Past(cast("Client", varde))
    assert past.since_invited([said, invited, other, said, joined_]) == [other, said, joined_]
    assert past.since_invited([said, other, joined_, said]) is None


async def history(person: Person, room: str, bot: str) -> list[str]:
    """The beginning of all that it ever said there, from the server's own history."""
    found: list[str] = []
    start: dict[str, str] = {}
    while True:
        page = await person.call("GET", "rooms", room, "messages", dir="b", limit="500", **start)
        found += [text(e)[: len(HELP)] for e in page["chunk"] if is_message(e) and e["sender"] == bot]
        if "end" not in page or not page["chunk"]:
            return found[::-1]
        start = {"from": page["end"]}

"""Who is let in, and that every chat is between two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from matrix.between import between
from matrix.homeserver import Homeserver
from matrix.person import Event, Person, is_message, text
from matrix.varde import Varde

Make = Callable[..., Varde]


def memberships(heard: list[Event], room: str, user: str) -> list[str]:
    events = [e for e in heard if e["type"] == "m.room.member" and e["room"] == room and e["state_key"] == user]
    return [event["content"]["membership"] for event in events]


def localpart(person: Person) -> str:
    return person.user.removeprefix("@").partition(":")[0]


async def left(person: Person, room: str, bot: str) -> Event:
    """The event with which it went, or declined."""
    heard = await person.until(lambda heard: "leave" in memberships(heard, room, bot))
    return next(e for e in reversed(heard) if e.get("state_key") == bot and e["content"].get("membership") == "leave")


async def test_whoever_is_not_on_the_list_is_declined_and_told_why(own_varde: Make, kari: Person) -> None:
    varde = own_varde(allow=["@somebody-else:example.test", "@*:other.test"])
    varde.start()
    room = await kari.chat_with(varde.user)
    await kari.say(room, "hei")
    event = await left(kari, room, varde.user)
    assert event["content"]["reason"]
    assert "join" not in memberships(kari.heard, room, varde.user)
    assert not [e for e in await kari.quiet(1.5) if e["type"] == "m.room.message"]


async def test_who_is_taken_off_the_list_gets_no_more_replies(own_varde: Make, kari: Person) -> None:
    varde = own_varde()
    varde.start()
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    varde.stop()
    varde.settings["channels"]["matrix"]["allow"] = ["@nobody:example.test"]  # type: ignore[index]
    varde.start()
    await kari.say(room, "meny")
    assert not [e for e in await kari.quiet(2) if e["sender"] == varde.user]


@pytest.mark.parametrize("direct", [False, True])
async def test_a_room_of_three_is_declined_and_told_why_whatever_it_is_called(
    varde: Varde, kari: Person, homeserver: Homeserver, direct: bool
) -> None:
    async with Person(homeserver.url, homeserver.register(f"eve-{localpart(kari)}")) as eve:
        room = await kari.chat_with(eve.user, direct=direct)
        await eve.call("POST", "rooms", room, "join", content={})
        invite = {"membership": "invite", **({"is_direct": True} if direct else {})}
        await kari.call("PUT", "rooms", room, "state", "m.room.member", varde.user, content=invite)
        await kari.say(room, "meny")
        event = await left(kari, room, varde.user)
        assert event["content"]["reason"]
        assert "join" not in memberships(kari.heard, room, varde.user)
        await eve.quiet(1)
        assert not [e for e in eve.heard if is_message(e) and e["sender"] == varde.user]


async def test_an_invite_waits_for_the_count_and_where_there_is_none_it_is_taken_up(
    own_varde: Make, kari: Person, homeserver: Homeserver
) -> None:
    """First the server is away behind its proxy, then neither of them knows how to count."""
    pages = [502, 404]

    def uncounted(request: web.Request, _: bytes) -> web.Response | None:
        return web.Response(status=pages.pop(0)) if "room_summary" in request.path else None

    async with between(homeserver.url, uncounted) as url:
        varde = own_varde(homeserver=url)
        await asyncio.to_thread(varde.start)
        room = await kari.chat_with(varde.user)
        assert await kari.asks(room, varde.user, "meny", 2)
        assert "not-joined server-502" in varde.complaints()
        assert await asyncio.to_thread(varde.stop) == 0
    assert not pages


async def test_a_public_room_is_declined(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user, direct=False, preset="public_chat")
    assert (await left(kari, room, varde.user))["content"]["reason"]


async def test_a_room_of_two_that_is_not_marked_as_direct_is_good_enough(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user, direct=False)
    assert await kari.asks(room, varde.user, "meny")


async def test_a_room_that_becomes_shared_is_told_so_and_left(
    varde: Varde, kari: Person, homeserver: Homeserver
) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    place = len(kari.heard)
    other = homeserver.register(f"per-{localpart(kari)}")
    await kari.call("POST", "rooms", room, "invite", content={"user_id": other})
    await left(kari, room, varde.user)
    said = [e for e in kari.heard[place:] if e["type"] == "m.room.message"]
    assert ["direkte samtale" in text(e) for e in said] == [True]
    assert said[0]["content"]["msgtype"] == "m.notice"


async def test_an_empty_room_is_left(varde: Varde, kari: Person, homeserver: Homeserver) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny")
    await kari.call("POST", "rooms", room, "leave", content={})
    room = await kari.chat_with(varde.user)
    assert await kari.asks(room, varde.user, "meny")


async def test_in_a_new_room_the_answers_come_there(varde: Varde, kari: Person) -> None:
    first = await kari.chat_with(varde.user)
    await kari.asks(first, varde.user, "meny", 2)
    second = await kari.chat_with(varde.user)
    assert len(await kari.asks(second, varde.user, "meny")) == 1
    assert len(await kari.asks(first, varde.user, "meny")) == 1


async def test_own_messages_are_not_answered(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    assert not [e for e in await kari.quiet(1.5) if e["type"] == "m.room.message"]


async def test_notices_are_not_answered(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    await kari.post(room, {"msgtype": "m.notice", "body": "meny"})
    assert not [e for e in await kari.quiet(1) if e["sender"] == varde.user and e["type"] == "m.room.message"]


async def test_a_question_is_marked_as_read(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    event = await kari.say(room, "meny")

    def read(heard: list[Event]) -> bool:
        return any(e["type"] == "m.receipt" and event in e["content"] for e in heard)

    await kari.until(read)

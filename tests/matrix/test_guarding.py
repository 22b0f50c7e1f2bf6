"""Stopped messages are redacted with their edits, edits are judged, and hostile events do nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
from aiohttp import web

from matrix.between import between
from matrix.homeserver import Homeserver
from matrix.person import Event, Person, RefusedError, text
from matrix.varde import Varde

NUMBER = "27045951478"
DELETED = "Jeg har slettet meldingen."
NOT_DELETED = "Jeg fikk ikke slettet meldingen."
CANARY = "kanarifugl-7c1e"


async def begun(kari: Person, varde: Varde) -> str:
    """A room in which the first question of the flow is open."""
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "start veiviser", 2)
    return room


def image(body: str) -> Event:
    """A picture with its caption, or its file's name."""
    return {"msgtype": "m.image", "body": body, "url": "mxc://example.test/abc"}


async def content(kari: Person, room: str, event: str) -> Event:
    found: Event = (await kari.call("GET", "rooms", room, "event", event))["content"]
    return found


@pytest.mark.parametrize("version", ["11", "12"])
async def test_a_stopped_message_is_redacted(varde: Varde, kari: Person, version: str) -> None:
    room = await kari.chat_with(varde.user, version=version)
    place = len(kari.heard)
    event = await kari.say(room, f"gjelder {NUMBER}")
    first, _ = await kari.answers(room, varde.user, 2, place)
    assert DELETED in text(first)
    assert NUMBER not in text(first)
    assert await content(kari, room, event) == {}


@pytest.mark.parametrize("version", ["11", "12"])
async def test_without_the_power_to_redact_it_says_so(varde: Varde, kari: Person, version: str) -> None:
    room = await kari.chat_with(varde.user, version=version, preset="private_chat")
    (first, _) = await kari.asks(room, varde.user, f"gjelder {NUMBER}", 2)
    assert NOT_DELETED in text(first)


async def test_where_a_proxy_lets_nothing_be_redacted_the_truth_is_told_and_a_card_does_not_wait(
    own_varde: Callable[..., Varde], kari: Person, homeserver: Homeserver
) -> None:
    def refuses(request: web.Request, _: bytes) -> web.Response | None:
        page = web.Response(status=403, text="<html>Ikke tillatt</html>", content_type="text/html")
        return page if "/redact/" in request.path else None

    async with between(homeserver.url, refuses) as url:
        varde = own_varde(homeserver=url)
        await asyncio.to_thread(varde.start)
        room = await kari.chat_with(varde.user)
        await kari.asks(room, varde.user, "meny", 2)
        place = len(kari.heard)
        await kari.say(room, f"gjelder {NUMBER}")
        await kari.say(room, "hun har tatt en overdose nå")
        stopped, card = (await kari.answers(room, varde.user, 2, place))[:2]
        assert await asyncio.to_thread(varde.stop) == 0
    assert NOT_DELETED in text(stopped)
    assert "113" in text(card)


async def test_a_stopped_edit_takes_the_message_and_its_other_edits_along(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    event = await kari.say(room, "hva er BarnsBeste?")
    await kari.answers(room, varde.user, 3)
    harmless = await kari.edit(room, event, "hva er barnsbeste?")
    await kari.answers(room, varde.user, 4)
    place = len(kari.heard)
    edit = await kari.edit(room, event, f"hva er {NUMBER}")
    (reply,) = await kari.answers(room, varde.user, 1, place)
    assert DELETED in text(reply)
    assert [await content(kari, room, each) for each in (event, harmless, edit)] == [{}, {}, {}]


async def test_an_edit_of_the_latest_answer_replaces_it(varde: Varde, kari: Person) -> None:
    room = await begun(kari, varde)
    place = len(kari.heard)
    event = await kari.say(room, "5")
    (first,) = await kari.answers(room, varde.user, 1, place)
    place = len(kari.heard)
    await kari.edit(room, event, "3")
    (second,) = await kari.answers(room, varde.user, 1, place)
    assert "bekymret for et barn" in text(second).split("\n")[0]
    assert text(first) != text(second)


async def test_an_edit_of_an_older_answer_changes_nothing(varde: Varde, kari: Person) -> None:
    room = await begun(kari, varde)
    event = await kari.say(room, "5")
    await kari.answers(room, varde.user, 3)
    await kari.asks(room, varde.user, "hjelp")
    await kari.quiet(0.5)
    await kari.edit(room, event, "1")
    assert not [e for e in await kari.quiet(1) if e["sender"] == varde.user and e["type"] == "m.room.message"]


async def test_danger_in_an_older_edit_is_answered(varde: Varde, kari: Person) -> None:
    room = await begun(kari, varde)
    event = await kari.say(room, "5")
    await kari.answers(room, varde.user, 3)
    await kari.asks(room, varde.user, "hjelp")
    await kari.quiet(0.5)
    place = len(kari.heard)
    await kari.edit(room, event, "pasienten sier at hun vil drepe barna i kveld")
    (reply,) = await kari.answers(room, varde.user, 1, place)
    assert "113" in text(reply)


async def test_a_caption_with_an_identity_number_is_stopped(varde: Varde, kari: Person) -> None:
    room = await begun(kari, varde)
    place = len(kari.heard)
    event = await kari.post(room, image(f"{NUMBER}.jpg"))
    said = await kari.answers(room, varde.user, 1, place)
    assert DELETED in text(said[0])
    assert await content(kari, room, event) == {}


async def test_of_pictures_that_come_together_each_is_judged_and_all_are_answered_once(
    own_varde: Callable[..., Varde], kari: Person
) -> None:
    varde = own_varde()
    varde.start()
    room = await begun(kari, varde)
    varde.stop()
    place = len(kari.heard)
    numbered = [await kari.post(room, image(body)) for body in (f"gjelder {NUMBER}", "1.jpg", f"{NUMBER}.jpg")]
    await asyncio.to_thread(varde.start)
    await kari.answers(room, varde.user, 4, place)
    varde.stop()
    for body in ("1.jpg", "faren sier at han vil drepe barna i kveld", "2.jpg", "3.jpg", "4.jpg"):
        await kari.post(room, image(body))
    await asyncio.to_thread(varde.start)
    await kari.answers(room, varde.user, 7, place)
    await kari.quiet(1)
    said = [text(each) for each in await kari.answers(room, varde.user, 7, place)]
    assert [await content(kari, room, each) for each in numbered] == [{}, image("1.jpg"), {}]
    assert [DELETED in each for each in said[:4]] == [True, False, True, False]
    assert [key for each in said[4:] for key in ("bare lese", "Er noen i fare", "AKUTT") if key in each] == [
        "bare lese",
        "Er noen i fare",
        "AKUTT",
    ]
    assert len(said) == 7


async def test_a_picture_is_answered_with_what_to_do(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    place = len(kari.heard)
    await kari.post(room, image("bilde.jpg"))
    said = await kari.answers(room, varde.user, 1, place)
    assert "bare lese tekst" in text(said[0])


async def test_an_identity_number_in_a_quote_or_in_html_is_stopped(varde: Varde, kari: Person) -> None:
    room = await begun(kari, varde)
    quoting = {
        "msgtype": "m.text",
        "body": f"> <@x:y> {NUMBER}\n\nja",
        "m.relates_to": {"m.in_reply_to": {"event_id": "$x"}},
    }
    html = {"msgtype": "m.text", "body": "ja", "format": "org.matrix.custom.html", "formatted_body": f"<b>{NUMBER}</b>"}
    for each in (quoting, html):
        place = len(kari.heard)
        await kari.post(room, each)
        assert DELETED in text((await kari.answers(room, varde.user, 2, place))[0])


def deep(depth: int) -> object:
    found: object = CANARY
    for _ in range(depth):
        found = [found]
    return found


HOSTILE: list[tuple[str, object]] = [
    ("m.room.message", {}),
    ("m.room.message", {"msgtype": "m.text"}),
    ("m.room.message", {"msgtype": "m.text", "body": [CANARY]}),
    ("m.room.message", {"msgtype": [CANARY], "body": CANARY}),
    ("m.room.message", {"msgtype": "m.text", "body": CANARY, "formatted_body": {"a": CANARY}, "format": 7}),
    ("m.room.message", {"msgtype": "m.text", "body": CANARY * 3000}),
    ("m.room.message", {"msgtype": "m.text", "body": CANARY, "formatted_body": "<b>" * 18000 + CANARY}),
    ("m.room.message", {"msgtype": "m.text", "body": CANARY, "deep": deep(400)}),
    ("m.room.message", {"msgtype": "m.text", "body": "\x00\u202e\ufffe" + CANARY}),
    ("m.room.message", {"msgtype": "m.text", "body": CANARY, "m.relates_to": CANARY}),
    ("m.room.message", {"msgtype": "m.text", "body": CANARY, "m.relates_to": {"rel_type": "m.replace"}}),
    (
        "m.room.message",
        {
            "msgtype": "m.text",
            "body": CANARY,
            "m.new_content": [CANARY],
            "m.relates_to": {"rel_type": "m.replace", "event_id": 7},
        },
    ),
    ("m.room.message", {"msgtype": "m.location", "body": CANARY, "geo_uri": CANARY}),
    ("m.room.message", {"msgtype": "m.file", "body": CANARY, "url": 5, "info": CANARY}),
    ("m.room.encrypted", {"algorithm": CANARY}),
    ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": CANARY}),
    (
        "m.room.encrypted",
        {
            "algorithm": "m.megolm.v1.aes-sha2",
            "ciphertext": CANARY,
            "sender_key": CANARY,
            "session_id": CANARY,
            "device_id": CANARY,
        },
    ),
    ("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$x", "key": CANARY}}),
    ("m.call.invite", {"call_id": CANARY, "offer": CANARY, "version": {}, "lifetime": "x"}),
    ("org.matrix.msc3381.poll.start", {"org.matrix.msc1767.text": CANARY}),
    ("no.such.type", {CANARY: CANARY}),
]


async def test_hostile_events_neither_stop_it_nor_reach_its_log(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    for kind, each in HOSTILE:
        with suppress(RefusedError):  # this server takes only some of them; another may take all
            await kari.post(room, each, kind)
    state: list[tuple[str, object]] = [
        ("m.room.name", {"name": [CANARY]}),
        ("m.room.topic", {"topic": {"a": CANARY}}),
        ("m.room.avatar", {"url": {"a": CANARY}}),
        ("m.room.pinned_events", {"pinned": CANARY}),
        ("m.room.tombstone", {"body": CANARY, "replacement_room": 5}),
        ("m.space.child", {"via": CANARY}),
    ]
    for kind, each in state:
        with suppress(RefusedError):
            await kari.call("PUT", "rooms", room, "state", kind, "", content=each)
    await kari.quiet(6)
    (reply,) = (await kari.asks(room, varde.user, "hjelp"))[-1:]
    assert text(reply).startswith("Slik bruker du meg")
    assert CANARY not in varde.complaints()
    assert "Traceback" not in varde.complaints()


async def test_a_forged_edit_of_somebody_elses_message_redacts_only_itself(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    own = (await kari.asks(room, varde.user, "meny", 2))[0]["event_id"]
    place = len(kari.heard)
    forged = await kari.edit(room, own, f"nummer {NUMBER}")
    await kari.answers(room, varde.user, 1, place)
    assert await content(kari, room, forged) == {}
    assert await content(kari, room, own) != {}

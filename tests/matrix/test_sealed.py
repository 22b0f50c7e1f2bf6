"""End-to-end encrypted, with a client whose cryptography is not ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nio import MatrixRoom

from bot.channels.matrix import Account, Matrix
from bot.channels.matrix.account import Place
from bot.channels.matrix.login import logged_in
from bot.core.effects import Kind
from bot.core.events import Address, ChoiceId, EventId, MessageNumber
from bot.core.words.wording import Choice, Rendered
from matrix.homeserver import Homeserver
from matrix.person import Person
from matrix.person import text as plain_text
from matrix.sealed import Line, Sealed
from matrix.varde import Varde

Make = Callable[..., Varde]
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
SEALED = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg",
    "device_id": "RJYKSTBOIE",
    "sender_key": "IlRMeOPX2e0MurIyfWEucYBRVOEEUMrOHqn/8mLqMjA",
    "session_id": "X3lUlvLELLYxeTx4yOVu6UDpasGEVO0Jbu+QFnm0cKQ",
}
TEXTS = {"terminal-valg": "Skriv nummeret.", "rom-delt": "", "rom-avslag-ukjent": "", "rom-avslag-delt": ""}


def body(event: Line) -> str:
    return str(event["content"]["body"])


@pytest.mark.parametrize("version", ["11", "12"])
async def test_an_encrypted_conversation(varde: Varde, siri: Sealed, version: str) -> None:
    room = await siri.does("room", **{"with": varde.user, "version": version})
    _, question = await siri.asks(room, varde.user, "start veiviser", 2)
    assert "\n1. " in body(question)
    for _ in range(3):
        (reply,) = await siri.asks(room, varde.user, "1")
        assert reply["encrypted"]
    place = len(siri.heard)
    await siri.does("say", room=room, text="gjelder 27045951478")
    stopped = (await siri.answers(room, varde.user, 1, place))[0]
    assert "Jeg har slettet meldingen." in body(stopped)
    await siri.until(lambda line: "redacted" in line, place)


async def test_an_encrypted_edit_replaces_the_latest_answer(varde: Varde, siri: Sealed) -> None:
    room = await siri.does("room", **{"with": varde.user})
    await siri.asks(room, varde.user, "start veiviser", 2)
    place = len(siri.heard)
    event = await siri.does("say", room=room, text="5")
    await siri.answers(room, varde.user, 1, place)
    place = len(siri.heard)
    await siri.does("edit", room=room, event=event, text="3")
    (reply,) = await siri.answers(room, varde.user, 1, place)
    assert "bekymret for et barn" in body(reply).split("\n")[0]


async def test_it_goes_on_after_stops_and_kills(own_varde: Make, siri: Sealed) -> None:
    varde = own_varde()
    varde.start()
    room = await siri.does("room", **{"with": varde.user})
    await siri.asks(room, varde.user, "start veiviser", 2)
    for end in (varde.stop, varde.kill, varde.kill):
        end()
        place = len(siri.heard)
        await siri.does("say", room=room, text="hjelp")
        await asyncio.to_thread(varde.start)
        reply = (await siri.answers(room, varde.user, 2, place))[0]
        assert body(reply).startswith("Slik bruker du meg")
        assert reply["encrypted"]
    assert varde.stop() == 0
    assert "Traceback" not in varde.complaints()


async def test_encrypted_each_message_is_answered_once_while_it_is_killed(own_varde: Make, siri: Sealed) -> None:
    varde = own_varde()
    varde.start()
    room = await siri.does("room", **{"with": varde.user})
    await siri.asks(room, varde.user, "start veiviser", 2)
    place = len(siri.heard)
    for _ in range(3):
        varde.kill()
        await asyncio.to_thread(varde.start, ready=False)
        for text in ("5", "tilbake"):
            await siri.does("say", room=room, text=text)
    varde.kill()
    await asyncio.to_thread(varde.start)
    await siri.does("say", room=room, text="hjelp")
    said = await siri.answers(room, varde.user, 7, place)
    assert len({body(reply) for reply in said[:6:2]}) == len({body(reply) for reply in said[1:6:2]}) == 1
    assert body(said[0]) != body(said[1])
    assert body(said[6]).startswith("Slik bruker du meg")
    assert all(reply["encrypted"] for reply in said)


async def test_what_cannot_be_decrypted_is_answered_with_what_to_do(varde: Varde, kari: Person) -> None:
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    place = len(kari.heard)
    await kari.post(room, SEALED, "m.room.encrypted")
    said = await kari.answers(room, varde.user, 1, place)
    assert "låst opp" in plain_text(said[0])


async def test_a_message_that_cannot_be_read_holds_up_nobody_else_and_outlives_a_crash(
    own_varde: Make, homeserver: Homeserver, kari: Person
) -> None:
    varde = own_varde()
    varde.start()
    async with Person(homeserver.url, homeserver.register("per-unlocked")) as per:
        rooms = {each: await each.chat_with(varde.user) for each in (kari, per)}
        for person, room in rooms.items():
            await person.asks(room, varde.user, "start veiviser", 2)
        for killed in (False, True):
            await kari.quiet(0.5)
            place = len(kari.heard)
            await kari.post(rooms[kari], SEALED, "m.room.encrypted")
            await kari.say(rooms[kari], "hjelp")
            other = await per.asks(rooms[per], varde.user, "hjelp")
            if killed:
                varde.kill()
                await asyncio.to_thread(varde.start)
            said = await kari.answers(rooms[kari], varde.user, 2, place)
            while "Slik bruker du meg" not in plain_text(said[-1]):
                said = await kari.answers(rooms[kari], varde.user, len(said) + 1, place)
            assert "låst opp" in plain_text(said[0])
            assert sum("låst opp" in plain_text(e) for e in said) == 1
            assert said[0]["origin_server_ts"] > other[0]["origin_server_ts"]
    assert varde.stop() == 0
    assert "Traceback" not in varde.complaints()


async def test_it_makes_an_encrypted_room_for_somebody_who_has_none(
    homeserver: Homeserver, siri: Sealed, tmp_path: Path
) -> None:
    """As for a call to somebody who never wrote; it has the power to redact there."""
    bot = homeserver.register(f"varde-for-{siri.user.removeprefix('@').partition(':')[0]}")
    account = Account(homeserver.url, bot, "secret", allow=("@siri*:example.test",))
    channel = Matrix(account, tmp_path / "matrix", lambda: TEXTS)
    await channel.connect()
    listening = asyncio.create_task(listen(channel))
    try:
        choices = (Choice(ChoiceId("ta"), "Jeg tar den"),)
        to = Address(f"matrix:{siri.user}")
        message = Rendered(to, MessageNumber(1), Kind.PING, "Noen trenger deg.", choices)
        await channel.send(message, NOW, 0)
        await channel.send(message, NOW, 0)
        room = (await siri.until(lambda line: "joined" in line))["joined"]
        await channel.send(Rendered(to, MessageNumber(2), Kind.PING, "Er du der?"), NOW, 0)
        first, second = await siri.answers(room, bot, 2, 0)
        assert [body(first).split("\n")[0], body(second)] == ["Noen trenger deg.", "Er du der?"]
        assert first["encrypted"]
        place = len(siri.heard)
        event = await siri.does("say", room=room, text="gjelder noen")
        assert await channel.delete(to, EventId(f"matrix:{room}/{event}"))
        await siri.until(lambda line: line.get("redacted") == event, place)
    finally:
        listening.cancel()
        await channel.close()


async def test_who_has_no_room_is_written_to_before_she_has_opened_the_new_one(
    homeserver: Homeserver, kari: Person, tmp_path: Path
) -> None:
    """A call for help does not wait for the one who is called."""
    bot = homeserver.register(f"varde-for-{kari.user.removeprefix('@').partition(':')[0]}")
    channel = Matrix(
        Account(homeserver.url, bot, "secret", allow=("@*:example.test",)), tmp_path / "matrix", lambda: TEXTS
    )
    await channel.connect()
    listening = asyncio.create_task(listen(channel))
    try:
        await channel.send(
            Rendered(Address(f"matrix:{kari.user}"), MessageNumber(1), Kind.PING, "Noen trenger deg."), NOW, 0
        )
        await kari.until(lambda _: bool(kari.invites))
        (room,) = kari.invites
        await kari.call("POST", "rooms", room, "join", content={})
        await kari.until(lambda heard: any(e["type"] == "m.room.encrypted" and e["sender"] == bot for e in heard))
    finally:
        listening.cancel()
        await channel.close()


async def test_a_room_of_its_own_is_encrypted_whatever_a_sync_told_while_it_was_made(
    homeserver: Homeserver, kari: Person, tmp_path: Path
) -> None:
    """The server makes a room event by event, and a sync may come in between."""
    bot = homeserver.register(f"varde-early-{kari.user.removeprefix('@').partition(':')[0]}")
    client = await logged_in(Account(homeserver.url, bot, "secret"), Place(tmp_path / "matrix"))
    try:
        client.rooms["!half:example.test"] = MatrixRoom("!half:example.test", bot)
        client.enter("!half:example.test", kari.user)
        assert client.rooms["!half:example.test"].encrypted
        assert set(client.rooms["!half:example.test"].users) == {bot, kari.user}
    finally:
        await client.close()


async def listen(channel: Matrix) -> None:
    async for _ in channel.events():
        pass

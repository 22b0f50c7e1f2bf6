"""What matrix-nio would lose, and Varde does not: `bot.channels.matrix.client` says what that is."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from aiohttp import web

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix import Account, Matrix
from bot.channels.matrix.account import Place
from bot.channels.matrix.client import Client
from bot.channels.matrix.keys import Keys
from bot.channels.matrix.login import logged_in
from bot.core.effects import Kind
from bot.core.events import Address, MessageNumber
from bot.core.words.wording import Rendered
from matrix.between import between
from matrix.homeserver import Homeserver
from matrix.sealed import Sealed
from store.refusing import at_most_bytes_a_file

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
TEXTS = {"terminal-valg": "Skriv nummeret.", "rom-delt": "", "rom-avslag-ukjent": "", "rom-avslag-delt": ""}
WRITING = ("INSERT", "REPLACE", "UPDATE", "DELETE")
_numbers = count(1)


def account(homeserver: Homeserver, url: str) -> Account:
    user = homeserver.register(f"varde-mended-{next(_numbers)}")
    return Account(url, user, "secret", allow=("@siri*:example.test",))


@asynccontextmanager
async def speaking(account: Account, place: Path) -> AsyncIterator[Matrix]:
    channel = Matrix(account, place, lambda: TEXTS)
    await channel.connect()

    async def listen() -> None:
        async for _ in channel.events():
            pass

    listening = asyncio.create_task(listen())
    try:
        yield channel
    finally:
        listening.cancel()
        await channel.close()


async def test_one_time_keys_are_on_the_disk_before_the_server_has_them(homeserver: Homeserver, tmp_path: Path) -> None:
    place = Place(tmp_path / "matrix")
    handed: set[str] = set()
    unknown: set[str] = set()

    def seen(request: web.Request, body: bytes) -> None:
        if request.path.endswith("/keys/upload"):
            keys = {key["key"] for key in json.loads(body).get("one_time_keys", {}).values()}
            handed.update(keys)
            unknown.update(keys - stored(place))

    async with between(homeserver.url, seen) as url:
        client = await logged_in(account(homeserver, url), place)
        await client.keys_upload()
        await client.close()
    assert handed
    assert not unknown


async def test_no_key_is_handed_over_that_the_disk_refuses(homeserver: Homeserver, tmp_path: Path) -> None:
    """Killed then, Varde could never hand over any again: the server would hold others under their names."""
    uploads: list[str] = []

    def seen(request: web.Request, _: bytes) -> None:
        uploads.extend([request.path] * request.path.endswith("/keys/upload"))

    async with between(homeserver.url, seen) as url:
        ours, place = account(homeserver, url), Place(tmp_path / "matrix")
        client = await logged_in(ours, place)
        client.ready()
        with at_most_bytes_a_file(16):
            with pytest.raises(ChannelError, match="keys-not-kept"):
                await client.keys_upload()
            await client.keep_up()
        assert client.store.afloat
        await client.close()
        assert not uploads
        again = await logged_in(ours, place)
        await again.keys_upload()
        await again.close()
    assert uploads


async def test_where_the_mark_cannot_be_left_at_the_start_it_is_one_line(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    place = Place(tmp_path / "matrix")
    client = await logged_in(account(homeserver, homeserver.url), place)
    shutil.rmtree(place.directory)
    place.directory.touch()
    with pytest.raises(ChannelRefused, match="cannot be written"):
        client.ready()
    await client.close()


def stored(place: Place) -> set[str]:
    """The one-time keys that a start would find now."""
    device = place.device()
    assert device is not None
    store = Keys(device.user, device.id, str(place.directory), device.store_key, place.keys.name)
    keys = set(store.load_account().one_time_keys["curve25519"].values())
    store.database.close()
    return keys


@pytest.mark.parametrize("failing", ["/sendToDevice/", "/keys/claim"])
async def test_a_message_whose_key_was_not_handed_over_is_sent_again_and_can_be_read(
    homeserver: Homeserver, siri: Sealed, tmp_path: Path, failing: str
) -> None:
    failures = iter(range(1))

    def refuses(request: web.Request, _: bytes) -> web.Response | None:
        if failing in request.path and next(failures, None) is not None:
            return web.json_response({"errcode": "M_UNKNOWN"}, status=502)
        return None

    async with between(homeserver.url, refuses) as url:
        ours = account(homeserver, url)
        message = Rendered(Address(f"matrix:{siri.user}"), MessageNumber(1), Kind.PING, "Noen trenger deg.")
        async with speaking(ours, tmp_path / "matrix") as channel:
            with pytest.raises(ChannelError):
                await channel.send(message, NOW, 0)
            async with asyncio.timeout(20):
                await channel.send(message, NOW, 0)
            room = (await siri.until(lambda line: "joined" in line))["joined"]
            (said,) = await siri.answers(room, ours.user, 1, 0)
    assert said["content"]["body"] == "Noen trenger deg."


async def test_what_a_sync_brings_is_stored_in_one_transaction(
    homeserver: Homeserver, siri: Sealed, tmp_path: Path
) -> None:
    """A key that comes with a sync is on the server no more when the next one begins."""
    ours = account(homeserver, homeserver.url)
    client = await logged_in(ours, Place(tmp_path / "matrix"))
    try:
        await client.keys_upload()
        token = str((await client.next_sync("", timeout=0, full_state=True)).next_batch)
        room = await siri.does("room", **{"with": ours.user})
        await client.call("POST", f"/_matrix/client/v3/rooms/{room}/join", {})
        await siri.does("say", room=room, text="hei")
        first, *wrote, last = await statements_with_a_key(client, token)
        assert first.startswith("BEGIN")
        assert len(wrote) > 1
        assert all(statement.startswith(WRITING) for statement in wrote)
        assert last.startswith("COMMIT")
    finally:
        await client.close()


async def statements_with_a_key(client: Client, token: str) -> list[str]:
    """What the first sync that brings a key does to the store, and where transactions begin and end."""
    statements: list[str] = []
    client.store.database.connection().set_trace_callback(statements.append)
    while True:
        statements.clear()
        token = str((await client.next_sync(token, timeout=5000)).next_batch)
        told = [statement for statement in statements if statement.startswith((*WRITING, "BEGIN", "COMMIT"))]
        if any("megolminboundsessions" in statement for statement in told):
            return told

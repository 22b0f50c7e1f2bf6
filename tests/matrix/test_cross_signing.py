"""Varde's devices are signed by Varde's identity, so that clients that want signed devices can talk with it."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix import Account
from bot.channels.matrix.account import Place
from bot.channels.matrix.client import Client, path
from bot.channels.matrix.identity import Identity
from bot.channels.matrix.login import logged_in
from bot.channels.matrix.vouching import vouched
from matrix.between import between
from matrix.homeserver import Homeserver, UnavailableError
from matrix.person import Person
from matrix.sealed import Sealed
from matrix.varde import Varde

Make = Callable[..., Varde]
_numbers = count(1)


@pytest.fixture
async def strict(homeserver: Homeserver) -> AsyncIterator[Sealed]:
    """Somebody whose client shuts out what is not signed."""
    try:
        person = Sealed(homeserver.url, homeserver.register(f"strict-{next(_numbers)}"), strict=True)
    except UnavailableError as why:
        pytest.skip(str(why))
    async with person:
        yield person


async def talk(person: Sealed, varde: Varde) -> None:
    """The two can read each other."""
    room = await person.does("room", **{"with": varde.user})
    place = len(person.heard)
    await person.does("say", room=room, text="hjelp")
    await person.until(lambda line: "Slik bruker du meg" in str(line.get("event", {}).get("content")), place)


async def with_token(varde: Varde, homeserver: Homeserver) -> None:
    async with Person(homeserver.url, varde.user) as person:
        (varde.place / "token").write_text(person.token)


@asynccontextmanager
async def device(homeserver: Homeserver, varde: Varde) -> AsyncIterator[Client]:
    """That of a Varde which is not running."""
    place = Place(varde.data / "matrix")
    client = await logged_in(Account(homeserver.url, varde.user, "secret"), place)
    try:
        await client.keys_upload()
        yield client
    finally:
        await client.close()


async def publish(client: Client, identity: Identity) -> None:
    await client.call("POST", path("keys", "device_signing", "upload"), identity.published())


async def signed_by(person: Person, user: str) -> set[str]:
    """The keys that have signed the devices of a user, beside the devices themselves. The server checks signatures."""
    found: dict[str, Any] = await person.call("POST", "keys", "query", content={"device_keys": {user: []}})
    devices = found["device_keys"][user]
    return {key for name in devices for key in devices[name]["signatures"][user]} - {f"ed25519:{d}" for d in devices}


def identity_of(varde: Varde) -> Path:
    return varde.data / "matrix-identity.json"


@pytest.mark.parametrize("by", ["password", "token"])
async def test_a_client_that_wants_signed_devices_talks_with_varde(
    own_varde: Make, homeserver: Homeserver, strict: Sealed, by: str
) -> None:
    varde = own_varde(**({"password_file": None, "access_token_file": "token"} if by == "token" else {}))
    if by == "token":
        await with_token(varde, homeserver)
    varde.start()
    await talk(strict, varde)
    before = identity_of(varde).read_bytes()
    assert stat.S_IMODE(identity_of(varde).stat().st_mode) == 0o600
    assert varde.stop() == 0
    varde.start()
    await talk(strict, varde)
    assert identity_of(varde).read_bytes() == before
    assert f"identity-key {Identity(**json.loads(before)).public('master')}" in varde.complaints()
    assert "another identity" not in varde.complaints()


async def test_a_new_device_has_the_same_identity(own_varde: Make, strict: Sealed) -> None:
    varde = own_varde()
    varde.start()
    await talk(strict, varde)
    varde.kill()
    shutil.rmtree(varde.data / "matrix")
    varde.start()
    await talk(strict, varde)
    assert "another identity" not in varde.complaints()


async def test_who_was_killed_before_the_device_was_signed_signs_it_at_the_next_start(
    own_varde: Make, homeserver: Homeserver, kari: Person
) -> None:
    varde = own_varde()
    async with device(homeserver, varde) as client:
        identity = Place(varde.data / "matrix").identity(varde.user)
        await publish(client, identity)
    assert await signed_by(kari, varde.user) == set()
    varde.start()
    assert await signed_by(kari, varde.user) == {f"ed25519:{identity.public('self_signing')}"}


async def test_a_foreign_identity_stays_and_strict_clients_are_then_shut_out(
    own_varde: Make, homeserver: Homeserver, strict: Sealed, kari: Person
) -> None:
    varde = own_varde()
    async with device(homeserver, varde) as client:
        await publish(client, Identity(varde.user))
    varde.start()
    assert varde.complaints().count("has another identity") == 1
    room = await strict.does("room", **{"with": varde.user})
    await strict.does("say", room=room, text="hjelp")
    said = await strict.until(lambda line: line.get("event", {}).get("sender") == varde.user and _sealed(line))
    assert said["event"]["failed"]
    assert await signed_by(kari, varde.user) == set()
    assert await kari.asks(await kari.chat_with(varde.user), varde.user, "hjelp", 2)


@pytest.fixture
async def older(homeserver: Homeserver) -> AsyncIterator[str]:
    """The address of the same server, but that it wants the password before it takes the first keys of an account."""

    def answer(request: web.Request, body: bytes) -> web.Response | None:
        if request.path.endswith("/keys/device_signing/upload"):
            auth = json.loads(body).get("auth", {})
            if (auth.get("session"), auth.get("password")) != ("its-own", "secret"):
                asked = {"session": "its-own", "flows": [{"stages": ["m.login.password"]}], "params": {}}
                return web.json_response(asked, status=401)
        return None

    async with between(homeserver.url, answer) as url:
        yield url


async def test_an_older_server_is_given_the_password_for_the_first_identity_only(
    own_varde: Make, homeserver: Homeserver, kari: Person, older: str
) -> None:
    varde = own_varde()
    ours = Identity(varde.user)
    async with device(homeserver, varde) as client:
        client.homeserver = older
        for wrong in ("", "wrong"):
            with pytest.raises(ChannelError, match="not-allowed"):
                await vouched(client, ours, wrong)
        assert await signed_by(kari, varde.user) == set()
        assert await vouched(client, ours, "secret")
        assert not await vouched(client, Identity(varde.user), "secret")
        assert await signed_by(kari, varde.user) == {f"ed25519:{ours.public('self_signing')}"}


@pytest.mark.parametrize("damaged", ["", "{}", '{"user": "@varde:example.test", "master": "zz"}'])
def test_a_damaged_identity_is_said_and_kept(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "matrix-identity.json").write_text(damaged)
    with pytest.raises(ChannelRefused, match=r"matrix-identity\.json cannot be read"):
        Place(tmp_path / "matrix").identity("@varde:example.test")
    assert (tmp_path / "matrix-identity.json").read_text() == damaged


def test_the_identity_of_somebody_else_is_not_taken(tmp_path: Path) -> None:
    place = Place(tmp_path / "matrix")
    assert place.identity("@varde:example.test") == place.identity("@varde:example.test")
    with pytest.raises(ChannelRefused, match=r"is that of @varde:example\.test"):
        place.identity("@other:example.test")


def _sealed(line: dict[str, Any]) -> bool:
    return bool(line["event"]["encrypted"])

"""What only the operator can mend: one line, exit status 2, no stack and no half-made store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channel import ChannelRefused
from bot.channels.matrix import Account, Matrix
from matrix.homeserver import Homeserver, free_port
from matrix.person import Person
from matrix.varde import Varde

Make = Callable[..., Varde]


def refused(varde: Varde) -> str:
    """The one line that it ends with."""
    before = varde.complaints()
    varde.start(ready=False)
    assert varde.ended() == 2, varde.complaints()
    said = varde.complaints().removeprefix(before).splitlines()
    lines = [line for line in said if line.startswith("varde: ")]
    assert len(lines) == 1, said
    assert "Traceback" not in varde.complaints()
    assert "secret" not in lines[0]
    return lines[0]


def test_a_wrong_password(own_varde: Make) -> None:
    varde = own_varde()
    (varde.place / "password").write_text("wrong\n")
    assert "password" in refused(varde)
    assert not (varde.data / "matrix").exists()


def test_a_missing_password_file(own_varde: Make) -> None:
    assert "password_file" in refused(own_varde(password_file="gone"))


def test_a_password_and_a_token(own_varde: Make) -> None:
    assert "only one" in refused(own_varde(access_token_file="password"))


@pytest.mark.parametrize("url", ["http://matrix.example.no", "http://10.0.0.7:8008", "http://127.0.0.1.example.no"])
def test_a_password_in_clear_over_a_network(own_varde: Make, url: str) -> None:
    varde = own_varde(homeserver=url)
    assert "in clear" in refused(varde)
    assert not (varde.data / "matrix").exists()


def test_an_empty_allow_list(own_varde: Make) -> None:
    assert "allow" in refused(own_varde(allow=[]))


async def test_a_token_that_ends_while_it_runs(own_varde: Make, homeserver: Homeserver) -> None:
    varde = own_varde()
    varde.start()
    async with Person(homeserver.url, varde.user) as other:
        await other.call("POST", "logout", "all", content={})
    assert varde.ended() == 2
    assert "M_UNKNOWN_TOKEN" in varde.complaints()
    assert "Traceback" not in varde.complaints()


async def token_of(homeserver: Homeserver, user: str) -> str:
    async with Person(homeserver.url, user) as person:
        return person.token


async def test_an_access_token_in_a_file(own_varde: Make, homeserver: Homeserver, kari: Person) -> None:
    varde = own_varde(password_file=None, access_token_file="token")
    (varde.place / "token").write_text(await token_of(homeserver, varde.user))
    varde.start()
    room = await kari.chat_with(varde.user)
    assert await kari.asks(room, varde.user, "meny", 2)
    assert varde.stop() == 0
    assert json.loads((varde.data / "matrix" / "device.json").read_text())["access_token"] == ""
    assert {file.name for file in (varde.data / "matrix").iterdir()} == {
        *("device.json", "keys.db", "keys.db-kept", "since")
    }
    shutil.rmtree(varde.data / "matrix")
    assert "has keys on the server" in refused(varde)


# --- the same, of a device that has run before; without a process around it -------------------------------------------


@pytest.fixture
def account(homeserver: Homeserver, tmp_path: Path) -> Account:
    user = homeserver.register(f"varde-{abs(hash(tmp_path)) % 10**9}")
    return Account(homeserver.url, user, "secret", allow=("@*:example.test",))


@pytest.fixture
async def place(account: Account, tmp_path: Path) -> Path:
    """Where its device is kept."""
    await connected(account, tmp_path / "matrix")
    return tmp_path / "matrix"


async def connected(account: Account, place: Path) -> None:
    channel = Matrix(account, place, dict)
    try:
        await channel.connect()
    finally:
        await channel.close()


async def refusal(account: Account, place: Path) -> str:
    with pytest.raises(ChannelRefused) as told:
        await connected(account, place)
    line = str(told.value)
    assert "\n" not in line
    return line


async def test_no_homeserver_at_the_address(tmp_path: Path) -> None:
    nowhere = Account(f"http://127.0.0.1:{free_port()}", "varde", "secret", allow=("@*:example.test",))
    assert "no Matrix homeserver" in await refusal(nowhere, tmp_path / "matrix")
    assert not (tmp_path / "matrix").exists()


async def test_a_token_that_is_no_longer_valid(account: Account, place: Path) -> None:
    async with Person(account.homeserver, account.user) as other:
        await other.call("POST", "logout", "all", content={})
    line = await refusal(account, place)
    assert "log in anew" in line
    assert "M_UNKNOWN_TOKEN" in line


async def test_a_store_of_keys_that_is_gone(account: Account, place: Path) -> None:
    (place / "keys.db").unlink()
    assert "gone" in await refusal(account, place)
    assert not (place / "keys.db").exists()


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
async def test_a_store_of_keys_that_cannot_be_read(account: Account, place: Path, damage: bytes) -> None:
    (place / "keys.db").write_bytes(damage)
    assert "cannot be used" in await refusal(account, place)
    assert (place / "keys.db").read_bytes() == damage


async def test_a_device_file_that_cannot_be_read(account: Account, place: Path) -> None:
    (place / "device.json").write_text("{")
    assert "cannot be read" in await refusal(account, place)


async def test_another_user_on_the_same_data(account: Account, place: Path) -> None:
    other = Account(account.homeserver, "@somebody:example.test", "secret", allow=account.allow)
    assert "belongs to" in await refusal(other, place)


async def test_a_directory_that_cannot_be_made(account: Account, tmp_path: Path) -> None:
    (tmp_path / "matrix").write_text("")
    assert "matrix" in await refusal(account, tmp_path / "matrix")


def test_files_of_the_device_are_ours_alone(place: Path) -> None:
    assert place.stat().st_mode & 0o777 == 0o700
    assert all(file.stat().st_mode & 0o077 == 0 for file in place.iterdir())


async def test_the_same_device_is_used_again(account: Account, place: Path) -> None:
    before = json.loads((place / "device.json").read_text())
    await connected(account, place)
    assert json.loads((place / "device.json").read_text()) == before


async def test_moved_away_it_logs_in_as_a_new_device(account: Account, place: Path, tmp_path: Path) -> None:
    before = json.loads((place / "device.json").read_text())
    shutil.move(place, tmp_path / "away")
    await connected(account, place)
    assert json.loads((place / "device.json").read_text())["id"] != before["id"]

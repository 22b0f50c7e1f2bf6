"""What only the operator can mend: one line, exit status 2, no stack and no half-made store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

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


def known(own_varde: Make) -> Varde:
    """One that has run before."""
    varde = own_varde()
    varde.start()
    assert varde.stop() == 0
    return varde


def test_a_wrong_password(own_varde: Make) -> None:
    varde = own_varde()
    (varde.place / "password").write_text("wrong\n")
    assert "password" in refused(varde)
    assert not (varde.data / "matrix").exists()


def test_no_homeserver_at_the_address(own_varde: Make) -> None:
    varde = own_varde(homeserver=f"http://127.0.0.1:{free_port()}")
    assert "no Matrix homeserver" in refused(varde)
    assert not (varde.data / "matrix").exists()


def test_a_missing_password_file(own_varde: Make) -> None:
    varde = own_varde(password_file="gone")
    assert "password_file" in refused(varde)


def test_a_password_and_a_token(own_varde: Make) -> None:
    varde = own_varde(access_token_file="password")
    assert "only one" in refused(varde)


def test_an_empty_allow_list(own_varde: Make) -> None:
    assert "allow" in refused(own_varde(allow=[]))


async def test_a_token_that_is_no_longer_valid(own_varde: Make, homeserver: Homeserver) -> None:
    varde = known(own_varde)
    async with Person(homeserver.url, varde.user) as other:
        await other.call("POST", "logout", "all", content={})
    line = refused(varde)
    assert "log in anew" in line
    assert "M_UNKNOWN_TOKEN" in line


async def test_a_token_that_ends_while_it_runs(own_varde: Make, homeserver: Homeserver) -> None:
    varde = own_varde()
    varde.start()
    async with Person(homeserver.url, varde.user) as other:
        await other.call("POST", "logout", "all", content={})
    assert varde.ended() == 2
    assert "M_UNKNOWN_TOKEN" in varde.complaints()
    assert "Traceback" not in varde.complaints()


def test_a_store_of_keys_that_is_gone(own_varde: Make) -> None:
    varde = known(own_varde)
    (varde.data / "matrix" / "keys.db").unlink()
    assert "gone" in refused(varde)
    assert not (varde.data / "matrix" / "keys.db").exists()


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_store_of_keys_that_cannot_be_read(own_varde: Make, damage: bytes) -> None:
    varde = known(own_varde)
    (varde.data / "matrix" / "keys.db").write_bytes(damage)
    assert "cannot be used" in refused(varde)


def test_a_device_file_that_cannot_be_read(own_varde: Make) -> None:
    varde = known(own_varde)
    (varde.data / "matrix" / "device.json").write_text("{")
    assert "cannot be read" in refused(varde)


def test_another_user_on_the_same_data(own_varde: Make, homeserver: Homeserver) -> None:
    varde = known(own_varde)
    matrix = varde.settings["channels"]["matrix"]  # type: ignore[index]
    matrix["user"] = homeserver.register("varde-other")
    assert "belongs to" in refused(varde)


def test_files_of_the_device_are_ours_alone(own_varde: Make) -> None:
    varde = known(own_varde)
    place = varde.data / "matrix"
    assert place.stat().st_mode & 0o777 == 0o700
    assert {file.name for file in place.iterdir()} == {"device.json", "keys.db", "since"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in place.iterdir())


def test_the_same_device_is_used_again(own_varde: Make) -> None:
    varde = known(own_varde)
    before = json.loads((varde.data / "matrix" / "device.json").read_text())
    varde.start()
    assert varde.stop() == 0
    assert json.loads((varde.data / "matrix" / "device.json").read_text()) == before


def test_moved_away_it_logs_in_as_a_new_device(own_varde: Make) -> None:
    varde = known(own_varde)
    before = json.loads((varde.data / "matrix" / "device.json").read_text())
    shutil.move(varde.data / "matrix", varde.place / "away")
    varde.start()
    assert varde.stop() == 0
    assert json.loads((varde.data / "matrix" / "device.json").read_text())["id"] != before["id"]


async def token_of(homeserver: Homeserver, user: str) -> str:
    async with Person(homeserver.url, user) as person:
        return person.token


async def test_an_access_token_in_a_file(own_varde: Make, homeserver: Homeserver, kari: Person) -> None:
    varde = own_varde(password_file=None, access_token_file="token")
    (varde.place / "token").write_text(await token_of(homeserver, varde.user))
    varde.start()
    room = await kari.chat_with(varde.user)
    assert await kari.asks(room, varde.user, "meny")
    assert varde.stop() == 0
    assert json.loads((varde.data / "matrix" / "device.json").read_text())["access_token"] == ""
    shutil.rmtree(varde.data / "matrix")
    assert "has keys on the server" in refused(varde)


def test_a_directory_that_cannot_be_made(own_varde: Make) -> None:
    varde = own_varde()
    varde.data.mkdir()
    (varde.data / "matrix").write_text("")
    assert "matrix" in refused(varde)

"""A disk that is really full: a small one that the test mounts and fills."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matrix.person import Person, text
from matrix.sealed import Sealed
from matrix.varde import Varde

Make = Callable[..., Varde]
SIZE = 4 << 20


class Disk:
    """Four megabytes at a place."""

    def __init__(self, place: Path) -> None:
        place.mkdir()
        self._place = place
        self._ballast = place / "ballast"
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("a small disk can be mounted by root only")

    def fill(self, *, but: int = 0) -> None:
        """Leave no more room than this many bytes."""
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                file.truncate(max(file.tell() - but, 0))

    def free(self) -> None:
        self._ballast.unlink()

    def gone(self) -> None:
        subprocess.run(["umount", "-l", str(self._place)], check=True)


@pytest.fixture
def varde(own_varde: Make) -> Varde:
    return own_varde()


@pytest.fixture
def disk(varde: Varde) -> Iterator[Disk]:
    """Under the data directory."""
    made = Disk(varde.data)
    yield made
    varde.kill()
    made.gone()


def ended(varde: Varde, before: str) -> str:
    """The one line that it ended with."""
    assert varde.ended() == 2
    assert "Traceback" not in varde.complaints()
    (line,) = [line for line in varde.complaints().removeprefix(before).splitlines() if line.startswith("varde: ")]
    return line


ROOMS = (0, 200 << 10, *range(228 << 10, 300 << 10, 4 << 10))
"""Bytes: none at all, enough for the database, and from too little for its tables to almost enough for the keys."""


def test_at_the_start_it_is_one_line_and_no_half_made_store(varde: Varde, disk: Disk) -> None:
    """Up to the first size at which it is the keys that have no room."""
    told: list[str] = []
    for room in ROOMS:
        disk.fill(but=room)
        before = varde.complaints()
        varde.start(ready=False)
        told.append(ended(varde, before))
        assert str(varde.data) in told[-1]
        keys = varde.data / "matrix"
        assert not keys.exists() or (keys / "device.json").stat().st_size, "where a device is known, its keys are there"
        disk.free()
        for left in varde.data.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if "keys.db" in told[-1]:
            break
    assert "varde.db" in told[1]
    assert "keys.db" in told[-1]
    varde.start()


async def test_while_it_runs_everybody_is_answered_and_all_is_kept_when_there_is_room(
    varde: Varde, disk: Disk, kari: Person, siri: Sealed
) -> None:
    """Also in an encrypted room that is new: its keys have no place on the disk either."""
    varde.start()
    room, sealed = await kari.chat_with(varde.user), await siri.does("room", **{"with": varde.user})
    await kari.asks(room, varde.user, "start veiviser", 2)
    await siri.asks(sealed, varde.user, "hjelp")
    disk.fill()
    assert "1. " in text((await kari.asks(room, varde.user, "1"))[-1])
    await siri.asks(sealed, varde.user, "hjelp")
    late = await siri.does("room", **{"with": varde.user})
    assert all(answer["encrypted"] for answer in await siri.asks(late, varde.user, "hun har tatt en overdose nå"))
    before = await kari.asks(room, varde.user, "oppsummer", 2)
    assert "keys-not-kept" in varde.complaints()
    disk.free()
    assert varde.stop() == 0
    assert "keys-kept-again" in varde.complaints()
    varde.start()
    after = await kari.asks(room, varde.user, "oppsummer", 2)
    assert [text(e) for e in after] == [text(e) for e in before]
    for each in (sealed, late):
        await siri.asks(each, varde.user, "hjelp")
    assert "Traceback" not in varde.complaints()


async def test_killed_before_there_was_room_it_begins_its_sessions_anew_and_is_read(
    varde: Varde, disk: Disk, siri: Sealed
) -> None:
    """The keys on the disk are older than those it used last: with them nobody could read it."""
    varde.start()
    room = await siri.does("room", **{"with": varde.user})
    await siri.asks(room, varde.user, "hjelp")
    disk.fill()
    late = await siri.does("room", **{"with": varde.user})
    await siri.asks(late, varde.user, "hjelp")
    assert "keys-not-kept" in varde.complaints()
    varde.kill()
    disk.free()
    varde.start()
    for each in (room, late):
        await siri.asks(each, varde.user, "hjelp")

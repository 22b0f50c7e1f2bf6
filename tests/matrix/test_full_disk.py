"""A disk that is really full: a small one that the test mounts and fills."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matrix.homeserver import Homeserver
from matrix.person import Person, is_message, text
from matrix.varde import Varde

Make = Callable[..., Varde]
SIZE = 4 << 20
ROUNDS = 8


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


@pytest.mark.parametrize("room", [0, 200 << 10])
def test_at_the_start_it_is_one_line_and_no_half_made_store(varde: Varde, disk: Disk, room: int) -> None:
    """Without any room, and with enough for the database but not for the keys of a device."""
    disk.fill(but=room)
    varde.start(ready=False)
    assert str(varde.data) in ended(varde, "")
    assert not (varde.data / "matrix").exists()
    disk.free()
    varde.start()


async def test_while_it_runs_it_ends_with_one_line_and_every_answer_comes_once_when_there_is_room(
    varde: Varde, disk: Disk, kari: Person, homeserver: Homeserver
) -> None:
    varde.start()
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    answers = [*await kari.asks(room, varde.user, "takk", 2), *await kari.asks(room, varde.user, "hjelp", 2)]
    wanted = [text(event) for event in answers]
    before = varde.complaints()
    disk.fill()
    place = len(kari.heard)
    for _ in range(ROUNDS):
        await kari.say(room, "takk")
        await kari.say(room, "hjelp")
    assert str(varde.data) in await asyncio.to_thread(ended, varde, before)
    disk.free()
    await asyncio.to_thread(varde.start)
    await kari.answers(room, varde.user, ROUNDS * len(wanted), place)
    await kari.asks(room, varde.user, "innstillinger")
    said = [text(e) for e in kari.heard[place:] if is_message(e) and e["sender"] == varde.user]
    assert said[:-1] == wanted * ROUNDS

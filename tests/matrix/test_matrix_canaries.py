"""What anybody wrote on Matrix, in the open or encrypted, is in no file, log line or table, keys included."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count
from pathlib import Path

import pytest

from matrix.canaries import Canaries, Wire, configured
from matrix.homeserver import Homeserver
from matrix.person import Person
from matrix.sealed import Sealed
from privacy import wrapped
from privacy.sandbox import Left, Sandbox, ended, until_quiet

_numbers = count(1)
USED_TO_IT = 10
"""So many replies show that what was sent has come to be read."""
NOT_TAKEN = {"surrogate", "malformed body", "malformed type", "malformed event", "malformed name"}
"""What Synapse refuses where it can see it; within an encrypted room it cannot."""
SIGNS = {"raise": "RuntimeError", "locked": "disk-refuses", "disk full": "disk-refuses"}
"""What standard error has when a fault was felt."""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "sandbox") as made:
        yield made


def account(homeserver: Homeserver) -> str:
    return homeserver.register(f"varde-canary-{next(_numbers)}")


async def test_while_the_network_is_cut_and_after_a_stop(
    homeserver: Homeserver, kari: Person, siri: Sealed, sandbox: Sandbox
) -> None:
    """The log at its most talkative; an encrypted room beside an open one; the network goes while everybody writes."""
    canaries, wire, user = Canaries(), Wire(homeserver.port), account(homeserver)
    async with wire.laid() as url:
        child = sandbox.start("run", "--config", configured(sandbox.place, url, user))
        await asyncio.to_thread(sandbox.until_ready)
        room, sealed_room = await kari.chat_with(user), await siri.does("room", **{"with": user})
        await kari.asks(room, user, "meny", 2)
        place = len(siri.heard)
        sending = asyncio.gather(canaries.send(kari, room), canaries.send_sealed(siri, sealed_room))
        await asyncio.sleep(0.5)
        wire.cut()
        await asyncio.sleep(0.5)
        wire.mend()
        await sending
        await kari.answers(room, user, USED_TO_IT)
        await siri.answers(sealed_room, user, USED_TO_IT, place)
        await asyncio.to_thread(until_quiet, child)
        sandbox.look()
        await asyncio.to_thread(ended, child, "SIGTERM")
    left = canaries.left(sandbox)
    assert set(canaries.refused) <= NOT_TAKEN
    assert left.leaks() == []
    assert left.strangers() == []


@pytest.mark.parametrize(
    ("fault", "level", "end"),
    [("raise", "INFO", "SIGKILL"), ("locked", "DEBUG", "SIGKILL"), ("disk full", "DEBUG", "SIGTERM")],
)
async def test_when_something_fails(
    homeserver: Homeserver, kari: Person, siri: Sealed, sandbox: Sandbox, fault: str, level: str, end: str
) -> None:
    canaries, user = Canaries(), account(homeserver)
    config = configured(sandbox.place, homeserver.url, user)
    child = sandbox.start("run", "--config", config, level=level, fault=fault)
    await asyncio.to_thread(sandbox.until_ready)
    room, sealed_room = await kari.chat_with(user), await siri.does("room", **{"with": user})
    place = len(siri.heard)
    with sandbox.locked() if fault == "locked" else nullcontext():
        await asyncio.gather(canaries.send(kari, room), canaries.send_sealed(siri, sealed_room))
        await asyncio.to_thread(sandbox.until_complained, SIGNS[fault])
        await kari.answers(room, user, USED_TO_IT)
        await siri.answers(sealed_room, user, USED_TO_IT, place)
        await asyncio.to_thread(until_quiet, child)
        sandbox.look()
        await asyncio.to_thread(ended, child, end)
    left = canaries.left(sandbox)
    assert left.leaks() == []
    assert left.strangers() == []


async def test_killed_while_it_answers_and_started_again(
    homeserver: Homeserver, kari: Person, siri: Sealed, sandbox: Sandbox
) -> None:
    """What was decrypted and not answered yet is what a dead process could have left somewhere."""
    canaries, user = Canaries(), account(homeserver)
    config = configured(sandbox.place, homeserver.url, user)
    child = sandbox.start("run", "--config", config, level="DEBUG")
    await asyncio.to_thread(sandbox.until_ready)
    room, sealed_room = await kari.chat_with(user), await siri.does("room", **{"with": user})
    place = len(siri.heard)
    sending = asyncio.gather(canaries.send(kari, room), canaries.send_sealed(siri, sealed_room))
    await siri.answers(sealed_room, user, 1, place)
    await asyncio.to_thread(ended, child, "SIGKILL")
    await sending
    sandbox.look()
    child = sandbox.start("run", "--config", config, level="DEBUG")
    await kari.answers(room, user, USED_TO_IT)
    await siri.answers(sealed_room, user, USED_TO_IT, place)
    await asyncio.to_thread(until_quiet, child)
    sandbox.look()
    await asyncio.to_thread(ended, child, "SIGTERM")
    left = canaries.left(sandbox)
    assert left.leaks() == []
    assert left.strangers() == []


@pytest.fixture
async def leaked(homeserver: Homeserver, kari: Person, sandbox: Sandbox) -> Left:
    """A run in which nio's log is not ours to form, and texts are written into the files of the device."""
    canaries, user = Canaries(), account(homeserver)
    child = sandbox.start("run", "--config", configured(sandbox.place, homeserver.url, user), wrap="leaks")
    await asyncio.to_thread(sandbox.until_ready)
    room = await kari.chat_with(user)
    for leak in (*wrapped.MATRIX, "log", "state"):
        canaries.words[leak] = f"{leak} {canaries.words['text']}"
        await kari.asks(room, user, canaries.words[leak])
    await canaries.send(kari, room)
    await asyncio.to_thread(until_quiet, child)
    sandbox.look()
    await asyncio.to_thread(ended, child, "SIGTERM")
    return canaries.left(sandbox)


async def test_leaks_on_purpose_are_found(leaked: Left) -> None:
    found = leaked.leaks()
    for leak, where in (("keys", "keys.db"), ("device", "device.json"), ("log", "nio.log"), ("state", "varde.db")):
        assert [place for place in found if place.startswith(f"{leak}: ") and where in place], leak
    told = {place.partition(":")[0] for place in found if "nio.log" in place}
    assert {"room name", "display name", "unknown type"} <= told, "nio itself would have told these"

"""Varde beside a bare nio echo bot on one homeserver: round trip and CPU for each message, one pair after the other.

`python tests/bench/bench_matrix.py [--pairs 300] [--sealed] [--memory 10000]`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from matrix.homeserver import Homeserver
from matrix.person import Person
from matrix.sealed import Sealed
from matrix.varde import Varde

ECHO = """
import asyncio, sys
from nio import AsyncClient, RoomMessageText, InviteMemberEvent

async def main(url, user, store):
    client = AsyncClient(url, user, store_path=store)
    await client.login("secret")
    async def echo(room, event):
        if event.sender != client.user_id:
            content = {"msgtype": "m.text", "body": event.body}
            await client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)
    async def join(room, event):
        if event.state_key == client.user_id and event.membership == "invite":
            await client.join(room.room_id)
    client.add_event_callback(echo, RoomMessageText)
    client.add_event_callback(join, InviteMemberEvent)
    await client.sync_forever(30000, full_state=True)

asyncio.run(main(*sys.argv[1:]))
"""
MEMORY = "/dev/shm"
SAID = ("1", "tilbake")
"""In the flow each of these has one message as its answer."""
Ask = Callable[[str], Awaitable[object]]


@dataclass
class Measured:
    """One of the two."""

    name: str
    process: psutil.Process
    ask: Ask
    trips: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def turn(self, said: str) -> None:
        before = self._spent()
        start = time.perf_counter()
        await self.ask(said)
        self.trips.append(time.perf_counter() - start)
        # What comes after the answer (receipts, storing that it was sent) belongs to the message too.
        await asyncio.sleep(0.05)
        self.cpu.append(self._spent() - before)

    def _spent(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def told(self) -> str:
        cuts = statistics.quantiles(self.trips, n=100)
        quarter = statistics.quantiles(self.trips, n=4)
        cpu = 1000 * statistics.mean(self.cpu)
        return (
            f"{self.name:6} p50 {1000 * cuts[49]:6.1f} ms (quartiles {1000 * quarter[0]:.1f}-{1000 * quarter[2]:.1f}), "
            f"p99 {1000 * cuts[98]:6.1f} ms, CPU {cpu:.1f} ms a message, {self.process.memory_info().rss >> 20} MiB"
        )


async def side_by_side(pairs: int, *, sealed: bool) -> None:
    server = Homeserver()
    place = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    varde = Varde(place / "varde", server.url, server.register("varde"))
    (place / "store").mkdir()
    command = [sys.executable, "-c", ECHO, server.url, server.register("echo"), str(place / "store")]
    echo = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        varde.start()
        assert varde.process is not None
        async with (Sealed if sealed else Person)(server.url, server.register("kari")) as kari:
            one = await asker(kari, varde.user, "start veiviser", 2)
            other = await asker(kari, "@echo:example.test", "hei", 1)
            both = [
                Measured("Varde", psutil.Process(varde.process.pid), one),
                Measured("echo", psutil.Process(echo.pid), other),
            ]
            for turn in range(pairs + 20):
                if turn == 20:  # warm by now
                    for each in both:
                        each.trips, each.cpu = [], []
                # Who goes first changes, so that neither always follows the other.
                for each in both if turn % 2 else reversed(both):
                    await each.turn(SAID[turn % 2])
        print(f"{pairs} pairs, {'encrypted' if sealed else 'plain'}, server and bots on {psutil.cpu_count()} cores")
        for each in both:
            print(each.told())
        told("round trip p50", [each.trips for each in both], statistics.median)
        told("CPU", [each.cpu for each in both], sum)
    finally:
        varde.kill()
        echo.kill()
        echo.wait()
        server.close()
        shutil.rmtree(place)


def told(what: str, both: list[list[float]], of: Callable[[list[float]], float]) -> None:
    """How many times as much, over all and in each tenth of the run."""
    ours, theirs = both
    share = len(ours) // 10
    tenths = sorted(of(ours[n : n + share]) / of(theirs[n : n + share]) for n in range(0, 10 * share, share))
    spread = f"in tenths of the run {tenths[0]:.2f}-{tenths[-1]:.2f}, middle {statistics.median(tenths):.2f}"
    print(f"{what} {of(ours) / of(theirs):.2f} times ({spread})")


async def asker(kari: Person | Sealed, bot: str, first: str, many: int) -> Ask:
    if isinstance(kari, Sealed):
        room = await kari.does("room", **{"with": bot})
    else:
        room = await kari.chat_with(bot)
    await kari.asks(room, bot, first, many)
    return lambda said: kari.asks(room, bot, said)


async def memory(messages: int) -> None:
    """After so many messages of twenty people, each waiting for the answer."""
    server = Homeserver()
    varde = Varde(Path(tempfile.mkdtemp()), server.url, server.register("varde"))
    try:
        varde.start()
        print(f"at the start {varde.memory() / 1e6:.0f} MB", flush=True)

        async def talk(name: str) -> None:
            async with Person(server.url, server.register(name)) as person:
                room = await person.chat_with(varde.user)
                await person.asks(room, varde.user, "start veiviser", 2)
                for turn in range(messages // 20):
                    await person.asks(room, varde.user, SAID[turn % 2])
                    person.heard.clear()
                    if name == "p0" and not (turn + 1) % (messages // 200):
                        print(f"after about {20 * (turn + 1)} messages {varde.memory() / 1e6:.0f} MB", flush=True)

        await asyncio.gather(*(talk(f"p{number}") for number in range(20)))
        print(f"after {messages} messages of 20 people {varde.memory() / 1e6:.0f} MB")
    finally:
        varde.kill()
        server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--sealed", action="store_true", help="encrypted rooms, with the independent client")
    parser.add_argument("--memory", type=int, default=0, metavar="N", help="the memory after N messages instead")
    given = parser.parse_args()
    asyncio.run(memory(given.memory) if given.memory else side_by_side(given.pairs, sealed=given.sealed))


if __name__ == "__main__":
    main()

"""How many turns a second the store commits at synchronous=FULL, empty and with 100,000 conversations in it.

Seen on 2 virtual cores, Debian 12, Python 3.11.7, SQLite 3.40.1, turns with their delivery (three transactions). Other
programs kept both cores busy (load 2 to 4.7), so these are the least and the most of three runs of this bench, not
figures to hold anything against:

- batch of 1: 132-150 turns/s (97 once); of 8: 580-1130; of 32: 1170-3270; of 64: 1400-7570
- 100 at once, as fast as they can: 2830-7520 turns/s empty, 2330-5800 with 100,000; p99 29-128 and 38-153 ms
- with 100,000 p50 was 0.7-2.0 times as long; batch of 64 1.3-1.5, 100 at once 1.1-1.2, 500 a second 1.4-1.8
- 500 a second was kept up, but p99 was 22-65 ms empty and 80-92 ms with 100,000 (in trials beside it up to 450 ms)

500 turns a second is shown. p99 < 50 ms and "less than 1.5 times" are NOT: when slow, statements that need no disk
were slow too, which points to the cores; measure again on a machine that does nothing else.
A write of 4 KB with dsync takes 0.2 ms here; a slower disk adds its own to each of the three commits.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.store import Post, Saved, Store, Tally

BATCHES = (1, 8, 32, 64)
CONVERSATIONS = 100_000
ASKING_AT_ONCE = 100
RATE = 500
STATE = '{"run":{"start":"start-trygghet","answers":[' + ",".join(['["steg-navn","valg","0123456789ab"]'] * 12) + "]}}"
BODY = '{"kind":"question","parts":[' + ",".join(['{"part":"ask","step":"steg-navn"}'] * 4) + "]}"


Scene = Callable[["Load"], Awaitable[list[float]]]


@dataclass(frozen=True)
class Figures:
    turns_per_second: float
    p50: float
    p99: float

    def __str__(self) -> str:
        return f"{self.turns_per_second:8.0f} turns/s   p50 {self.p50 * 1000:6.1f} ms   p99 {self.p99 * 1000:6.1f} ms"


class Load:
    """What the app does for a batch of turns, and after it for their delivery."""

    def __init__(self, store: Store, among: int) -> None:
        self.store = store
        self.among = among
        self.number = 1
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.chance = random.Random(1)

    def anybody(self, size: int) -> list[int]:
        return [self.chance.randrange(self.among) for _ in range(size)]

    async def turns(self, asking: Sequence[int]) -> None:
        size = len(asking)
        people = [f"kari-{each}" for each in asking]
        self.now += timedelta(seconds=1)
        async with self.store.turn() as turn:
            await turn.unseen([f"{self.now}:{each}" for each in range(size)], self.now)
            await turn.states([f"samtale:jsonlines:{person}" for person in people])
            due = self.now + timedelta(hours=12)
            await turn.save({f"samtale:jsonlines:{person}": Saved(STATE, due) for person in people})
            await turn.post([self._post(person, at) for at, person in enumerate(people)])
            await turn.count({Tally(202602, "steg-besvart", f"steg-{each % 7}"): 1 for each in range(size)})
        self.number += size

    async def deliver(self) -> None:
        rows = await self.store.unsent("jsonlines", self.now, 200)
        await self.store.sent([row.id for row in rows])

    def _post(self, person: str, at: int) -> Post:
        return Post(self.number + at, "jsonlines", f"jsonlines:{person}", "say", BODY, self.now)


async def fill(store: Store, conversations: int) -> None:
    """Stored conversations as they lie after a busy day: a state, two seen events and two sent rows for each."""
    now = datetime(2026, 1, 4, 9, tzinfo=UTC)
    for first in range(0, conversations, 1000):
        people = [f"jsonlines:kari-{each}" for each in range(first, first + 1000)]
        async with store.turn() as turn:
            await turn.unseen([f"{person}:{each}" for person in people for each in range(2)], now)
            await turn.save({f"samtale:{person}": Saved(STATE, now + timedelta(days=2)) for person in people})
            posts = [Post(None, "jsonlines", person, "say", BODY, now) for person in people for _ in range(2)]
            await turn.post(posts)
        await store.sent([row.id for row in await store.unsent("jsonlines", now, 4000)])


async def in_batches(load: Load, size: int, seconds: float) -> list[float]:
    """Batches one after another, of people taken from all who are stored."""
    taken: list[float] = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        before = time.perf_counter()
        await load.turns(load.anybody(size))
        taken += [time.perf_counter() - before] * size
        await load.deliver()
    return taken


async def at_once(load: Load, seconds: float) -> list[float]:
    """100 people who each write again as soon as they are answered; those who wait share a commit of at most 64."""
    start = time.perf_counter()
    waiting = deque((each, start) for each in load.anybody(ASKING_AT_ONCE))
    taken: list[float] = []
    while time.perf_counter() - start < seconds:
        asked = [waiting.popleft() for _ in range(64)]
        await load.turns([each for each, _ in asked])
        await load.deliver()
        done = time.perf_counter()
        taken += [done - since for _, since in asked]
        waiting.extend((each, done) for each, _ in asked)
    return taken


async def at_rate(load: Load, seconds: float) -> list[float]:
    """100 people writing 500 messages a second between them, whether or not the store keeps up."""
    people = load.anybody(ASKING_AT_ONCE)
    taken: list[float] = []
    start = time.perf_counter()
    while len(taken) < seconds * RATE:
        arrived = int((time.perf_counter() - start) * RATE) + 1
        batch = range(len(taken), min(arrived, len(taken) + 64))
        if not batch:
            await asyncio.sleep(start + len(taken) / RATE - time.perf_counter())
            continue
        await load.turns([people[each % ASKING_AT_ONCE] for each in batch])
        await load.deliver()
        done = time.perf_counter()
        taken += [done - start - each / RATE for each in batch]
    return taken


async def opened(directory: Path, conversations: int) -> Load:
    store = await Store.open(directory)
    await fill(store, conversations)
    await store.close()
    before = time.perf_counter()
    store = await Store.open(directory)
    print(f"opened in {(time.perf_counter() - before) * 1000:.0f} ms: {await store.stored()}", flush=True)
    return Load(store, conversations or 1000)


async def compare(name: str, scene: Scene, loads: Sequence[Load], seconds: float) -> None:
    """In turns of a second each, so that whatever else the machine does meets both databases alike."""
    taken: list[list[float]] = [[] for _ in loads]
    spent = [0.0 for _ in loads]
    for _ in range(round(seconds)):
        for each, load in enumerate(loads):
            before = time.perf_counter()
            taken[each] += await scene(load)
            spent[each] += time.perf_counter() - before
    found = [figures(some, each) for some, each in zip(taken, spent, strict=True)]
    print(
        f"{name:>13}   empty {found[0]}\n{'':>13}    full {found[1]}   x {found[1].p50 / found[0].p50:.2f}", flush=True
    )


def figures(taken: Sequence[float], seconds: float) -> Figures:
    ordered = sorted(taken)
    return Figures(len(taken) / seconds, ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100])


async def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        loads = [await opened(Path(directory) / str(n), n) for n in (0, CONVERSATIONS)]
        for size in BATCHES:
            await compare(f"batch of {size}", partial(in_batches, size=size, seconds=1.0), loads, seconds)
        await compare(f"{ASKING_AT_ONCE} at once", partial(at_once, seconds=1.0), loads, seconds)
        await compare(f"{RATE} a second", partial(at_rate, seconds=1.0), loads, seconds)
        for load in loads:
            await load.store.close()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    asyncio.run(main(arguments.parse_args().seconds))

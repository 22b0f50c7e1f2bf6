"""How many turns a second the store commits at synchronous=FULL, empty and with 100,000 conversations in it."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store import Post, Saved, Store

BATCHES = (1, 8, 32, 64)
CONVERSATIONS = 100_000
ASKING_AT_ONCE = 100
STATE = '{"run":{"start":"start-trygghet","answers":[' + ",".join(['["steg-navn","valg","0123456789ab"]'] * 12) + "]}}"
BODY = '{"kind":"question","parts":[' + ",".join(['{"part":"ask","step":"steg-navn"}'] * 4) + "]}"


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
        self.events = 0
        self.number = 1
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.chance = random.Random(1)

    async def turns(self, size: int) -> None:
        people = [f"kari-{self.chance.randrange(self.among)}" for _ in range(size)]
        self.events += size
        self.now += timedelta(seconds=1)
        async with self.store.turn() as turn:
            await turn.unseen([f"{self.now}:{each}" for each in range(size)], self.now)
            await turn.states([f"samtale:jsonlines:{person}" for person in people])
            due = self.now + timedelta(hours=12)
            await turn.save({f"samtale:jsonlines:{person}": Saved(STATE, due) for person in people})
            await turn.post([self._post(person, at) for at, person in enumerate(people)])
            await turn.count({("step_answered", f"steg-{each % 7}"): 1 for each in range(size)}, self.now.date())
        self.number += size

    async def deliver(self) -> None:
        rows = await self.store.unsent("jsonlines", self.now, 200)
        await self.store.sent([row.id for row in rows])

    def _post(self, person: str, at: int) -> Post:
        return Post(self.number + at, "jsonlines", f"jsonlines:{person}", "say", BODY, self.now)


async def fill(store: Store, conversations: int) -> None:
    """Stored conversations as they lie after a busy day: a state, two seen events and two sent rows for each."""
    now = datetime(2026, 1, 4, 9, tzinfo=UTC)
    number = 10_000_000
    for first in range(0, conversations, 1000):
        people = [f"jsonlines:kari-{each}" for each in range(first, first + 1000)]
        async with store.turn() as turn:
            await turn.unseen([f"{person}:{each}" for person in people for each in range(2)], now)
            await turn.save({f"samtale:{person}": Saved(STATE, now + timedelta(days=2)) for person in people})
            posts = [Post(None, "jsonlines", person, "say", BODY, now) for person in people for _ in range(2)]
            await turn.post(posts)
        number += 2000
        await store.sent([row.id for row in await store.unsent("jsonlines", now, 4000)])


async def measure(load: Load, size: int, seconds: float) -> Figures:
    for _ in range(5):
        await load.turns(size)
        await load.deliver()
    taken: list[float] = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        before = time.perf_counter()
        await load.turns(size)
        taken.append(time.perf_counter() - before)
        await load.deliver()
    return figures(taken, size, time.perf_counter() - start)


async def measure_at_once(load: Load, seconds: float) -> Figures:
    """100 people who each write again as soon as they are answered; those who wait share a commit of at most 64."""
    waiting: asyncio.Queue[float] = asyncio.Queue()
    taken: list[float] = []
    for _ in range(ASKING_AT_ONCE):
        waiting.put_nowait(time.perf_counter())
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        asked = [waiting.get_nowait() for _ in range(min(64, waiting.qsize()))]
        await load.turns(len(asked))
        await load.deliver()
        done = time.perf_counter()
        taken += [done - each for each in asked]
        for _ in asked:
            waiting.put_nowait(done)
    return figures(taken, 1, time.perf_counter() - start)


def figures(taken: Sequence[float], size: int, seconds: float) -> Figures:
    ordered = sorted(taken)
    return Figures(len(taken) * size / seconds, ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100])


async def bench(conversations: int, seconds: float) -> list[Figures]:
    found = []
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        store = await Store.open(Path(directory))
        await fill(store, conversations)
        load = Load(store, conversations or 1000)
        print(f"{conversations} conversations stored, {await store.stored()}")
        for size in BATCHES:
            found.append(await measure(load, size, seconds))
            print(f"  batch of {size:3}: {found[-1]}", flush=True)
        found.append(await measure_at_once(load, seconds))
        print(f"  {ASKING_AT_ONCE} at once : {found[-1]}", flush=True)
        await store.close()
    return found


async def main(seconds: float) -> None:
    empty = await bench(0, seconds)
    full = await bench(CONVERSATIONS, seconds)
    for name, one, other in zip((*map(str, BATCHES), "at once"), empty, full, strict=True):
        print(f"{name:>8}: with {CONVERSATIONS} conversations a turn takes {other.p50 / one.p50:.2f} times as long")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    asyncio.run(main(arguments.parse_args().seconds))

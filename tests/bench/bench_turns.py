"""Turns a second and their latency: 100 conversations at once through the real app and store at synchronous=FULL, with
an almost empty database and with 100,000 conversations in it, side by side in one run.

Measured twice: everybody writes again as soon as she is answered, which shows how many turns fit in a second (and there
the latency is 100 divided by that, whatever we do); and 500 turns a second come in, answered or not, which shows how
long a turn takes when so many come."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from bot.app import App  # noqa: E402 -- tests/ is no package
from bot.core.events import Address, ChoiceId, ChoicePressed, EventId, Incoming, MessageReceived  # noqa: E402
from bot.core.library import World  # noqa: E402
from bot.core.typed import Typed  # noqa: E402
from bot.core.words.wording import Rendered  # noqa: E402
from bot.store import Post, Saved, Store  # noqa: E402
from playing import shipped  # noqa: E402

AT_ONCE = 100
STORED = 100_000
RATE = 500
TURNS = (
    "text:start veiviser",
    "nei",
    "kommune",
    "har-barn",
    "text:tilbake",
    "text:oppsummer",
    "text:hvorfor",
    "text:meny",
)


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Content:
    world: World


@dataclass
class Crowd:
    """A hundred people; with a rate so many turns a second come from them, without one each is as fast as Varde."""

    seconds: float
    first_person: int
    rate: float = 0.0
    name: str = "jsonlines"
    parallel: int = 1
    connected: bool = True
    taken: list[float] = field(default_factory=list)
    spent: float = 0.0
    _asked: dict[EventId, tuple[int, float]] = field(default_factory=dict)
    _turn: list[int] = field(default_factory=lambda: [0] * AT_ONCE)
    _free: list[int] = field(default_factory=lambda: list(range(AT_ONCE)))
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def connect(self) -> None:
        """They are all here."""

    async def events(self) -> AsyncIterator[Sequence[Incoming]]:
        start = time.perf_counter()
        async for batch in self._paced(start) if self.rate else self._eager(start):
            yield batch
        while self._asked:
            self._answered.clear()
            await self._answered.wait()
        self.spent = time.perf_counter() - start

    async def _eager(self, start: float) -> AsyncIterator[Sequence[Incoming]]:
        while (now := time.perf_counter()) < start + self.seconds:
            batch = [self._next(person, now) for person in self._free]
            self._free.clear()
            self._answered.clear()
            for first in range(0, len(batch), 64):
                yield batch[first : first + 64]
            if not self._free:
                await self._answered.wait()

    async def _paced(self, start: float) -> AsyncIterator[Sequence[Incoming]]:
        come = 0
        while (now := time.perf_counter()) < start + self.seconds:
            due = min(int((now - start) * self.rate) + 1, come + 64)
            if due == come:
                await asyncio.sleep(start + come / self.rate - now)
                continue
            yield [self._next(turn % AT_ONCE, start + turn / self.rate) for turn in range(come, due)]
            come = due

    def _next(self, person: int, since: float) -> Incoming:
        turn = self._turn[person]
        self._turn[person] += 1
        event = EventId(f"bench:{self.first_person}:{person}:{turn}")
        self._asked[event] = (person, since)
        sender = Address(f"jsonlines:kari-{self.first_person + person * 997}")
        what = TURNS[turn % len(TURNS)]
        if what.startswith("text:"):
            return MessageReceived(event, sender, Typed(what.removeprefix("text:")))
        return ChoicePressed(event, sender, ChoiceId(what))

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        assert message.text
        return False

    async def delete(self, sender: Address, event: EventId) -> bool:
        return True

    async def settled(self, events: Sequence[EventId]) -> None:
        now = time.perf_counter()
        for event in events:
            person, since = self._asked.pop(event)
            self.taken.append(now - since)
            self._free.append(person)
        self._answered.set()

    async def close(self) -> None:
        pass


async def fill(store: Store, conversations: int) -> None:
    """Stored conversations as they lie after a busy day: a state, two seen events and two sent rows for each."""
    now = datetime.now(UTC) - timedelta(hours=2)
    state = Saved('{"seen_at":"%s","welcomed":true}' % now.isoformat(), now + timedelta(days=2))  # noqa: UP031
    for first in range(0, conversations, 1000):
        people = [f"jsonlines:kari-{each}" for each in range(first, first + 1000)]
        async with store.turn() as turn:
            await turn.unseen([f"{person}:{each}" for person in people for each in range(2)], now)
            await turn.save({f"samtale:{person}": state for person in people})
            await turn.post([Post(None, "jsonlines", person, "say", "{}", now) for person in people for _ in range(2)])
        await store.sent([row.id for row in await store.unsent("jsonlines", now, 4000)])


async def measured(store: Store, world: World, crowd: Crowd) -> tuple[float, str]:
    """Turns a second, and the row of the table."""
    before = time.process_time()
    await App(store, [crowd], Content(world), Now()).run()
    work = (time.process_time() - before) / len(crowd.taken)
    taken = sorted(crowd.taken)
    p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    rate = len(taken) / crowd.spent
    latencies = " ".join(f"{each * 1000:8.1f}" for each in (p50, p99, taken[-1]))
    return rate, f"{len(taken):8} {rate:8.0f} {latencies} {work * 1000:8.2f}"


async def bench(seconds: float, stored: int) -> None:
    world = shipped()
    gc.freeze()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        small = await Store.open(Path(directory) / "small")
        large = await Store.open(Path(directory) / "large")
        await fill(large, stored)
        heads = ("stored", "turns", "turns/s", "p50 ms", "p99 ms", "max ms", "CPU ms")
        print(f"{'':20} " + " ".join(f"{head:>8}" for head in heads))
        rates = {}
        for name, rate in (("as fast as answered", 0.0), (f"{RATE} come a second", RATE)):
            for number, store in ((0, small), (stored, large)):
                await measured(store, world, Crowd(1.0, 0, rate))
                rates[name, number], row = await measured(store, world, Crowd(seconds, 1, rate))
                print(f"{name:20} {number:8} {row}", flush=True)
        slower = rates["as fast as answered", 0] / rates["as fast as answered", stored]
        print("targets: 500 turns/s as fast as answered; p99 < 50 ms when 500 come a second")
        print(f"with {stored} conversations a turn takes {slower:.2f} times as long; target < 1.5")
        await small.close()
        await large.close()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    arguments.add_argument("--stored", type=int, default=STORED)
    given = arguments.parse_args()
    asyncio.run(bench(given.seconds, given.stored))

"""How long the auditor, the waking and one acknowledgement take among 10,000 open pings, and how soon a ping arrives.

Each round: the auditor looks, one ping is woken and its next rung is asked, and that ping is taken. A week of sent
messages and a thousand unsent ones lie in the outbox. Wall time has the machine's other work in it, processor time has
not; «most» is the slowest of all rounds. Then `varde chat --jsonl` is a service of its own on the same 10,000: from the
line with the confirmation to the line with the barneansvarlig's message; and `varde run` with Telegram's stand-in.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "telegram"))

from both import Both, mona
from standin import Standin

from bot import saved
from bot.core import windows
from bot.core.calls import Call
from bot.core.colleagues.chain import chain_of
from bot.core.colleagues.ping import OVER, Ping
from bot.core.engine import PING
from bot.core.events import ChatOpened, ChoiceId, ChoicePressed, EventId, MessageNumber, PingNumber
from bot.core.library import World
from bot.deciding import Deciding
from bot.store import Post, Saved, Store
from bot.usage.contributors import Contributors
from channels.driving import Talk
from escalation.scene import KARI, MONA, UNIT, Scene, one, scene
from playing import UNITS

FIRST = 1_000_000
SENT = 4
"""Messages that each ping has sent this week."""
LIMIT, SOON = 50.0, 1000.0
"""Milliseconds."""
PAUSE = 2.0
"""Seconds between two pings to one chat on Telegram, which takes a message a second."""


@dataclass
class Here:
    """A world that stays, and a clock that is set."""

    world: World
    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class Spans:
    """How long each thing took, in seconds of the wall and of the processor."""

    taken: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def measured(self, what: str) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.taken[what].append((time.perf_counter() - wall, time.process_time() - processor))

    def tell(self) -> bool:
        """Print them; whether the slowest took less of the processor than it may."""
        for what, spans in self.taken.items():
            for clock, each in zip(("wall", "processor"), zip(*spans, strict=True), strict=True):
                ordered = sorted(span * 1000 for span in each)
                worst = ordered[len(ordered) * 99 // 100 - 1]
                print(f"{what:16} {clock:9}", end=" ")
                print(f"median {median(ordered):6.1f}  p99 {worst:6.1f}  most {ordered[-1]:6.1f} ms")
        return all(processor * 1000 < LIMIT for spans in self.taken.values() for _, processor in spans)


def opened(made: Scene, number: int) -> Ping:
    """A ping whose first rung was asked, and whose second is due a second after the one before."""
    unit = made.world.people.units[UNIT]
    call = Call(UNIT, unit.name, None, "droft-barnevern")
    chain = chain_of(unit, made.world.people, made.world.escalation)
    ping = Ping(PingNumber(number), call, chain, made.now, KARI, asked="ali", rung=0, asked_at=made.now, landed=True)
    return replace(ping, noticed=True, step_at=made.now + timedelta(minutes=30, seconds=number - FIRST))


async def fill(store: Store, made: Scene, pings: int) -> None:
    for first in range(FIRST, FIRST + pings, 1000):
        many = [opened(made, number) for number in range(first, first + 1000)]
        async with store.turn() as turn:
            await turn.save({p.key: Saved(saved.state_json(p), p.step_at, p.tag) for p in many})
            for sent in range(SENT):
                number = (first + sent * pings) * 10
                await turn.post([post(p, number + place, made.now) for place, p in enumerate(many)])
        async with store.turn() as turn:
            rows = await store.unsent("jsonlines", made.now, SENT * 1000)
            await turn.sent([row.id for row in rows[100:]])


def post(ping: Ping, number: int, at: datetime) -> Post:
    return Post(number, "jsonlines", f"jsonlines:{number % 500}", "say", "{}", at, ping.key, ping.tag)


async def measure(data: Path, pings: int, rounds: int) -> bool:
    made = scene(one("ali"), one("mona"))
    store = await Store.open(data)
    await fill(store, made, pings)
    here = Here(made.world, made.now)
    deciding = Deciding(store, here, here, Contributors(), MessageNumber(FIRST * 100))
    await deciding.take([ChatOpened(EventId("m"), MONA), ChatOpened(EventId("k"), KARI)])
    windows.prepare()  # as joining.py does at the start
    gc.collect()
    gc.freeze()  # as live.py does with the content that was read
    spans, over = Spans(), [stage.value for stage in OVER]
    for number in range(rounds):
        with spans.measured("auditor"):
            audit = await store.audit(f"{PING}:", over, made.now, timedelta(minutes=5))
        assert audit.clean
        here.at = made.now + timedelta(minutes=30, seconds=number)
        with spans.measured("waking one"):
            await deciding.wake()
        press = ChoicePressed(EventId(f"p{number}"), MONA, ChoiceId("ta"))
        with spans.measured("acknowledgement"):
            await deciding.take([press])
        [state] = (await state_of(store, FIRST + number)).values()
        assert '"tatt"' in state, "it was this one that was taken"
    await store.close()
    print(f"{pings:,} open pings, {pings * SENT:,} messages in the outbox; {rounds} rounds")
    return spans.tell()


async def state_of(store: Store, number: int) -> dict[str, str]:
    async with store.turn() as turn:
        return await turn.states([f"{PING}:{number}"])


def arrive(data: Path, rounds: int) -> bool:
    """From the line that confirms to the line that asks Ali, in a process of its own."""
    taken: list[float] = []
    with Talk(data, "--people", UNITS, errors=data / "errors") as talk:
        talk.types("ali", "hei")
        talk.sets("siri", district="oslo", unit="ahus-mottak")
        for _ in range(rounds):
            talk.types("siri", "varsle")
            began = time.perf_counter()
            talk.post([b'{"user":"siri","choice":"bekreft"}'])
            said = talk.next()
            taken.append(time.perf_counter() - began)
            assert said is not None
            assert (said["to"], said["kind"]) == ("ali", "ping")
            talk.answer(talk.lines)
            talk.types("siri", "trekk tilbake")
        talk.quits()
    return arrived("JSON lines", taken)


def arrive_across(place: Path, rounds: int) -> bool:
    """From the line that confirms on JSON lines to the request with the message to Mona on Telegram's stand-in."""
    taken: list[float] = []
    place.mkdir()
    with Standin() as network, Both(place, network) as both:
        network.writes(mona(0), "hei")
        network.said(mona(0), count=2)
        both.puts("kari", profile={"unit": "enhet-0"})
        for number in range(rounds):
            both.puts("kari", text="varsle")
            both.hears("kari", "Dette sender jeg", len(both.told("kari")))
            began = time.perf_counter()
            both.puts("kari", choice="bekreft")
            network.until(lambda wanted=number + 1: asked(network) == wanted)  # type: ignore[misc]
            taken.append(time.perf_counter() - began)
            both.puts("kari", text="trekk tilbake")
            both.hears("kari", "er trukket tilbake", len(both.told("kari")))
            time.sleep(PAUSE)
    return arrived("Telegram", taken)


def asked(network: Standin) -> int:
    return sum("ber om råd" in message["text"] for message in network.told(mona(0)))


def arrived(channel: str, taken: list[float]) -> bool:
    ordered = sorted(span * 1000 for span in taken)
    print(f"confirmation to barneansvarlig, {channel}: median {median(ordered):.0f}, most {ordered[-1]:.0f} ms")
    return ordered[-1] < SOON


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pings", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        quick = asyncio.run(measure(Path(place), given.pings, given.rounds))
        there = arrive(Path(place), given.rounds)
        across = arrive_across(Path(place) / "both", given.rounds // 5)
        sys.exit(0 if quick and there and across else 1)

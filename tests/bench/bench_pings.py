"""How long the auditor, waking one ping and one acknowledgement take among 10,000 open pings."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot import saved
from bot.core.calls import Call
from bot.core.chain import chain_of
from bot.core.engine import PING
from bot.core.events import ChatOpened, ChoiceId, ChoicePressed, EventId, MessageNumber, PingNumber
from bot.core.ping import OVER, Ping
from bot.deciding import Deciding
from bot.store import Post, Saved, Store
from bot.usage.contributors import Contributors
from escalation.scene import KARI, MONA, UNIT, Scene, one, scene


class Here:
    """A world and a clock that stand."""

    def __init__(self, made: Scene) -> None:
        self.world, self._now = made.world, made.now

    def now(self):  # type: ignore[no-untyped-def]
        return self._now


async def fill(store: Store, made: Scene, pings: int) -> None:
    unit = made.world.people.units[UNIT]
    call = Call(UNIT, unit.name, None, "droft-barnevern")
    chain = chain_of(unit, made.world.people, made.world.escalation)
    for first in range(0, pings, 1000):
        opened = [
            Ping(
                PingNumber(number + 1_000_000), call, chain, made.now,
                KARI, asked="ali", rung=0, asked_at=made.now, landed=True,
                step_at=made.now + timedelta(minutes=30, seconds=number),
            )
            for number in range(first, first + 1000)
        ]  # fmt: skip
        async with store.turn() as turn:
            await turn.save({p.key: Saved(saved.state_json(p), p.step_at, p.tag) for p in opened})
            await turn.post(
                [Post(p.number, "jsonlines", MONA, "say", "{}", made.now, p.key, p.tag) for p in opened[:50]]
            )


async def measure(data: Path, pings: int, rounds: int) -> None:
    made = scene(one("ali"), one("mona"))
    store = await Store.open(data)
    await fill(store, made, pings)
    here = Here(made)
    deciding = Deciding(store, here, here, Contributors(), MessageNumber(2_000_000))
    await deciding.take([ChatOpened(EventId("m"), MONA), ChatOpened(EventId("k"), KARI)])
    taken: dict[str, list[float]] = {"auditor": [], "waking one": [], "acknowledgement": []}
    for number in range(rounds):
        began = time.perf_counter()
        audit = await store.audit(f"{PING}:", [stage.value for stage in OVER], made.now, timedelta(minutes=5))
        taken["auditor"].append(time.perf_counter() - began)
        assert audit.clean
        here._now = made.now + timedelta(minutes=30, seconds=number)
        began = time.perf_counter()
        await deciding.wake()
        taken["waking one"].append(time.perf_counter() - began)
        press = ChoicePressed(EventId(f"p{number}"), MONA, ChoiceId("ta"))
        began = time.perf_counter()
        await deciding.take([press])
        taken["acknowledgement"].append(time.perf_counter() - began)
    await store.close()
    for what, spans in taken.items():
        print(f"{what:16} median {median(spans) * 1000:6.1f} ms   most {max(spans) * 1000:6.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pings", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(measure(Path(place), given.pings, given.rounds))

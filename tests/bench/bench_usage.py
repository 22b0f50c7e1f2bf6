"""What counting costs: how much longer a turn takes with it, and how large and how slow a year of a million turns is.

Targets: less than 5 % of a turn (both sides in one run, in turns of a second, since other programs disturb); usage.db
under 20 MB and the report under 2 s after a million counted turns.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from bench.bench_turns import Content, Crowd, Now  # noqa: E402 -- tests/ is no package
from bot.app import App  # noqa: E402
from bot.core.conversation import Settings, Telling  # noqa: E402
from bot.core.effects import Count  # noqa: E402
from bot.core.library import World  # noqa: E402
from bot.core.talking import visits  # noqa: E402
from bot.store import Store  # noqa: E402
from bot.usage import file  # noqa: E402
from bot.usage.contributors import Contributors  # noqa: E402
from bot.usage.demo import year  # noqa: E402
from bot.usage.mover import Mover  # noqa: E402
from bot.usage.page import page  # noqa: E402
from bot.usage.periods import week_of  # noqa: E402
from bot.usage.report import report  # noqa: E402
from bot.usage.tallying import Counted  # noqa: E402
from playing import shipped  # noqa: E402

TURNS = 1_000_000
AT_ONCE = 64
PEOPLE = 3000
SIDES = ("with", "without", "again")
"""Counting, not counting, and counting once more: what two of the same differ by says what a difference is worth."""


@contextmanager
def uncounted() -> Iterator[None]:
    """The same program without counting: nothing is noted in the core, nothing is added, nothing is moved."""
    nothing: Callable[..., Any] = lambda *_, **__: None  # noqa: E731
    none: Callable[..., Any] = lambda *_: ()  # noqa: E731
    with (
        mock.patch.object(Telling, "count", lambda told, *_: told),
        mock.patch.multiple(visits, visited=none, given_up=none),
        mock.patch.multiple(Counted, add=nothing, turn=nothing, committed=nothing),
    ):
        yield


async def a_round(store: Store, world: World, place: int, seconds: float) -> tuple[float, float]:
    """Seconds of the processor and of the clock for one turn."""
    crowd = Crowd(seconds, place * 100_000)
    before = time.process_time()
    await App(store, [crowd], Content(world), Now()).run()
    return (time.process_time() - before) / len(crowd.taken), crowd.spent / len(crowd.taken)


async def cost(world: World, rounds: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        store = await Store.open(Path(directory))
        await a_round(store, world, 0, seconds)
        taken: dict[str, list[tuple[float, float]]] = {side: [] for side in SIDES}
        for place in range(rounds):
            for turn in range(len(SIDES)):
                side = SIDES[(place + turn) % len(SIDES)]
                with uncounted() if side == "without" else nullcontext():
                    taken[side].append(await a_round(store, world, 1 + place * len(SIDES) + turn, seconds))
        await store.close()
    for name, which in (("processor", 0), ("clock", 1)):
        told = [more(taken[side], taken[beside], which) for side, beside in (("with", "without"), ("with", "again"))]
        middles = {side: 1000 * statistics.median(one[which] for one in taken[side]) for side in SIDES}
        spent = ", ".join(f"{side} {milliseconds:.3f} ms" for side, milliseconds in middles.items())
        print(f"{name:10} a turn {spent}: counting adds {told[0]}; the same beside itself {told[1]}")


def more(taken: list[tuple[float, float]], beside: list[tuple[float, float]], which: int) -> str:
    """Each round against the one beside it: what else the machine does changes slowly."""
    pairs = zip(taken, beside, strict=True)
    least, middle, most = statistics.quantiles([100 * (a[which] / b[which] - 1) for a, b in pairs], n=4)
    return f"{middle:+.1f} % (quartiles {least:+.1f} to {most:+.1f})"


async def fill(directory: Path, world: World, turns: int) -> None:
    """A million turns as the app counts them, through varde.db into usage.db, over a year."""
    chance = random.Random(7)
    kinds = [cell for cell in year(world, date(2026, 11, 22), 60, 1).numbers() if cell[0] == "quarter_step"]
    counts = [_count(names[0], names[1]) for _, _, names in kinds]
    places = [Settings(district) for district in (None, *sorted(world.library.knowledge.served)[:20])]
    store = await Store.open(directory)
    people = Contributors()
    mover = Mover(store, directory, people)
    start = datetime(2025, 11, 23, 9, tzinfo=UTC)
    for first in range(0, turns, AT_ONCE):
        now = start + timedelta(days=364) * (first / turns)
        counted = Counted(world, people, now)
        for _ in range(AT_ONCE):
            person = chance.randrange(PEOPLE)
            whose, settings = f"jsonlines:{person}", places[person % len(places)]
            counted.turn(whose)
            counted.add(chance.choice(counts), whose, settings)
        async with store.turn() as turn:
            await turn.count(counted.counts)
        counted.committed()
        if first // AT_ONCE % 50 == 0:
            await mover.move(world, now)
    await mover.move(world, start + timedelta(days=364))
    await store.close()


def _count(step: str, option: str) -> Count:
    from bot.core.counts import What

    special = {"vist": What.STEP_SHOWN, "forlatt": What.STEP_LEFT, "gitt-opp": What.GIVEN_UP}
    if option in special:
        return Count(special[option], step)
    return Count(What.STEP_ANSWERED, step, option)


async def size(world: World, turns: int) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        place = Path(name)
        began = time.perf_counter()
        await fill(place, world, turns)
        print(f"{turns} turns counted in {time.perf_counter() - began:.0f} s")
        told(world, place / file.NAME, "counted")
        by_the_clock(place)
        made = year(world, date(2026, 11, 22), 6000, 3)
        file.add(place / "town.db", made.numbers(), _codes(world), file.Applied(), file.Applied(1, 1, 202647))
        many = sum(did.total() for did in made.own.values())
        told(world, place / "town.db", f"a made-up year of {many} counts in all tables")


def told(world: World, place: Path, what: str) -> None:
    gc.collect()
    began, work = time.perf_counter(), time.process_time()
    found = file.read(place)
    now = week_of(date(2026, 11, 22))
    html = page(report(found, world, (202547, 202646), now) | {"made_up": False})
    spent, used = time.perf_counter() - began, time.process_time() - work
    print(
        f"{what}: usage.db {place.stat().st_size / 1e6:.2f} MB, {len(found.numbers)} rows, "
        f"report {spent:.2f} s ({used:.2f} s of the processor), page {len(html) / 1e3:.0f} kB"
    )


def by_the_clock(directory: Path) -> None:
    """The whole command: Python starts, content is read, the page is written; the best of five is the quietest."""
    varde = str(Path(sys.executable).with_name("varde"))
    command = [varde, "report", "--format", "html", "--data", str(directory), "--today", "2026-11-22"]
    taken = []
    for _ in range(5):
        began, work = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - work.ru_utime - work.ru_stime
        taken.append((time.perf_counter() - began, used))
    spent = ", ".join(f"{clock:.2f} ({used:.2f})" for clock, used in sorted(taken))
    print(f"varde report --format html, seconds by the clock (of the processor): {spent}")


def _codes(world: World) -> file.Codes:
    from bot.usage.schema import codes, flows_of_steps

    return file.Codes(codes(world), flows_of_steps(world))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--turns", type=int, default=TURNS)
    arguments.add_argument("--rounds", type=int, default=10)
    arguments.add_argument("--seconds", type=float, default=1.0)
    given = arguments.parse_args()
    content = shipped()
    gc.freeze()
    asyncio.run(cost(content, given.rounds, given.seconds))
    asyncio.run(size(content, given.turns))

"""How long one step of the pure core takes, over every path of every flow by choice id. Target: p99 under 1 ms."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from bot.core.calls import Event  # noqa: E402 -- tests/ is no package
from bot.core.conversation import Conversation  # noqa: E402
from bot.core.engine import advance  # noqa: E402
from bot.core.events import Address, ChoiceId, ChoicePressed, EventId, MessageNumber, MessageReceived  # noqa: E402
from bot.core.flow import paths  # noqa: E402
from bot.core.library import World  # noqa: E402
from bot.core.typed import Typed  # noqa: E402
from playing import shipped  # noqa: E402

KARI = Address("jsonlines:kari")
NOW = datetime(2026, 1, 5, 10, tzinfo=ZoneInfo("Europe/Oslo"))


def walks(world: World, every: int) -> Iterator[list[Event]]:
    """Each path from the start of the main flow: the word that starts it, and its choices."""
    begin = MessageReceived(EventId("e"), KARI, Typed("start veiviser"))
    for number, path in enumerate(paths(world.library.flows, world.library.flows.start)):
        if number % every == 0:
            yield [begin, *(ChoicePressed(EventId("e"), KARI, ChoiceId(option)) for _, option in path.answers)]


def steps(world: World, walk: list[Event]) -> Iterator[float]:
    """Seconds that each event took, from state and event to state and effects."""
    state: Conversation | None = None
    number = MessageNumber(1)
    for event in walk:
        before = time.perf_counter()
        transition = advance(state, event, NOW, world, number)
        yield time.perf_counter() - before
        assert isinstance(transition.state, Conversation)
        state = transition.state
        number = MessageNumber(number + len(transition.effects))


def main(every: int) -> None:
    world = shipped()
    gc.freeze()
    taken = sorted(spent for walk in walks(world, every) for spent in steps(world, walk))
    p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    print(f"{'steps':>8} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}   target p99 < 1 ms")
    print(f"{len(taken):8} {p50 * 1000:8.3f} {p99 * 1000:8.3f} {taken[-1] * 1000:8.3f}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--every", type=int, default=1, help="only every so many paths")
    main(arguments.parse_args().every)

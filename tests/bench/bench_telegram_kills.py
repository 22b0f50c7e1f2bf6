"""The power goes in every step of the longest path on Telegram, at every moment of it, by buttons and by text.

Each round walks the whole way and is killed once in each step; the next round takes the next moment of each. It ends
with the number of kills and of messages that came twice, or at the first difference from an undisturbed run."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "telegram")]

from power_cuts import AFTER, MOMENTS, START, Walk, left, longest  # noqa: E402
from running import Varde  # noqa: E402
from standin import Standin  # noqa: E402

from playing import shipped  # noqa: E402 -- tests/ is no package


def walks(network: Standin, first: int) -> tuple[Walk, Walk]:
    steps = (START, *longest(shipped()), *AFTER)
    return Walk(network, first, steps), Walk(network, first + 1, steps, by_text=True)


def one_round(place: Path, shift: int, peaceful: tuple[Walk, Walk], done: dict[str, object]) -> tuple[int, int]:
    with Standin() as network:
        varde = Varde(place, network.url)
        varde.start()
        both = walks(network, 1)
        kills = sum(walk.disturbed(varde, before, shift) for walk, before in zip(both, peaceful, strict=True))
        assert varde.stop() == 0
    assert [walk.texts for walk in both] == [walk.texts for walk in peaceful]
    assert left(varde) == done
    return kills, sum(walk.repeats for walk in both) - sum(walk.repeats for walk in peaceful)


def bench(rounds: int) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory, Standin() as network:
        varde = Varde(Path(directory) / "peaceful", network.url)
        varde.start()
        peaceful = walks(network, 1)
        for walk in peaceful:
            walk.in_peace(varde)
        assert varde.stop() == 0
        done = left(varde)
        for shift in range(rounds):
            kills, repeats = one_round(Path(directory) / str(shift), shift, peaceful, done)
            print(f"round {shift}: {kills} kills, {repeats} messages repeated, nothing else differs", flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=len(MOMENTS))
    bench(arguments.parse_args().rounds)

"""Killed at any point: what was acknowledged is there, and what is there is whole."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TURNS = Path(__file__).parent / "endless_turns.py"
PEOPLE = 5


def killed_after(data: Path, lines: int) -> tuple[int, int]:
    """Run turns without end and kill the process while it is at it; the last turn and row it acknowledged."""
    turns = rows = 0
    command = [sys.executable, str(TURNS), str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(lines):
            what, number = child.stdout.readline().split()
            turns, rows = (int(number), rows) if what == "turn" else (turns, int(number))
        child.kill()
        for line in child.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):
                what, number = line.split()
                turns, rows = (int(number), rows) if what == "turn" else (turns, int(number))
    return turns, rows


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(data: Path, seed: int) -> None:
    chance = random.Random(seed)
    before = 0
    for _ in range(2):  # the second child goes on where the first was killed
        turns, rows = killed_after(data, chance.randrange(1, 120))
        store = await Store.open(data)
        last = await store.next_number() - 1
        assert turns <= last <= turns + 1, "at most the turn under way is there without having been acknowledged"
        assert last > before
        before = last
        await assert_whole(store, last, sent=rows)
        await store.close()


async def assert_whole(store: Store, last: int, sent: int) -> None:
    async with store.turn() as turn:
        events = [f"jsonlines:{number}" for number in range(1, last + 2)]
        assert await turn.unseen(events[:-1], NOW) == frozenset()
        expected = {f"samtale:{n % PEOPLE}": str(n) for n in range(max(1, last - PEOPLE + 1), last + 1)}
        assert await turn.states([f"samtale:{person}" for person in range(PEOPLE)]) == expected
    stored = await store.stored()
    assert (stored["seen"], stored["outbox"]) == (last, last)
    unsent = [row.number for row in await store.unsent("jsonlines", NOW, last + 1)]
    assert unsent == list(range(last - len(unsent) + 1, last + 1)), "sent in order, nothing skipped"
    assert last - len(unsent) >= sent

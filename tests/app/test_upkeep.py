"""What is deleted is soon gone from the write-ahead log, too, whoever reads meanwhile and whatever the clock does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import VirtualClock
from bot.core.events import MessageNumber
from bot.core.library import World
from bot.deciding import Deciding
from bot.store import Saved, Store
from bot.upkeep import Upkeep
from bot.usage.contributors import Contributors
from playing import shipped
from store.refusing import reading

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SOON = timedelta(seconds=30)


@dataclass
class Content:
    world: World


@dataclass
class House:
    """A store, its clock, and what looks after it."""

    store: Store
    clock: VirtualClock
    upkeep: Upkeep
    deciding: Deciding

    async def looks_at(self, at: datetime) -> None:
        self.clock.stands = at
        await self.upkeep.look(self.deciding)

    async def forgets(self) -> None:
        """Something is stored, and deleted."""
        for saved in (Saved("secret"), None):
            async with self.store.turn() as turn:
                await turn.save({"samtale:kari": saved})

    @property
    def log(self) -> int:
        """Bytes of the write-ahead log, where what was deleted lives on."""
        return (self.store.directory / "varde.db-wal").stat().st_size


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    store, content, clock = await Store.open(tmp_path), Content(shipped()), VirtualClock(NOW, NOW)
    deciding = Deciding(store, content, clock, Contributors(), MessageNumber(1))
    made = House(store, clock, Upkeep(store, content, clock), deciding)
    await made.looks_at(NOW)
    assert made.log == 0
    await made.forgets()
    yield made
    await store.close()


async def test_the_log_is_emptied_each_hour(house: House) -> None:
    await house.looks_at(NOW + timedelta(minutes=59))
    assert house.log > 0
    await house.looks_at(NOW + timedelta(minutes=60))
    assert house.log == 0


async def test_a_log_that_somebody_elses_reader_kept_is_emptied_at_the_next_look_after_it(house: House) -> None:
    hour = NOW + timedelta(hours=1)
    with reading(house.store.directory / "varde.db") as other:
        with closing(other.cursor()) as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT * FROM states").fetchall()
            await house.forgets()
            await house.looks_at(hour)
            assert house.log > 0
            cursor.execute("ROLLBACK")
        await house.looks_at(hour + SOON)
    assert house.log == 0


async def test_a_clock_set_back_does_not_put_off_what_is_to_be_deleted(house: House) -> None:
    await house.looks_at(NOW - timedelta(days=300))
    assert house.log == 0

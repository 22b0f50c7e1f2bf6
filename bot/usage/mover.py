"""Moves closed batches of counts from varde.db to usage.db, each exactly once however often it is interrupted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.core.library import World
from bot.store import Store, StoreError
from bot.store.rows import CountSource, Tally
from bot.usage import file
from bot.usage.contributors import Contributors
from bot.usage.file import Applied, Codes, Number, UsageError
from bot.usage.periods import monday, week_of
from bot.usage.publication import due
from bot.usage.schema import codes, flows_of_steps
from bot.usage.tables import Cell, cells

log = logging.getLogger("varde.usage")

_FAR = timedelta(weeks=2)
"""So far may the clock be behind what was counted; then it is wrong now, or was when that was counted."""
DOUBT = timedelta(hours=1)
"""So long a clock that leapt ahead has to go back before it is believed: what is counted by then goes to its week."""


@dataclass(frozen=True, slots=True)
class UsageHealth:
    """How it went the last time; for the health page."""

    moved_at: datetime | None = None
    trouble: str = ""
    """Why counts wait (clock, clock-ahead, missing, damaged, not-ours, disk-full, locked, cannot-write, failed), or "".
    """
    clock_behind: bool = False
    """The machine's clock is in an earlier week than the newest that was counted."""


class Mover:
    """A count goes to the week in which it is moved: what was published for an earlier one stays as it is.

    Two SQLite files do not commit together. So the batch number is written in usage.db in the transaction that adds
    the batch, and the batch is deleted from varde.db after it: a stop in between leaves a batch that is known there.
    """

    def __init__(self, store: Store, directory: Path, contributors: Contributors, doubt: timedelta = DOUBT) -> None:
        """`doubt`: how long a clock that leapt ahead is not believed."""
        self._doubt = doubt
        self._store = store
        self._file = directory / file.NAME
        self._contributors = contributors
        self.health = UsageHealth()

    async def move(self, world: World, now: datetime) -> None:
        """Everything that waits. What usage.db will not take goes on waiting; raises StoreError as the store does."""
        week = week_of(now.astimezone(world.zone).date())
        # Taken before the batch is closed: everybody in it is then behind a count that is moved now, or was.
        sizes = self._contributors.sizes()
        closed = await self._store.close_counts()
        if self._store.afloat:
            # Killed now, varde.db is back where the disk was, and what stood in usage.db by then would count twice.
            self.health = replace(self.health, trouble="cannot-write")
            return
        trouble = await self._tried(world, closed, week, sizes, now)
        if trouble:
            self.health = replace(self.health, trouble=trouble)
            await self._store.sum_counts(closed)
        else:
            self.health = replace(self.health, moved_at=now, trouble="")

    async def _tried(self, world: World, closed: int, week: int, sizes: Mapping[Cell, int], now: datetime) -> str:
        """What was in the way; empty: nothing. Whatever goes wrong with counting, people go on being answered."""
        try:
            await self._apply(world, closed, week, sizes, now)
        except UsageError as error:
            log.warning("usage-not-written %s", error.code)
            return error.code
        except StoreError:
            raise
        except Exception as error:
            log.error("usage-failed %s", type(error).__name__, exc_info=error)
            return "failed"
        return ""

    async def _apply(self, world: World, closed: int, week: int, sizes: Mapping[Cell, int], now: datetime) -> None:
        source = await self._store.counts_source()
        if source.moved and not self._file.exists():
            raise UsageError("missing")
        before = await asyncio.to_thread(file.applied, self._file)
        beyond = before.batch if before.source == source.id else 0
        to = max(week, before.week)
        self.health = replace(self.health, clock_behind=to > week)
        if to > week and monday(to) - monday(week) > _FAR:
            raise UsageError("clock")
        await self._believe(source, before.week, week, now)
        counts = await self._store.waiting_counts(beyond, closed)
        if counts:
            numbers, after = summed(counts, to, sizes), Applied(source.id, closed, to)
            await asyncio.to_thread(_added, self._file, world, numbers, before, after)
        if counts or before.source == source.id:
            await self._store.counts_moved(closed, beyond)
        self._contributors.forget_before(to)

    async def _believe(self, source: CountSource, counted: int, week: int, now: datetime) -> None:
        """A week that is counted as over stays over, so a clock that leapt ahead has a while to go back.

        Raises UsageError while it is doubted. A long rest looks the same, and costs no more than that while.
        """
        leapt = counted and monday(week) - monday(counted) > _FAR and not self._moved_lately(now)
        since = (source.leapt or now) if leapt else None
        if since and since > now:
            since = now
        if since != source.leapt:
            await self._store.note_leap(since)
        if since and now - since < self._doubt:
            raise UsageError("clock-ahead")

    def _moved_lately(self, now: datetime) -> bool:
        """There was no leap: weeks went by without any use."""
        return self.health.moved_at is not None and now - self.health.moved_at < _FAR


def _added(place: Path, world: World, numbers: Mapping[Cell, Number], before: Applied, now: Applied) -> None:
    """Where they begin a week, those before it are decided on: nothing is added to them any more, and the hours are
    still as they were then."""
    due_now = due(file.read(place), world, now.week) if 0 < before.week < now.week else None
    file.add(place, numbers, Codes(codes(world), flows_of_steps(world)), before, now, due_now)


def summed(counts: Iterable[tuple[Tally, int]], to: int, sizes: Mapping[Cell, int]) -> dict[Cell, Number]:
    """Each table's rows. What was counted in another week than `to` is added to `to`, as one person's."""
    numbers: dict[Cell, Number] = {}
    for tally, n in counts:
        for was, cell in zip(cells(tally), cells(tally._replace(week=to)), strict=True):
            people = sizes.get(cell, 1) if was == cell else 1
            old = numbers.get(cell, Number(0, 0))
            numbers[cell] = Number(old.n + n, max(old.contributors, people))
    return numbers

"""Everything Varde keeps while it runs: seen events, states, timers, outbox and waiting counts; the only SQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Delete, bindparam, delete, func, select

from bot.store import claims, counts, outbox
from bot.store.database import Database, location, opened
from bot.store.error import StoreError
from bot.store.notes import Note, Notes, written
from bot.store.place import held, private
from bot.store.rows import Audit, CountSource, Post, PostKind, Row, Saved, Tally
from bot.store.schema import EPOCH, meta, metadata, seen, states
from bot.store.schema import outbox as outbox_table
from bot.store.turn import CLOCK, GOAL, Turn, write_meta
from bot.store.wire import Wire

__all__ = ["Audit", "CountSource", "Post", "PostKind", "Row", "Saved", "Store", "StoreError", "Tally", "Turn"]

T = TypeVar("T")
P = ParamSpec("P")

_NUMBER = "number"

_SWEPT_AT_ONCE = 2000
"""Rows deleted in one transaction: few enough that no turn waits long for it."""

_META = select(meta.c.value).where(meta.c.name == bindparam("name"))
_NEXT_DUE = select(func.min(states.c.due, type_=states.c.due.type)).where(states.c.due.is_not(None))
_HIGHEST = select(func.max(outbox_table.c.number))
_OLD_SEEN = select(seen.c.hash).where(seen.c.at < bindparam("before")).limit(bindparam("most"))
_SWEEP_SEEN = delete(seen).where(seen.c.hash.in_(_OLD_SEEN))


def _despite_the_disk(
    write: Callable[Concatenate[Store, P], Awaitable[T]],
) -> Callable[Concatenate[Store, P], Coroutine[Any, Any, T]]:
    """One write that must not be lost because a disk is full (`Store.go_on`)."""

    @wraps(write)
    async def written(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await store.go_on(lambda: write(store, *args, **kwargs))

    return written


class Store:
    """One process's hold on one data directory. Every method raises StoreError when the disk or the file will not."""

    def __init__(self, database: Database, directory: Path, floats: bool, resources: AsyncExitStack) -> None:
        self._directory = directory
        self._database = database
        self._floats = floats
        self._resources = resources
        self._batch = self._first_batch = 0
        self._notes = Notes()
        self._noting = asyncio.Lock()

    @classmethod
    async def open(cls, data: Path, *, url: str = "", floats: bool = False, at: datetime = EPOCH) -> Self:
        """Take the directory, and varde.db in it or the database at an SQLAlchemy URL, and bring it up to date.

        `floats`: a disk that refuses later is gone on without (`go_on`); only where the database is a file.
        `at`: now, so that what is counted from here on is told from what a newer copy of the database has counted.
        """
        target, file = location(data, url)
        place = str(file) if file else target.render_as_string(hide_password=True)
        async with AsyncExitStack() as resources:
            for directory in sorted({data.absolute(), file.parent.absolute()} if file else {data.absolute()}):
                resources.enter_context(held(directory))
            if file:
                private(file)
            database = await resources.enter_async_context(opened(place, target))
            resources.push_async_callback(database.finish)
            store = cls(database, data, floats and file is not None, resources.pop_all())
            store._batch = store._first_batch = await store._opened_batch(at)
            return store

    @property
    def directory(self) -> Path:
        """The data directory."""
        return self._directory

    @property
    def afloat(self) -> bool:
        """Whether the disk refuses, so that what happens is kept in memory."""
        return self._database.afloat

    async def go_on(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work`; where the disk refuses what it writes, do it again in memory and stay there until `land`.

        Of `work` nothing has happened when it is done again. Killed while afloat, Varde is back where the disk was.
        """
        try:
            return await work()
        except StoreError as refused:
            if not (self._floats and refused.passing):
                raise
            await self._database.launch()
        return await work()

    async def land(self) -> None:
        """Bring what was kept in memory back to the disk, if it takes it again."""
        if self.afloat:
            with suppress(StoreError):
                await self._database.land()

    async def close(self) -> None:
        """Bring everything to the disk, empty the write-ahead log and let go of the directory; a second time does
        nothing."""
        await self._resources.aclose()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """One transaction for a batch of events; on any exception nothing of it happened."""
        notes: Sequence[Note] = ()
        try:
            async with self._database.writing() as wire:
                turn = Turn(wire, self._database.seen_key, self._batch)
                notes = await self._notes.write(turn)
                yield turn
        except BaseException:
            self._notes.back(notes)
            raise
        written(notes)

    async def next_number(self) -> int:
        """The first message number that was never used in this database."""
        async with self._database.reading() as wire:
            return await _last_number(wire) + 1

    async def next_due(self) -> datetime | None:
        """When the first state wants to be woken."""
        async with self._database.reading() as wire:
            found: datetime | None = await wire.scalar(_NEXT_DUE)
        return found

    async def clock(self) -> tuple[datetime, datetime] | None:
        """Where a virtual clock was left, and where it was on its way to; it is moved in turns."""
        async with self._database.reading() as wire:
            stands = await wire.scalar(_META, {"name": CLOCK})
            goal = await wire.scalar(_META, {"name": GOAL})
        return (datetime.fromisoformat(stands), datetime.fromisoformat(goal or stands)) if stands else None

    async def unsent(self, channel: str, now: datetime, limit: int, skip_addresses: Collection[str] = ()) -> list[Row]:
        """What a channel can be handed now, oldest first; an address that waits for a retry is left out."""
        async with self._database.reading() as wire:
            return await outbox.unsent(wire, channel, now, limit, skip_addresses)

    async def next_retry(self, channel: str, now: datetime) -> datetime | None:
        """The first time after now at which a row of this channel may be tried again."""
        async with self._database.reading() as wire:
            return await outbox.next_retry(wire, channel, now)

    async def marks(self, channel: str, most: int) -> list[tuple[str, str]]:
        """The newest marks of a channel, each with its address, oldest first; codes of what went wrong are among
        them."""
        async with self._database.reading() as wire:
            return await outbox.marks(wire, channel, most)

    @_despite_the_disk
    async def claim(self, row: int, until: datetime) -> bool:
        """Take a tagged row to hand it over; it is ours until then. False: its owner has moved on, it is withdrawn."""
        async with self._database.writing() as wire:
            return await claims.claim(wire, row, until)

    async def release(self) -> None:
        """Give back what an earlier run of this process had claimed: nobody else can hold the directory."""
        async with self._database.writing() as wire:
            await claims.release(wire)

    async def audit(self, prefix: str, over: Collection[str], now: datetime, patience: timedelta) -> Audit:
        """Of the states under a prefix: those that are lost. `over`: the tags of what is finished."""
        async with self._database.reading() as wire:
            return await claims.audit(wire, prefix, over, now - patience)

    async def sent(
        self,
        ids: Sequence[int],
        counted: Mapping[Tally, int] | None = None,
        marks: Mapping[int, str] | None = None,
        *,
        patience: float = 0.0,
    ) -> None:
        """The network took these rows: their bodies are cleared, and what is counted of it is counted.

        `marks`: what the channel wants to know of some of them after a restart; kept as long as the rows are.
        `patience`: seconds that a turn is waited for which takes this along.
        """
        if not ids:
            return
        note = self._notes.add(ids, counted or {}, marks or {})
        if patience and await note.within(patience):
            return
        async with self._noting:
            if not note.written.done():
                await self.go_on(self._write_notes)

    @_despite_the_disk
    async def parts_sent(self, row: int, parts: int) -> None:
        """The network took so many parts of it, and more are to come: those are not sent again."""
        async with self._database.writing() as wire:
            await outbox.parts_sent(wire, row, parts)

    async def _write_notes(self) -> None:
        async with self.turn():
            pass  # a turn that has nothing of its own writes what waits

    @_despite_the_disk
    async def retry(self, row: int, not_before: datetime, code: str) -> None:
        """The network did not take it; later rows for the same address wait behind it."""
        async with self._database.writing() as wire:
            await outbox.retry(wire, row, not_before, code)

    @_despite_the_disk
    async def failed(self, row: int, code: str) -> None:
        """The network will never take it: its body is cleared and the rows behind it go on."""
        async with self._database.writing() as wire:
            await outbox.failed(wire, row, code)

    @_despite_the_disk
    async def sweep(self, now: datetime, *, outbox_kept: timedelta, seen_kept: timedelta) -> bool:
        """Delete what is too old. False: it may still stand in the log, because something else reads the file."""
        async with self._database.writing() as wire:
            # The rows that know the highest number are about to go.
            await write_meta(wire, _NUMBER, str(await _last_number(wire)))
        await self._delete(outbox.SWEEP, now - outbox_kept)
        await self._delete(_SWEEP_SEEN, now - seen_kept)
        return await self._database.checkpoint()

    @_despite_the_disk
    async def counts_source(self) -> CountSource:
        """Tells this database's counts from those of another one."""
        async with self._database.writing() as wire:
            return await counts.source(wire)

    @_despite_the_disk
    async def note_leap(self, since: datetime | None) -> None:
        """Since when the clock is too far ahead to be believed; None: it is believed."""
        async with self._database.writing() as wire:
            await counts.note_leap(wire, since)

    @_despite_the_disk
    async def close_counts(self) -> int:
        """Close the open batch; its number."""
        async with self._database.writing() as wire:
            closed, self._batch = self._batch, await counts.opens(wire, self._batch + 1)
        return closed

    async def waiting_counts(self, beyond: int, until: int) -> list[tuple[Tally, int]]:
        """The counts of the batches after `beyond` up to `until`."""
        async with self._database.reading() as wire:
            return await counts.waiting(wire, beyond, until)

    @_despite_the_disk
    async def counts_moved(self, until: int, beyond: int) -> None:
        """They stand in usage.db: forget them here. Batches up to `beyond` are known there: no new one is called so."""
        async with self._database.writing() as wire:
            await counts.moved(wire, until)
            if beyond >= self._batch:
                self._batch = await counts.opens(wire, beyond + 1)

    @_despite_the_disk
    async def sum_counts(self, until: int) -> None:
        """usage.db does not take them: from 100,000 rows on, keep the batches of this run as one."""
        async with self._database.writing() as wire:
            await counts.summed(wire, self._first_batch - 1, until)

    async def _opened_batch(self, at: datetime) -> int:
        async with self._database.writing() as wire:
            return await counts.opened(wire, at)

    async def _delete(self, old: Delete, before: datetime) -> None:
        deleted = _SWEPT_AT_ONCE
        while deleted == _SWEPT_AT_ONCE:
            async with self._database.writing() as wire:
                deleted = (await wire.execute(old, {"before": before, "most": _SWEPT_AT_ONCE})).rowcount

    async def stored(self) -> dict[str, int]:
        """How many rows each table has."""
        counts = {}
        async with self._database.reading() as wire:
            for table in metadata.sorted_tables:
                counts[table.name] = await wire.scalar(select(func.count()).select_from(table)) or 0
        return counts


async def _last_number(wire: Wire) -> int:
    swept = await wire.scalar(_META, {"name": _NUMBER})
    highest = await wire.scalar(_HIGHEST)
    return max(int(swept or 0), highest or 0)

"""Everything Varde keeps while it runs: seen events, states, timers, outbox and waiting counts; the only SQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Delete, bindparam, delete, func, select

from bot.store import outbox
from bot.store.database import Database, location, opened
from bot.store.error import StoreError
from bot.store.place import held, private
from bot.store.rows import Post, PostKind, Row, Saved
from bot.store.schema import meta, metadata, seen, states
from bot.store.schema import outbox as outbox_table
from bot.store.turn import CLOCK, Turn, write_meta
from bot.store.wire import Wire

__all__ = ["Post", "PostKind", "Row", "Saved", "Store", "StoreError", "Turn"]

_NUMBER = "number"

_SWEPT_AT_ONCE = 2000
"""Rows deleted in one transaction: few enough that no turn waits long for it."""

_META = select(meta.c.value).where(meta.c.name == bindparam("name"))
_NEXT_DUE = select(func.min(states.c.due, type_=states.c.due.type)).where(states.c.due.is_not(None))
_HIGHEST = select(func.max(outbox_table.c.number))
_OLD_SEEN = select(seen.c.hash).where(seen.c.at < bindparam("before")).limit(bindparam("most"))
_SWEEP_SEEN = delete(seen).where(seen.c.hash.in_(_OLD_SEEN))


class Store:
    """One process's hold on one data directory. Every method raises StoreError when the disk or the file will not."""

    def __init__(self, database: Database, resources: AsyncExitStack) -> None:
        self._database = database
        self._resources = resources

    @classmethod
    async def open(cls, data: Path, *, url: str = "") -> Self:
        """Take the directory, and varde.db in it or the database at an SQLAlchemy URL, and bring it up to date."""
        target, file = location(data, url)
        place = str(file) if file else target.render_as_string(hide_password=True)
        async with AsyncExitStack() as resources:
            for directory in sorted({data.absolute(), file.parent.absolute()} if file else {data.absolute()}):
                resources.enter_context(held(directory))
            if file:
                private(file)
            database = await resources.enter_async_context(opened(place, target))
            resources.push_async_callback(database.checkpoint)
            return cls(database, resources.pop_all())

    async def close(self) -> None:
        """Empty the write-ahead log and let go of the directory; a second time does nothing."""
        await self._resources.aclose()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """One transaction for a batch of events; on any exception nothing of it happened."""
        async with self._database.writing() as wire:
            yield Turn(wire, self._database.seen_key)

    async def next_number(self) -> int:
        """The first message number that was never used in this database."""
        async with self._database.reading() as wire:
            return await _last_number(wire) + 1

    async def next_due(self) -> datetime | None:
        """When the first state wants to be woken."""
        async with self._database.reading() as wire:
            found: datetime | None = await wire.scalar(_NEXT_DUE)
        return found

    async def clock(self) -> datetime | None:
        """Where a virtual clock was left; it is moved in a turn."""
        async with self._database.reading() as wire:
            stands = await wire.scalar(_META, {"name": CLOCK})
        return datetime.fromisoformat(stands) if stands else None

    async def unsent(self, channel: str, now: datetime, limit: int, skip_addresses: Collection[str] = ()) -> list[Row]:
        """What a channel can be handed now, oldest first; an address that waits for a retry is left out."""
        async with self._database.reading() as wire:
            return await outbox.unsent(wire, channel, now, limit, skip_addresses)

    async def next_retry(self, channel: str, now: datetime) -> datetime | None:
        """The first time after now at which a row of this channel may be tried again."""
        async with self._database.reading() as wire:
            return await outbox.next_retry(wire, channel, now)

    async def sent(self, ids: Sequence[int]) -> None:
        """The network took these rows: their bodies are cleared."""
        if not ids:
            return
        async with self._database.writing() as wire:
            await outbox.sent(wire, ids)

    async def retry(self, row: int, not_before: datetime, code: str) -> None:
        """The network did not take it; later rows for the same address wait behind it."""
        async with self._database.writing() as wire:
            await outbox.retry(wire, row, not_before, code)

    async def failed(self, row: int, code: str) -> None:
        """The network will never take it: its body is cleared and the rows behind it go on."""
        async with self._database.writing() as wire:
            await outbox.failed(wire, row, code)

    async def sweep(self, now: datetime, *, outbox_kept: timedelta, seen_kept: timedelta) -> bool:
        """Delete what is too old. False: it may still stand in the log, because something else reads the file."""
        async with self._database.writing() as wire:
            # The rows that know the highest number are about to go.
            await write_meta(wire, _NUMBER, str(await _last_number(wire)))
        await self._delete(outbox.SWEEP, now - outbox_kept)
        await self._delete(_SWEEP_SEEN, now - seen_kept)
        return await self._database.checkpoint()

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

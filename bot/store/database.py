"""Two connections to the database, held open: one that writes and one that reads; and one in memory in their need."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.store import lifeboat
from bot.store.error import StoreError, blaming
from bot.store.migration import migrate, seen_key
from bot.store.place import DATABASE
from bot.store.thread import begin, connect
from bot.store.wire import Wire

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

_BUSY_SECONDS = 5.0
_OLDEST_SQLITE = (3, 37)

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit that we answered for outlives a power cut
    "secure_delete": 1,  # what is deleted is overwritten
    "temp_store": 2,  # MEMORY: no temporary files beside the database
    "cache_size": -2000,  # KiB at most: mostly inner pages; the system keeps the others at hand
}
_READERS_PRAGMAS = {**_PRAGMAS, "cache_size": -1000}
"""The reader looks at the newest messages only."""

_CHECKPOINT_TRIES = 5
_CHECKPOINT_WAIT = 0.1
"""Seconds. A checkpoint that waits for somebody else's reader keeps every turn waiting, so it waits briefly."""


@dataclass(frozen=True, slots=True)
class _Boat:
    url: URL
    wire: Wire
    resources: AsyncExitStack


class Database:
    """Turns are serialised: SQLite has one writer. The reader sees what is committed and never waits for a turn."""

    def __init__(self, place: str, writer: Wire, reader: Wire, seen_key: bytes) -> None:
        self.place = place
        self.seen_key = seen_key
        self._writer = writer
        self._reader = reader
        # Whoever takes both takes the reader's first.
        self._read_lock = asyncio.Lock()
        self._write_lock = asyncio.Lock()
        self._boat: _Boat | None = None

    @property
    def afloat(self) -> bool:
        """Whether what is written is in memory only."""
        return self._boat is not None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Wire]:
        """One transaction: committed at the end, rolled back on any exception. Raises StoreError."""
        async with self._write_lock:
            with blaming(self.place):
                wire = self._boat.wire if self._boat else self._writer
                try:
                    await wire.begin()
                    yield wire
                    await wire.commit()
                except BaseException:
                    await wire.rollback()
                    raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Wire]:
        """Each statement sees the latest commit. Raises StoreError."""
        async with self._read_lock, self._write_lock if self._boat else nullcontext():
            with blaming(self.place):
                wire, over = (self._boat.wire, False) if self._boat else (self._reader, True)
                try:
                    yield wire
                except BaseException:
                    over = False
                    raise
                finally:
                    # The reader's statements are each a transaction of their own.
                    if not over:
                        await wire.rollback()

    async def launch(self) -> None:
        """The disk refuses: from now on everything is in memory, as it stands. Raises StoreError where it cannot be."""
        async with self._read_lock, self._write_lock:
            if self._boat is None:
                async with AsyncExitStack() as resources:
                    url = lifeboat.address(_DRIVERS["sqlite"])
                    wire = Wire(await resources.enter_async_context(_engine(url).connect()))
                    with blaming(self.place):
                        await lifeboat.filled(url, self.place)
                    self._boat = _Boat(url, wire, resources.pop_all())

    async def land(self) -> None:
        """Write everything back, if it is in memory. Raises StoreError where the disk still refuses."""
        async with self._read_lock, self._write_lock:
            if self._boat is not None:
                with blaming(self.place):
                    await lifeboat.emptied(self._boat.url, self.place)
                await self._left()

    async def finish(self) -> None:
        """Write everything back and empty the log. Raises StoreError where the disk refuses to the end."""
        try:
            await self.land()
        finally:
            await self._left()
        await self.checkpoint()

    async def _left(self) -> None:
        boat, self._boat = self._boat, None
        if boat is not None:
            await boat.resources.aclose()

    async def checkpoint(self) -> bool:
        """Empty the write-ahead log, where deleted values would live on; False when a foreign reader prevents it, or
        the disk."""
        if self._writer.dialect != "sqlite":
            return True
        for _ in range(_CHECKPOINT_TRIES):
            if await self._truncate():
                return True
            await asyncio.sleep(_CHECKPOINT_WAIT)
        return False

    async def _truncate(self) -> bool:
        async with self._read_lock, self._write_lock:
            if self._boat is not None:
                return False
            with blaming(self.place):
                # Outside a transaction: within one SQLite refuses a checkpoint.
                return await self._writer.call(_truncate_log)


@asynccontextmanager
async def opened(place: str, url: URL) -> AsyncIterator[Database]:
    """Connect, check what SQLite made of our settings, and bring the tables up to date. Raises StoreError."""
    if url.get_backend_name() == "sqlite" and sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old; Varde needs 3.37 or newer")
    with blaming(place):
        async with _engine(url).connect() as writer:
            _check(await writer.run_sync(_settings), place)
            async with writer.begin():
                await writer.run_sync(migrate, place)
                key = await writer.run_sync(seen_key)
            async with _engine(url, reads=True).connect() as reader:
                yield Database(place, Wire(writer), Wire(reader), key)


def location(directory: Path, url: str) -> tuple[URL, Path | None]:
    """The URL with its asynchronous driver, and the file where there is one."""
    if not url:
        file = directory / DATABASE
        return URL.create(_DRIVERS["sqlite"], database=str(file)), file
    try:
        parsed = make_url(url)
        driven = parsed.set(drivername=_DRIVERS[parsed.get_backend_name()])
    except (ArgumentError, KeyError) as error:
        raise StoreError("`database` must be a URL that begins with sqlite:/// or postgresql://") from error
    if driven.get_backend_name() != "sqlite":
        return driven, None
    if not driven.database or driven.database == ":memory:":
        raise StoreError("`database` must name a file: a database in memory keeps nothing")
    return driven, Path(driven.database)


def _engine(url: URL, *, reads: bool = False) -> AsyncEngine:
    options: dict[str, Any] = {"poolclass": NullPool, "hide_parameters": True}
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        # None: the driver begins no transaction by itself, we do (below).
        options["connect_args"] = {"isolation_level": None, "async_creator_fn": connect}
        if "timeout" not in url.query:
            options["connect_args"]["timeout"] = _BUSY_SECONDS
    if reads:
        options["isolation_level"] = "AUTOCOMMIT"
    try:
        engine = create_async_engine(url, **options)
    except ModuleNotFoundError as error:
        raise StoreError(f"`database` needs the Python package {error.name}; install it") from error
    if sqlite:
        pragmas = _READERS_PRAGMAS if reads else _PRAGMAS
        event.listen(engine.sync_engine, "connect", lambda connection, _: _set_pragmas(connection, pragmas))
        if not reads:
            event.listen(engine.sync_engine, "begin", begin)
    return engine


def _set_pragmas(connection: Any, pragmas: Mapping[str, object]) -> None:
    cursor = connection.cursor()
    for name, value in pragmas.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _settings(connection: Connection) -> dict[str, object]:
    if connection.dialect.name != "sqlite":
        return dict(_PRAGMAS)
    cursor = connection.connection.cursor()
    found = {name: _pragma(cursor, name) for name in _PRAGMAS}
    cursor.close()
    return found


def _pragma(cursor: DBAPICursor, name: str) -> object:
    cursor.execute(f"PRAGMA {name}")
    row = cursor.fetchone()
    assert row is not None
    return row[0]


def _check(found: dict[str, object], place: str) -> None:
    for name, wanted in _PRAGMAS.items():
        if found[name] != wanted:
            raise StoreError(
                f"{place}: SQLite keeps {name}={found[name]} where Varde needs {wanted}; put it on a local disk"
            )


def _truncate_log(connection: Connection) -> bool:
    cursor = connection.connection.cursor()
    patience = _pragma(cursor, "busy_timeout")
    cursor.execute(f"PRAGMA busy_timeout={int(_CHECKPOINT_WAIT * 1000)}")
    busy = _pragma(cursor, "wal_checkpoint(TRUNCATE)")
    cursor.execute(f"PRAGMA busy_timeout={patience}")
    cursor.close()
    return not busy

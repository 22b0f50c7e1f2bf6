"""The way to aiosqlite's thread and back: once for what is read, never for what can wait for that or the commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import aiosqlite
from sqlalchemy import Connection

_Run = Callable[..., sqlite3.Cursor]


class _Unrun:
    """What a statement has to show that was not run yet."""

    description = None
    rowcount = -1
    lastrowid = None


class _Cursor(aiosqlite.Cursor):
    """Opens, runs and fetches in one go, where aiosqlite's own goes four times; SQLAlchemy always fetches everything,
    so nothing is left to close."""

    _conn: _Connection

    def __init__(self, connection: _Connection) -> None:
        self._conn = connection
        self._rows: list[Any] = []

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> aiosqlite.Cursor:
        await self._there(sqlite3.Cursor.execute, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> aiosqlite.Cursor:
        await self._there(sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchall(self) -> Iterable[sqlite3.Row]:
        found, self._rows = self._rows, []
        return found

    async def close(self) -> None:
        """Fetched to the end, a statement holds nothing any more."""

    async def _there(self, run: _Run, sql: str, parameters: Iterable[Any]) -> None:
        if self._conn.unhurried:
            self._conn.waiting.append((run, sql, parameters))
            self._cursor: Any = _Unrun
            return
        await self._execute(self._whole, run, sql, parameters)  # type: ignore[no-untyped-call]

    def _whole(self, run: _Run, sql: str, parameters: Iterable[Any]) -> None:
        self._conn.catch_up()
        self._cursor = self._conn._conn.cursor()
        self._rows = run(self._cursor, sql, parameters).fetchall()


class _Connection(aiosqlite.Connection):
    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # As SQLAlchemy does it: a connection that nobody closed does not keep the process alive.
        self._thread.daemon = True
        self.waiting: list[tuple[_Run, str, Iterable[Any]]] = []
        self.unhurried = False
        """Whether a statement waits for the next one."""

    def catch_up(self) -> None:
        """In the thread: what waits is run."""
        waiting, self.waiting = self.waiting, []
        for run, sql, parameters in waiting:
            run(self._conn.cursor(), sql, parameters)

    async def commit(self) -> None:
        await self._execute(self._caught_up)  # type: ignore[no-untyped-call]

    async def rollback(self) -> None:
        self.waiting = []
        await super().rollback()

    def cursor(self) -> aiosqlite.Cursor:  # type: ignore[override]  # SQLAlchemy enters it, as it would a Result
        return _Cursor(self)

    def _caught_up(self) -> None:
        try:
            self.catch_up()
            self._conn.commit()
        except BaseException:
            # SQLAlchemy takes a transaction whose commit failed to be over, and does not roll it back.
            self._conn.rollback()
            raise


def connect(database: str, **options: Any) -> aiosqlite.Connection:
    """In place of `aiosqlite.connect`, with the same options."""
    return _Connection(lambda: sqlite3.connect(database, **options))


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """What is run now waits for the next statement or for the commit, in its order; what is wrong comes out there."""
    driven = connection.connection.driver_connection
    if not isinstance(driven, _Connection):
        yield
        return
    driven.unhurried = True
    try:
        yield
    finally:
        driven.unhurried = False


def begin(connection: Connection) -> None:
    """Take the write lock with the first statement: a transaction that reads first and writes later could fail in the
    middle."""
    driven = connection.connection.driver_connection
    assert isinstance(driven, _Connection)
    driven.waiting.append((sqlite3.Cursor.execute, "BEGIN IMMEDIATE", ()))

"""The way to aiosqlite's thread and back: once for each statement, where its own cursor takes it four times."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import aiosqlite

_Run = Callable[..., sqlite3.Cursor]


class _Cursor(aiosqlite.Cursor):
    """Opens, runs and fetches in one go; SQLAlchemy always fetches everything, so nothing is left to close."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
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
        await self._execute(self._whole, run, sql, parameters)  # type: ignore[no-untyped-call]

    def _whole(self, run: _Run, sql: str, parameters: Iterable[Any]) -> None:
        self._cursor = self._conn._conn.cursor()
        self._rows = run(self._cursor, sql, parameters).fetchall()


class _Connection(aiosqlite.Connection):
    def cursor(self) -> aiosqlite.Cursor:  # type: ignore[override]  # SQLAlchemy enters it, as it would a Result
        return _Cursor(self)


def connect(database: str, **options: Any) -> aiosqlite.Connection:
    """In place of `aiosqlite.connect`, with the same options."""
    connection = _Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # As SQLAlchemy does it: a connection that nobody closed does not keep the process alive.
    connection._thread.daemon = True
    return connection

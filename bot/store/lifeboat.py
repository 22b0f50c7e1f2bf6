"""A copy of the database in memory: worked on while the disk refuses, and written back when it takes it again."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from uuid import uuid4

from sqlalchemy import URL

_STEP_SECONDS = 0.25
_PATIENCE = 4
"""Steps in which another program may hold the file."""


def address(driver: str) -> URL:
    """A database in memory that several connections of this process share, unlike any other."""
    query = {"mode": "memory", "cache": "shared", "uri": "true"}
    return URL.create(driver, database=f"file:varde-{uuid4().hex}", query=query)


async def filled(boat: URL, file: str) -> None:
    """Everything in the file, also what stands in its log. Raises sqlite3.Error where it cannot be read."""
    await asyncio.to_thread(_copy, file, _name(boat))


async def emptied(boat: URL, file: str) -> None:
    """The file becomes what the boat is, in one transaction. Raises sqlite3.Error where the disk still refuses."""
    await asyncio.to_thread(_copy, _name(boat), file)


def _name(boat: URL) -> str:
    return f"{boat.database}?mode=memory&cache=shared"


def _copy(source: str, target: str) -> None:
    waited = 0

    def step(status: int, _left: int, _all: int) -> None:
        nonlocal waited
        waited += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if waited > _PATIENCE:
            raise sqlite3.OperationalError("database is locked")

    with closing(_connected(source)) as read, closing(_connected(target)) as written:
        written.execute("PRAGMA secure_delete=1")
        written.execute("PRAGMA synchronous=2")
        read.backup(written, progress=step, sleep=_STEP_SECONDS)


def _connected(place: str) -> sqlite3.Connection:
    return sqlite3.connect(place, isolation_level=None, timeout=_STEP_SECONDS, uri=place.startswith("file:varde-"))

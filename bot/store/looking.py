"""Looks into a database without holding it: for commands that run beside the service, and change nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import NullPool, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import location
from bot.store.error import StoreError, blaming
from bot.store.schema import HEAD, states, version


class Seen(NamedTuple):
    """One stored state."""

    key: str
    json: str
    due: datetime | None
    tag: str


async def look(data: Path, prefix: str, *, url: str = "") -> list[Seen]:
    """The states under a prefix; none where there is no database yet. Raises StoreError."""
    target, file = location(data, url)
    if file is not None and not file.is_file():
        return []
    place = str(file) if file else target.render_as_string(hide_password=True)
    engine = create_async_engine(target, poolclass=NullPool, hide_parameters=True)
    with blaming(place):
        async with engine.connect() as connection:
            if file is not None:
                await connection.execute(text("PRAGMA query_only=ON"))
            if await connection.scalar(select(version.c.version_num)) != HEAD:
                raise StoreError(f"{place} was written by another version of Varde; start this one on it first")
            found = await connection.execute(
                select(states.c.key, states.c.json, states.c.due, states.c.tag)
                .where(states.c.key.startswith(prefix, autoescape=True))
                .order_by(states.c.key)
            )
            return [Seen(*row) for row in found]

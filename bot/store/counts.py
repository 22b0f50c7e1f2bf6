"""Counts that wait for usage.db, in numbered batches: the open one takes more, the closed ones are moved."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select

from bot.store.rows import KEYS, CountSource, Tally
from bot.store.schema import count_pending, meta
from bot.store.turn import write_meta

if TYPE_CHECKING:
    from bot.store.wire import Wire

SUMMED_FROM = 100_000
"""Rows from which on closed batches are summed into one."""

_BATCH = "batch"
_IDENTITY = "counts_of"
_MOVED_ONCE = "counts_moved"
_LEAPT = "counts_leapt"
_META = select(meta.c.value).where(meta.c.name == bindparam("name"))
_batch = count_pending.c.batch
_keys = [count_pending.c.week, *(count_pending.c[key] for key in KEYS)]
_HIGHEST = select(func.max(_batch))
_ROWS = select(func.count()).select_from(count_pending).where(_batch <= bindparam("until"))
_CLOSED = select(*_keys, func.sum(count_pending.c.n)).where(
    _batch > bindparam("beyond"), _batch <= bindparam("until")
).group_by(*_keys)
_MOVED = delete(count_pending).where(_batch <= bindparam("until"))
_SOME = delete(count_pending).where(_batch > bindparam("beyond"), _batch <= bindparam("until"))


async def opened(wire: Wire, at: datetime) -> int:
    """A batch of its own for this run of the program: whatever waits from earlier ones is closed.

    Its number is at least the second since 1970: usage.db has none so high, also when this database is an older one
    that was put back.
    """
    await source(wire)  # made before anybody can copy the database: copies are told apart by their batches only
    noted = await wire.scalar(_META, {"name": _BATCH})
    number = max(int(noted or 0) + 1, (await wire.scalar(_HIGHEST) or 0) + 1, int(at.timestamp()))
    await write_meta(wire, _BATCH, str(number))
    return number


async def opens(wire: Wire, number: int) -> int:
    """From now on this is the open batch."""
    await write_meta(wire, _BATCH, str(number))
    return number


async def source(wire: Wire) -> CountSource:
    """What tells this database's batches from those of another one: random, made once."""
    noted = await wire.scalar(_META, {"name": _IDENTITY})
    if noted is None:
        noted = str(secrets.randbits(62) + 1)
        await write_meta(wire, _IDENTITY, noted)
    leapt = await wire.scalar(_META, {"name": _LEAPT})
    moved_once = await wire.scalar(_META, {"name": _MOVED_ONCE}) is not None
    return CountSource(int(noted), moved_once, datetime.fromisoformat(leapt) if leapt else None)


async def note_leap(wire: Wire, since: datetime | None) -> None:
    await write_meta(wire, _LEAPT, since.isoformat() if since else "")


async def waiting(wire: Wire, beyond: int, until: int) -> list[tuple[Tally, int]]:
    """What waits in the batches after `beyond` up to `until`, summed over them."""
    found = await wire.execute(_CLOSED, {"beyond": beyond, "until": until})
    return [(Tally._make(row[:-1]), int(row[-1])) for row in found]


async def moved(wire: Wire, until: int) -> None:
    await wire.execute(_MOVED, {"until": until})
    await write_meta(wire, _MOVED_ONCE, "1")


async def summed(wire: Wire, beyond: int, until: int) -> None:
    """Closed batches as one, when there are too many rows; `beyond` may have been moved already and stays apart."""
    if (await wire.scalar(_ROWS, {"until": until}) or 0) < SUMMED_FROM:
        return
    rows = list(_as_rows(await waiting(wire, beyond, until), until))
    await wire.execute(_SOME, {"beyond": beyond, "until": until})
    await wire.execute(insert(count_pending), rows)


def _as_rows(counts: Sequence[tuple[Tally, int]], batch: int) -> Iterator[dict[str, object]]:
    for tally, n in counts:
        yield {"batch": batch, **tally._asdict(), "n": n}

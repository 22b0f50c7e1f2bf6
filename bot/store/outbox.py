"""What waits to be sent, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, exists, func, select, update

from bot.store.rows import Row
from bot.store.schema import outbox

if TYPE_CHECKING:
    from bot.store.wire import Wire

_earlier = outbox.alias("earlier")

# Order holds within one address and nowhere else: while an address waits for a retry its later rows wait
# behind it, and every other address goes on.
_BLOCKED = exists().where(
    _earlier.c.address == outbox.c.address,
    _earlier.c.id < outbox.c.id,
    _earlier.c.not_before.is_not(None),
    _earlier.c.not_before > bindparam("now"),
)
_UNSENT = (
    select(
        outbox.c.id,
        outbox.c.number,
        outbox.c.channel,
        outbox.c.address,
        outbox.c.kind,
        outbox.c.body,
        outbox.c.at,
        outbox.c.tries,
        outbox.c.tag,
        outbox.c.parts,
    )
    .where(
        outbox.c.channel == bindparam("channel"),
        outbox.c.not_before.is_not(None),
        outbox.c.not_before <= bindparam("now"),
        outbox.c.address.not_in(bindparam("skipped", expanding=True)),
        ~_BLOCKED,
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_NEXT_RETRY = select(func.min(outbox.c.not_before, type_=outbox.c.not_before.type)).where(
    outbox.c.channel == bindparam("channel"),
    outbox.c.not_before.is_not(None),
    outbox.c.not_before > bindparam("now"),
)
_CLEARED = {"body": None, "not_before": None}
_SENT = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).values(status="sent", **_CLEARED)
_FAILED = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(status="failed", code=bindparam("why"), tries=outbox.c.tries + 1, **_CLEARED)
)
_RETRY = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.not_before.is_not(None))
    .values(status="retry", code=bindparam("why"), tries=outbox.c.tries + 1, not_before=bindparam("later"))
)
_PARTS = update(outbox).where(outbox.c.id == bindparam("row")).values(parts=bindparam("taken"))
_MARK = update(outbox).where(outbox.c.id == bindparam("row")).values(code=bindparam("mark"))
"""In place of the code of what went wrong: the message arrived."""
_MARKS = (
    select(outbox.c.address, outbox.c.code)
    .where(outbox.c.channel == bindparam("channel"), outbox.c.status == "sent", outbox.c.code != "")
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)
_OLD = select(outbox.c.id).where(outbox.c.not_before.is_(None), outbox.c.at < bindparam("before"))
SWEEP = delete(outbox).where(outbox.c.id.in_(_OLD.limit(bindparam("most"))))


async def unsent(wire: Wire, channel: str, now: datetime, most: int, skipped: Collection[str]) -> list[Row]:
    values = {"channel": channel, "now": now, "most": most, "skipped": list(skipped)}
    return [Row(*tuple(row)) for row in await wire.execute(_UNSENT, values)]


async def next_retry(wire: Wire, channel: str, now: datetime) -> datetime | None:
    found: datetime | None = await wire.scalar(_NEXT_RETRY, {"channel": channel, "now": now})
    return found


async def sent(wire: Wire, ids: Sequence[int]) -> None:
    await wire.later(_SENT, {"ids": list(ids)})


async def parts_sent(wire: Wire, row: int, parts: int) -> None:
    await wire.execute(_PARTS, {"row": row, "taken": parts})


async def mark(wire: Wire, marks: Mapping[int, str]) -> None:
    await wire.later(_MARK, [{"row": row, "mark": mark} for row, mark in marks.items()])


async def marks(wire: Wire, channel: str, most: int) -> list[tuple[str, str]]:
    found = await wire.execute(_MARKS, {"channel": channel, "most": most})
    return [(row.address, row.code) for row in reversed(found.all())]


async def retry(wire: Wire, row: int, not_before: datetime, code: str) -> None:
    await wire.execute(_RETRY, {"row": row, "later": not_before, "why": code})


async def failed(wire: Wire, row: int, code: str) -> None:
    await wire.execute(_FAILED, {"row": row, "why": code})

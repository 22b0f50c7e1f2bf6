"""Rows that speak for a state: handed over only while it is at the place where they were posted, and audited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, func, literal_column, or_, select, update

from bot.store.rows import Audit
from bot.store.schema import outbox, states

if TYPE_CHECKING:
    from bot.store.wire import Wire

_CANCELLED = {"status": "cancelled", "body": None, "not_before": None}
_UNSENT = outbox.c.not_before.is_not(None)
# As it stands in the index: of a value that is bound when it runs SQLite does not know that the partial index has it.
_OWNED = outbox.c.owner != literal_column("''")
_AT_ITS_PLACE = or_(
    outbox.c.tag == "", exists().where(states.c.key == outbox.c.owner, states.c.tag == outbox.c.tag)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), _UNSENT, _AT_ITS_PLACE)
    .values(status="claimed", not_before=bindparam("until"))
)
_CANCEL = update(outbox).where(outbox.c.id == bindparam("row"), _UNSENT).values(**_CANCELLED)
# A claimed row is on its way to the network: too late to take it back.
_WITHDRAW = (
    update(outbox)
    .where(
        _OWNED,
        outbox.c.owner == bindparam("whose"),
        outbox.c.tag == bindparam("tagged"),
        or_(outbox.c.status == "pending", outbox.c.status == "retry"),
    )
    .values(**_CANCELLED)
)
_RELEASE = update(outbox).where(_UNSENT, outbox.c.status == "claimed").values(status="pending", not_before=outbox.c.at)
_DELIVERED = (
    select(outbox.c.owner, func.max(outbox.c.at, type_=outbox.c.at.type).label("at"))
    .where(
        _OWNED, outbox.c.owner.in_(bindparam("owners", expanding=True)), outbox.c.tag != "", outbox.c.status == "sent"
    )
    .group_by(outbox.c.owner)
)
_LOST = select(states.c.key).where(
    and_(
        states.c.due.is_(None),
        states.c.key.startswith(bindparam("prefix"), autoescape=False),
        states.c.tag.not_in(bindparam("over", expanding=True)),
        ~exists().where(_OWNED, outbox.c.owner == states.c.key, _UNSENT),
    )
)
_OVERDUE = (
    select(func.count())
    .select_from(states)
    .where(states.c.due < bindparam("since"), states.c.key.startswith(bindparam("prefix"), autoescape=False))
)
_OLDEST = select(func.min(outbox.c.at, type_=outbox.c.at.type)).where(_UNSENT)


async def claim(wire: Wire, row: int, until: datetime) -> bool:
    if (await wire.execute(_CLAIM, {"row": row, "until": until})).rowcount:
        return True
    await wire.execute(_CANCEL, {"row": row})
    return False


async def release(wire: Wire) -> None:
    await wire.execute(_RELEASE)


async def withdraw(wire: Wire, rows: Collection[tuple[str, str]]) -> None:
    await wire.later(_WITHDRAW, [{"whose": owner, "tagged": tag} for owner, tag in rows])


async def delivered(wire: Wire, owners: Collection[str]) -> dict[str, datetime]:
    found = await wire.execute(_DELIVERED, {"owners": list(owners)})
    return {row.owner: row.at for row in found}


async def audit(wire: Wire, prefix: str, over: Collection[str], since: datetime) -> Audit:
    lost = await wire.execute(_LOST, {"prefix": prefix, "over": list(over)})
    overdue = await wire.scalar(_OVERDUE, {"prefix": prefix, "since": since})
    return Audit(tuple(lost.scalars()), overdue or 0, await wire.scalar(_OLDEST))

"""What one transaction may read and change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar, cast

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store import claims
from bot.store import outbox as outbox_rows
from bot.store.rows import KEYS, Post, Saved, Tally
from bot.store.schema import count_pending, meta, outbox, seen, states

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.dialects.sqlite import Insert

    from bot.store.wire import Wire

Id = TypeVar("Id", bound=str)
"""Ids keep the caller's type; importing it would bring what people type within the store's reach."""

CLOCK, GOAL = "clock", "clock-goal"

_STATES = select(states.c.key, states.c.json).where(states.c.key.in_(bindparam("keys", expanding=True)))
_UNSEE = delete(seen).where(seen.c.hash.in_(bindparam("hashes", expanding=True)))
_FORGET = delete(states).where(states.c.key.in_(bindparam("keys", expanding=True)))
_DUE = (
    select(states.c.key, states.c.due)
    .where(states.c.due <= bindparam("until"))
    .order_by(states.c.due, states.c.key)
    .limit(bindparam("most"))
)
_POST = insert(outbox)


class Turn:
    """Each method is one or two statements however much it is given; given nothing it costs nothing."""

    def __init__(self, wire: Wire, seen_key: bytes, batch: int) -> None:
        self._wire = wire
        self._batch = batch
        self._seen_key = seen_key

    async def unseen(self, ids: Sequence[Id], now: datetime) -> frozenset[Id]:
        """Of these, the ones never given before; from now on they count as seen."""
        hashes = {self._hash(each): each for each in ids}
        if not hashes:
            return frozenset()
        rows = [{"hash": each, "at": now} for each in hashes]
        new = await self._wire.execute(_marking(self._wire.dialect), rows)
        return frozenset(hashes[each] for each in new.scalars())

    async def unsee(self, ids: Sequence[Id]) -> None:
        """They were not dealt with after all, and will be given again."""
        if ids:
            await self._wire.later(_UNSEE, {"hashes": [self._hash(each) for each in ids]})

    async def states(self, keys: Sequence[str]) -> dict[str, str]:
        """JSON by key; a key without a state is left out."""
        if not keys:
            return {}
        found = await self._wire.execute(_STATES, {"keys": list(keys)})
        return {row.key: row.json for row in found}

    async def save(self, changes: Mapping[str, Saved | None]) -> None:
        """Replace states; None forgets one."""
        kept = [{"key": k, "json": s.json, "due": s.due, "tag": s.tag} for k, s in changes.items() if s]
        gone = [key for key, saved in changes.items() if saved is None]
        if kept:
            await self._wire.later(_saving(self._wire.dialect), kept)
        if gone:
            await self._wire.later(_FORGET, {"keys": gone})

    async def post(self, posts: Sequence[Post]) -> None:
        """Put these in the outbox, in this order."""
        if posts:
            await self._wire.later(_POST, [_waiting(post) for post in posts])

    async def withdraw(self, rows: Collection[tuple[str, str]]) -> None:
        """What these owners have tagged so and no network has been handed yet is never handed over."""
        if rows:
            await claims.withdraw(self._wire, rows)

    async def delivered(self, owners: Collection[str]) -> dict[str, datetime]:
        """When the newest tagged row of each owner was posted that a network took."""
        return await claims.delivered(self._wire, owners) if owners else {}

    async def sent(self, ids: Sequence[int]) -> None:
        """The network took these rows of the outbox."""
        await outbox_rows.sent(self._wire, ids)

    async def mark(self, marks: Mapping[int, str]) -> None:
        """What a channel wants to know of these rows after a restart."""
        if marks:
            await outbox_rows.mark(self._wire, marks)

    async def count(self, counts: Mapping[Tally, int]) -> None:
        """Add to what waits for usage.db, in the batch that is open: how many more of each."""
        rows = [{"batch": self._batch, **tally._asdict(), "n": n} for tally, n in counts.items()]
        if rows:
            await self._wire.later(_counting(self._wire.dialect), rows)

    async def due(self, until: datetime, most: int) -> list[tuple[str, datetime]]:
        """Keys of the states to be woken at `until` or before, earliest first; at most so many."""
        found = await self._wire.execute(_DUE, {"until": until, "most": most})
        return [(row.key, row.due) for row in found]

    async def set_clock(self, now: datetime, goal: datetime) -> None:
        """Where a virtual clock stands, and where it is being moved to."""
        await write_meta(self._wire, CLOCK, now.isoformat())
        await write_meta(self._wire, GOAL, goal.isoformat())

    def _hash(self, event: str) -> bytes:
        return blake2b(event.encode("utf-8", "surrogatepass"), digest_size=16, key=self._seen_key).digest()


async def write_meta(wire: Wire, name: str, value: str) -> None:
    await wire.later(_noting(wire.dialect), {"name": name, "value": value})


def _waiting(post: Post) -> dict[str, object]:
    return {
        "number": post.number,
        "channel": post.channel,
        "address": post.address,
        "kind": post.kind,
        "body": post.body,
        "at": post.at,
        "status": "pending",
        "not_before": post.at,
        "tries": 0,
        "code": "",
        "owner": post.owner,
        "tag": post.tag,
    }


def _inserting(table: Table, dialect: str) -> Insert:
    """Upserts are the one place where Core needs the dialect's own insert; both have the same methods."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return cast("Insert", postgresql_insert(table))
    return sqlite_insert(table)


@cache
def _marking(dialect: str) -> Insert:
    statement = _inserting(seen, dialect).on_conflict_do_nothing()
    return cast("Insert", statement.returning(seen.c.hash))


@cache
def _saving(dialect: str) -> Insert:
    statement = _inserting(states, dialect)
    new = statement.excluded
    changed = {"json": new.json, "due": new.due, "tag": new.tag}
    return statement.on_conflict_do_update(index_elements=["key"], set_=changed)


@cache
def _noting(dialect: str) -> Insert:
    statement = _inserting(meta, dialect)
    return statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})


@cache
def _counting(dialect: str) -> Insert:
    statement = _inserting(count_pending, dialect)
    total = count_pending.c.n + statement.excluded.n
    return statement.on_conflict_do_update(index_elements=["batch", "week", *KEYS], set_={"n": total})

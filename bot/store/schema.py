"""The tables of varde.db, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

from bot.store.rows import KEYS

HEAD = "0004"
"""The newest migration. Kept here so that a start on a current database need not import Alembic (0.4 s)."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

if TYPE_CHECKING:
    _Decorator = TypeDecorator[datetime]
else:
    _Decorator = TypeDecorator


class Moment(_Decorator):
    """An aware datetime as whole microseconds since 1970 UTC: exact, and compared by SQL as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 -- inherited
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- inherited
        return None if value is None else EPOCH + value * _MICROSECOND


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    # A keyed hash: the network's own id of an event may hold a room or a user.
    Column("hash", LargeBinary, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("seen_at", "at"),
    sqlite_with_rowid=False,
)

states = Table(
    "states",
    metadata,
    Column("key", Text, primary_key=True),
    Column("json", Text, nullable=False),
    Column("due", Moment),
    Column("tag", Text, nullable=False, server_default=text("''")),
    Index("states_due", "due", sqlite_where=text("due IS NOT NULL"), postgresql_where=text("due IS NOT NULL")),
    Index("states_timeless", "key", sqlite_where=text("due IS NULL"), postgresql_where=text("due IS NULL")),
)

# `not_before` is set exactly while a row waits. The partial indexes lean on that: they hold the few rows
# that wait, so a week of sent ones costs delivery nothing.
_WAITING = text("not_before IS NOT NULL")

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("number", BigInteger, unique=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text),
    Column("at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("not_before", Moment),
    Column("tries", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("owner", Text, nullable=False, server_default=text("''")),
    Column("tag", Text, nullable=False, server_default=text("''")),
    Column("parts", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("kind IN ('say', 'delete')", name="outbox_kind"),
    CheckConstraint(
        "status IN ('pending', 'claimed', 'retry', 'sent', 'failed', 'cancelled')", name="outbox_status"
    ),
    CheckConstraint("(not_before IS NOT NULL) = (status IN ('pending', 'claimed', 'retry'))", name="outbox_waiting"),
    CheckConstraint("(body IS NOT NULL) = (status IN ('pending', 'claimed', 'retry'))", name="outbox_cleared"),
    Index("outbox_channel", "channel", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("outbox_address", "address", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("outbox_owner", "owner", "tag", sqlite_where=text("owner <> ''"), postgresql_where=text("owner <> ''")),
    Index("outbox_done", "at", sqlite_where=text("not_before IS NULL"), postgresql_where=text("not_before IS NULL")),
    sqlite_autoincrement=True,
)

count_pending = Table(
    "count_pending",
    metadata,
    Column("batch", BigInteger, primary_key=True, autoincrement=False),
    Column("week", Integer, primary_key=True, autoincrement=False),
    *(Column(key, Text, primary_key=True) for key in KEYS),
    Column("n", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table, outside our metadata; written here only for a database made new."""

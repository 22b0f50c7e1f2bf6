"""Rows can speak for a state and be withdrawn with its place; a row on its way to the network is claimed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WAITING = sa.text("not_before IS NOT NULL")
_DONE = sa.text("not_before IS NULL")
_DUE = sa.text("due IS NOT NULL")
_TIMELESS = sa.text("due IS NULL")
_OWNED = sa.text("owner <> ''")
_BEFORE = "id, number, channel, address, kind, body, at, status, not_before, tries, code"


def upgrade() -> None:
    """The tables are made anew: SQLite changes no constraint, and the same text stands in a database made new."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for index in ("states_due", "outbox_channel", "outbox_address", "outbox_done"):
        op.drop_index(index)
    op.rename_table("states", "states_before")
    op.rename_table("outbox", "outbox_before")
    op.create_table(
        "states",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("json", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("tag", sa.Text, nullable=False, server_default=sa.text("''")),
    )
    op.execute("INSERT INTO states SELECT key, json, due, '' FROM states_before")
    op.create_index("states_due", "states", ["due"], sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_index("states_timeless", "states", ["key"], sqlite_where=_TIMELESS, postgresql_where=_TIMELESS)
    _create_outbox()
    op.execute(f"INSERT INTO outbox ({_BEFORE}) SELECT {_BEFORE} FROM outbox_before ORDER BY id")  # noqa: S608 -- our own words
    if sqlite:
        op.execute(
            "UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM sqlite_sequence WHERE name LIKE 'outbox%') "
            "WHERE name = 'outbox'"
        )
    op.drop_table("states_before")
    op.drop_table("outbox_before")
    if not sqlite:
        next_id = "(SELECT coalesce(max(id), 0) + 1 FROM outbox)"
        op.execute(f"SELECT setval(pg_get_serial_sequence('outbox', 'id'), {next_id}, false)")


def _create_outbox() -> None:
    waiting = "('pending', 'claimed', 'retry')"
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("number", sa.BigInteger, unique=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("not_before", sa.BigInteger),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("tag", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.CheckConstraint("kind IN ('say', 'delete')", name="outbox_kind"),
        sa.CheckConstraint(
            "status IN ('pending', 'claimed', 'retry', 'sent', 'failed', 'cancelled')", name="outbox_status"
        ),
        sa.CheckConstraint(f"(not_before IS NOT NULL) = (status IN {waiting})", name="outbox_waiting"),
        sa.CheckConstraint(f"(body IS NOT NULL) = (status IN {waiting})", name="outbox_cleared"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_channel", "outbox", ["channel", "id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_index("outbox_address", "outbox", ["address", "id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_index("outbox_owner", "outbox", ["owner", "tag"], sqlite_where=_OWNED, postgresql_where=_OWNED)
    op.create_index("outbox_done", "outbox", ["at"], sqlite_where=_DONE, postgresql_where=_DONE)

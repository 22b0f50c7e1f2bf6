"""The first tables: meta, seen events, states, outbox and waiting counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_WAITING = sa.text("not_before IS NOT NULL")
_DONE = sa.text("not_before IS NULL")
_DUE = sa.text("due IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "seen",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("seen_at", "seen", ["at"])
    op.create_table(
        "states",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("json", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger),
    )
    op.create_index("states_due", "states", ["due"], sqlite_where=_DUE, postgresql_where=_DUE)
    _create_outbox()
    op.create_table(
        "count_pending",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _create_outbox() -> None:
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
        sa.CheckConstraint("kind IN ('say', 'delete')", name="outbox_kind"),
        sa.CheckConstraint("status IN ('pending', 'retry', 'sent', 'failed')", name="outbox_status"),
        sa.CheckConstraint("(not_before IS NOT NULL) = (status IN ('pending', 'retry'))", name="outbox_waiting"),
        sa.CheckConstraint("(body IS NOT NULL) = (status IN ('pending', 'retry'))", name="outbox_cleared"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_channel", "outbox", ["channel", "id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_index("outbox_address", "outbox", ["address", "id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_index("outbox_done", "outbox", ["at"], sqlite_where=_DONE, postgresql_where=_DONE)

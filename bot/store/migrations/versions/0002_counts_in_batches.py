"""Waiting counts belong to a batch, so that each reaches usage.db exactly once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEYS = ("what", "subject", "option", "district", "channel", "language", "unit_kind")


def upgrade() -> None:
    op.rename_table("count_pending", "count_before")
    op.create_table(
        "count_pending",
        sa.Column("batch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("week", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(key, sa.Text, primary_key=True) for key in _KEYS),
        sa.Column("n", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    # What was counted before had no batch: it is the first one. Week 0: it joins the week in which it is moved.
    op.execute(
        "INSERT INTO count_pending SELECT 0, 0, what, subject, '', '', '', '', '', SUM(n) "
        "FROM count_before GROUP BY what, subject"
    )
    op.drop_table("count_before")

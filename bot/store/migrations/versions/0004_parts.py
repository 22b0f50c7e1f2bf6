"""How many parts of a long message a network has taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("parts", sa.Integer, nullable=False, server_default=sa.text("0")))

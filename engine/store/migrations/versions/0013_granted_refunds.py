"""Refunds that an application has asked for, and when an event was made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("refunds", sa.Column("asked_by", sa.Text(), nullable=True))
    op.add_column("refunds", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_refunds_asked_by", "refunds", ["asked_by"])

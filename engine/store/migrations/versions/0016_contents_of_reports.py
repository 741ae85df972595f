"""What a report says as plain values, beside its pages; none of what was computed before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("reports", sa.Column("content", sa.Text(), nullable=True))

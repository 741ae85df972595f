"""Why the last attempt to send a message failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("failure", sa.String(length=60), nullable=True))

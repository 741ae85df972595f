"""Incidents that staff resolve, with who, when, why and the record of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name, kind in (
        ("resolved_at", INSTANT),
        ("resolved_by", sa.Text()),
        ("note", sa.Text()),
        ("record", sa.Integer()),
    ):
        op.add_column("incidents", sa.Column(name, kind, nullable=True))
    op.create_index("ix_incidents_resolved_at", "incidents", ["resolved_at"])

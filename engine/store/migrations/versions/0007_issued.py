"""Issued documents: what was printed, until when it holds, and whether it was revoked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)
IN_FORCE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "issued",
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("record_sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reference"], ["applications.reference"], name="fk_issued_reference"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_issued"),
    )
    op.create_index(
        "uq_issued_in_force",
        "issued",
        ["reference", "document"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index("ix_issued_reference", "issued", ["reference"])

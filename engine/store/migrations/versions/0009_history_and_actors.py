"""Applications are found by person, for own history; what registers answered is kept a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index("ix_applications_person_key", "applications", ["person_key"])
    op.create_table(
        "lookups",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("release", sa.String(length=64), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["applications.reference"],
            name="fk_lookups_reference",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reference", "register", name="pk_lookups"),
    )

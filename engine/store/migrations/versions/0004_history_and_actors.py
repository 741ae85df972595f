"""Applications are found by person, for own history; what registers answered is kept a while;
people are invited to say something of an application.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)
HASH = sa.String(length=64)


def upgrade() -> None:
    op.create_index("ix_applications_person_key", "applications", ["person_key"])
    op.create_table(
        "lookups",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("release", HASH, nullable=False),
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
    op.create_table(
        "invitations",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("id", HASH, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("invited_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("link_hash", HASH, nullable=True),
        sa.Column("link_expires_at", INSTANT, nullable=True),
        sa.Column("code_hash", HASH, nullable=True),
        sa.Column("code_expires_at", INSTANT, nullable=True),
        sa.Column("browser_hash", HASH, nullable=True),
        sa.Column("browser_expires_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["applications.reference"],
            name="fk_invitations_reference",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reference", "id", name="pk_invitations"),
    )
    op.create_index("uq_invitations_link_hash", "invitations", ["link_hash"], unique=True)

"""What people say of pages, tied to nobody, and of services, one rating an application."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "page_opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_useful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page_opinions"),
    )
    op.create_table(
        "ratings",
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["applications.reference"],
            name="fk_ratings_reference",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reference", name="pk_ratings"),
    )
    op.create_index("ix_ratings_service_stars", "ratings", ["service", "stars"])

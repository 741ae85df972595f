"""What waits for staff, who has it in hand, and what they note for each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=64)
REFERENCE = sa.String(length=40)


def upgrade() -> None:
    op.create_table(
        "waits",
        sa.Column("reference", REFERENCE, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        _of_application("waits"),
        sa.PrimaryKeyConstraint("reference", name="pk_waits"),
    )
    op.create_index("ix_waits_due_date", "waits", ["due_date"])
    op.create_table(
        "claims",
        sa.Column("reference", REFERENCE, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        _of_application("claims"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_claims_account_id"),
        sa.PrimaryKeyConstraint("reference", name="pk_claims"),
    )
    op.create_index("ix_claims_account_id", "claims", ["account_id"])
    op.create_table(
        "notes",
        sa.Column("reference", REFERENCE, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_from", ID, nullable=True),
        _of_application("notes"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_notes_account"),
        sa.PrimaryKeyConstraint("reference", "number", name="pk_notes"),
    )
    op.create_index("ix_notes_account", "notes", ["account"])
    op.create_index("ix_applications_service_state", "applications", ["service", "state"])


def _of_application(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["reference"],
        ["applications.reference"],
        name=f"fk_{table}_reference",
        ondelete="CASCADE",
    )

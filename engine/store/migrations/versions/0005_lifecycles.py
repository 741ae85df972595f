"""Lifecycles as data: what happened, deadlines as rows, messages that are sent once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)
REFERENCE = sa.String(length=40)


def upgrade() -> None:
    for name, kept in (("flags", "[]"), ("recorded", "{}"), ("corrections", "[]")):
        column = sa.Column(name, sa.Text(), nullable=False, server_default=kept)
        op.add_column("applications", column)
    op.add_column(
        "applications",
        sa.Column("is_overridden", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "happenings",
        sa.Column("reference", REFERENCE, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("transition", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("corrections", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("is_override", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_happenings_account"),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["applications.reference"],
            name="fk_happenings_reference",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reference", "number", name="pk_happenings"),
    )
    op.create_index("ix_happenings_account", "happenings", ["account"])
    op.create_table(
        "deadlines",
        sa.Column("reference", REFERENCE, nullable=False),
        sa.Column("transition", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["applications.reference"],
            name="fk_deadlines_reference",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reference", "transition", name="pk_deadlines"),
    )
    op.create_index("ix_deadlines_due_at", "deadlines", ["due_at"])
    # Which transition was meant was not kept; the worker finds it when it comes to such a row.
    op.execute(
        "INSERT INTO deadlines (reference, transition, due_at) "
        "SELECT reference, '', deadline_at FROM applications WHERE deadline_at IS NOT NULL"
    )
    op.drop_index("ix_applications_deadline_at", "applications")
    op.drop_column("applications", "deadline_at")
    op.add_column(
        "outbox",
        sa.Column("channel", sa.String(length=20), nullable=False, server_default="email"),
    )
    op.add_column("outbox", sa.Column("event_id", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("next_at", INSTANT, nullable=True))
    op.create_index("uq_outbox_event_id", "outbox", ["event_id"], unique=True)
    op.create_index("ix_outbox_next_at", "outbox", ["next_at"])

"""Candidates, what is computed of them, and who proposed and approved a publication."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "candidates",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("against", sa.String(64), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("is_rollback", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("account", sa.String(64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("commit", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("compared_by", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["release"], ["releases.hash"], name="fk_candidates_release"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_candidates_account"),
        sa.PrimaryKeyConstraint("number", name="pk_candidates"),
    )
    op.create_index("ix_candidates_release", "candidates", ["release"])
    op.create_index("ix_candidates_state", "candidates", ["state"])
    op.create_table(
        "reports",
        sa.Column("old", sa.String(64), nullable=False),
        sa.Column("new", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("old", "new", "kind", name="pk_reports"),
    )
    op.create_index("ix_reports_next_at", "reports", ["next_at"])
    for name, kind in (("candidate", sa.Integer()), ("proposed_by", sa.Text())):
        op.add_column("publications", sa.Column(name, kind, nullable=True))
    op.add_column("publications", sa.Column("alone", sa.Text(), nullable=True))

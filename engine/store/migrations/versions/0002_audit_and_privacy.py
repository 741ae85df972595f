"""What records are found by, who looked at whose data, and requests about personal data."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from engine.store.searching import marks_of

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=64)
_PIECE = 500


def upgrade() -> None:
    op.add_column("applications", sa.Column("erased_at", INSTANT, nullable=True))
    op.add_column("accounts", sa.Column("used_at", INSTANT, nullable=True))
    op.create_index("ix_ledger_recorded_at", "ledger", ["recorded_at"])
    op.create_index("ix_ledger_kind_sequence", "ledger", ["kind", "sequence"])
    op.create_index("ix_ledger_release_sequence", "ledger", ["release", "sequence"])
    marks = op.create_table(
        "ledger_marks",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("is_official", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name="pk_ledger_marks"),
    )
    for name in ("service", "outcome", "is_official"):
        op.create_index(f"ix_ledger_marks_{name}_sequence", "ledger_marks", [name, "sequence"])
    _mark(marks)
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
    )
    for name in ("at", "account_id", "subject", "reference"):
        op.create_index(f"ix_access_log_{name}", "access_log", [name])
    op.create_table(
        "data_requests",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("extended_because", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by", ID, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_data_requests"),
    )
    op.create_index("ix_data_requests_account_id", "data_requests", ["account_id"])
    op.create_index("ix_data_requests_state_due_date", "data_requests", ["state", "due_date"])


def _mark(marks: sa.Table) -> None:
    """Find records that are there already as those to come are found."""
    connection = op.get_bind()
    query = sa.text(
        "SELECT l.sequence, p.content, a.service FROM ledger l"
        " LEFT JOIN payloads p ON p.sequence = l.sequence"
        " LEFT JOIN applications a ON a.reference = l.subject"
        " WHERE l.sequence > :after ORDER BY l.sequence LIMIT :piece"
    )
    after = 0
    while rows := connection.execute(query, {"after": after, "piece": _PIECE}).all():
        op.bulk_insert(marks, [_marked(*row) for row in rows])
        after = rows[-1][0]


def _marked(sequence: int, content: str | None, service: str | None) -> dict[str, object]:
    found = marks_of(None if content is None else json.loads(content))
    return {
        "sequence": sequence,
        "service": found.service or service,
        "outcome": found.outcome,
        "is_official": found.is_official,
    }

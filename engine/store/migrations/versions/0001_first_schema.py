"""The first schema: accounts, applications, ledger, releases, invoices.

Written once and never edited after it was released; a change is a new migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
HASH = sa.String(length=64)
ACTIVE = sa.text("is_active")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", HASH, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("person_key", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("activated_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_index(
        "uq_accounts_active_email",
        "accounts",
        ["email"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    op.create_index(
        "uq_accounts_active_person_key",
        "accounts",
        ["person_key"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("release", HASH, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_reference", "incidents", ["reference"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", HASH, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("release", HASH, nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("digest", HASH, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_ledger"),
    )
    op.create_index("ix_ledger_subject", "ledger", ["subject"], unique=False)
    ledger_end = op.create_table(
        "ledger_end",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_end"),
    )
    op.create_table(
        "limits",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name="pk_limits"),
    )
    op.create_index("ix_limits_ends_at", "limits", ["ends_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_table(
        "payloads",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_payloads"),
    )
    op.create_table(
        "releases",
        sa.Column("hash", HASH, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_releases"),
    )
    op.create_table(
        "applications",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("person_key", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("release", HASH, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("state_entered_at", INSTANT, nullable=False),
        sa.Column("deadline_at", INSTANT, nullable=True),
        sa.Column("disputes", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("record_sequence", sa.Integer(), nullable=True),
        sa.Column("total", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_applications_account_id"),
        sa.PrimaryKeyConstraint("reference", name="pk_applications"),
    )
    op.create_index("ix_applications_account_id", "applications", ["account_id"], unique=False)
    op.create_index("ix_applications_deadline_at", "applications", ["deadline_at"], unique=False)
    op.create_table(
        "keys",
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_keys_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_keys"),
    )
    op.create_index("ix_keys_reference", "keys", ["reference"], unique=False)
    op.create_table(
        "links",
        sa.Column("token_hash", HASH, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_links_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_links"),
    )
    op.create_index("ix_links_account_id", "links", ["account_id"], unique=False)
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("release", HASH, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("commit", sa.Text(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("is_rollback", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["release"], ["releases.hash"], name="fk_publications_release"),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
    )
    op.create_table(
        "release_files",
        sa.Column("release", HASH, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("blob", HASH, nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blobs.sha256"], name="fk_release_files_blob"),
        sa.ForeignKeyConstraint(["release"], ["releases.hash"], name="fk_release_files_release"),
        sa.PrimaryKeyConstraint("release", "path", name="pk_release_files"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", HASH, nullable=False),
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_sessions_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"], unique=False)
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", HASH, nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("supplied_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["applications.reference"],
            name="fk_evidence_reference",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_reference", "evidence", ["reference"], unique=False)
    op.create_table(
        "invoices",
        sa.Column("bill_number", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("total", sa.Text(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("paid_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["reference"], ["applications.reference"], name="fk_invoices_reference"
        ),
        sa.PrimaryKeyConstraint("bill_number", name="pk_invoices"),
    )
    op.create_index("uq_invoices_reference_stage", "invoices", ["reference", "stage"], unique=True)
    op.create_table(
        "steps",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("is_saved", sa.Boolean(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["applications.reference"], name="fk_steps_reference", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reference", "step", name="pk_steps"),
    )
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("bill_number", sa.String(length=20), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_number"], ["invoices.bill_number"], name="fk_callbacks_bill_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
    )
    op.create_index("ix_callbacks_bill_number", "callbacks", ["bill_number"], unique=False)
    op.bulk_insert(ledger_end, [{"id": 1, "sequence": 0, "hash": "0" * 64}])

"""Payments, refunds, quotes and reconciliations; an invoice may follow one that has expired.

A callback accepted before is the payment that it was: in full, at a bank.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=64)
LIVE = sa.text("state IN ('open', 'part_paid', 'paid')")


def upgrade() -> None:
    _extend_invoices()
    op.create_table(
        "quotes",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ar", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("quoted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["applications.reference"], name="fk_quotes_reference"
        ),
        sa.PrimaryKeyConstraint("reference", "stage", "line", name="pk_quotes"),
    )
    payments = op.create_table(
        "payments",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("bill_number", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("paid_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_number"], ["invoices.bill_number"], name="fk_payments_bill_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
    )
    op.create_index("ix_payments_bill_number", "payments", ["bill_number"], unique=False)
    op.create_index("ix_payments_paid_at", "payments", ["paid_at"], unique=False)
    _carry_callbacks(payments)
    op.create_table(
        "refunds",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("payment", sa.String(length=100), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("requested_by", ID, nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["payment"], ["payments.id"], name="fk_refunds_payment"),
        sa.PrimaryKeyConstraint("id", name="pk_refunds"),
    )
    op.create_index("ix_refunds_payment", "refunds", ["payment"], unique=False)
    op.create_index("ix_refunds_state", "refunds", ["state"], unique=False)
    op.create_table(
        "reconciliations",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reconciliations"),
    )
    op.create_index("ix_reconciliations_day", "reconciliations", ["day"], unique=False)


def _extend_invoices() -> None:
    for column in (
        sa.Column("vat", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("told", sa.String(length=20), nullable=True),
    ):
        op.add_column("invoices", column)
    op.execute("UPDATE invoices SET answered_at = paid_at")
    _set_expiry()
    op.drop_index("uq_invoices_reference_stage", table_name="invoices")
    op.create_index("ix_invoices_reference", "invoices", ["reference"], unique=False)
    op.create_index("ix_invoices_state", "invoices", ["state"], unique=False)
    op.create_index(
        "uq_invoices_live_reference_stage",
        "invoices",
        ["reference", "stage"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _set_expiry() -> None:
    """At the end of the due date in UTC: after the portal's midnight, in the payer's favour."""
    never = sa.Column("expires_at", INSTANT, nullable=False, server_default="1970-01-01 00:00:00")
    op.add_column("invoices", never)
    invoices = sa.table(
        "invoices",
        sa.column("bill_number", sa.String()),
        sa.column("due_date", sa.Date()),
        sa.column("expires_at", INSTANT),
    )
    connection = op.get_bind()
    for number, due in connection.execute(sa.select(invoices.c.bill_number, invoices.c.due_date)):
        end = datetime.combine(due + timedelta(days=1), time.min)
        at = end if connection.dialect.name == "sqlite" else end.replace(tzinfo=UTC)
        connection.execute(
            sa.update(invoices).where(invoices.c.bill_number == number).values(expires_at=at)
        )


def _carry_callbacks(payments: sa.Table) -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT callbacks.id, callbacks.bill_number, invoices.total, invoices.paid_at, "
            "callbacks.accepted_at FROM callbacks "
            "JOIN invoices ON invoices.bill_number = callbacks.bill_number"
        ).columns(paid_at=INSTANT, accepted_at=INSTANT)
    ).mappings()
    carried = []
    for row in rows:
        amount, _, currency = row["total"].partition(" ")
        major, _, minor = amount.partition(".")
        carried.append(
            {
                "id": row["id"],
                "channel": "bank",
                "bill_number": row["bill_number"],
                "amount_minor": int(major) * 100 + int(minor),
                "currency": currency,
                "paid_at": row["paid_at"] or row["accepted_at"],
                "received_at": row["accepted_at"],
            }
        )
    if carried:
        op.bulk_insert(payments, carried)
    op.drop_table("callbacks")

"""Staff beside applicants: accounts without a person, second factors, sign-in by a provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)
HASH = sa.String(length=64)
APPLICANT = sa.text("is_active AND role = 'applicant'")


def upgrade() -> None:
    op.drop_index("uq_accounts_active_person_key", "accounts")
    # Column by column, because SQLite would make the table anew, and lose what hangs on its rows.
    op.add_column("accounts", sa.Column("person", sa.Text(), nullable=True))
    op.execute("UPDATE accounts SET person = person_key")
    op.execute("ALTER TABLE accounts DROP COLUMN person_key")
    op.execute("ALTER TABLE accounts RENAME COLUMN person TO person_key")
    op.create_index(
        "uq_accounts_active_person_key",
        "accounts",
        ["person_key"],
        unique=True,
        sqlite_where=APPLICANT,
        postgresql_where=APPLICANT,
    )
    op.add_column("sessions", sa.Column("awaits", sa.String(length=20), nullable=True))
    op.add_column("sessions", sa.Column("issuer", sa.Text(), nullable=True))
    op.create_table(
        "second_factors",
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_second_factors_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_second_factors"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("code_hash", HASH, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_recovery_codes_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name="pk_recovery_codes"),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_id", HASH, nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_identities_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_account_id", "identities", ["account_id"], unique=False)
    op.create_table(
        "departures",
        sa.Column("state_hash", HASH, nullable=False),
        sa.Column("browser_hash", HASH, nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_departures"),
    )
    op.create_index("ix_departures_expires_at", "departures", ["expires_at"], unique=False)

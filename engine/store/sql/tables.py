"""The tables, all in one list: what is kept can be read from the top to the end.

A change here needs a migration, and a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    and_,
    false,
    literal_column,
    true,
)

from engine.store.sql.columns import CanonicalJson, Instant

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
HASH = String(64)
ID = String(64)

accounts = Table(
    "accounts",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("email", Text, nullable=False),
    Column("person_key", Text),
    Column("language", String(2), nullable=False),
    Column("role", String(20), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("activated_at", Instant),
    Column("used_at", Instant),
)
_IS_ACTIVE = accounts.c.is_active == true()
_IS_APPLICANT = and_(_IS_ACTIVE, accounts.c.role == literal_column("'applicant'"))
# Accounts that wait for their link may share an address; the first one activated has it. A person
# applies from one account, and may work here from another.
for _name, _where in (("email", _IS_ACTIVE), ("person_key", _IS_APPLICANT)):
    Index(
        f"uq_accounts_active_{_name}",
        accounts.c[_name],
        unique=True,
        sqlite_where=_where,
        postgresql_where=_where,
    )

sessions = Table(
    "sessions",
    METADATA,
    Column("token_hash", HASH, primary_key=True),
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("awaits", String(20)),
    Column("issuer", Text),
)

# `secret` is sealed with a key of the ports; `last_step` is the newest time step accepted.
second_factors = Table(
    "second_factors",
    METADATA,
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("last_step", Integer),
)

recovery_codes = Table(
    "recovery_codes",
    METADATA,
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("code_hash", HASH, primary_key=True),
)

# Who somebody is at an OpenID provider; an address alone never links an account.
identities = Table(
    "identities",
    METADATA,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("linked_at", Instant, nullable=False),
)

# Sign-ins that were sent to the provider and have not come back; each comes back once.
departures = Table(
    "departures",
    METADATA,
    Column("state_hash", HASH, primary_key=True),
    Column("browser_hash", HASH, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("next", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

links = Table(
    "links",
    METADATA,
    Column("token_hash", HASH, primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)

limits = Table(
    "limits",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("window", Integer, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("channel", String(20), nullable=False, server_default="email"),
    Column("event_id", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Instant, index=True),  # None: sent, or given up
    Column("failure", String(60)),
    Index("uq_outbox_event_id", "event_id", unique=True),
)

applications = Table(
    "applications",
    METADATA,
    Column("reference", String(40), primary_key=True),
    Column("account_id", ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("person_key", Text, nullable=False, index=True),
    Column("service", Text, nullable=False),
    Column("release", HASH, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("state_entered_at", Instant, nullable=False),
    Column("disputes", CanonicalJson, nullable=False),
    Column("changes", CanonicalJson),
    Column("decision_date", Date),
    Column("submitted_at", Instant),
    Column("snapshot", CanonicalJson),
    Column("record_sequence", Integer),
    Column("total", Text),
    Column("erased_at", Instant),
    Column("flags", CanonicalJson, nullable=False, server_default="[]"),
    Column("recorded", CanonicalJson, nullable=False, server_default="{}"),
    Column("corrections", CanonicalJson, nullable=False, server_default="[]"),
    Column("is_overridden", Boolean, nullable=False, server_default=false()),
    Index("ix_applications_service_state", "service", "state"),
)

happenings = Table(
    "happenings",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("transition", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("by", String(20), nullable=False),
    Column("account", ForeignKey(accounts.c.id), index=True),
    Column("reasons", CanonicalJson),
    Column("corrections", CanonicalJson, nullable=False),
    Column("statement", Text),
    Column("note", Text),
    Column("is_override", Boolean, nullable=False),
    Column("record", Integer),
)

# Applications that wait for staff, since when, and the last day of their service level.
waits = Table(
    "waits",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("since", Instant, nullable=False),
    Column("due_date", Date, index=True),
)

claims = Table(
    "claims",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("account_id", ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("claimed_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)

notes = Table(
    "notes",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("account", ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Column("taken_from", ID),
)

deadlines = Table(
    "deadlines",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("transition", Text, primary_key=True),
    Column("due_at", Instant, nullable=False, index=True),
)

steps = Table(
    "steps",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("step", Text, primary_key=True),
    Column("answers", CanonicalJson, nullable=False),
    Column("items", CanonicalJson, nullable=False),
    Column("is_saved", Boolean, nullable=False),
    Column("is_complete", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
)

evidence = Table(
    "evidence",
    METADATA,
    Column("id", ID, primary_key=True),
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("slot", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", HASH, nullable=False),
    Column("supplied_at", Instant, nullable=False),
)

# Whom an applicant invited to say something. Of link, code and browser there are hashes alone.
invitations = Table(
    "invitations",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("id", ID, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("invited_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("answers", CanonicalJson, nullable=False),
    Column("link_hash", HASH),
    Column("link_expires_at", Instant),
    Column("code_hash", HASH),
    Column("code_expires_at", Instant),
    Column("browser_hash", HASH),
    Column("browser_expires_at", Instant),
    Index("uq_invitations_link_hash", "link_hash", unique=True),
)

keys = Table(
    "keys",
    METADATA,
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("reference", String(40), nullable=False, index=True),
)

# What registers answered lately about an application, where asking again takes its time.
lookups = Table(
    "lookups",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("register", Text, primary_key=True),
    Column("release", HASH, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer", CanonicalJson, nullable=False),
)

invoices = Table(
    "invoices",
    METADATA,
    Column("bill_number", String(20), primary_key=True),
    Column("reference", ForeignKey(applications.c.reference), nullable=False, index=True),
    Column("stage", String(20), nullable=False),
    Column("lines", CanonicalJson, nullable=False),
    Column("total", Text, nullable=False),
    Column("vat", Text),
    Column("issued_at", Instant, nullable=False),
    Column("due_date", Date, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("paid_at", Instant),
    Column("answered_at", Instant),
    Column("told", String(20)),
)
# Another one may follow an invoice that has expired or was cancelled.
_is_live = invoices.c.state.in_(("open", "part_paid", "paid"))
Index(
    "uq_invoices_live_reference_stage",
    invoices.c.reference,
    invoices.c.stage,
    unique=True,
    sqlite_where=_is_live,
    postgresql_where=_is_live,
)

quotes = Table(
    "quotes",
    METADATA,
    Column("reference", ForeignKey(applications.c.reference), primary_key=True),
    Column("stage", String(20), primary_key=True),
    Column("line", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("ar", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("amount", Text, nullable=False),
    Column("is_official", Boolean, nullable=False),
    Column("quoted_at", Instant, nullable=False),
)

payments = Table(
    "payments",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("bill_number", ForeignKey(invoices.c.bill_number), nullable=False, index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("paid_at", Instant, nullable=False, index=True),
    Column("received_at", Instant, nullable=False),
)

refunds = Table(
    "refunds",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("payment", ForeignKey(payments.c.id), nullable=False, index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("requested_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("requested_by", ID),
    Column("decided_by", ID),
    Column("note", Text, nullable=False),
    Column("asked_by", Text, index=True),
    Column("answered_at", Instant),
)

reconciliations = Table(
    "reconciliations",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("content", CanonicalJson, nullable=False),
)

issued = Table(
    "issued",
    METADATA,
    Column("code", String(50), primary_key=True),
    Column("reference", ForeignKey(applications.c.reference), nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("printed", CanonicalJson, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("issued_at", Instant, nullable=False),
    Column("record_sequence", Integer, nullable=False),
    Column("digest", HASH, nullable=False),
    Column("revoked_at", Instant),
    Column("revocation_reason", CanonicalJson),
)
Index(
    "uq_issued_in_force",
    issued.c.reference,
    issued.c.document,
    unique=True,
    sqlite_where=issued.c.revoked_at.is_(None),
    postgresql_where=issued.c.revoked_at.is_(None),
)

blobs = Table(
    "blobs",
    METADATA,
    Column("sha256", HASH, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

releases = Table(
    "releases",
    METADATA,
    Column("hash", HASH, primary_key=True),
    Column("kept_at", Instant, nullable=False),
)

release_files = Table(
    "release_files",
    METADATA,
    Column("release", ForeignKey(releases.c.hash), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("blob", ForeignKey(blobs.c.sha256), nullable=False),
)

# The ledger refers to nothing and is referred to by nothing: it must outlive what it tells of.
ledger = Table(
    "ledger",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("previous", HASH, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("release", HASH, nullable=False),
    Column("engine", Text, nullable=False),
    Column("decision_date", Date),
    Column("digest", HASH, nullable=False),
    Column("recorded_at", Instant, nullable=False, index=True),
    Column("hash", HASH, nullable=False),
    Index("ix_ledger_kind_sequence", "kind", "sequence"),
    Index("ix_ledger_release_sequence", "release", "sequence"),
)

# What records are found by; made from payloads, and evidence of nothing.
ledger_marks = Table(
    "ledger_marks",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("service", Text),
    Column("outcome", String(20)),
    Column("is_official", Boolean),
    Index("ix_ledger_marks_service_sequence", "service", "sequence"),
    Index("ix_ledger_marks_outcome_sequence", "outcome", "sequence"),
    Index("ix_ledger_marks_is_official_sequence", "is_official", "sequence"),
)

payloads = Table(
    "payloads",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("content", Text, nullable=False),
)

ledger_end = Table(
    "ledger_end",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", HASH, nullable=False),
)

publications = Table(
    "publications",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("release", ForeignKey(releases.c.hash), nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("commit", Text),
    Column("at", Instant, nullable=False),
    Column("is_rollback", Boolean, nullable=False),
    Column("candidate", Integer),
    Column("proposed_by", Text),
    Column("alone", Text),
)

candidates = Table(
    "candidates",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("release", ForeignKey(releases.c.hash), nullable=False, index=True),
    Column("against", HASH),
    Column("state", String(20), nullable=False, index=True),
    Column("is_rollback", Boolean, nullable=False),
    Column("who", Text, nullable=False),
    Column("account", ForeignKey(accounts.c.id)),
    Column("note", Text, nullable=False),
    Column("commit", Text),
    Column("proposed_at", Instant, nullable=False),
    Column("warnings", CanonicalJson, nullable=False),
    Column("compared_by", Text),
    Column("decided_by", Text),
    Column("decided_at", Instant),
    Column("reason", Text, nullable=False),
    Column("publication", Integer),
    Column("machine", String(64)),
    Column("key", String(100), index=True),
)

machines = Table(
    "machines",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("token_hash", HASH, nullable=False, unique=True),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("seen_at", Instant),
    Column("revoked_at", Instant),
)

# What is computed of two releases outside a request; `next_at` None: nothing is left to do.
reports = Table(
    "reports",
    METADATA,
    Column("old", HASH, primary_key=True),
    Column("new", HASH, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("engine", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, index=True),
    Column("done_at", Instant),
    Column("failure", Text, nullable=False),
    Column("bodies", CanonicalJson, nullable=False),
    Column("content", CanonicalJson),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("reference", String(40), nullable=False, index=True),
    Column("release", HASH, nullable=False),
    Column("at", Instant, nullable=False),
    Column("details", CanonicalJson, nullable=False),
    Column("resolved_at", Instant, index=True),
    Column("resolved_by", Text),
    Column("note", Text),
    Column("record", Integer),
)

# Like the ledger it refers to nothing: it outlives the accounts and applications it tells of.
access_log = Table(
    "access_log",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("account_id", ID, nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("subject", ID, nullable=False, index=True),
    Column("reference", String(40), index=True),
    Column("page", String(40), nullable=False),
)

data_requests = Table(
    "data_requests",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("account_id", ID, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_date", Date, nullable=False),
    Column("extended_because", Text),
    Column("answered_at", Instant),
    Column("answered_by", ID),
    Column("answer", Text),
    Index("ix_data_requests_state_due_date", "state", "due_date"),
)

# Nothing in a row says who it is of.
page_opinions = Table(
    "page_opinions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("page", String(40), nullable=False),
    Column("service", Text),
    Column("language", String(2), nullable=False),
    Column("day", Date, nullable=False),
    Column("is_useful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)

ratings = Table(
    "ratings",
    METADATA,
    Column(
        "reference",
        ForeignKey(applications.c.reference, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("service", Text, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("day", Date, nullable=False),
    Index("ix_ratings_service_stars", "service", "stars"),
)

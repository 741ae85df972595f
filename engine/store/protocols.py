"""The store as the use cases see it: one unit of work, with a part for each theme.

    with store.begin() as work:          # one transaction: all of it happens, or none
        application = work.applications.get(reference, for_update=True)
        ...

Only plain values cross this line. Instants are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Protocol

from engine.model.account import Account, Awaits, Role
from engine.model.application import Application
from engine.model.candidate import Candidate, CandidateState
from engine.model.data_request import Access, DataRequest
from engine.model.fee import Stage
from engine.model.history import Happening
from engine.model.invitation import Invitation
from engine.model.issued import Issued
from engine.model.notification import Channel
from engine.model.opinion import PageFigures, PageOpinion, Rating, Remark, ServiceFigures
from engine.model.payment import Invoice, Payment, QuotedLine, Refund, RefundState
from engine.model.privacy import DataKind
from engine.model.problem import EngineError
from engine.model.reconciliation import Reconciliation
from engine.model.report import Report, ReportKey
from engine.model.review import Claim, Note
from engine.model.words import Text
from engine.store.canonical import Json
from engine.store.chain import Record, RecordKind
from engine.store.entries import (
    Closing,
    Credentials,
    Dormant,
    Figures,
    Incident,
    KeptLookup,
    Mail,
    OnTheWay,
    PastEntry,
    Publication,
    Purpose,
    Resolution,
    SecondFactor,
    SessionEntry,
    StaffEntry,
    Standing,
)
from engine.store.queueing import Place, Sought, Waiting
from engine.store.searching import Found, Looked, Wanted


class StoreUnavailable(EngineError):
    """The database did not answer, or stayed locked too long; the same request may be retried."""


class Clash(EngineError):
    """Another transaction wrote first what must be unique or unchanged; nothing was written."""


class Applications(Protocol):
    def add(self, application: Application) -> None: ...

    def claim_key(self, account_id: str, key: str, reference: str) -> str:
        """Tie a key of the account to `reference`, or return the reference it is tied to."""
        ...

    def get(self, reference: str, *, for_update: bool = False) -> Application | None:
        """`for_update` makes other transactions that ask for the same wait until this one ends."""
        ...

    def of_account(self, account_id: str) -> tuple[Application, ...]:
        """The last changed first."""
        ...

    def past(
        self, person_key: str, services: frozenset[str], *, for_update: bool = False
    ) -> tuple[PastEntry, ...]:
        """The person's applications for these services, by reference; locked for `for_update`."""
        ...

    def hand_over(self, person: str, to: str) -> None:
        """Make the applications of a person those of `to`."""
        ...

    def owners(self, references: Iterable[str]) -> dict[str, str]:
        """The account of each of the applications that there are."""
        ...

    def unsubmitted(self, after: str, limit: int) -> tuple[Application, ...]:
        """Those that were never submitted, in order of reference, the first behind `after`."""
        ...

    def submitted_by_release(self) -> Mapping[str, int]:
        """How many were submitted under each release."""
        ...

    def update(self, before: Application, after: Application) -> None:
        """Write what differs. Raises Clash when the kept revision is not `before.revision`."""
        ...

    def delete(self, reference: str) -> None:
        """With its steps, evidence rows and keys; never one that has an invoice."""
        ...

    def changes(self, reference: str) -> Json:
        """What `set_changes` kept last, or None."""
        ...

    def set_changes(self, reference: str, changes: Json) -> None: ...

    def state_entered_at(self, reference: str) -> datetime: ...

    def evidence_ids(self, ids: frozenset[str]) -> frozenset[str]:
        """Those of `ids` that some application holds."""
        ...


class History(Protocol):
    """What happened to applications; an entry is never changed."""

    def add(self, happening: Happening) -> None:
        """Raises Clash when the application has an entry with that number."""
        ...

    def of_application(self, reference: str) -> tuple[Happening, ...]:
        """In order."""
        ...

    def of_applications(self, references: Iterable[str]) -> Mapping[str, tuple[Happening, ...]]:
        """Of each that anything happened to, in order; asked for at once."""
        ...


class Deadlines(Protocol):
    """A row for each transition that time will make, until it is made or its state is left."""

    def renew(self, reference: str, due: Mapping[str, datetime]) -> None:
        """The application's deadlines are these, by transition, and no others."""
        ...

    def of_application(self, reference: str) -> Mapping[str, datetime]: ...

    def of_applications(self, references: Iterable[str]) -> Mapping[str, Mapping[str, datetime]]:
        """Of each that has any, the first one first; asked for at once."""
        ...

    def past(self, at: datetime, limit: int) -> tuple[tuple[str, str], ...]:
        """References and transitions that are due at `at` or earlier, the oldest first."""
        ...

    def claim(self, reference: str, transition: str) -> bool:
        """Take a deadline away, and whether it was there: of several that ask, one has it."""
        ...

    def put_off(self, reference: str, transition: str, due_at: datetime) -> None: ...


class Queue(Protocol):
    """Submitted applications as staff find them, the first due first, then the oldest."""

    def put(self, reference: str, since: datetime, due_date: date | None) -> None:
        """The application waits for staff from `since` on."""
        ...

    def take(self, reference: str) -> None:
        """It does not wait for staff any more."""
        ...

    def of_application(self, reference: str, now: datetime) -> Waiting | None:
        """None for one that is not there or was never submitted."""
        ...

    def search(self, sought: Sought, after: Place | None, limit: int) -> tuple[Waiting, ...]:
        """Those behind `after`; `limit` at most."""
        ...

    def counts(self, sought: Sought) -> Mapping[tuple[str, str], int]:
        """How many are found, by service and state."""
        ...


class Claims(Protocol):
    """Who has an application in hand: one account at a time."""

    def get(self, reference: str) -> Claim | None:
        """The last one, which may be over."""
        ...

    def take(self, claim: Claim) -> bool:
        """Claim or renew it, unless another account's claim holds; whether it is theirs now."""
        ...

    def seize(self, claim: Claim) -> None:
        """Claim it, whoever holds it."""
        ...

    def release(self, reference: str, account: str) -> None:
        """Give it back; another's claim stays."""
        ...

    def drop(self, reference: str) -> None: ...


class Notes(Protocol):
    """What staff note for each other; a note is never changed."""

    def add(self, note: Note) -> None:
        """Raises Clash when the application has a note with that number."""
        ...

    def of_application(self, reference: str) -> tuple[Note, ...]:
        """In order."""
        ...


class Accounts(Protocol):
    def add(self, account: Account, password_hash: str, at: datetime) -> None: ...

    def get(self, id: str) -> Credentials | None: ...

    def by_email(self, email: str) -> Credentials | None:
        """The active account of the address."""
        ...

    def by_person(self, person_key: str) -> Credentials | None:
        """The active account from which the person applies."""
        ...

    def lock(self, id: str) -> Account:
        """The account as it is, which no other transaction changes until this one ends."""
        ...

    def link_to(self, id: str, person_key: str) -> bool:
        """Give the account its number, unless it has one. Raises Clash when another active account
        of an applicant has it."""
        ...

    def activate(self, id: str, at: datetime) -> None:
        """Raises Clash when the address or the person has an active account already."""
        ...

    def set_password(self, id: str, password_hash: str) -> None: ...

    def drop_pending(self, before: datetime) -> None:
        """Forget applicants' accounts asked for before the instant and never activated, and links
        that had expired by then."""
        ...

    def add_link(
        self, token_hash: str, purpose: Purpose, account_id: str, expires_at: datetime
    ) -> None: ...

    def link(self, token_hash: str, purpose: Purpose, at: datetime) -> str | None:
        """Its account's id, or None when unknown or expired at `at`; the link stays."""
        ...

    def drop_links(self, account_id: str) -> None: ...

    def take_link(self, token_hash: str, purpose: Purpose, at: datetime) -> str | None:
        """Use a link up: its account's id, or None when unknown or expired at `at`."""
        ...


class Staff(Protocol):
    """Accounts that are not applicants'; changing another is changing nothing."""

    def get(self, id: str, *, for_update: bool = False) -> StaffEntry | None: ...

    def search(
        self, text: str, role: Role | None, standing: Standing | None, limit: int
    ) -> tuple[StaffEntry, ...]:
        """Those whose address contains `text`, in the order of addresses."""
        ...

    def administrators(self) -> frozenset[str]:
        """Ids of the active ones, whom no other transaction changes until this one ends."""
        ...

    def set_role(self, id: str, role: Role) -> None: ...

    def set_person(self, id: str, person_key: str | None) -> None: ...

    def set_active(self, id: str, is_active: bool) -> None:
        """Raises Clash when another account has the address by now."""
        ...

    def remove_invited(self, id: str) -> None:
        """Forget an account that was invited and has not come; any other stays."""
        ...

    def join(self, id: str, password_hash: str, at: datetime) -> None:
        """Make an invited account usable; raises Clash when another has the address by now."""
        ...


class SecondFactors(Protocol):
    """One for an account: a sealed secret, and recovery codes as hashes."""

    def get(self, account_id: str) -> SecondFactor | None: ...

    def begin(self, account_id: str, secret: bytes, at: datetime) -> None:
        """Keep a secret that waits to be confirmed, in place of any that does."""
        ...

    def confirm(self, account_id: str, at: datetime, code_hashes: Iterable[str]) -> None:
        """Put the secret in use, with these recovery codes and no others."""
        ...

    def take_step(self, account_id: str, step: int) -> bool:
        """Note that a code of the time step was given; false when one as new was given before."""
        ...

    def take_code(self, account_id: str, code_hash: str) -> bool:
        """Use a recovery code up; false when there is no such code."""
        ...

    def codes_left(self, account_id: str) -> int: ...

    def set_secret(self, account_id: str, secret: bytes) -> None:
        """The same secret, sealed anew."""
        ...

    def accounts(self) -> tuple[str, ...]:
        """Ids of the accounts that have one, confirmed or not."""
        ...

    def remove(self, account_id: str) -> None: ...


class Identities(Protocol):
    """Who accounts are at an OpenID provider, and sign-ins that are on their way to it."""

    def account(self, issuer: str, subject: str) -> str | None:
        """The id of the account that is linked."""
        ...

    def is_provided(self, account_id: str) -> bool: ...

    def link(self, issuer: str, subject: str, account_id: str, at: datetime) -> None:
        """Raises Clash when the identity is linked already."""
        ...

    def depart(self, state_hash: str, on_the_way: OnTheWay, expires_at: datetime) -> None: ...

    def arrive(self, state_hash: str, at: datetime) -> OnTheWay | None:
        """What departed under the state, once; None when unknown or expired at `at`."""
        ...


class Sessions(Protocol):
    def add(
        self,
        token_hash: str,
        account_id: str,
        at: datetime,
        expires_at: datetime,
        awaits: Awaits | None = None,
        issuer: str | None = None,
    ) -> None: ...

    def get(self, token_hash: str) -> SessionEntry | None: ...

    def touch(self, token_hash: str, at: datetime) -> None: ...

    def end(self, token_hash: str) -> None: ...

    def end_all(self, account_id: str) -> None: ...

    def drop_expired(self, at: datetime) -> None: ...


class Limits(Protocol):
    def count(self, key: str, window_seconds: int, at: datetime) -> int:
        """Count one attempt; how many in the window that `at` lies in, this one included."""
        ...

    def clear(self, key: str) -> None: ...

    def drop_before(self, at: datetime) -> None: ...


class Outbox(Protocol):
    def add(
        self,
        to: str,
        subject: str,
        body: str,
        at: datetime,
        *,
        channel: Channel = Channel.EMAIL,
        event_id: str | None = None,
    ) -> None:
        """Once for each `event_id`: adding it again changes nothing."""
        ...

    def newest(self, limit: int) -> tuple[Mail, ...]: ...

    def sent_to(self, address: str) -> tuple[Mail, ...]:
        """The newest first."""
        ...

    def claim(self, channels: frozenset[Channel], at: datetime, until: datetime) -> Mail | None:
        """The message that was due first by `at`, for its next attempt; nobody else gets it
        before `until`. Of several that ask at once, each gets another."""
        ...

    def mark_sent(self, id: int, at: datetime) -> None: ...

    def put_off(self, mail: Mail, next_at: datetime | None, failure: str) -> None:
        """Note why an attempt failed, and when the next one is due; None: it is given up.

        Changes nothing when somebody else has claimed the message since, or sent it.
        """
        ...

    def given_up(self, limit: int) -> tuple[Mail, ...]:
        """The newest first."""
        ...

    def begin_again(self, id: int, at: datetime) -> bool:
        """Make a message that was given up due at `at`; whether there was one."""
        ...


class Ledger(Protocol):
    def append(
        self,
        kind: RecordKind,
        subject: str,
        release: str,
        engine: str,
        decision_date: date | None,
        payload: Json,
        at: datetime,
    ) -> int:
        """Add a record at the end; its sequence. Other appenders wait until this one commits."""
        ...

    def walk(self) -> Iterator[Record]:
        """Every record in order."""
        ...

    def between(self, first: int, last: int, *kinds: RecordKind) -> tuple[Record, ...]:
        """The records of these kinds in this part of the ledger, both ends included."""
        ...

    def last(self) -> tuple[int, str]:
        """The sequence and hash that the ledger ends with."""
        ...

    def of_subject(self, subject: str) -> tuple[Record, ...]: ...

    def get(self, sequence: int) -> Found | None: ...

    def search(self, wanted: Wanted, before: int | None, limit: int) -> tuple[Found, ...]:
        """The newest first, of those with a sequence less than `before`; `limit` at most."""
        ...

    def erase(self, subject: str, kinds: Iterable[RecordKind] = RecordKind) -> int:
        """Delete the payloads of a subject's records of these kinds; how many."""
        ...


class Releases(Protocol):
    def add(self, hash: str, files: Mapping[PurePosixPath, bytes], at: datetime) -> None:
        """Keep the files whole; keeping a release again changes nothing."""
        ...

    def files(self, hash: str) -> dict[PurePosixPath, bytes] | None: ...

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Hashes of kept releases that begin so; two at most, as more say no more."""
        ...

    def active(self) -> str | None: ...

    def put_in_force(self, publication: Publication) -> None: ...

    def history(self) -> tuple[Publication, ...]:
        """The newest first."""
        ...


class Candidates(Protocol):
    def add(self, candidate: Candidate) -> int:
        """Keep it under a number of its own, which is returned. Its release is kept already."""
        ...

    def get(self, number: int, *, for_update: bool = False) -> Candidate | None: ...

    def newest(self, limit: int, state: CandidateState | None = None) -> tuple[Candidate, ...]:
        """The newest first."""
        ...

    def of_release(self, release: str) -> tuple[Candidate, ...]:
        """The newest first."""
        ...

    def update(self, candidate: Candidate) -> None: ...


class Reports(Protocol):
    """What is computed of two releases, once, by whichever worker comes first."""

    def ask(self, key: ReportKey, engine: str, at: datetime, *, again: bool = False) -> None:
        """Have it computed, unless it waits or was computed by this version of the engine; `again`:
        even if it was."""
        ...

    def get(self, key: ReportKey) -> Report | None: ...

    def claim(self, at: datetime, until: datetime) -> Report | None:
        """The next one that waits, which nobody else is given before `until`; None: none does."""
        ...

    def finish(self, report: Report) -> None:
        """Keep what came of it, unless somebody else was given it in the meantime."""
        ...


class Invoices(Protocol):
    def add(self, invoice: Invoice) -> None:
        """Raises Clash when the bill number is taken."""
        ...

    def get(self, bill_number: str) -> Invoice | None: ...

    def of_application(self, reference: str) -> tuple[Invoice, ...]: ...

    def of_account(self, account_id: str) -> tuple[Invoice, ...]:
        """The newest first."""
        ...

    def update(self, invoice: Invoice) -> None: ...

    def live(self, reference: str, stage: Stage) -> Invoice | None:
        """The one that is payable or paid: there is one at most."""
        ...

    def overdue(self, at: datetime) -> tuple[Invoice, ...]:
        """Payable ones that had expired by then."""
        ...

    def unanswered(self) -> tuple[Invoice, ...]:
        """Paid ones of which the event `paid` is still to be made."""
        ...

    def untold(self) -> tuple[Invoice, ...]:
        """Those whose state the biller is still to be told."""
        ...

    def mark_told(self, bill_number: str, *, is_payable: bool) -> None:
        """The biller knows that the bill can be paid, or no longer can."""
        ...

    def quoted(self, reference: str) -> tuple[QuotedLine, ...]:
        """The application's quote, in the order of its schedule."""
        ...

    def set_quote(self, reference: str, lines: Iterable[QuotedLine]) -> None:
        """Put these lines in the place of the quote."""
        ...


class Payments(Protocol):
    """In the order in which they were received."""

    def add(self, payment: Payment) -> bool:
        """Keep it; false when one of this id is kept already."""
        ...

    def get(self, id: str) -> Payment | None: ...

    def of_bill(self, bill_number: str) -> tuple[Payment, ...]: ...

    def paid_between(self, starts_at: datetime, ends_at: datetime) -> tuple[Payment, ...]:
        """Made from `starts_at`, inclusive, to `ends_at`, exclusive."""
        ...


class Refunds(Protocol):
    """The oldest first."""

    def add(self, refund: Refund) -> None: ...

    def get(self, id: str) -> Refund | None: ...

    def update(self, refund: Refund) -> None: ...

    def of_payment(self, payment: str) -> tuple[Refund, ...]: ...

    def of_bill(self, bill_number: str) -> tuple[Refund, ...]: ...

    def in_states(self, states: Iterable[RefundState]) -> tuple[Refund, ...]: ...

    def asked_by(self, reference: str) -> tuple[Refund, ...]:
        """Those that were granted upon this application."""
        ...

    def unanswered(self) -> tuple[str, ...]:
        """Applications with a granted refund that was confirmed and of which nothing was made."""
        ...


class Reconciliations(Protocol):
    def add(self, report: Reconciliation) -> None:
        """Raises Clash when its number is taken."""
        ...

    def get(self, number: int) -> Reconciliation | None: ...

    def last_number(self) -> int:
        """0 before the first."""
        ...

    def of_day(self, day: date) -> tuple[Reconciliation, ...]:
        """The newest first."""
        ...

    def newest(self, limit: int) -> tuple[Reconciliation, ...]: ...


class IssuedDocuments(Protocol):
    def add(self, issued: Issued) -> None:
        """Raises Clash when the application holds one of this document that is not revoked."""
        ...

    def get(self, code: str) -> Issued | None: ...

    def of_application(self, reference: str) -> tuple[Issued, ...]:
        """The newest first, revoked ones too."""
        ...

    def of_account(self, account_id: str) -> tuple[Issued, ...]:
        """The newest first, revoked ones too."""
        ...

    def in_force(self, reference: str, document: str) -> Issued | None:
        """The one that the application holds and that is not revoked, expired or not."""
        ...

    def revoke(self, code: str, at: datetime, reason: Text | None) -> None: ...

    def erase(self, reference: str) -> int:
        """Remove what tells of a person from an application's documents: how many. That they were
        issued, and whether they hold, stays."""
        ...


class Lookups(Protocol):
    def of_application(self, reference: str) -> tuple[KeptLookup, ...]: ...

    def keep(self, reference: str, lookups: Iterable[KeptLookup]) -> None:
        """In place of what was kept of their registers. Raises Clash without the application."""
        ...

    def forget(self, reference: str) -> None: ...


class Invitations(Protocol):
    """What lets an invited person in is kept as hashes, and gone once he has answered."""

    def add(self, invitation: Invitation, link_hash: str, expires_at: datetime) -> None:
        """Raises Clash when the application has one with this id."""
        ...

    def of_application(self, reference: str) -> tuple[Invitation, ...]:
        """In the order in which they were made."""
        ...

    def by_link(self, link_hash: str, at: datetime) -> Invitation | None:
        """One that is still awaited; None when the link is unknown, used or expired at `at`."""
        ...

    def set_code(self, invitation: Invitation, code_hash: str, expires_at: datetime) -> None: ...

    def takes_code(self, invitation: Invitation, code_hash: str, at: datetime) -> bool:
        """Use the code up; False when it is another or expired."""
        ...

    def let_in(self, invitation: Invitation, browser_hash: str, expires_at: datetime) -> None:
        """The holder of this browser is the invited person, until then; nobody else is."""
        ...

    def is_let_in(self, invitation: Invitation, browser_hash: str, at: datetime) -> bool: ...

    def settle(self, invitation: Invitation) -> None:
        """Write what became of it; link, code and browser are forgotten."""
        ...


class Incidents(Protocol):
    def add(self, incident: Incident) -> None: ...

    def get(self, id: str, *, for_update: bool = False) -> Incident | None: ...

    def newest(self, limit: int, *, is_open: bool | None = None) -> tuple[Incident, ...]:
        """The newest first; `is_open` None: open ones and resolved ones."""
        ...

    def last_of(self, reference: str) -> Incident | None:
        """The newest of an application."""
        ...

    def resolve(self, id: str, resolution: Resolution) -> None: ...


class AccessLog(Protocol):
    """Looks of staff at people's data. A look is never changed, and dropped by its age alone."""

    def add(self, looks: Iterable[Access]) -> None: ...

    def search(self, looked: Looked, before: int | None, limit: int) -> tuple[Access, ...]:
        """The newest first, of those with an id less than `before`; `limit` at most."""
        ...

    def drop_before(self, at: datetime) -> int:
        """Forget the looks before the instant; how many."""
        ...


class DataRequests(Protocol):
    def add(self, request: DataRequest) -> None: ...

    def get(self, id: str, *, for_update: bool = False) -> DataRequest | None: ...

    def of_account(self, account_id: str) -> tuple[DataRequest, ...]:
        """The newest first."""
        ...

    def open(self) -> tuple[DataRequest, ...]:
        """Those that wait for an answer, the first due first."""
        ...

    def answered(self, limit: int) -> tuple[DataRequest, ...]:
        """The last answered first."""
        ...

    def answered_before(self, at: datetime) -> tuple[DataRequest, ...]:
        """The first answered first."""
        ...

    def update(self, request: DataRequest) -> None: ...

    def delete(self, id: str) -> None: ...


class Erasing(Protocol):
    """Removing personal data whose time is up. Each removal says how much it removed."""

    def holding(self, kind: DataKind, before: datetime) -> tuple[Closing, ...]:
        """Applications with data of the kind left, in a state entered before the instant."""
        ...

    def evidence(self, reference: str) -> tuple[tuple[str, str], ...]:
        """The files of an application: id and slot."""
        ...

    def drop_evidence(self, ids: Iterable[str]) -> int: ...

    def drop_answers(self, reference: str, at: datetime) -> int:
        """With what was disputed and recorded, what was said, and who was invited to say more."""
        ...

    def drop_snapshot(self, reference: str, at: datetime) -> int: ...

    def drop_incidents(self, reference: str) -> int:
        """The details of its incidents; that there was one stays."""
        ...

    def untie(self, reference: str, at: datetime) -> int:
        """Make an application point to nobody, and its refunds say nothing."""
        ...

    def unused_accounts(self, before: datetime) -> tuple[Dormant, ...]:
        """Applicants that have not signed in, and whose applications have not changed, since."""
        ...

    def blank_account(self, id: str) -> int:
        """Remove address, person and password, and end its sessions."""
        ...

    def drop_messages(self, before: datetime) -> int: ...


class Watched(Protocol):
    def at(self, now: datetime) -> Figures:
        """What waits, is late or grows, as of the instant."""
        ...


class Copies(Protocol):
    """Whole tables, for backing up and restoring."""

    @property
    def schema(self) -> str:
        """The last migration that the tables are of."""
        ...

    def tables(self) -> tuple[str, ...]:
        """Their names; none refers to one that comes later."""
        ...

    def columns(self, table: str) -> tuple[str, ...]: ...

    def rows(self, table: str) -> Iterator[bytes]:
        """Each row as JSON, an array of the columns; the same for every database."""
        ...

    def file_ids(self) -> Iterator[str]:
        """The id of every file that a row refers to."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing was ever kept here."""
        ...

    def put(self, table: str, rows: Iterable[bytes]) -> int:
        """Fill a table with what `rows` gave, in place of what it holds; how many rows."""
        ...


class Opinions(Protocol):
    """What people say of pages, tied to nobody, and of services."""

    def add(self, opinion: PageOpinion) -> None: ...

    def rate(self, rating: Rating) -> None:
        """In the place of the application's rating, if there is one."""
        ...

    def rating(self, reference: str) -> Rating | None: ...

    def pages(self) -> tuple[PageFigures, ...]:
        """Those of which most was said first."""
        ...

    def services(self) -> tuple[ServiceFigures, ...]: ...

    def remarks(self, most: int) -> tuple[Remark, ...]:
        """The newest first."""
        ...


class Work(Protocol):
    """One transaction."""

    @property
    def opinions(self) -> Opinions: ...

    @property
    def applications(self) -> Applications: ...
    @property
    def history(self) -> History: ...
    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def second_factors(self) -> SecondFactors: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def releases(self) -> Releases: ...
    @property
    def candidates(self) -> Candidates: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def invoices(self) -> Invoices: ...
    @property
    def lookups(self) -> Lookups: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def issued(self) -> IssuedDocuments: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def refunds(self) -> Refunds: ...
    @property
    def reconciliations(self) -> Reconciliations: ...
    @property
    def incidents(self) -> Incidents: ...
    @property
    def erasing(self) -> Erasing: ...
    @property
    def access_log(self) -> AccessLog: ...
    @property
    def data_requests(self) -> DataRequests: ...
    @property
    def watched(self) -> Watched: ...
    @property
    def copies(self) -> Copies: ...


class Store(Protocol):
    """Shared by all threads. Both contexts raise StoreUnavailable and Clash."""

    def begin(self) -> AbstractContextManager[Work]:
        """A transaction that writes: committed when the block ends, undone when it raises."""
        ...

    def read(self) -> AbstractContextManager[Work]:
        """A transaction that only reads, and sees one moment."""
        ...

    def close(self) -> None: ...


class Files(Protocol):
    """Contents of files by id, encrypted at rest. A write is whole or not there."""

    def receive(self, pieces: Iterator[bytes]) -> str:
        """Keep the content under a new id, which it returns; when `pieces` raises, nothing."""
        ...

    def open(self, id: str) -> Iterator[bytes]:
        """The content in pieces. Raises FileNotFoundError, or FileDamaged when it was altered."""
        ...

    def remove(self, id: str) -> None:
        """One that is not there is fine."""
        ...

    def drop_unfinished(self, before: datetime) -> None:
        """Remove what an accident left half-written before the instant."""
        ...

    def kept_before(self, at: datetime) -> Iterator[str]:
        """Ids of files kept before the instant, to find those that nothing refers to."""
        ...

    def ids(self) -> Iterator[str]:
        """Every file that is kept, in order."""
        ...

    def sealed(self, id: str) -> Iterator[bytes]:
        """The file as it is encrypted, in pieces. Raises FileNotFoundError."""
        ...

    def receive_sealed(self, id: str, pieces: Iterator[bytes]) -> None:
        """Keep a file that `sealed` gave, under its id."""
        ...

    def used_keys(self) -> Mapping[str, int]:
        """How many files each key sealed, by its id; the empty id: those that name none."""
        ...

    def reseal(self) -> Iterator[bool]:
        """Seal each file with the key in use, one at a time; whether it was sealed anew."""
        ...


class FileDamaged(EngineError):
    """A kept file was altered, cut short, swapped, or encrypted with another key."""

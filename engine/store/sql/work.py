"""One transaction's parts, made when they are first used."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from engine.store.sql.accounts import SqlAccounts
from engine.store.sql.applications import SqlApplications
from engine.store.sql.candidates import SqlCandidates, SqlReports
from engine.store.sql.copying import SqlCopies
from engine.store.sql.deadlines import SqlDeadlines
from engine.store.sql.erasing import SqlErasing
from engine.store.sql.figures import SqlFigures
from engine.store.sql.history import SqlHistory
from engine.store.sql.identities import SqlIdentities
from engine.store.sql.incidents import SqlIncidents
from engine.store.sql.invitations import SqlInvitations
from engine.store.sql.invoices import SqlInvoices
from engine.store.sql.issued import SqlIssued
from engine.store.sql.kept import KeptRows
from engine.store.sql.ledger import SqlLedger
from engine.store.sql.lookups import SqlLookups
from engine.store.sql.machines import SqlMachines
from engine.store.sql.notices import SqlOutbox
from engine.store.sql.opinions import SqlOpinions
from engine.store.sql.payments import SqlPayments, SqlReconciliations, SqlRefunds
from engine.store.sql.privacy import SqlAccessLog, SqlDataRequests
from engine.store.sql.queue import SqlQueue
from engine.store.sql.releases import SqlReleases
from engine.store.sql.reviews import SqlClaims, SqlNotes
from engine.store.sql.second_factors import SqlSecondFactors
from engine.store.sql.sessions import SqlLimits, SqlSessions
from engine.store.sql.staff import SqlStaff


class SqlWork:
    """`engine.store.protocols.Work` over one connection that is inside a transaction.

    `kept`: what rows came to before; only for a transaction that reads and sees one moment.
    """

    def __init__(self, connection: Connection, kept: KeptRows | None = None) -> None:
        self._connection = connection
        self._kept = kept

    @cached_property
    def applications(self) -> SqlApplications:
        return SqlApplications(self._connection, self._kept)

    @cached_property
    def history(self) -> SqlHistory:
        return SqlHistory(self._connection)

    @cached_property
    def deadlines(self) -> SqlDeadlines:
        return SqlDeadlines(self._connection)

    @cached_property
    def queue(self) -> SqlQueue:
        return SqlQueue(self._connection)

    @cached_property
    def claims(self) -> SqlClaims:
        return SqlClaims(self._connection)

    @cached_property
    def notes(self) -> SqlNotes:
        return SqlNotes(self._connection)

    @cached_property
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self._connection)

    @cached_property
    def staff(self) -> SqlStaff:
        return SqlStaff(self._connection)

    @cached_property
    def second_factors(self) -> SqlSecondFactors:
        return SqlSecondFactors(self._connection)

    @cached_property
    def identities(self) -> SqlIdentities:
        return SqlIdentities(self._connection)

    @cached_property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self._connection, self._kept)

    @cached_property
    def limits(self) -> SqlLimits:
        return SqlLimits(self._connection)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._connection)

    @cached_property
    def ledger(self) -> SqlLedger:
        return SqlLedger(self._connection)

    @cached_property
    def machines(self) -> SqlMachines:
        return SqlMachines(self._connection)

    @cached_property
    def candidates(self) -> SqlCandidates:
        return SqlCandidates(self._connection)

    @cached_property
    def reports(self) -> SqlReports:
        return SqlReports(self._connection)

    @cached_property
    def releases(self) -> SqlReleases:
        return SqlReleases(self._connection)

    @cached_property
    def invoices(self) -> SqlInvoices:
        return SqlInvoices(self._connection)

    @cached_property
    def invitations(self) -> SqlInvitations:
        return SqlInvitations(self._connection)

    @cached_property
    def lookups(self) -> SqlLookups:
        return SqlLookups(self._connection)

    @cached_property
    def issued(self) -> SqlIssued:
        return SqlIssued(self._connection)

    @cached_property
    def payments(self) -> SqlPayments:
        return SqlPayments(self._connection)

    @cached_property
    def refunds(self) -> SqlRefunds:
        return SqlRefunds(self._connection)

    @cached_property
    def reconciliations(self) -> SqlReconciliations:
        return SqlReconciliations(self._connection)

    @cached_property
    def incidents(self) -> SqlIncidents:
        return SqlIncidents(self._connection, self._kept)

    @cached_property
    def erasing(self) -> SqlErasing:
        return SqlErasing(self._connection)

    @cached_property
    def access_log(self) -> SqlAccessLog:
        return SqlAccessLog(self._connection)

    @cached_property
    def data_requests(self) -> SqlDataRequests:
        return SqlDataRequests(self._connection)

    @cached_property
    def watched(self) -> SqlFigures:
        return SqlFigures(self._connection)

    @cached_property
    def copies(self) -> SqlCopies:
        return SqlCopies(self._connection)

    @cached_property
    def opinions(self) -> SqlOpinions:
        return SqlOpinions(self._connection)

"""Invitations and look-ups in the store, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.model.account import Account, Role
from engine.model.application import Submission
from engine.model.invitation import Invitation, InvitationState
from engine.model.words import Language
from engine.store.entries import KeptLookup, PastEntry
from engine.store.protocols import Clash
from engine.store.sql import SqlStore
from tests.support.drafts import begun

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(days=14)
DRAFT = begun(NOW, service="badge")
LAYLA = Invitation(
    "i1", "R-1", "endorser", "ليلى", "layla@example.org", InvitationState.INVITED, NOW
)


@pytest.fixture(autouse=True)
def draft(store: SqlStore) -> None:
    account = Account("a1", "nora@example.org", "1000000008", Language.AR, Role.APPLICANT, True)
    with store.begin() as work:
        work.accounts.add(account, "hash", NOW)
        work.applications.add(DRAFT)


@pytest.fixture
def invited(store: SqlStore) -> None:
    with store.begin() as work:
        work.invitations.add(LAYLA, "link", LATER)


# Invitations ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("invited")
def test_an_invitation_comes_out_with_its_application(store: SqlStore) -> None:
    with store.read() as work:
        found = work.applications.get("R-1")
        assert found is not None
        assert found.invitations == (LAYLA,)
        assert work.applications.of_account("a1") == (found,)


@pytest.mark.usefixtures("invited")
def test_nobody_is_invited_twice_under_one_id(store: SqlStore) -> None:
    with pytest.raises(Clash), store.begin() as work:
        work.invitations.add(LAYLA, "another link", LATER)


@pytest.mark.usefixtures("invited")
def test_a_link_is_found_by_its_hash_until_it_expires(store: SqlStore) -> None:
    with store.read() as work:
        assert work.invitations.by_link("link", NOW) == LAYLA
        assert work.invitations.by_link("another", NOW) is None
        assert work.invitations.by_link("link", LATER) is None


@pytest.mark.usefixtures("invited")
def test_a_code_is_taken_once_before_it_expires(store: SqlStore) -> None:
    with store.begin() as work:
        work.invitations.set_code(LAYLA, "code", SOON)
        assert not work.invitations.takes_code(LAYLA, "another", NOW)
        assert not work.invitations.takes_code(LAYLA, "code", SOON)
        assert work.invitations.takes_code(LAYLA, "code", NOW)
        assert not work.invitations.takes_code(LAYLA, "code", NOW)


@pytest.mark.usefixtures("invited")
def test_one_browser_is_let_in_for_a_while(store: SqlStore) -> None:
    with store.begin() as work:
        work.invitations.let_in(LAYLA, "browser", SOON)
        assert work.invitations.is_let_in(LAYLA, "browser", NOW)
        assert not work.invitations.is_let_in(LAYLA, "another", NOW)
        assert not work.invitations.is_let_in(LAYLA, "browser", SOON)


@pytest.mark.usefixtures("invited")
def test_what_is_settled_lets_nobody_in_any_more(store: SqlStore) -> None:
    answered = replace(
        LAYLA, state=InvitationState.ANSWERED, settled_at=NOW, answers={"endorses": "نعم"}
    )
    with store.begin() as work:
        work.invitations.set_code(LAYLA, "code", SOON)
        work.invitations.let_in(LAYLA, "browser", SOON)
        work.invitations.settle(answered)
        assert work.invitations.of_application("R-1") == (answered,)
        assert work.invitations.by_link("link", NOW) is None
        assert not work.invitations.takes_code(answered, "code", NOW)
        assert not work.invitations.is_let_in(answered, "browser", NOW)


@pytest.mark.usefixtures("invited")
def test_invitations_go_with_their_application(store: SqlStore) -> None:
    with store.begin() as work:
        work.applications.delete("R-1")
        assert work.invitations.of_application("R-1") == ()


# Look-ups ---------------------------------------------------------------------------------------


def test_a_kept_answer_takes_the_place_of_the_one_before(store: SqlStore) -> None:
    first = KeptLookup("people", "0" * 64, NOW, {"answer": "no_record"})
    second = replace(first, asked_at=SOON, answer={"answer": "record"})
    with store.begin() as work:
        work.lookups.keep("R-1", [first, replace(first, register="courts")])
        work.lookups.keep("R-1", [second])
        assert work.lookups.of_application("R-1") == (replace(first, register="courts"), second)
        work.lookups.forget("R-1")
        assert work.lookups.of_application("R-1") == ()


def test_nothing_is_kept_of_an_application_that_is_gone(store: SqlStore) -> None:
    with pytest.raises(Clash), store.begin() as work:
        work.lookups.keep("R-2", [KeptLookup("people", "0" * 64, NOW, None)])


# A person's applications ------------------------------------------------------------------------


def test_the_past_of_a_person_is_of_the_services_that_are_asked_for(store: SqlStore) -> None:
    submission = Submission(NOW.date(), NOW, {}, 7, None)
    with store.begin() as work:
        work.applications.add(replace(DRAFT, reference="R-2", state="sent", submission=submission))
        work.applications.add(replace(DRAFT, reference="R-3", service="card"))
        work.applications.add(replace(DRAFT, reference="R-4", person_key="1000000016"))
        assert work.applications.past("1000000008", frozenset({"badge"})) == (
            PastEntry("R-1", "badge", "draft", None, None),
            PastEntry("R-2", "badge", "sent", NOW, 7),
        )
        assert len(work.applications.past("1000000008", frozenset({"badge", "card"}))) == 3

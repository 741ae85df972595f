"""People without a number: an account, services that need no record, and a number added once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.account import Account, Role
from engine.model.register import Answer
from engine.model.words import Language
from engine.operations import accounts, applications
from engine.operations.accounts import Mailed, Refused, TooMany
from engine.operations.applications import NotOpenToYou
from engine.operations.linking import Linked, add_number
from engine.operations.ports import Ports
from engine.operations.submission import Submitted, submit
from engine.store.sql.accounts import SqlAccounts
from tests.support.stores import on_both
from tests.support.visitors import (
    FORM,
    NOW,
    RESIDENT,
    SERVICE,
    STRANGER,
    Files,
    Silenceable,
    Visitor,
    add_account,
    edited,
    publish,
)
from tests.unit.operations.test_own_history import with_history

OPEN_TO = """open_to:
  - register: resident
    otherwise: {ar: سجّل سكنك أولًا, en: Register your residence first}
"""
RECORD = "      resident: {name: عمر, zone: B}"
PEOPLE = PurePosixPath("demonstration/people.yaml")
PORTAL = PurePosixPath("portal.yaml")


def to_everybody() -> Files:
    """The licence with its own history, for whoever asks; and a portal that lets anybody in."""
    files = edited(with_history(), FORM, OPEN_TO, "")
    files = edited(files, PEOPLE, "      resident: no_record", RECORD)
    allowed = "person_register: resident\nsign_up: {without_number: true}\n"
    return edited(files, PORTAL, "person_register: resident\n", allowed)


def account_abroad(ports: Ports, name: str = "maria") -> Account:
    account = Account(
        name, f"{name}@example.org", None, Language.EN, Role.APPLICANT, is_active=True
    )
    with ports.store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
    return account


@pytest.fixture
def abroad(ports: Ports) -> Account:
    publish(ports, to_everybody())
    return account_abroad(ports)


def signed_up(ports: Ports, number: str | None) -> Mailed | Refused | TooMany:
    return accounts.sign_up(
        ports,
        "maria@example.org",
        "a long enough password",
        number,
        Language.EN,
        "1.2.3.4",
        lambda language, token: f"https://portal.example/{language}/activate/{token}",
        NOW,
    )


def number_of(ports: Ports, account: Account) -> str | None:
    with ports.store.read() as work:
        found = work.accounts.get(account.id)
    assert found is not None
    return found.account.person_key


@on_both
def test_somebody_without_a_number_has_an_account_where_the_portal_allows_it(
    ports: Ports,
) -> None:
    refused = signed_up(ports, None)
    assert isinstance(refused, Refused)
    assert [(one.field, one.code) for one in refused.errors] == [("person_key", "required")]
    publish(ports, to_everybody())
    assert signed_up(ports, None) == Mailed()


def test_a_number_that_is_typed_is_checked_all_the_same(ports: Ports) -> None:
    publish(ports, to_everybody())
    refused = signed_up(ports, "1234567890")
    assert isinstance(refused, Refused)
    assert [one.field for one in refused.errors] == ["person_key"]


def test_a_service_that_needs_a_record_is_not_open(ports: Ports) -> None:
    found = applications.start(ports, account_abroad(ports), SERVICE, "key", NOW)
    assert isinstance(found, NotOpenToYou)


@on_both
def test_no_register_has_a_record_and_own_history_counts_by_the_account(
    ports: Ports, abroad: Account
) -> None:
    first = Visitor.starting(ports, abroad, "first").fill()
    assert first.view().snapshot["past_licences"].answer is Answer.NO_RECORD
    assert isinstance(submit(ports, abroad, first.reference, None, NOW), Submitted)
    second = Visitor.starting(ports, abroad, "second")
    history = second.view().snapshot["past_licences"]
    assert history.attributes["past_licences.count"] == 1
    other = Visitor.starting(ports, account_abroad(ports, "joao"), "first")
    assert other.view().snapshot["past_licences"].answer is Answer.NO_RECORD


def test_no_register_is_asked_about_somebody_without_a_number(
    ports: Ports, abroad: Account
) -> None:
    """So that one that does not answer is no matter either."""
    assert isinstance(ports.registers, Silenceable)
    visitor = Visitor.starting(ports, abroad)
    ports.registers.is_silent = True
    said = visitor.view().snapshot
    assert {one.answer for one in said.values()} == {Answer.NO_RECORD}


@on_both
def test_a_number_is_added_once_and_takes_the_history_along(ports: Ports, abroad: Account) -> None:
    first = Visitor.starting(ports, abroad, "first").fill()
    assert isinstance(submit(ports, abroad, first.reference, None, NOW), Submitted)
    assert add_number(ports, abroad, RESIDENT, NOW) == Linked()
    assert number_of(ports, abroad) == RESIDENT
    second = Visitor.starting(ports, replace(abroad, person_key=RESIDENT), "second")
    assert second.view().snapshot["past_licences"].attributes["past_licences.count"] == 1
    assert second.view().application.person_key == RESIDENT


@pytest.mark.parametrize("is_known", [True, False])
def test_a_number_stays_as_it_was_first_added(
    ports: Ports, abroad: Account, *, is_known: bool
) -> None:
    """Also when the account was read before it had one."""
    assert add_number(ports, abroad, RESIDENT, NOW) == Linked()
    again = replace(abroad, person_key=RESIDENT) if is_known else abroad
    assert add_number(ports, again, STRANGER, NOW) == Linked()
    assert number_of(ports, abroad) == RESIDENT


@on_both
def test_the_number_of_another_account_is_refused_like_one_without_a_record(
    ports: Ports, abroad: Account
) -> None:
    add_account(ports)
    taken = add_number(ports, abroad, RESIDENT, NOW)
    nobody = add_number(ports, abroad, "1234567897", NOW)
    assert isinstance(taken, Refused)
    assert taken == nobody
    assert number_of(ports, abroad) is None


def test_attempts_are_limited(ports: Ports, abroad: Account) -> None:
    results = [add_number(ports, abroad, "1234567897", NOW) for _ in range(6)]
    assert [isinstance(one, TooMany) for one in results] == [False] * 5 + [True]
    later = NOW + timedelta(hours=1)
    assert add_number(ports, abroad, RESIDENT, later) == Linked()


def test_a_draft_begun_while_a_number_is_added_is_the_persons(
    ports: Ports, abroad: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account was read before, and its number was written meanwhile."""
    with_number = replace(abroad, person_key=RESIDENT)
    monkeypatch.setattr(SqlAccounts, "lock", lambda _self, _id: with_number)
    visitor = Visitor.starting(ports, abroad)
    assert visitor.view().application.person_key == RESIDENT

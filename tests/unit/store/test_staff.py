"""Accounts of staff, second factors and half-done sessions in the store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.model.account import Account, Awaits, Role
from engine.model.words import Language
from engine.store.entries import NO_PASSWORD, OnTheWay, Standing
from engine.store.protocols import Clash
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CLERK = Account("c", "clerk@example.org", None, Language.AR, Role.REVIEWER, is_active=True)
BOSS = Account("b", "boss@example.org", None, Language.AR, Role.ADMINISTRATOR, is_active=True)
NEW = Account("n", "new_one@example.org", None, Language.EN, Role.AUDITOR, is_active=False)
SARA = Account("s", "sara@example.org", "1000000008", Language.AR, Role.APPLICANT, is_active=True)


@pytest.fixture(autouse=True)
def _accounts(store: SqlStore) -> None:
    with store.begin() as work:
        for account in (CLERK, BOSS, NEW, SARA):
            work.accounts.add(account, NO_PASSWORD, NOW)


def test_staff_are_found_by_address_role_and_standing_and_applicants_never(
    store: SqlStore,
) -> None:
    with store.read() as work:
        everybody = work.staff.search("", None, None, 10)
        assert [one.account for one in everybody] == [BOSS, CLERK, NEW]
        assert [one.account for one in work.staff.search("CLERK", None, None, 10)] == [CLERK]
        assert work.staff.search("n%w", None, None, 10) == ()
        assert [one.account for one in work.staff.search("_", None, None, 10)] == [NEW]
        assert [one.account for one in work.staff.search("", Role.AUDITOR, None, 10)] == [NEW]
        (waiting,) = work.staff.search("", None, Standing.INVITED, 10)
        assert waiting.account == NEW
        assert len(work.staff.search("", None, None, 2)) == 2
        assert work.staff.get("s") is None


def test_a_deactivated_account_is_not_an_invited_one(store: SqlStore) -> None:
    with store.begin() as work:
        work.staff.set_active("c", is_active=False)
        found = work.staff.get("c", for_update=True)
        assert found is not None
        assert found.standing is Standing.DEACTIVATED
        work.staff.remove_invited("c")
        assert work.staff.get("c") is not None
        work.staff.remove_invited("n")
        assert work.staff.get("n") is None


def test_changing_staff_changes_no_applicant(store: SqlStore) -> None:
    with store.begin() as work:
        work.staff.set_role("s", Role.ADMINISTRATOR)
        work.staff.set_role("c", Role.APPROVER)
        kept = work.accounts.get("s")
        assert kept is not None
        assert kept.account == SARA
        assert work.staff.administrators() == {"b"}


def test_an_address_has_one_active_account(store: SqlStore) -> None:
    with store.begin() as work:
        work.accounts.add(replace(NEW, id="n2", email=CLERK.email), NO_PASSWORD, NOW)
    with pytest.raises(Clash), store.begin() as work:
        work.staff.join("n2", "hash", NOW)


def test_who_applies_and_works_here_has_two_accounts_of_one_person(store: SqlStore) -> None:
    with store.begin() as work:
        work.staff.set_person("c", SARA.person_key)
        work.staff.set_person("b", SARA.person_key)
        found = work.accounts.by_person(str(SARA.person_key))
    assert found is not None
    assert found.account == SARA
    second = replace(SARA, id="s2", email="x@example.org")
    with pytest.raises(Clash), store.begin() as work:
        work.accounts.add(second, NO_PASSWORD, NOW)


def test_a_time_step_is_taken_once_and_never_an_older_one(store: SqlStore) -> None:
    with store.begin() as work:
        work.second_factors.begin("c", b"sealed", NOW)
        assert [work.second_factors.take_step("c", step) for step in (7, 7, 6, 8)] == [
            True,
            False,
            False,
            True,
        ]
        assert not work.second_factors.take_step("b", 9)


def test_recovery_codes_come_with_the_confirmation_and_are_taken_once(store: SqlStore) -> None:
    with store.begin() as work:
        work.second_factors.begin("c", b"first", NOW)
        work.second_factors.begin("c", b"second", NOW)
        work.second_factors.confirm("c", NOW, ["h1", "h2"])
        kept = work.second_factors.get("c")
        assert kept is not None
        assert (kept.secret, kept.confirmed_at) == (b"second", NOW)
        assert [work.second_factors.take_code("c", one) for one in ("h1", "h1", "h3")] == [
            True,
            False,
            False,
        ]
        assert work.second_factors.codes_left("c") == 1
        work.second_factors.remove("c")
        assert work.second_factors.get("c") is None
        assert work.second_factors.codes_left("c") == 0


def test_a_second_factor_in_use_is_not_begun_over(store: SqlStore) -> None:
    with store.begin() as work:
        work.second_factors.begin("c", b"first", NOW)
        work.second_factors.confirm("c", NOW, ["h1"])
    with pytest.raises(Clash), store.begin() as work:
        work.second_factors.begin("c", b"second", NOW)


def test_a_session_says_what_it_awaits_and_who_vouched(store: SqlStore) -> None:
    ends = NOW + timedelta(minutes=10)
    with store.begin() as work:
        work.sessions.add("half", "c", NOW, ends, Awaits.CODE)
        work.sessions.add("whole", "c", NOW, ends, None, "https://provider.example")
        half, whole = work.sessions.get("half"), work.sessions.get("whole")
    assert half is not None
    assert whole is not None
    assert (half.awaits, half.issuer) == (Awaits.CODE, None)
    assert (whole.awaits, whole.issuer) == (None, "https://provider.example")


def test_an_identity_is_of_one_account_and_found_by_issuer_and_subject(store: SqlStore) -> None:
    with store.begin() as work:
        work.identities.link("https://one.example", "7", "c", NOW)
        work.identities.link("https://two.example", "7", "b", NOW)
        assert work.identities.account("https://one.example", "7") == "c"
        assert work.identities.account("https://two.example", "7") == "b"
        assert work.identities.account("https://one.example", "8") is None
        assert work.identities.is_provided("c")
        assert not work.identities.is_provided("n")
        found = work.staff.get("c")
        assert found is not None
        assert found.is_provided
    with pytest.raises(Clash), store.begin() as work:
        work.identities.link("https://one.example", "7", "b", NOW)


def test_who_is_on_the_way_arrives_once_and_in_time(store: SqlStore) -> None:
    on_the_way = OnTheWay("browser", "nonce", "verifier", "/ar/staff")
    with store.begin() as work:
        for state in ("s1", "s2"):
            work.identities.depart(state, on_the_way, NOW + timedelta(minutes=10))
        assert work.identities.arrive("s1", NOW) == on_the_way
        assert work.identities.arrive("s1", NOW) is None
        assert work.identities.arrive("s2", NOW + timedelta(minutes=10)) is None
        assert work.identities.arrive("s2", NOW) is None

"""Looks at people's data: each is noted once, and nobody's look at his own."""

from engine.model.account import Account, Role
from engine.model.words import Language
from engine.operations import access
from engine.operations.ports import Ports
from tests.support.visitors import NOW

CLERK = Account("rami", "rami@example.org", None, Language.AR, Role.REVIEWER, is_active=True)


def test_a_look_is_noted_with_the_role_of_whoever_looked(ports: Ports, account: Account) -> None:
    access.note(ports, CLERK, account.id, "R-1", "application", NOW)
    (look,) = access.of_person(ports, account)
    assert (look.account_id, look.role, look.reference) == ("rami", "reviewer", "R-1")
    assert (look.page, look.at) == ("application", NOW)


def test_nobody_is_noted_for_looking_at_what_is_his_own(ports: Ports, account: Account) -> None:
    access.note(ports, account, account.id, "R-1", "application", NOW)
    assert access.of_person(ports, account) == ()


def test_what_is_looked_at_twice_at_once_is_noted_once(ports: Ports, account: Account) -> None:
    pair = (account.id, "R-1")
    access.note_many(ports, CLERK, (pair, pair, (account.id, "R-2")), "export", NOW)
    assert [look.reference for look in access.of_person(ports, account)] == ["R-2", "R-1"]


def test_accounts_are_called_by_their_addresses_while_they_have_one(
    ports: Ports, account: Account
) -> None:
    assert access.account_called(ports, "SARA@example.org") == account.id
    assert access.account_called(ports, "nobody@example.org") == "nobody@example.org"
    assert access.addresses_of(ports, (account.id, "gone")) == {account.id: account.email}
    with ports.store.begin() as work:
        work.erasing.blank_account(account.id)
    assert access.addresses_of(ports, (account.id,)) == {}

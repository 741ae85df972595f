"""Managing staff: inviting, changing, and what nobody may do to himself."""

import re

import pytest

from engine.model.account import Role
from engine.operations import records, users
from engine.operations.accounts import outbox
from engine.operations.users import Act, NotPossible, Why
from tests.support.portal import Person, Shown, Site

NEW_PASSWORD = "another sentence to remember"


@pytest.fixture
def boss(site: Site) -> Person:
    """An administrator, who has just signed in."""
    return site.staff("boss", Role.ADMINISTRATOR)


def test_an_invited_member_chooses_a_password_and_lands_on_the_back_office(
    site: Site, boss: Person
) -> None:
    invite(boss, "new@example.org", "reviewer")
    token = token_in(site)
    person = site.anybody()
    assert (
        person.send(person.get(f"/en/join/{token}"), f"/join/{token}", password="x").status == 422
    )
    joined = person.send(person.get(f"/en/join/{token}"), f"/join/{token}", password=NEW_PASSWORD)
    assert joined.status == 200
    page = person.get("/en/sign-in")
    shown = person.send(page, "/sign-in", email="new@example.org", password=NEW_PASSWORD)
    assert shown.path == "/en/staff"
    again = person.get(f"/en/join/{token}")
    assert person.send(again, f"/join/{token}", password=NEW_PASSWORD).status == 410
    listed = boss.get("/en/staff/users?search=new%40&role=reviewer&standing=active")
    assert [row.one("th").text for row in listed.page.one("tbody").all("tr")] == ["new@example.org"]


def test_an_address_is_invited_once_and_not_when_it_has_an_account(
    site: Site, boss: Person, sara: Person
) -> None:
    invite(boss, "twice@example.org", "auditor")
    again = invite(boss, "twice@example.org", "auditor")
    assert again.status == 422
    assert "invited" in again.page.one("form", action="/en/staff/users/invite").text
    assert invite(boss, "sara@example.org", "reviewer").status == 422
    assert invite(boss, "nowhere", "reviewer").status == 422
    assert invite(boss, "new-role@example.org", "applicant").status == 422


def test_a_change_of_role_ends_sessions_and_is_on_the_record(site: Site, boss: Person) -> None:
    clerk = site.staff("clerk", Role.REVIEWER)
    shown = act(boss, "clerk", "set-role", role="auditor")
    assert shown.status == 200
    assert "reviewer" not in shown.page.one("dl").text.lower()
    assert clerk.get("/ar/staff").path.startswith("/ar/sign-in")
    newest = shown.page.one("tbody").all("tr")[0]
    assert [cell.text for cell in newest.all("th", "td")][:2] == [
        "Role changed: Auditor",
        "boss@example.org",
    ]
    assert isinstance(records.verify(site.ports), records.ChainIntact)


def test_whoever_is_deactivated_is_out_until_reactivated(site: Site, boss: Person) -> None:
    clerk = site.staff("leaver", Role.REVIEWER)
    act(boss, "leaver", "deactivate")
    assert clerk.get("/ar/staff").path.startswith("/ar/sign-in")
    assert clerk.sign_in("leaver@example.org").status == 422
    act(boss, "leaver", "reactivate")
    assert clerk.sign_in("leaver@example.org").path == "/ar/staff"


def test_a_deactivated_account_is_not_forgotten_when_others_sign_up(
    site: Site, boss: Person
) -> None:
    site.staff("gone", Role.REVIEWER)
    act(boss, "gone", "deactivate")
    with site.ports.store.begin() as work:
        work.accounts.drop_pending(site.clock.now.replace(year=2030))
    assert boss.get("/en/staff/users/gone").status == 200


def test_a_withdrawn_invitation_leaves_a_link_that_does_nothing(site: Site, boss: Person) -> None:
    invite(boss, "withdrawn@example.org", "reviewer")
    token = token_in(site)
    (entry,) = users.search(site.ports, "withdrawn@")
    act(boss, entry.account.id, "withdraw")
    person = site.anybody()
    shown = person.send(person.get(f"/ar/join/{token}"), f"/join/{token}", password=NEW_PASSWORD)
    assert shown.status == 410


def test_an_invitation_sent_again_replaces_the_link_before(site: Site, boss: Person) -> None:
    invite(boss, "late@example.org", "reviewer")
    first = token_in(site)
    (entry,) = users.search(site.ports, "late@")
    act(boss, entry.account.id, "invite-again")
    second = token_in(site)
    person = site.anybody()
    for token, status in ((first, 410), (second, 200)):
        page = person.get(f"/ar/join/{token}")
        assert person.send(page, f"/join/{token}", password=NEW_PASSWORD).status == status


@pytest.mark.parametrize("asked", ["set-role", "deactivate", "reset-second-factor", "set-person"])
def test_nobody_changes_his_own_account(site: Site, boss: Person, asked: str) -> None:
    own = boss.get("/en/staff/users/boss")
    assert own.page.all("button", name="act") == []
    other = site.staff("clerk", Role.REVIEWER)
    page = boss.get("/en/staff/users/clerk")
    assert other is not None
    token = page.page.all("input", name="csrf")[0].get("value")
    data = {"csrf": token, "act": asked, "role": "auditor"}
    assert boss.ask("POST", "/en/staff/users/boss", data=data).status_code == 409
    assert boss.get("/en/staff/users/boss").status == 200


def test_of_two_administrators_who_demote_each_other_one_remains(site: Site, boss: Person) -> None:
    site.staff("rival", Role.ADMINISTRATOR)
    one, two = (users.read(site.ports, id)[0].account for id in ("boss", "rival"))
    users.carry_out(site.ports, one, "rival", Act.SET_ROLE, site.clock.now, role=Role.AUDITOR)
    late = users.carry_out(site.ports, two, "boss", Act.SET_ROLE, site.clock.now, role=Role.AUDITOR)
    assert late == NotPossible(Why.NOT_ADMINISTRATOR)


def test_an_applicants_account_is_none_of_the_administrators_business(
    boss: Person, sara: Person
) -> None:
    assert boss.get("/en/staff/users/sara").status == 404
    assert "sara@" not in boss.get("/en/staff/users?search=sara").text


def test_a_member_of_staff_may_be_linked_to_the_person_he_is(site: Site, boss: Person) -> None:
    site.staff("nurse", Role.REVIEWER)
    assert act(boss, "nurse", "set-person", person_key="12").status == 422
    act(boss, "nurse", "set-person", person_key="1058529940")
    assert users.read(site.ports, "nurse")[0].account.person_key == "1058529940"
    act(boss, "nurse", "set-person", person_key="")
    assert users.read(site.ports, "nurse")[0].account.person_key is None


def invite(boss: Person, email: str, role: str) -> Shown:
    page = boss.get("/en/staff/users/invite")
    return boss.send(page, "/staff/users/invite", email=email, role=role)


def act(boss: Person, user: str, name: str, **typed: str) -> Shown:
    page = boss.get(f"/en/staff/users/{user}")
    token = str(page.page.all("input", name="csrf")[0].get("value"))
    data = {"csrf": token, "act": name, **typed}
    response = boss.ask("POST", f"/en/staff/users/{user}", data=data)
    return boss.shown(response)


def token_in(site: Site) -> str:
    """The token of the newest mail."""
    found = re.search(r"/join/([\w-]+)", outbox(site.ports, 1)[0].body)
    assert found is not None
    return found[1]

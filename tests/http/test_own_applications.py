"""Choosing one of one's own applications, on pages and by program."""

from collections.abc import Iterator

import pytest

from tests.http.json.contract import Contract
from tests.http.json.programs import Caller, codes, problem
from tests.support.portal import PASSWORD, Person, Shown, Site, serving
from tests.support.swimming import Swimmer, swimming
from tests.support.visitors import RESIDENT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal"), swimming()) as made:
        yield made


def swimmer(site: Site, name: str) -> Swimmer:
    with site.ports.store.read() as work:
        found = work.accounts.by_email(f"{name}@example.org")
    assert found is not None
    return Swimmer(site.ports, found.account)


@pytest.fixture(scope="module")
def person(site: Site) -> Person:
    """Somebody with an application for recognition that is not paid yet."""
    person = site.signed_in("sara", RESIDENT, "en")
    swimmer(site, "sara").recognition()
    return person


def beginning(site: Site, person: Person, name: str = "sara") -> Shown:
    reference = swimmer(site, name).start("fee-return", "return")
    return person.get(f"/en/applications/{reference}/steps/which")


def test_an_application_is_offered_by_what_people_know_of_it(site: Site, person: Person) -> None:
    shown = beginning(site, person)
    (option,) = shown.page.all("label", class_="choice")
    reference = str(option.one("input").get("value"))
    assert "Have training hours recognised" in option.text
    assert reference in option.text
    assert "23 November 2026" in option.text
    assert "nothing paid" in option.text


def test_what_is_chosen_is_shown_again_before_it_is_sent(site: Site, person: Person) -> None:
    shown = beginning(site, person)
    reference = str(shown.page.one("label", class_="choice").one("input").get("value"))
    shown = person.send(shown, "/steps/which", refund__application=reference)
    shown = person.send(shown, "/steps/account", refund__iban="SA0380000000608010167519")
    shown = person.get(shown.path.rpartition("/")[0] + "/check")
    assert reference in shown.text
    assert "Have training hours recognised" in shown.page.one("main").text


def test_what_is_not_offered_is_refused_beside_the_question(site: Site, person: Person) -> None:
    shown = beginning(site, person)
    shown = person.send(shown, "/steps/which", refund__application="R-0000-0000-00")
    assert shown.status == 422
    assert len(shown.page.all("fieldset", **{"aria-invalid": "true"})) == 1


def test_somebody_without_an_application_is_told_so(site: Site) -> None:
    person = site.signed_in("huda", "1101798278", "en")
    assert "no submitted application that can be chosen" in beginning(site, person, "huda").text


def test_a_program_is_told_what_it_may_choose(site: Site, person: Person) -> None:
    program = Caller(site.client, Contract(site.client.get("/api/v1/openapi.json").json()))
    body = {"email": "sara@example.org", "password": PASSWORD}
    program.token = program.ask("POST", "/sessions", body).json()["token"]
    reference = program.start("fee-return", "by-program")
    (question,) = program.step(reference, "which")["questions"]
    assert question["type"] == "application"
    assert len(question["offered"]) == 1
    document = problem(
        program.save(reference, "which", refund__application="x"), 422, "wrong-answers"
    )
    assert codes(document) == [("/answers/refund.application", "not-offered")]
    saved = program.save(reference, "which", refund__application=question["offered"][0])
    assert saved.status_code == 200
    schema = program.get("/services/fee-return/form/which")["properties"]["refund.application"]
    assert schema["x-mumaris-application-of"] == ["hours-recognition"]

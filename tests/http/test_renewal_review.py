"""Every act that the renewal's lifecycle gives staff and applicants, done through their pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.definitions.read import read_folder
from engine.model.account import Role
from engine.model.scenario import Scenario
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller
from tests.http.json.walking import Walker
from tests.http.test_reviewing import acted, state
from tests.support.configuration import configuration
from tests.support.portal import PASSWORD, Person, Site, serving

CONFIG = read_folder(Path(__file__).parents[2] / "config")
SERVICE = "registration-renewal"
SCENARIO = "abdulaziz-renews-on-the-last-day-of-his-registration"
REASONS = {"reasons__ar": "المستندات لا تكفي", "reasons__en": "The papers do not suffice"}
PERSON = "1000000057"
NOTE = {"note": "للعلم"}
Submit = Callable[[], str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("renewal"), CONFIG) as made:
        yield made


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return next(one for one in configuration().scenarios if one.id == SCENARIO)


@pytest.fixture
def applicant(site: Site) -> Person:
    return site.signed_in("abdulaziz", PERSON)


@pytest.fixture
def submit(site: Site, applicant: Person, scenario: Scenario) -> Submit:
    """Fill in, submit and pay one more renewal: its reference."""

    def made() -> str:
        program = Caller(site.client, Contract(site.client.get("/api/v1/openapi.json").json()))
        credentials = {"email": "abdulaziz@example.org", "password": PASSWORD}
        program.token = program.ask("POST", "/sessions", credentials).json()["token"]
        reference = program.start(SERVICE, str(len(program.get("/applications")["applications"])))
        Walker(program, SERVICE, scenario.situation, reference).walk()
        sent = program.ask("POST", f"/applications/{reference}/submission", {}).json()
        bill = sent["invoice"]["bill_number"]
        applicant.send(applicant.get(f"/ar/pay/{bill}/bank"), "/bank", how="full")
        assert state(site, reference) == "submitted"
        return reference

    return made


def own_act(person: Person, reference: str, event: str, **typed: str) -> None:
    shown = person.get(f"/ar/applications/{reference}/acts/{event}")
    done = person.send(shown, f"/acts/{event}", **typed)
    assert done.status == 200, done.text


def test_an_application_takes_every_turn_up_to_a_revoked_approval(
    site: Site, applicant: Person, submit: Submit
) -> None:
    reference = submit()
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    approver = site.staff("approver", Role.APPROVER, "en")

    def then(person: Person, event: str, expected: str, **typed: str) -> None:
        shown = acted(person, reference, event, **typed)
        assert (shown.status, state(site, reference)) == (200, expected), (event, shown.text)

    then(reviewer, "assess", "assessment", **NOTE)
    then(reviewer, "record-result", "submitted", assessment__result="passed")
    then(reviewer, "recommend", "recommended")
    then(approver, "refer-back", "submitted", **NOTE)
    then(reviewer, "refuse", "refused", **REASONS)
    own_act(applicant, reference, "grieve", statement="المستندات كافية")
    then(approver, "reopen", "submitted", **REASONS)
    then(reviewer, "recommend", "recommended")
    then(approver, "approve", "approved")
    then(approver, "revoke", "revoked", **REASONS)
    with site.ports.store.read() as work:
        history = work.history.of_application(reference)
    assert [one.by for one in history if one.event == "grieve"] == ["applicant"]
    assert {one.note for one in history} >= {"للعلم"}


def test_a_failed_assessment_is_upheld_after_a_grievance(
    site: Site, applicant: Person, submit: Submit
) -> None:
    reference = submit()
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    acted(reviewer, reference, "assess", **NOTE)
    missing = acted(reviewer, reference, "record-result", assessment__result="failed")
    assert (missing.status, state(site, reference)) == (422, "assessment")
    acted(reviewer, reference, "record-result", assessment__result="failed", **REASONS)
    assert state(site, reference) == "refused"
    own_act(applicant, reference, "grieve", statement="أطلب إعادة التقييم")
    approver = site.staff("approver", Role.APPROVER, "en")
    acted(approver, reference, "uphold", **REASONS)
    assert state(site, reference) == "refused_finally"
    shown = applicant.get(f"/ar/applications/{reference}")
    assert REASONS["reasons__ar"] in shown.text


def test_an_application_is_withdrawn_by_its_applicant(
    site: Site, applicant: Person, submit: Submit
) -> None:
    reference = submit()
    own_act(applicant, reference, "withdraw")
    assert state(site, reference) == "withdrawn"
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    waiting = reviewer.get("/en/staff/applications").text
    assert reference not in waiting
    assert reference in reviewer.get("/en/staff/applications?which=everything").text

"""Incidents in the back office, and what the applicant sees of one."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from engine.model.account import Role
from engine.operations.submission import Disagreed, submit
from tests.support import journeys
from tests.support.portal import Person, Site
from tests.support.visitors import NOW, RULES, config, edited, publish

FAULTY = edited(config(), RULES, "{2025-04-01: 12}", "{2025-04-01: 12, 2026-11-01: null}")


class Held(NamedTuple):
    """A draft that a fault of the release has stopped: its decision page, and the incident."""

    place: str
    id: str


@pytest.fixture
def held(site: Site, sara: Person) -> Held:
    publish(site.ports, FAULTY)
    check = journeys.fill(sara, metres="10")
    with site.ports.store.read() as work:
        signed_in = work.accounts.by_email("sara@example.org")
    assert signed_in is not None
    reference = journeys.place(check).rpartition("/")[2]
    stopped = submit(site.ports, signed_in.account, reference, None, NOW)
    assert isinstance(stopped, Disagreed)
    return Held(journeys.place(check, "/decision"), stopped.incident)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_incident_is_listed_tried_and_resolved(site: Site, held: Held, language: str) -> None:
    operator = site.staff("operator", Role.ADMINISTRATOR, language)
    listed = operator.get(f"/{language}/staff/incidents")
    assert held.id in listed.text
    shown = operator.get(f"/{language}/staff/incidents/{held.id}")
    assert "verdicts.boat-is-short" in shown.text
    assert "10" not in [cell.text for cell in shown.page.all("td")]  # no answer is shown
    tried = operator.send(shown, "/try")
    assert tried.status == 200
    assert tried.page.all("div", class_="alert-bad")
    publish(site.ports, config())
    assert operator.send(shown, "/try").page.all("div", class_="alert-good")
    empty = operator.send(shown, "/resolve", note=" ")
    assert empty.status == 422
    assert [link.get("href") for link in empty.page.one("div", id="error-summary").all("a")] == [
        "#note"
    ]
    done = operator.send(empty, "/resolve", note="The value was ended too early")
    assert done.path.endswith("?done=yes")
    assert "The value was ended too early" in done.text
    assert held.id not in operator.get(f"/{language}/staff/incidents").text
    assert held.id in operator.get(f"/{language}/staff/incidents?resolved=yes").text


def test_a_colleague_who_is_late_is_told(site: Site, held: Held) -> None:
    operator = site.staff("operator", Role.ADMINISTRATOR)
    shown = operator.get(f"/ar/staff/incidents/{held.id}")
    operator.send(shown, "/resolve", note="first")
    late = operator.send(shown, "/resolve", note="second")
    assert late.status == 409
    assert "first" in late.text


def test_the_applicant_is_told_that_it_is_held_and_then_that_it_can_be_sent(
    site: Site, sara: Person, held: Held
) -> None:
    assert held.id in sara.get(held.place).text
    publish(site.ports, config())
    operator = site.staff("operator", Role.ADMINISTRATOR)
    shown = operator.get(f"/ar/staff/incidents/{held.id}")
    operator.send(shown, "/resolve", note="mended")
    again = sara.get(held.place)
    assert "يمكنك تقديمه الآن" in again.text
    assert held.id not in again.text
    sent = sara.send(again, "/submit")
    assert sent.path.endswith("/invoice")


def test_nobody_else_sees_incidents(site: Site, sara: Person, held: Held) -> None:
    path = f"/ar/staff/incidents/{held.id}"
    for person in (sara, site.staff("reviewer", Role.REVIEWER), site.staff("a", Role.AUDITOR)):
        assert person.get(path).status == 403
    operator = site.staff("operator", Role.ADMINISTRATOR)
    assert operator.get("/ar/staff/incidents/I-NONE").status == 404

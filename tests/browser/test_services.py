"""Every service of config/ walked in a browser from its start page to what comes of it.

A phone in Arabic, a computer in English. At every page, refused ones too, axe-core finds nothing
wrong and nothing has to be scrolled sideways.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page

from engine.answers import Reading, read_application
from engine.decide.decision import decide
from engine.model.decision import Outcome
from engine.model.register import Answer, DemonstrationPerson
from engine.model.service import Service
from engine.operations import applications
from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.browsing import InBrowser
from tests.support.configuration import configuration
from tests.support.driving import fill, walked_alone, without_history
from tests.support.live import Live
from tests.support.visiting import sideways
from tests.support.visitors import NOW
from tests.support.walks import Unanswerable, Walked, blank, walk

CATALOGUE = configuration()
SERVICES = walked_alone(CATALOGUE)
JOURNEYS = (
    "registration-renewal",
    "classification-from-abroad",
    "cpd-recognition",
    "inquiry",
    "exam-eligibility",
)
_TRIES = 400  # to find somebody by chance who may submit; others come as far as the decision
VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]


@cache
def somebody(service: str) -> tuple[DemonstrationPerson, Walked]:
    """A person of the demonstration and an application that may be submitted, if there is one."""
    declared = CATALOGUE.services[service]
    people = [one for one in CATALOGUE.people.values() if may_apply(declared, one)]
    found = None
    for seed in range(_TRIES):
        random = Random(seed)
        person = random.choice(people)
        with suppress(Unanswerable):
            said = without_history(CATALOGUE, person.answers)
            walked = walk(CATALOGUE, declared, NOW.date(), random, said)
            found = person, walked
            if may_submit(declared, walked.reading):
                return found
    assert found is not None, f"nobody of the demonstration can fill in {service}"
    return found


def may_apply(service: Service, person: DemonstrationPerson) -> bool:
    """The service is open to the person, and no register refuses before anything is answered."""
    answers = (person.answers.get(one.register) for one in service.open_to)
    if not all(one is not None and one.answer is Answer.RECORD for one in answers):
        return False
    said = without_history(CATALOGUE, person.answers)
    reading = read_application(CATALOGUE, blank(service), said, NOW.date())
    decision = decide(CATALOGUE.programs[service.id], reading.facts, NOW.date(), "")
    return service.ineligible_may_submit or decision.outcome is not Outcome.INELIGIBLE


def may_submit(service: Service, reading: Reading) -> bool:
    decision = decide(CATALOGUE.programs[service.id], reading.facts, NOW.date(), "")
    return service.ineligible_may_submit or decision.outcome is Outcome.ELIGIBLE


def looking(page: Page, seen: list[str]) -> Callable[[str], None]:
    def look(name: str) -> None:
        assert violations(page) == [], name
        assert sideways(page) <= 0, name
        seen.append(name)

    return look


def journey(page: Page, live: Live, language: str, folder: Path, service: str) -> list[str]:
    """Walk from the start page on; the names of the pages that were looked at."""
    person, walked = somebody(service)
    seen: list[str] = []
    hand = InBrowser(page, live, language, folder, looking(page, seen))
    hand.sign_in(person.login)
    hand.begin(service)
    fill(hand, walked)
    is_submitted = hand.submit()
    assert is_submitted is may_submit(CATALOGUE.services[service], walked.reading)
    if not is_submitted:
        discard(live, person, hand.place.rpartition("/")[2])
    return seen


def discard(live: Live, person: DemonstrationPerson, reference: str) -> None:
    """Take back the draft, so that the same person can begin another."""
    with live.ports.store.read() as work:
        found = work.accounts.by_email(person.login)
    assert found is not None
    applications.discard(live.ports, found.account, reference, NOW)


@pytest.mark.parametrize("visit", VISITS, ids=str)
@pytest.mark.parametrize("service", [one for one in SERVICES if one in JOURNEYS])
def test_a_service_is_applied_for(
    visit: Visit, service: str, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    seen = journey(open_page(visit), live, visit.language, tmp_path, service)
    assert seen[-1] == "application"


@pytest.mark.long
@pytest.mark.parametrize("visit", VISITS, ids=str)
@pytest.mark.parametrize("service", [one for one in SERVICES if one not in JOURNEYS])
def test_every_other_service_is_applied_for(
    visit: Visit, service: str, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    seen = journey(open_page(visit), live, visit.language, tmp_path, service)
    assert seen[-1] in {"application", "decision"}

"""A fee asked back in a browser: an application that was paid for and withdrawn is chosen.

What staff do with the request is in `tests/walks/test_refund.py`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from engine.model.account import Account
from engine.operations import applications
from engine.operations.submission import Submitted
from tests.browser.conftest import OpenPage
from tests.browser.test_services import CATALOGUE, looking, may_submit
from tests.support import swimming
from tests.support.browser import Visit
from tests.support.browsing import InBrowser
from tests.support.driving import Paper, UseCases, without_history
from tests.support.live import Live
from tests.support.swimming import Swimmer
from tests.support.visitors import NOW
from tests.support.walks import Unanswerable, Walked, walk

PAID_FOR, SERVICE = "good-standing-certificate", "fee-refund"
PEOPLE = {"ar": "dentist-on-the-first-day", "en": "nurse-a-day-too-early"}
VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]


def to_be_paid(person: str) -> Walked:
    """An application on paper that may be submitted."""
    declared = CATALOGUE.services[PAID_FOR]
    said = without_history(CATALOGUE, CATALOGUE.people[person].answers)
    for seed in range(200):
        with suppress(Unanswerable):
            walked = walk(CATALOGUE, declared, NOW.date(), Random(seed), said)
            if may_submit(declared, walked.reading):
                return walked
    raise AssertionError(f"{person} may not submit {PAID_FOR}")


def withdrawn(live: Live, account: Account, person: str) -> str:
    """The reference of an application that was paid for and withdrawn."""
    hand = UseCases.put(live.ports, account, to_be_paid(person), f"R-{person}"[:20].upper())
    assert isinstance(hand.submit(), Submitted)
    Swimmer(live.ports, account).pay(hand.reference, hand.reference)
    swimming.decide(live.ports, account, hand.reference, "withdraw")
    return hand.reference


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_the_fee_of_an_application_is_asked_back(
    visit: Visit, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    person = CATALOGUE.people[PEOPLE[visit.language]]
    with live.ports.store.read() as work:
        found = work.accounts.by_email(person.login)
    assert found is not None
    chosen = withdrawn(live, found.account, person.id)
    typed = {
        "application": {"refund.application": chosen, "refund.ground": "cancelled"},
        "account": {
            "refund.iban": "SA03 8000 0000 6080 1016 7519",
            "contact.mobile": "0501234567",
            "contact.email": "payer@example.org",
        },
        "terms": {"accepted": "yes"},
    }
    papers = {"attachments": [Paper("documents.payment_proof", ("pdf",))]}
    seen: list[str] = []
    page = open_page(visit)
    hand = InBrowser(page, live, visit.language, tmp_path, looking(page, seen))
    hand.sign_in(person.login)
    hand.begin(SERVICE)
    reference = hand.place.rpartition("/")[2]
    for step in ("application", "found", "account", "attachments", "terms"):
        view = applications.view(live.ports, found.account, reference, NOW)
        reading = view.reading.step(step)
        assert reading is not None
        hand.save(reading, typed.get(step, {}), papers.get(step, []))
    assert hand.submit()
    assert seen[-1] == "application"
    assert page.locator("main").get_by_text(chosen).count()

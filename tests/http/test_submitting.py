"""What submitting can come to, beside success."""

from datetime import datetime
from pathlib import Path

import pytest

from api.pages import decisions
from engine.model.account import Account
from engine.operations import applications
from engine.operations.ports import Ports
from engine.operations.submission import Disagreed, SubmitResult
from tests.support import journeys
from tests.support.portal import Person, Shown, serving
from tests.support.visitors import FORM, config, edited, publish

NEW_FIELD = (
    "{id: boat.name, type: text, max_length: 40, purpose: {ar: للتعرف عليه, en: To know it}, "
    "label: {ar: اسم القارب, en: Name of the boat}}"
)


def decision_of(person: Person, check: Shown) -> Shown:
    return person.get(journeys.place(check, "/decision"))


def test_when_evaluator_and_network_differ_the_applicant_gets_a_number_and_loses_nothing(
    sara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = journeys.fill(sara)
    shown = decision_of(sara, check)

    def differ(
        ports: Ports, account: Account, reference: str, revision: int | None, now: datetime
    ) -> SubmitResult:
        return Disagreed(applications.view(ports, account, reference, now), "I-42")

    monkeypatch.setattr(decisions, "submit", differ)
    held = sara.send(shown, "/submit")
    assert held.status == 409
    assert "I-42" in held.text
    assert "لم يُسجَّل شيء" in held.text
    monkeypatch.undo()
    assert sara.get(journeys.place(check)).path == check.path


def test_a_draft_changed_in_another_tab_is_shown_again_before_it_is_submitted(
    sara: Person,
) -> None:
    check = journeys.fill(sara)
    shown = decision_of(sara, check)
    boat = sara.get(journeys.place(check, "/steps/boat"))
    boat = sara.send(boat, "/boat", boat__is_own="yes")
    sara.send(boat, "/boat", boat__is_own="no")
    again = sara.send(shown, "/submit")
    assert again.status in (409, 422)
    assert sara.get(journeys.place(check)).path != journeys.place(check)


def test_a_draft_moved_to_a_new_release_says_what_changed_until_it_was_seen(
    folder: Path,
) -> None:
    with serving(folder) as site:
        sara = site.signed_in("sara")
        boat = journeys.start(sara, "en")
        publish(
            site.ports,
            edited(
                config(),
                FORM,
                "      - id: boat.metres\n",
                f"      - {NEW_FIELD}\n      - id: boat.metres\n",
            ),
        )
        site.clock.now = site.clock.now.replace(second=10)
        shown = sara.get(boat.path)
        assert "The service has changed since your last visit" in shown.text
        assert "Name of the boat" in shown.text
        seen = sara.send(shown, "/changes")
        assert "The service has changed" not in seen.text

"""Documents that are due after approval: asked for in one state, and in no decision."""

from __future__ import annotations

import pytest

from engine.model.account import Account
from engine.model.value import CauseKind, State, Unknown
from engine.operations.binding import NotNow
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.operations.results import NotOpen, OutOfOrder
from engine.operations.tracking import track
from tests.support.grant import grant
from tests.support.grants import REVIEWER, acted, approved, submitted
from tests.support.papers import pdf
from tests.support.visitors import NOW, Visitor, publish

LETTER = "documents.account_letter"
DATE = f"{LETTER}.issued_on"


@pytest.fixture(autouse=True)
def in_force(ports: Ports) -> None:
    publish(ports, grant())


@pytest.fixture
def asked(ports: Ports, account: Account) -> Visitor:
    return approved(ports, account)


def is_later(state: State) -> bool:
    return isinstance(state, Unknown) and {one.kind for one in state.causes} == {
        CauseKind.LATER_STAGE
    }


def test_nothing_of_it_is_asked_before_approval(ports: Ports, account: Account) -> None:
    visitor = submitted(ports, account)
    view = visitor.view()
    assert view.is_complete
    assert is_later(view.facts[DATE])
    assert "account_letter" in view.decision.due()
    step = view.reading.step("after")
    assert step is not None
    assert step.shown is False
    with pytest.raises(NotOpen):
        visitor.supply(LETTER, "letter.pdf", pdf())


def test_it_is_asked_for_in_its_state_and_nothing_else_can_be_changed(asked: Visitor) -> None:
    found = track(asked.ports, asked.account, asked.reference, NOW)
    assert found.view.is_open
    assert [(one.name, one.step) for one in found.corrections] == [(LETTER, "after")]
    with pytest.raises((NotOpen, OutOfOrder)):
        asked.supply("documents.passport", "other.pdf", pdf())


def test_it_can_be_sent_once_all_of_it_is_there(asked: Visitor) -> None:
    assert isinstance(acted(asked, asked.account, "send-documents"), NotNow)
    asked.supply(LETTER, "letter.pdf", pdf())
    assert isinstance(acted(asked, asked.account, "send-documents"), NotNow)
    asked.save("after", **{DATE.replace(".", "__"): "1/11/2026"})
    assert isinstance(acted(asked, asked.account, "send-documents"), Reacted)
    after = asked.view()
    assert (after.application.state, after.is_open, after.application.corrections) == (
        "to_pay",
        False,
        (),
    )


def test_what_was_supplied_is_read_by_the_lifecycle_and_asked_again(asked: Visitor) -> None:
    asked.supply(LETTER, "letter.pdf", pdf())
    asked.save("after", **{DATE.replace(".", "__"): "1/11/2026"})
    acted(asked, asked.account, "send-documents")
    before = asked.view()
    assert isinstance(acted(asked, REVIEWER, "send-back"), Reacted)
    after = asked.view()
    assert (after.application.state, after.application.corrections) == ("approved", (LETTER,))
    assert after.decision.outcome == before.decision.outcome
    asked.supply(LETTER, "newer.pdf", pdf(b"newer"))
    names = {file.name for file in asked.view().application.evidence}
    assert {"letter.pdf", "newer.pdf"} <= names, "what was replaced is kept"

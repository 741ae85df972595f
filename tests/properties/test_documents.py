"""Laws of documents, for any draft of a service that asks for them in every way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decide.decision import decide
from engine.decide.network import Network
from engine.journey import is_complete
from engine.model.application import Application, StepEntry
from engine.model.decision import Outcome
from engine.model.value import Facts, Items, State, Unknown
from tests.support.grant import GRANT, catalogue, desk, draft
from tests.support.visitors import NOW

CHOICE = ("documents.national_id_copy", "documents.residence_permit", "documents.passport")
SLOTS = (*CHOICE, "documents.enrolment")
TYPED = {
    "documents.residence_permit.expires_on": ["1/1/2027", "", "x"],
    "documents.passport.country": ["Egypt", ""],
    "documents.enrolment.issue_date": ["1/11/2026", "1/1/2020", "x"],
}
texts = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in TYPED.items()})
about = st.sampled_from(["yes", "no", ""]).map(
    lambda text: StepEntry({"grant.is_student": text}, is_saved=bool(text))
)
papers = st.builds(StepEntry, answers=texts, is_saved=st.booleans())
drafts = st.builds(
    lambda slots, one, other: draft(*slots, about=one, papers=other),
    st.lists(st.sampled_from(SLOTS), unique=True),
    about,
    papers,
)


def is_settled(state: State) -> bool:
    is_open = isinstance(state, Items) and not state.is_complete
    return not is_open and not isinstance(state, Unknown)


def settled(facts: Facts) -> Facts:
    return {name: state for name, state in facts.items() if is_settled(state)}


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    with closing(Network(catalogue().programs[GRANT])) as made:
        yield made


@given(application=drafts)
def test_a_complete_application_is_never_undecided(
    network: Network, application: Application
) -> None:
    reading = desk().read(application)
    decision = decide(catalogue().programs[GRANT], reading.facts, NOW.date(), "release")
    if is_complete(reading):
        assert decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}
        assert settled(reading.facts) == reading.facts
    assert network.differences(decision, reading.facts) == ()


@given(drafts, st.sampled_from(SLOTS))
def test_a_file_never_changes_what_was_settled(application: Application, slot: str) -> None:
    slots = [one.slot for one in application.evidence]
    before = settled(desk().read(application).facts)
    more = draft(*slots, slot, **application.steps)
    after = desk().read(more).facts
    assert {name: after[name] for name in before} == before


@given(drafts)
def test_one_alternative_at_most_is_asked_about(application: Application) -> None:
    step = desk().read(application).step("papers")
    assert step is not None
    document = step.document("identity")
    assert document is not None
    asked = {place.slot for place in document.places for one in place.details if one.shown is True}
    assert len(asked) <= 1
    assert asked <= {file.slot for file in application.evidence}

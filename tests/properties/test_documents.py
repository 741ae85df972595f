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
from engine.journey.saving import removed_item
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.decision import Outcome
from engine.model.value import Facts, Items, State, Unknown
from tests.support.grant import GRANT, catalogue, desk, draft
from tests.support.visitors import NOW

CHOICE = ("documents.national_id_copy", "documents.residence_permit", "documents.passport")
TICKETS = ("documents.ticket.a", "documents.ticket.b")
SLOTS = (*CHOICE, "documents.enrolment", *TICKETS)
TYPED = {
    "documents.residence_permit.expires_on": ["1/1/2027", "", "x"],
    "documents.passport.country": ["Egypt", ""],
    "documents.enrolment.issue_date": ["1/11/2026", "1/1/2020", "x"],
    "documents.ticket.a.bought_on": ["1/1/2026", "2/11/2026", "x"],
    "documents.ticket.b.bought_on": ["1/1/2026", ""],
}
texts = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in TYPED.items()})
about = st.sampled_from(["yes", "no", ""]).map(
    lambda text: StepEntry({"grant.is_student": text}, is_saved=bool(text))
)
items = st.builds(
    ItemEntry,
    id=st.sampled_from("ab"),
    answers=st.fixed_dictionaries(
        {"city": st.just("Abha"), "end_date": st.sampled_from(["1/11/2026", "x"])},
        optional={"is_refunded": st.sampled_from(["yes", "no"])},
    ),
)
trips = st.builds(
    lambda found, is_all: StepEntry(
        items=tuple({one.id: one for one in found}.values()), is_saved=is_all, is_complete=is_all
    ),
    st.lists(items, max_size=2),
    st.booleans(),
)
papers = st.builds(StepEntry, answers=texts, is_saved=st.booleans())
drafts = st.builds(
    lambda slots, one, two, other: draft(*slots, about=one, trips=two, papers=other),
    st.lists(st.sampled_from(SLOTS), unique=True),
    about,
    trips,
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
        later = {"documents.account_letter.issued_on"}
        assert reading.facts.keys() - settled(reading.facts).keys() == later
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


@given(drafts)
def test_a_document_has_a_place_for_each_item_that_the_decision_says(
    application: Application,
) -> None:
    reading = desk().read(application)
    decision = decide(catalogue().programs[GRANT], reading.facts, NOW.date(), "release")
    step = reading.step("papers")
    assert step is not None
    ticket = step.document("ticket")
    assert ticket is not None
    due = {one.id: one for one in decision.documents}
    said = due["ticket"].items if "ticket" in due else ()
    assert [place.number for place in ticket.places] == [
        one.number for one in said if one.is_due is True
    ]
    assert ticket.has_open_items == any(isinstance(one.is_due, Unknown) for one in said)


@given(drafts, st.sampled_from("ab"))
def test_what_was_supplied_for_an_item_goes_with_it(application: Application, item: str) -> None:
    after = removed_item(desk(), application, "trips", item).application
    place = f"documents.ticket.{item}"
    assert place not in {file.slot for file in after.evidence}
    assert not any(name.startswith(f"{place}.") for name in after.step("papers").answers)
    others = [file for file in application.evidence if file.slot != place]
    assert list(after.evidence) == others

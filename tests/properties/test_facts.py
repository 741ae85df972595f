"""Laws of facts, for any application: half filled, wrong, abandoned, out of order.

Source: design, section 5, laws 1, 2, 5 and 13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.answers import FieldReading, Reading
from engine.decide.decision import decide
from engine.forms import Writer, check_view, step_form
from engine.journey import Status, is_complete, next_step, saved_step, steps_of
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.decision import Outcome
from engine.model.register import RegisterAnswer
from engine.model.service import StepKind
from engine.model.value import ABSENT, Facts, Fault, Items, State, Unknown
from engine.model.words import Language
from tests.support.visits import (
    DAY,
    NOT_KNOWN,
    SILENT,
    STEPS,
    VISITOR,
    WITHOUT_EMAIL,
    application,
    catalogue,
    desk,
    with_file,
)

GOOD = {
    "visit.purpose": ["work", "other"],
    "visit.day": ["1/12/2026", "٢٣/١١/٢٠٢٦"],
    "visit.guests": ["0", "1", "٢"],
    "visit.reason": ["to look around"],
    "name": ["سعد"],
    "is_minor": ["yes", "no"],
    "birth_date": ["1/1/2015"],
    "card": [""],
    "contact.email": ["n@demo.example", ""],
    "contact.mobile": ["0501234567"],
    "documents.letter.issue_date": ["1/11/2026"],
    "accepted": ["yes"],
}
BAD = ["", " ", "x", "-1", "31/2/2026", "filming"]
SLOTS = ["documents.letter", "documents.photo", "guests.a.card", "guests.b.card"]
STEP_FIELDS = {
    "visit": ["visit.purpose", "visit.day", "visit.guests", "visit.reason"],
    "contact": ["contact.email", "contact.mobile"],
    "papers": ["documents.letter.issue_date"],
    "terms": ["accepted"],
}


def texts(names: list[str]) -> st.SearchStrategy[dict[str, str]]:
    """Texts for fields: mostly good ones, so that some applications come to their end."""
    each = {name: st.sampled_from([*GOOD[name] * 4, *BAD]) for name in names}
    return st.fixed_dictionaries({}, optional=each) | st.fixed_dictionaries(each)


entries = {
    name: st.builds(StepEntry, answers=texts(fields), is_saved=st.sampled_from([True, True, False]))
    for name, fields in STEP_FIELDS.items()
}
items = st.builds(
    ItemEntry, id=st.sampled_from("ab"), answers=texts(["name", "is_minor", "birth_date", "card"])
)
groups = st.builds(
    lambda found, is_complete: StepEntry(
        items=tuple({one.id: one for one in found}.values()),
        is_saved=is_complete,
        is_complete=is_complete,
    ),
    st.lists(items, max_size=2),
    st.booleans(),
)
drafts = st.builds(
    lambda steps, slots: _with_files(application(**steps), slots),
    st.fixed_dictionaries({}, optional={**entries, "guests": groups})
    | st.fixed_dictionaries({**entries, "guests": groups}),
    st.sets(st.sampled_from(SLOTS)),
)
good = {
    name: st.fixed_dictionaries({field: st.sampled_from(GOOD[field]) for field in fields})
    for name, fields in {
        **STEP_FIELDS,
        "guests": ["name", "is_minor", "birth_date", "card"],
    }.items()
}
finished = st.builds(
    lambda steps, guest: _with_files(
        application(
            guests=StepEntry(items=(ItemEntry("a", guest),), is_saved=True, is_complete=True),
            **{name: StepEntry(answers=texts, is_saved=True) for name, texts in steps.items()},
        ),
        {"documents.letter", "documents.photo", "guests.a.card"},
    ),
    st.fixed_dictionaries({name: good[name] for name in STEP_FIELDS}),
    good["guests"],
)
answers = st.sampled_from([VISITOR, VISITOR, WITHOUT_EMAIL, NOT_KNOWN, SILENT])


def _with_files(draft: Application, slots: set[str]) -> Application:
    for slot in sorted(slots):
        draft = with_file(draft, slot)
    return draft


def is_settled(state: State) -> bool:
    """Known or absent; a group that is open is not."""
    return not isinstance(state, Unknown) and not (
        isinstance(state, Items) and not state.is_complete
    )


def settled(facts: Facts) -> Mapping[str, State]:
    return {name: state for name, state in facts.items() if is_settled(state)}


def fields(reading: Reading) -> list[FieldReading]:
    """Every field of every step and item; not what its step or document hides."""
    return [one for step in reading.steps for one in step.questions()] + [
        one for step in reading.steps for item in step.items for one in item.fields
    ]


@given(drafts, answers)
def test_every_fact_has_a_state_and_none_is_a_fault(
    draft: Application, said: RegisterAnswer
) -> None:
    facts = desk(said).read(draft).facts
    assert set(facts) == set(catalogue().programs["visit"].facts)
    assert not any(isinstance(state, Fault) for state in facts.values())


@given(drafts, answers)
def test_what_is_hidden_is_absent_and_what_is_undecided_unknown(
    draft: Application, said: RegisterAnswer
) -> None:
    for one in fields(desk(said).read(draft)):
        if one.shown is False:
            assert one.state is ABSENT
        if isinstance(one.shown, Unknown):
            assert isinstance(one.state, Unknown)


@given(drafts, answers)
def test_a_wrong_answer_is_unknown(draft: Application, said: RegisterAnswer) -> None:
    for one in fields(desk(said).read(draft)):
        if one.error is not None:
            assert isinstance(one.state, Unknown)


@given(drafts, drafts, st.sampled_from([*STEP_FIELDS, "guests"]))
def test_saving_a_step_never_changes_what_other_steps_had_settled(
    draft: Application, other: Application, name: str
) -> None:
    """Nothing can ask whether a fact is unknown, so giving one a value only settles more."""
    unsaved = replace(draft, steps={**draft.steps, name: StepEntry()})
    answered = replace(unsaved, steps={**unsaved.steps, name: other.step(name)})
    before = settled(desk().read(unsaved).facts)
    after = desk().read(answered).facts
    assert {fact: after[fact] for fact in before} == before


@given(drafts, answers)
def test_an_answer_of_a_register_never_changes_what_was_settled(
    draft: Application, said: RegisterAnswer
) -> None:
    before = settled(desk(SILENT).read(draft).facts)
    after = desk(said).read(draft).facts
    assert {fact: after[fact] for fact in before} == before


@given(drafts, st.sampled_from(SLOTS))
def test_a_file_never_changes_what_was_settled(draft: Application, slot: str) -> None:
    before = settled(desk().read(draft).facts)
    after = desk().read(with_file(draft, slot)).facts
    assert {fact: after[fact] for fact in before} == before


@given(finished)
def test_an_application_with_everything_given_is_complete(draft: Application) -> None:
    assert is_complete(desk().read(draft))


@given(drafts | finished, answers)
def test_a_complete_application_has_no_question_left(
    draft: Application, said: RegisterAnswer
) -> None:
    reading = desk(said).read(draft)
    if is_complete(reading):
        own = {name: state for name, state in reading.facts.items() if name[:7] != "vehicle"}
        assert settled(own) == own
        decision = decide(catalogue().programs["visit"], reading.facts, DAY, "release")
        assert decision.outcome is Outcome.ELIGIBLE
        assert all(due.is_due is True for due in decision.documents)


@given(drafts, answers)
def test_documents_are_due_as_the_decision_says(draft: Application, said: RegisterAnswer) -> None:
    reading = desk(said).read(draft)
    decision = decide(catalogue().programs["visit"], reading.facts, DAY, "release")
    if decision.is_open_to is True:
        for due in decision.documents:
            assert reading.due[due.id] == due.is_due
        named = {due.id for due in decision.documents}
        assert all(due is False for name, due in reading.due.items() if name not in named)


@given(drafts, answers)
def test_a_step_is_reachable_when_every_step_before_it_is_done(
    draft: Application, said: RegisterAnswer
) -> None:
    reading = desk(said).read(draft)
    states = steps_of(reading)
    is_clear = True
    for state, step in zip(states, reading.steps, strict=True):
        assert state.is_reachable == (is_clear and step.shown is True)
        is_clear = is_clear and step.is_done
    numbers = [one.number for one in states if one.status is not Status.HIDDEN]
    assert numbers == list(range(1, len(numbers) + 1))
    assert next_step(reading) in {one.id for one in states if one.is_reachable}


@given(drafts, st.sampled_from(list(STEP_FIELDS)), st.data())
def test_saving_the_same_texts_again_changes_only_the_revision(
    draft: Application, name: str, data: st.DataObject
) -> None:
    """A question that the first save uncovered is asked by the second, so there is none."""
    sent = data.draw(texts(STEP_FIELDS[name]))
    once = saved_step(desk(), draft, name, sent).application
    step = desk().read(once).step(name)
    assume(step and all(one.text is not None for one in step.questions() if one.shown is True))
    twice = saved_step(desk(), once, name, once.step(name).answers).application
    assert twice.step(name).answers == once.step(name).answers
    assert desk().read(twice).facts == desk().read(once).facts


@given(drafts, answers, st.sampled_from(list(Language)))
def test_every_application_can_be_shown_in_both_languages(
    draft: Application, said: RegisterAnswer, language: Language
) -> None:
    writer = Writer(catalogue(), desk(said).read(draft), language)
    for step in STEPS:
        form = step_form(writer, step.id)
        shown = {one.target for one in form.fields} | {one.id for one in form.documents}
        details = {detail.target for one in form.documents for detail in one.details}
        group = {f"f-{step.group.fact}"} if step.group else set()
        assert {line.target for line in form.errors} <= shown | details | group
    assert check_view(writer).is_complete == is_complete(writer.reading)
    assert STEPS[-1].kind is StepKind.CHECK

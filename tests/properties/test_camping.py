"""Laws of a form with checks across answers, for any order in which it is filled in.

A refused check takes facts away; so what holds is that a verdict never turns around, not that
each fact stays known. Source: design, section 5, laws 2 and 13.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.answers import Reading
from engine.decide.decision import decide
from engine.journey import is_complete, saved_step
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.check import CheckEffect
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.value import Unknown, is_known
from tests.support.camping import DAY, SERVICE, catalogue, desk, draft

STAY = {
    "stay.first_date": ["1/12/2026", "1/6/2027", "30/11/2026", ""],
    "stay.last_date": ["3/12/2026", "20/12/2026", "9/6/2027", "x"],
    "stay.tents": ["1", "2", "6", "99"],
    "stay.has_fire": ["yes", "no", ""],
    "stay.fire_date": ["2/12/2026", "3/6/2027", "1/1/2030"],
    "stay.has_stove": ["yes", "no"],
    "explain.long-stay": ["عمل", ""],
}
GUEST = {
    "name": ["سعد"],
    "is_child": ["yes", "no"],
    "birth_date": ["1/6/2026", "1/1/1990", "1/1/2015", ""],
    "explain.very-young": ["أمه", ""],
}


PLACE = {
    "place.region": ["coast", "desert", "", "sea"],
    "place.site": ["beach", "lagoon", "oasis", "dunes", ""],
    "place.activities": ["none", "diving", "hiking,riding", "none,hiking", "swimming"],
}


LICENCE = {
    "licence.is_local": ["yes", "no", ""],
    "licence.local_date": ["1/3/2024", "1/1/2015", "x"],
    "licence.foreign_month": ["3/2024", "9/1445", "11/2026", "1/2030"],
    "licence.first_year": ["2019", "1440", "", "19"],
}


def texts(fields: dict[str, list[str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: st.sampled_from(good) for name, good in fields.items()})


places = st.builds(StepEntry, answers=texts(PLACE), is_saved=st.just(True))
licences = st.builds(StepEntry, answers=texts(LICENCE), is_saved=st.just(True))
stays = st.builds(StepEntry, answers=texts(STAY), is_saved=st.just(True))
groups = st.builds(
    lambda found, is_complete: StepEntry(
        items=tuple(ItemEntry(f"i{at}", one) for at, one in enumerate(found)),
        is_saved=is_complete,
        is_complete=is_complete,
    ),
    st.lists(texts(GUEST), max_size=3),
    st.booleans(),
)
ENTRIES = {"stay": stays, "guests": groups, "place": places, "licence": licences}
drafts = st.builds(
    lambda steps: draft(**steps),
    st.fixed_dictionaries({}, optional=ENTRIES),
)


def decided(application: Application) -> tuple[Reading, Decision]:
    reading = desk().read(application)
    return reading, decide(catalogue().programs[SERVICE], reading.facts, DAY, "release")


def verdicts(decision: Decision) -> dict[str, Verdict]:
    return {one.id: one.verdict for one in decision.rules if one.verdict is not Verdict.UNKNOWN}


def is_refused(reading: Reading) -> bool:
    codes = [one.code for step in reading.steps for one in step.errors()]
    items = [item for step in reading.steps for item in step.items]
    codes += [one.error.code for item in items for one in item.fields if one.error]
    return any(code.startswith("refused:") for code in codes)


@given(drafts, stays, st.booleans())
def test_answering_more_never_turns_a_verdict_around(
    application: Application, stay: StepEntry, is_group_open: bool
) -> None:
    """The stay is saved before and after the guests: either way what was known stays so."""
    without = {name: entry for name, entry in application.steps.items() if name != "stay"}
    if is_group_open:
        without = {name: replace(one, is_complete=False) for name, one in without.items()}
    before = verdicts(decided(replace(application, steps=without))[1])
    after = verdicts(decided(replace(application, steps={**without, "stay": stay}))[1])
    for rule in before.keys() & after.keys():
        assert after[rule] is before[rule]


@given(drafts, places, stays, licences)
def test_saving_more_steps_never_turns_a_verdict_around(
    application: Application, place: StepEntry, stay: StepEntry, licence: StepEntry
) -> None:
    without = {name: entry for name, entry in application.steps.items() if name == "guests"}
    answered: list[dict[str, Verdict]] = []
    steps: dict[str, StepEntry] = {}
    for name, entry in (("licence", licence), ("place", place), ("stay", stay)):
        steps[name] = entry
        whole = replace(application, steps={**without, **steps})
        answered.append(verdicts(decided(whole)[1]))
    for before, after in pairwise(answered):
        assert {rule: after[rule] for rule in before.keys() & after.keys()} == {
            rule: before[rule] for rule in before.keys() & after.keys()
        }


@given(drafts)
def test_what_was_chosen_is_known_only_where_it_is_offered(application: Application) -> None:
    reading, _ = decided(application)
    step = reading.step("place")
    assert step is not None
    for one in step.fields:
        if one.offered is not None and is_known(one.state):
            chosen = one.state if isinstance(one.state, tuple) else (one.state,)
            assert set(chosen) <= set(one.offered)


@given(drafts)
def test_a_complete_application_is_never_undecided_and_nothing_in_it_is_refused(
    application: Application,
) -> None:
    reading, decision = decided(application)
    if is_complete(reading):
        assert decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}
        assert not is_refused(reading)
        for step in reading.steps:
            checks = {one.explanation for one in step.step.checks}
            asked = [one for one in step.fields if one.field.id in checks and one.shown is True]
            assert all(one.text for one in asked)


@given(drafts)
def test_a_refused_answer_is_unknown_in_every_reading(application: Application) -> None:
    reading, _ = decided(application)
    for step in reading.steps:
        for one in step.fields:
            if one.error is not None:
                assert isinstance(one.state, Unknown)
                if one.field.id in reading.facts:
                    assert isinstance(reading.facts[one.field.id], Unknown)


@given(drafts)
def test_each_question_that_is_not_known_to_be_hidden_agrees_with_its_fact(
    application: Application,
) -> None:
    reading, _ = decided(application)
    for step in reading.steps:
        for field in step.step.fields if step.step.group is None else ():
            one = step.field(field.id)
            assert one is not None
            if field.gives is None:
                assert reading.facts[field.id] == one.state


@given(licences)
def test_a_fact_of_two_fields_is_what_the_shown_one_says(entry: StepEntry) -> None:
    reading, _ = decided(draft(licence=entry))
    step = reading.step("licence")
    assert step is not None
    given = [one for one in step.fields if one.field.gives is not None]
    assert sum(one.shown is True for one in given) <= 1
    for one in given:
        if one.shown is True:
            assert reading.facts["licence.issue_date"] == one.state


@given(drafts, texts(STAY))
def test_saving_the_same_texts_again_changes_no_fact(
    application: Application, sent: dict[str, str]
) -> None:
    once = saved_step(desk(), application, "stay", sent).application
    twice = saved_step(desk(), once, "stay", once.step("stay").answers).application
    assert decided(twice)[0].facts == decided(once)[0].facts


def test_the_fixture_has_a_check_of_every_effect_on_a_step_and_on_items() -> None:
    for step in catalogue().services[SERVICE].steps[:2]:
        assert {one.effect for one in step.checks} == set(CheckEffect)

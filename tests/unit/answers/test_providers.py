"""One fact from several fields: known, absent, unknown, and contradicted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.answers.providers import Providers
from engine.model.lifecycle import Lifecycle, LifecycleState
from engine.model.service import FieldType, InFlight, Service
from engine.model.value import ABSENT, State, Unknown, is_known
from tests.support.camping import SERVICE, catalogue, desk, draft, saved
from tests.support.declared import SPAN, field, step, text

FIRST = field(FieldType.TEXT, "first", gives="shared")
SECOND = field(FieldType.TEXT, "second", gives="shared")
FACT = "licence.issue_date"


def service() -> Service:
    return Service(
        id="visit",
        title=text("Visit"),
        summary=text("Visit"),
        audience=text("All"),
        rules="visit",
        processing=None,
        open_to=(),
        ineligible_may_submit=True,
        steps=(step("one", FIRST), step("two", SECOND)),
        reviewer_sees=(),
        lifecycle=Lifecycle(
            "draft", (LifecycleState("draft", text("D"), None, False, SPAN),), (), SPAN
        ),
        draft_in_flight=InFlight.REBASE,
        issues=(),
        span=SPAN,
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a", ABSENT, "a"),
        (ABSENT, "b", "b"),
        (ABSENT, ABSENT, ABSENT),
        ("a", Unknown(), "a"),
        (ABSENT, Unknown(), None),
        (Unknown(), ABSENT, None),
        ("a", "a", "a"),
        ("a", "b", None),
    ],
)
def test_the_fact_is_what_one_of_them_says(
    first: State, second: State, expected: State | None
) -> None:
    providers = Providers(service())
    providers.fact_with(FIRST, first)
    found = providers.fact_with(SECOND, second)
    assert isinstance(found, Unknown) if expected is None else found == expected


def test_the_fact_is_unknown_while_a_field_was_not_read() -> None:
    providers = Providers(service())
    assert isinstance(providers.fact_with(FIRST, ABSENT), Unknown)


def test_only_another_known_value_contradicts() -> None:
    providers = Providers(service())
    providers.fact_with(FIRST, "a")
    assert providers.contradicts(SECOND, "b")
    assert not providers.contradicts(SECOND, "a")
    assert not providers.contradicts(SECOND, ABSENT)
    assert not providers.contradicts(FIRST, "c"), "an answer may be changed"


# In an application -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        ({"licence__is_local": "yes", "licence__local_date": "5/3/2024"}, date(2024, 3, 5)),
        ({"licence__is_local": "no", "licence__foreign_month": "3/2024"}, date(2024, 3, 1)),
        ({"licence__is_local": "yes", "licence__foreign_month": "3/2024"}, None),
        ({"licence__is_local": "", "licence__local_date": "5/3/2024"}, None),
    ],
)
def test_what_is_typed_into_a_hidden_field_gives_nothing(
    texts: dict[str, str], day: date | None
) -> None:
    fact = desk().read(draft(licence=saved(**texts))).facts[FACT]
    assert fact == day if day is not None else not is_known(fact)


def test_an_open_fact_is_named_by_its_own_name() -> None:
    fact = desk().read(draft(licence=saved(licence__is_local="yes"))).facts[FACT]
    assert isinstance(fact, Unknown)
    assert {cause.fact for cause in fact.causes} == {FACT}


def test_two_answers_that_differ_are_not_both_right() -> None:
    """No definition that was checked shows both; should one ever, nothing is decided by it."""
    program = catalogue().programs[SERVICE]
    local, foreign = (("licence", f"licence.{name}") for name in ("local_date", "foreign_month"))
    shown = replace(program.fields[foreign], shown_when=program.fields[local].shown_when)
    changed = replace(program, fields={**program.fields, foreign: shown})
    both = replace(desk(), catalogue=replace(catalogue(), programs={SERVICE: changed}))
    texts = {"licence__is_local": "yes", "licence__local_date": "5/3/2024"}
    reading = both.read(draft(licence=saved(**texts, licence__foreign_month="3/2024")))
    step = reading.step("licence")
    assert step is not None
    assert [(one.field, one.code) for one in step.errors()] == [
        ("licence.foreign_month", "differs")
    ]
    assert isinstance(reading.facts[FACT], Unknown)

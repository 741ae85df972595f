"""Checks across answers, as an application is read: refused, to be explained, warned of."""

from __future__ import annotations

from datetime import date

import pytest

from engine.answers import FieldReading, Reading, StepReading
from engine.journey import is_complete, open_parts, saved_item, saved_step, step_errors
from engine.model.application import Application, StepEntry
from engine.model.value import ABSENT, Items, Unknown
from tests.support.camping import LICENCE, PLACE, closed, desk, draft, saved

SHORT = {
    "stay__first_date": "1/12/2026",
    "stay__last_date": "3/12/2026",
    "stay__tents": "2",
    "stay__has_fire": "no",
    "stay__has_stove": "yes",
}
BABY = {"name": "سعد", "is_child": "yes", "birth_date": "1/6/2026"}


def stay(**changes: str) -> StepEntry:
    return saved(**{**SHORT, **changes})


def read(application: Application, step: str = "stay") -> StepReading:
    found = desk().read(application).step(step)
    assert found is not None
    return found


def errors(step: StepReading) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in step.errors()]


def question(step: StepReading, name: str) -> FieldReading:
    found = step.field(name)
    assert found is not None
    return found


def test_answers_that_hold_together_have_no_error() -> None:
    step = read(draft(stay=stay()))
    assert errors(step) == []
    assert step.notices == ()
    assert step.is_done


@pytest.mark.parametrize(("last", "is_refused"), [("30/11/2026", True), ("1/12/2026", False)])
def test_a_refused_check_is_an_error_beside_each_field_that_it_is_about(
    last: str, is_refused: bool
) -> None:
    step = read(draft(stay=stay(stay__last_date=last)))
    code = "refused:leaves-after-arriving"
    refused = [("stay.first_date", code), ("stay.last_date", code)]
    assert errors(step) == (refused if is_refused else [])


def test_refused_answers_are_unknown() -> None:
    facts = desk().read(draft(stay=stay(stay__last_date="1/11/2026"))).facts
    assert isinstance(facts["stay.first_date"], Unknown)
    assert isinstance(facts["stay.last_date"], Unknown)
    assert facts["stay.has_fire"] is False


def test_a_check_says_nothing_while_its_condition_is_unknown() -> None:
    step = read(draft(stay=stay(stay__first_date="x", stay__last_date="1/11/2026")))
    assert errors(step) == [("stay.first_date", "not-a-date")]


def test_a_check_does_nothing_where_what_it_is_about_is_hidden() -> None:
    """What was typed into a hidden field is kept, and is no answer."""
    entry = stay(stay__has_fire="no", stay__fire_date="1/1/2030")
    assert errors(read(draft(stay=entry))) == []


def test_a_question_that_a_refused_answer_shows_stays_on_the_page() -> None:
    entry = stay(stay__has_fire="yes", stay__fire_date="9/12/2026")
    step = read(draft(stay=entry))
    code = "refused:fire-during-the-stay"
    assert errors(step) == [("stay.has_fire", code), ("stay.fire_date", code)]
    assert question(step, "stay.fire_date").shown is True


def test_the_words_of_a_check_are_its_error() -> None:
    error = next(read(draft(stay=stay(stay__last_date="1/11/2026"))).errors())
    assert error.message.en == "The departure is before the arrival; correct one of the two"


def test_an_explanation_is_asked_while_the_condition_is_false() -> None:
    name = "explain.long-stay"
    assert question(read(draft(stay=stay())), name).shown is False
    step = read(draft(stay=stay(stay__last_date="20/12/2026")))
    assert question(step, name).shown is True
    assert errors(step) == [], "it was never asked"
    assert not step.is_done


def test_an_explanation_is_no_fact() -> None:
    entry = stay(stay__last_date="20/12/2026")
    entry.answers["explain.long-stay"] = "عمل"  # type: ignore[index]
    reading = desk().read(draft(stay=entry))
    assert "explain.long-stay" not in reading.facts
    assert reading.facts["stay.last_date"] == date(2026, 12, 20)
    assert question(read(draft(stay=entry)), "explain.long-stay").state == "عمل"
    assert read(draft(stay=entry)).is_done


def test_an_explanation_left_blank_or_too_long_is_an_error() -> None:
    long = {**stay(stay__last_date="20/12/2026").answers}
    blank = saved(**long, **{"explain.long-stay": ""})
    assert errors(read(draft(stay=blank))) == [("explain.long-stay", "required")]
    wordy = saved(**long, **{"explain.long-stay": "ع" * 201})
    assert errors(read(draft(stay=wordy))) == [("explain.long-stay", "too-long")]


def test_a_save_that_makes_an_explanation_due_asks_for_it_without_an_error() -> None:
    texts = {**stay(stay__last_date="20/12/2026").answers}
    after = saved_step(desk(), draft(), "stay", texts)
    assert step_errors(after, "stay") == ()
    sent = {**texts, "explain.long-stay": ""}
    again = saved_step(desk(), after.application, "stay", sent)
    assert [one.code for one in step_errors(again, "stay")] == ["required"]
    done = saved_step(desk(), again.application, "stay", {**sent, "explain.long-stay": "عمل"})
    assert step_errors(done, "stay") == ()


def test_an_explanation_is_kept_while_it_is_not_asked() -> None:
    texts = {**stay(stay__last_date="20/12/2026").answers, "explain.long-stay": "عمل"}
    long = saved_step(desk(), draft(), "stay", texts).application
    short = saved_step(desk(), long, "stay", dict(stay().answers)).application
    again = saved_step(desk(), short, "stay", dict(stay(stay__last_date="20/12/2026").answers))
    assert question(read(again.application), "explain.long-stay").state == "عمل"


def test_a_warning_is_a_notice_and_nothing_to_do() -> None:
    step = read(draft(stay=stay(stay__tents="6")))
    assert [one.id for one in step.notices] == ["many-tents"]
    assert step.is_done


def test_a_check_says_nothing_about_a_question_that_is_not_asked() -> None:
    fire = {"stay__has_fire": "yes", "stay__fire_date": "2/12/2026"}
    with_stove = read(draft(stay=stay(stay__tents="12")))
    with_fire = read(draft(stay=stay(stay__tents="12", **fire)))
    assert [one.id for one in with_stove.notices] == ["many-stoves", "many-tents"]
    assert [one.id for one in with_fire.notices] == ["many-tents"]


def test_what_is_hidden_is_not_named_as_open() -> None:
    late = stay(stay__has_fire="yes", stay__fire_date="9/12/2026")
    reading = desk().read(draft(stay=late, guests=closed(), place=PLACE, licence=LICENCE))
    assert [one.name for one in open_parts(reading)] == ["stay.has_fire", "stay.fire_date"]


def test_a_complete_application_has_no_refused_check_and_every_explanation() -> None:
    long = stay(stay__last_date="20/12/2026")
    application = draft(stay=long, guests=closed(), place=PLACE, licence=LICENCE)
    assert [one.name for one in open_parts(desk().read(application))] == ["explain.long-stay"]
    explained = saved(**long.answers, **{"explain.long-stay": "عمل"})
    assert is_complete(
        desk().read(draft(stay=explained, guests=closed(), place=PLACE, licence=LICENCE))
    )
    refused = stay(stay__last_date="1/11/2026")
    left = open_parts(
        desk().read(draft(stay=refused, guests=closed(), place=PLACE, licence=LICENCE))
    )
    assert [one.name for one in left] == ["stay.first_date", "stay.last_date"]


# Items ---------------------------------------------------------------------------------------


def test_a_check_of_a_group_is_read_for_each_item() -> None:
    grown = {"name": "علي", "is_child": "no", "birth_date": "1/1/1990"}
    wrong = {"name": "منى", "is_child": "no", "birth_date": "1/1/2020"}
    reading = desk().read(draft(stay=stay(), guests=closed(grown, wrong)))
    step = reading.step("guests")
    assert step is not None
    codes = [[one.error.code for one in item.fields if one.error] for item in step.items]
    assert codes == [[], ["refused:age-fits", "refused:age-fits"]]
    guests = reading.facts["guests"]
    assert isinstance(guests, Items)
    assert not guests.is_complete


def test_an_explanation_of_an_item_is_no_field_of_it() -> None:
    explained = {**BABY, "explain.very-young": "أمه"}
    open_group = desk().read(draft(stay=stay(), guests=closed(BABY), place=PLACE, licence=LICENCE))
    done = desk().read(draft(stay=stay(), guests=closed(explained), place=PLACE, licence=LICENCE))
    assert not is_complete(open_group)
    assert is_complete(done)
    guests = done.facts["guests"]
    assert isinstance(guests, Items)
    assert set(guests.items[0]) == {"name", "is_child", "birth_date"}


def test_an_item_that_makes_an_explanation_due_is_saved_and_asks_for_it() -> None:
    item = f"{1:016x}"
    base = draft(stay=stay())
    after = saved_item(desk(), base, "guests", item, BABY)
    assert isinstance(after, Reading)
    assert step_errors(after, "guests", item) == ()
    step = after.step("guests")
    assert step is not None
    saved_one = step.item(item)
    assert saved_one is not None
    assert not saved_one.is_whole


def test_an_item_has_notices_of_its_own() -> None:
    old = {"name": "صالح", "is_child": "no", "birth_date": "1/1/1920"}
    step = read(draft(stay=stay(), guests=closed(old)), "guests")
    assert [one.id for one in step.items[0].notices] == ["many-candles"]
    assert step.notices == ()


def test_what_a_refused_answer_had_settled_is_unknown_as_well() -> None:
    """Whether there is a fire may be what is wrong, so whether a stove is asked for is open."""
    quiet = desk().read(draft(stay=stay())).facts
    assert (quiet["stay.fire_date"], quiet["stay.has_stove"]) == (ABSENT, True)
    late = stay(stay__has_fire="yes", stay__fire_date="9/12/2026")
    facts = desk().read(draft(stay=late)).facts
    assert isinstance(facts["stay.has_fire"], Unknown)
    assert isinstance(facts["stay.has_stove"], Unknown)
    assert not read(draft(stay=late)).is_done

from dataclasses import replace

import pytest

from engine.answers import FieldError, Reading
from engine.journey import (
    Status,
    closed_group,
    kept_texts,
    new_item,
    removed_item,
    saved_item,
    saved_step,
    step_errors,
    steps_of,
    uncovered,
)
from engine.model.application import Application, StepEntry
from tests.support.visits import application, desk, with_file

VISIT = {"visit.purpose": "work", "visit.day": "1/12/2026", "visit.guests": "0"}
GUEST = {"name": "سعد", "is_minor": "no"}


def save(draft: Application, step: str, /, **texts: str) -> Application:
    sent = {name.replace("__", "."): text for name, text in texts.items()}
    return saved_step(desk(), draft, step, sent).application


def visited(**changes: str) -> Application:
    sent = VISIT | {name.replace("__", "."): text for name, text in changes.items()}
    return saved_step(desk(), application(), "visit", sent).application


def status(reading: Reading, step: str) -> Status:
    return next(one.status for one in steps_of(reading) if one.id == step)


def item(draft: Application, name: str, /, **texts: str) -> Application:
    reading = saved_item(desk(), draft, "guests", name, texts)
    assert isinstance(reading, Reading)
    return reading.application


# Steps -------------------------------------------------------------------------------------


def test_saving_keeps_what_was_typed_as_it_was_typed() -> None:
    draft = visited(visit__guests=" ٠ ")
    entry = draft.step("visit")
    assert entry.answers["visit.guests"] == "٠"
    assert entry.is_saved
    assert entry.revision == 1


def test_each_save_counts_one_revision() -> None:
    draft = save(visited(), "visit", **{"visit.purpose": "work"})
    assert draft.step("visit").revision == 2


def test_a_question_left_out_is_blank() -> None:
    draft = save(application(), "visit", visit__purpose="work")
    assert draft.step("visit").answers["visit.guests"] == ""
    codes = [(one.field, one.code) for one in step_errors(desk().read(draft), "visit")]
    assert codes == [("visit.day", "required"), ("visit.guests", "required")]


def test_texts_that_the_step_does_not_ask_are_ignored() -> None:
    draft = save(visited(), "visit", **VISIT, person__name="x", visit__secret="y")
    assert set(draft.step("visit").answers) == set(VISIT)


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(KeyError):
        saved_step(desk(), application(), "nowhere", {})


def test_a_question_that_the_save_uncovers_was_not_asked_yet() -> None:
    reading = saved_step(desk(), application(), "visit", VISIT | {"visit.purpose": "other"})
    assert "visit.reason" not in reading.application.step("visit").answers
    assert step_errors(reading, "visit") == ()
    assert status(reading, "visit") is Status.STARTED


def test_a_question_uncovered_and_sent_at_once_is_answered() -> None:
    """A page with a script shows it before the button is pressed."""
    sent = VISIT | {"visit.purpose": "other", "visit.reason": "x"}
    reading = saved_step(desk(), application(), "visit", sent)
    assert status(reading, "visit") is Status.SAVED


def test_what_was_typed_into_a_hidden_field_is_kept_and_offered_again() -> None:
    draft = visited(visit__purpose="other", visit__reason="a long story")
    draft = save(draft, "visit", **VISIT)
    assert draft.step("visit").answers["visit.reason"] == "a long story"
    draft = save(draft, "visit", **{**VISIT, "visit.purpose": "other"})
    assert draft.step("visit").answers["visit.reason"] == "a long story"


def test_a_blank_field_that_is_hidden_is_forgotten() -> None:
    draft = visited(visit__purpose="other", visit__reason="")
    draft = save(draft, "visit", **VISIT)
    assert "visit.reason" not in draft.step("visit").answers


@pytest.mark.parametrize("text", ["x" * 10_000_000, "\x00" * 10_000_000 + "x"])
def test_of_a_text_far_too_long_the_beginning_is_kept_and_stays_wrong(text: str) -> None:
    """Even where cleaning what is kept would leave little of it."""
    draft = visited(visit__purpose="other", visit__reason=text)
    kept = draft.step("visit").answers["visit.reason"]
    assert len(kept) < 30_000
    assert "\x00" not in kept
    assert [one.code for one in step_errors(desk().read(draft), "visit")] == ["too-long"]


def test_characters_that_a_database_refuses_are_not_kept() -> None:
    draft = visited(visit__purpose="other", visit__reason="a\x00b\ud800c")
    assert draft.step("visit").answers["visit.reason"] == "abc"


# Language switch ---------------------------------------------------------------------------


def test_switching_the_language_keeps_text_and_does_not_save() -> None:
    reading = kept_texts(desk(), application(), "visit", {"visit.guests": "3"})
    entry = reading.application.step("visit")
    assert entry.answers["visit.guests"] == "3"
    assert not entry.is_saved
    assert entry.revision == 1


def test_changing_a_saved_text_before_switching_unsaves_the_step() -> None:
    reading = kept_texts(desk(), visited(), "visit", VISIT | {"visit.guests": "3"})
    assert not reading.application.step("visit").is_saved


def test_switching_without_a_change_changes_nothing() -> None:
    draft = visited()
    assert kept_texts(desk(), draft, "visit", VISIT).application == draft


# Uncovering --------------------------------------------------------------------------------


def with_guest() -> Application:
    draft = item(visited(visit__guests="1"), "a", **GUEST)
    draft = with_file(draft, "guests.a.card")
    reading = closed_group(desk(), draft, "guests")
    assert isinstance(reading, Reading)
    return reading.application


def test_a_step_that_an_answer_uncovers_is_unsaved_until_saved_again() -> None:
    draft = save(with_guest(), "visit", **VISIT)
    assert draft.step("guests").is_complete
    draft = save(draft, "visit", **{**VISIT, "visit.guests": "1"})
    entry = draft.step("guests")
    assert not entry.is_saved
    assert not entry.is_complete
    assert entry.items[0].answers["name"] == "سعد"


def test_a_step_that_stays_shown_stays_saved() -> None:
    draft = save(with_guest(), "visit", **{**VISIT, "visit.guests": "2"})
    assert draft.step("guests").is_complete


def test_a_change_made_elsewhere_uncovers_too() -> None:
    hidden = replace(with_guest(), steps={**with_guest().steps, "visit": visited().step("visit")})
    reading = uncovered(desk(), desk().read(hidden), with_guest())
    assert not reading.application.step("guests").is_complete


# Groups ------------------------------------------------------------------------------------


def test_an_item_is_added_and_its_group_is_open() -> None:
    draft = item(with_guest(), "b", **GUEST)
    entry = draft.step("guests")
    assert [one.id for one in entry.items] == ["a", "b"]
    assert not entry.is_complete


def test_saving_an_item_again_replaces_its_texts() -> None:
    draft = item(with_guest(), "a", **{**GUEST, "name": "نورة"})
    assert [one.answers["name"] for one in draft.step("guests").items] == ["نورة"]


def test_an_item_beyond_the_most_is_refused() -> None:
    draft = visited(visit__guests="1")
    for name in "abc":
        draft = item(draft, name, **GUEST)
    refused = saved_item(desk(), draft, "guests", "d", GUEST)
    assert isinstance(refused, FieldError)
    assert refused.code == "too-many-items"
    assert isinstance(saved_item(desk(), draft, "guests", "c", GUEST), Reading)


def test_errors_of_an_item_are_its_own() -> None:
    reading = saved_item(desk(), visited(visit__guests="1"), "guests", "a", {"is_minor": "no"})
    assert isinstance(reading, Reading)
    codes = [(one.field, one.code) for one in step_errors(reading, "guests", "a")]
    assert codes == [("name", "required"), ("card", "required")]


def test_a_new_item_shows_no_errors_and_is_not_kept() -> None:
    draft = visited(visit__guests="1")
    reading = new_item(desk(), draft, "guests", "a")
    assert step_errors(reading, "guests", "a") == ()
    assert draft.step("guests").items == ()


def test_removing_an_item_removes_its_files() -> None:
    draft = removed_item(desk(), with_guest(), "guests", "a").application
    assert draft.step("guests").items == ()
    assert draft.evidence == ()
    assert not draft.step("guests").is_complete


def test_that_is_all_closes_a_whole_group() -> None:
    assert with_guest().step("guests").is_complete


def test_a_group_with_an_item_that_is_not_whole_is_not_closed() -> None:
    draft = item(visited(visit__guests="1"), "a", name="سعد")
    errors = closed_group(desk(), draft, "guests")
    assert isinstance(errors, tuple)
    assert [(one.field, one.code) for one in errors] == [("guests.a", "item-not-whole")]


def test_a_group_with_too_few_items_is_not_closed() -> None:
    errors = closed_group(desk(), visited(visit__guests="1"), "guests")
    assert isinstance(errors, tuple)
    assert [one.code for one in errors] == ["too-few-items"]


def test_a_step_never_saved_has_no_errors() -> None:
    assert step_errors(desk().read(application(visit=StepEntry())), "visit") == ()

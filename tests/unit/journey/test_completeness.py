from dataclasses import replace

import pytest

from engine.journey import OpenPart, Part, is_complete, open_parts
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.register import RegisterAnswer
from tests.support.visits import (
    NOT_KNOWN,
    SILENT,
    VISITOR,
    application,
    desk,
    saved,
    with_file,
)

GUEST = ItemEntry("a", {"name": "سعد", "is_minor": "no", "card": ""})


def complete() -> Application:
    draft = application(
        visit=saved(visit__purpose="work", visit__day="1/12/2026", visit__guests="1"),
        guests=StepEntry(items=(GUEST,), is_saved=True, is_complete=True),
        contact=saved(contact__email="", contact__mobile="0501234567"),
        papers=saved(documents__letter__issue_date="1/11/2026"),
        terms=saved(accepted="yes"),
    )
    for slot in ("guests.a.card", "documents.letter", "documents.photo"):
        draft = with_file(draft, slot)
    return draft


def open_in(draft: Application, answer: RegisterAnswer = VISITOR) -> tuple[OpenPart, ...]:
    return open_parts(desk(answer).read(draft))


def without_step(name: str) -> Application:
    draft = complete()
    return replace(draft, steps={**draft.steps, name: StepEntry()})


def without_file(slot: str) -> Application:
    draft = complete()
    return replace(draft, evidence=tuple(one for one in draft.evidence if one.slot != slot))


def test_an_application_is_complete_when_nothing_is_open() -> None:
    assert open_in(complete()) == ()
    assert is_complete(desk().read(complete()))


@pytest.mark.parametrize("step", ["visit", "contact", "papers", "terms"])
def test_a_step_that_is_not_saved_is_open(step: str) -> None:
    assert OpenPart(Part.STEP, step, step) in open_in(without_step(step))


def test_a_group_that_is_not_closed_is_open() -> None:
    assert open_in(without_step("guests")) == (OpenPart(Part.GROUP, "guests", "guests"),)


def test_an_item_without_its_file_is_open_and_so_is_its_group() -> None:
    assert open_in(without_file("guests.a.card")) == (
        OpenPart(Part.ITEM, "a", "guests"),
        OpenPart(Part.GROUP, "guests", "guests"),
    )


def test_a_due_document_that_is_not_supplied_is_open() -> None:
    found = open_in(without_file("documents.letter"))
    assert found == (OpenPart(Part.DOCUMENT, "letter", "papers"),)


def test_a_wrong_answer_is_open() -> None:
    draft = complete()
    contact = saved(contact__email="n@", contact__mobile="0501234567")
    draft = replace(draft, steps={**draft.steps, "contact": contact})
    assert open_in(draft) == (OpenPart(Part.FIELD, "contact.email", "contact"),)


def test_a_step_whose_condition_is_unknown_is_open() -> None:
    assert OpenPart(Part.STEP, "guests", "guests") in open_in(without_step("visit"))


def test_a_register_that_is_silent_or_holds_no_record_is_open() -> None:
    assert open_in(complete(), SILENT) == (OpenPart(Part.REGISTER_SILENT, "person", None),)
    assert open_in(complete(), NOT_KNOWN) == (OpenPart(Part.NOT_ON_RECORD, "person", None),)


def test_a_due_document_that_no_step_asks_for_keeps_an_application_open() -> None:
    """The badge is due from 2030 on; no step of this service asks for it."""
    day = complete().created_at.date().replace(year=2030)
    assert OpenPart(Part.DOCUMENT, "badge", None) in open_parts(desk(VISITOR, day).read(complete()))

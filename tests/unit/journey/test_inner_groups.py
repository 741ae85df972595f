"""Saving, removing and closing what an item holds."""

from __future__ import annotations

import pytest

from engine.answers import FieldError, Reading
from engine.journey import closed_group, is_complete, removed_item, saved_item
from engine.journey.corrections import is_slot_named
from engine.model.application import StepEntry
from engine.model.value import Unknown
from tests.support.skipper import GULL, VOYAGE, boat, desk, draft

WHOLE = StepEntry(items=tuple(boat("a", VOYAGE)), is_saved=True, is_complete=True, revision=1)


def test_a_step_is_done_once_everything_in_it_is_closed() -> None:
    assert is_complete(desk().read(draft(WHOLE)))


def test_an_inner_item_opens_its_group_and_the_one_around() -> None:
    after = saved_item(desk(), draft(WHOLE), "boats", "a.voyages.2", VOYAGE)
    assert isinstance(after, Reading)
    (step,) = after.steps[:1]
    voyages, repairs = step.items[0].groups
    assert (voyages.is_group_complete, repairs.is_group_complete) == (False, True)
    assert not step.is_done
    assert isinstance(after.facts["boats"], Unknown) or not step.is_group_complete


def test_saving_the_item_around_leaves_what_it_holds_closed() -> None:
    after = saved_item(desk(), draft(WHOLE), "boats", "a", {**GULL, "seats": "7"})
    assert isinstance(after, Reading)
    assert after.steps[0].items[0].is_whole


def test_an_item_holds_no_more_than_it_may() -> None:
    full = StepEntry(items=tuple(boat("a", VOYAGE, VOYAGE, VOYAGE)))
    after = saved_item(desk(), draft(full), "boats", "a.voyages.4", VOYAGE)
    assert isinstance(after, FieldError)
    assert after.code == "too-many-items"


@pytest.mark.parametrize("item", ["b.voyages.1", "a.crew.1", "a.voyages", "a.voyages.1.x.1"])
def test_nothing_is_kept_inside_what_is_not_there(item: str) -> None:
    with pytest.raises(KeyError):
        saved_item(desk(), draft(WHOLE), "boats", item, VOYAGE)


def test_a_group_with_too_few_or_an_open_item_is_not_closed() -> None:
    few = StepEntry(items=tuple(boat("a", is_all=False)))
    errors = closed_group(desk(), draft(few), "boats", "a.voyages")
    assert isinstance(errors, tuple)
    assert [one.code for one in errors] == ["too-few-items"]
    wrong = StepEntry(items=tuple(boat("a", {**VOYAGE, "aboard": "9"}, is_all=False)))
    errors = closed_group(desk(), draft(wrong), "boats", "a.voyages")
    assert isinstance(errors, tuple)
    assert [one.field for one in errors] == ["boats.voyages.a.voyages.1"]
    around = closed_group(desk(), draft(wrong), "boats")
    assert isinstance(around, tuple)
    assert [one.field for one in around] == ["boats.a"]


def test_what_a_removed_item_held_is_gone() -> None:
    items = (*boat("a", VOYAGE), *boat("b", VOYAGE))
    after = removed_item(desk(), draft(StepEntry(items=items)), "boats", "a")
    assert after.application.step("boats").items == tuple(boat("b", VOYAGE))


def test_a_correction_of_the_group_is_one_of_what_its_items_hold() -> None:
    reading = desk().read(draft(WHOLE))
    assert is_slot_named(reading, ("boats",), "boats.a.voyages.1.logbook")
    assert not is_slot_named(reading, (), "boats.a.voyages.1.logbook")


def test_a_file_of_an_inner_item_is_of_no_other() -> None:
    texts = {**VOYAGE, "in_charge": "yes", "logbook": ""}
    items = (*boat("a", texts), *boat("b", texts))
    step = desk().read(draft(StepEntry(items=items, is_saved=True))).steps[0]
    inner = (one for item in step.items for group in item.groups for one in group.items)
    slots = [one.slot for item in inner for one in item.fields if one.field.id == "logbook"]
    assert slots == ["boats.a.voyages.1.logbook", "boats.b.voyages.1.logbook"]

"""Saving, removing and closing what an item holds."""

from __future__ import annotations

import pytest

from engine.answers import FieldError, Reading
from engine.definitions.read import read_files
from engine.journey import Desk, closed_group, is_complete, removed_item, saved_item
from engine.journey.corrections import is_slot_named
from engine.journey.trial import Tryout
from engine.model.application import ItemEntry, StepEntry
from engine.model.value import Items, State, Unknown
from tests.support import skipper
from tests.support.camping import DAY, living_in
from tests.support.skipper import FILE, GULL, VOYAGE, boat, desk, draft
from tests.support.visitors import edited

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


# Groups that not every item holds ---------------------------------------------------------------

DINGHY = {**GULL, "seats": "2"}
"""A boat of two seats, of whose repairs nobody is asked."""


def held(reading: Reading, name: str) -> State:
    state = reading.facts["boats"]
    assert isinstance(state, Items)
    return state.items[0][name]


def with_repair(seats: str) -> StepEntry:
    """A closed boat with a voyage and a repair."""
    texts = {**GULL, "seats": seats}
    first, *rest = boat("a", VOYAGE, texts=texts)
    repair = ItemEntry("a.repairs.1", {"what": "Mast"})
    return StepEntry(items=(first, repair, *rest), is_saved=True, is_complete=True)


def test_an_item_that_holds_no_such_group_is_whole_without_it() -> None:
    entry = StepEntry(items=tuple(boat("a", VOYAGE, texts=DINGHY, is_all=False)))
    after = closed_group(desk(), draft(entry), "boats", "a.voyages")
    assert isinstance(after, Reading)
    closed = closed_group(desk(), after.application, "boats")
    assert isinstance(closed, Reading)
    assert is_complete(closed)
    assert [one.step.id for one in closed.steps[0].items[0].groups] == ["boats.voyages"]


def test_what_was_typed_there_counts_for_nothing_and_is_kept() -> None:
    assert held(desk().read(draft(with_repair("2"))), "repairs") == ()
    assert held(desk().read(draft(with_repair("3"))), "repairs") == ({"what": "Mast"},)


def test_a_group_that_an_answer_uncovers_is_open_until_it_is_closed_again() -> None:
    smaller = saved_item(desk(), draft(with_repair("6")), "boats", "a", DINGHY)
    assert isinstance(smaller, Reading)
    assert smaller.steps[0].items[0].is_whole
    again = saved_item(desk(), smaller.application, "boats", "a", GULL)
    assert isinstance(again, Reading)
    (item,) = again.steps[0].items
    assert [one.is_group_complete for one in item.groups] == [True, False]
    assert [one.id for one in item.groups[1].items] == ["a.repairs.1"]
    closed = closed_group(desk(), again.application, "boats", "a.repairs")
    assert isinstance(closed, Reading)
    assert closed.steps[0].items[0].is_whole


def test_nothing_is_done_in_a_group_that_is_not_shown() -> None:
    with pytest.raises(KeyError):
        saved_item(desk(), draft(with_repair("2")), "boats", "a.repairs.2", {"what": "Sail"})
    with pytest.raises(KeyError):
        closed_group(desk(), draft(with_repair("2")), "boats", "a.repairs")


def test_while_nobody_knows_whether_an_item_holds_a_group_it_is_not_whole() -> None:
    reading = desk().read(draft(with_repair("many")))
    (item,) = reading.steps[0].items
    assert isinstance(item.held["repairs"], Unknown)
    assert not item.is_whole
    assert held(reading, "seats") == held(reading, "repairs")


@pytest.mark.parametrize("zone", ["A", "B", None])
def test_whether_an_item_holds_a_group_may_hang_on_a_register(zone: str | None) -> None:
    """Of a person of whom no register says anything, no question is asked over and over."""
    shown = "shown_when: item.seats > 2", 'shown_when: resident.zone = "A"'
    other = read_files(edited(dict(skipper.files()), FILE, *shown))
    snapshot = {} if zone is None else {"resident": living_in(zone)}
    before = Desk(other, snapshot, DAY)
    boats = {"boats": StepEntry(items=tuple(boat("a", VOYAGE)), is_saved=True, is_complete=True)}
    trial = Tryout(before, other.services[skipper.SERVICE], "", is_of_person=False)
    found = trial.of(boats, "b")
    assert found.asked is None
    assert isinstance(found.reading.steps[0].items[0].held["repairs"], Unknown) is (zone is None)


# Checks of inner items --------------------------------------------------------------------------


def test_a_check_warns_beside_the_inner_item_that_it_is_about() -> None:
    long = {**VOYAGE, "returned": "1/7/2025"}
    step = desk().read(draft(StepEntry(items=tuple(boat("a", VOYAGE, long))))).steps[0]
    notices = [[one.id for one in item.notices] for item in step.items[0].groups[0].items]
    assert notices == [[], ["long-at-sea"]]
    assert step.items[0].is_whole


@pytest.mark.parametrize(
    ("effect", "is_whole", "fields"), [("refuse", False, 5), ("explain", False, 6)]
)
def test_a_check_of_an_inner_item_is_as_any_other(effect: str, is_whole: bool, fields: int) -> None:
    files = edited(dict(skipper.files()), FILE, "effect: warn", f"effect: {effect}")
    other = Desk(read_files(files), {"resident": living_in("A")}, DAY)
    long = {**VOYAGE, "returned": "1/7/2025"}
    entry = StepEntry(items=tuple(boat("a", long)), is_saved=True, is_complete=True)
    (item,) = other.read(draft(entry)).steps[0].items[0].groups[0].items
    assert (item.is_whole, len(item.fields)) == (is_whole, fields)
    saved = saved_item(
        other, draft(entry), "boats", "a.voyages.1", {**long, "explain.long-at-sea": "A storm"}
    )
    assert isinstance(saved, Reading)
    (item,) = saved.steps[0].items[0].groups[0].items
    assert item.is_whole is (effect == "explain")

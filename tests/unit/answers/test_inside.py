"""Groups inside the items of a group: where what they hold is kept."""

from __future__ import annotations

from engine.answers import entry_inside, holder_of, outer_items, with_all, without
from engine.answers.inside import is_all_of
from engine.model.application import ItemEntry, StepEntry
from tests.support.skipper import VOYAGE, boat

ENTRY = StepEntry(items=(*boat("a", VOYAGE, VOYAGE), *boat("ab", VOYAGE, is_all=False)), revision=3)


def ids(items: tuple[ItemEntry, ...]) -> list[str]:
    return [one.id for one in items]


def test_the_items_of_the_step_are_those_inside_none() -> None:
    assert ids(outer_items(ENTRY)) == ["a", "ab"]
    assert (holder_of("a"), holder_of("a.voyages.1")) == (None, "a.voyages")


def test_a_group_inside_an_item_is_kept_as_a_group_of_its_own() -> None:
    held = entry_inside(ENTRY, "a.voyages")
    assert ids(held.items) == ["a.voyages.1", "a.voyages.2"]
    assert (held.is_complete, held.revision) == (True, 3)
    assert not entry_inside(ENTRY, "ab.voyages").is_complete
    assert entry_inside(ENTRY, "a.crew").items == ()


def test_an_item_goes_with_all_that_it_holds_and_no_other_does() -> None:
    assert ids(without(ENTRY, "a")) == ["ab", "ab.voyages.1"]


def test_without_an_inner_item_its_group_is_open_and_its_holder_stays() -> None:
    left = ids(without(ENTRY, "a.voyages.1"))
    assert "a" in left
    assert "a.voyages" not in left
    assert "a.repairs" in left


def test_that_it_is_all_is_said_once() -> None:
    twice = with_all(StepEntry(items=with_all(ENTRY, "ab.voyages")), "ab.voyages")
    assert ids(twice).count("ab.voyages") == 1
    assert is_all_of("ab.voyages", "ab.voyages.1")
    assert not is_all_of("ab", "ab.voyages")

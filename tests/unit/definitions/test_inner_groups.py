"""What is wrong with a group inside the items of a group, and where."""

from __future__ import annotations

import pytest

from engine.definitions.read import read_files
from engine.model.problem import DefinitionError, Problem
from engine.model.types import Kind
from tests.support import skipper
from tests.support.skipper import FILE, SERVICE, catalogue
from tests.support.visitors import edited

ITEM = "item: {ar: رحلة, en: Voyage}"
PURPOSE = "purpose: {ar: نعرف بها خبرتك, en: They tell us what you can do}"
TITLE = "title: {ar: الرحلات, en: Voyages}"
SHOWN = "shown_when: item.seats > 2"
CONDITION = 'condition: item.returned <= item.left + duration("P60D")'
WARN = f"effect: warn\n            about: [returned]\n            {CONDITION}"
NEVER = "condition: item.aboard > 3"


def problems(old: str, new: str) -> list[Problem]:
    with pytest.raises(DefinitionError) as caught:
        read_files(edited(dict(skipper.files()), FILE, old, new))
    return list(caught.value.problems)


def test_what_an_item_holds_is_a_list_of_items() -> None:
    held = catalogue().programs[SERVICE].facts["boats"].type.field("voyages")
    assert held is not None
    assert (held.kind, held.most) == (Kind.LIST, 3)
    assert str(held) == "list of item of boats.voyages"


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("- id: repairs", "- id: seats", "D101", "field `seats` appears twice"),
        ("max_items: 3", "max_items: 0", "D025", ""),
        ("min_items: 1\n        max_items: 3", "min_items: 4\n        max_items: 3", "D034", ""),
        ("from: item.left", "from: item.seats", "E204", ""),
        ("shown_when: in_charge", "shown_when: seats > 2", "E201", "unknown name `seats`"),
        (
            "range: {to: decision_date}, label: {ar: يوم الإ",
            "range: {to: item.returned}, label: {ar: يوم الإ",
            "D122",
            "asked later",
        ),
        ("from: 1, to: 12", "from: count(item.voyages), to: 12", "D122", "asked later"),
        ("in_charge, type: yes_no", "in_charge, type: application of any", "D241", ""),
        (PURPOSE, "intro: {ar: أ, en: a}", "D125", "nothing reads `what`"),
        (ITEM, f"{ITEM}\n        groups: []", "D020", "has no key `groups`"),
        ("kind: check\n", "kind: check\n    groups: []\n", "D028", "`groups` has no place here"),
        (TITLE, f"{TITLE}\n        kind: group", "D020", "has no key `kind`"),
        (SHOWN, "shown_when: item.seats > 12", "D120", "step `boats.repairs` is never shown"),
        (SHOWN, "shown_when: count(item.repairs) > 0", "D122", "is what is asked here"),
        (TITLE, f"{TITLE}\n        shown_when: count(item.repairs) > 0", "D122", "asked later"),
        (SHOWN, "shown_when: count(boats) > 1", "D122", "`boats` is what is asked here"),
        (SHOWN, "shown_when: item.what != null", "E204", ""),
        ("id: long-at-sea", "id: a-seat-for-each", "D101", "check `a-seat-for-each` appears twice"),
        (
            "about: [returned]",
            "about: [seats]",
            "D160",
            "step `boats.voyages` has no field `seats`",
        ),
        (CONDITION, "condition: count(boats) > 1", "D161", "is not given before"),
        (WARN, f"effect: refuse\n            about: [returned]\n            {NEVER}", "D162", ""),
    ],
)
def test_a_fault_is_told_where_it_is(old: str, new: str, code: str, message: str) -> None:
    found = problems(old, new)
    assert code in [one.code for one in found if message in one.message], found


def test_an_item_may_hold_a_group_or_not_by_its_fields_and_by_groups_before() -> None:
    before = f"{SHOWN} and count(item.voyages) > 1"
    held = read_files(edited(dict(skipper.files()), FILE, SHOWN, before)).programs[SERVICE].held
    assert set(held) == {"boats.repairs"}


def test_no_text_says_what_an_item_holds() -> None:
    item = '{ar: "{item.voyages}", en: "{item.voyages}"}'
    lists = f"{{boats: {{each: boats, item: {item}}}}}"
    intro = f'intro: {{ar: "{{boats}}", en: "{{boats}}", lists: {lists}}}'
    (found,) = problems("kind: check\n", f"kind: check\n    {intro}\n")
    assert found.code == "D157"
    assert "group inside an item" in found.message

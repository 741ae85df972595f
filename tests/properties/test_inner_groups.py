"""Laws of groups inside items, for any items and whichever of them are said to be all.

Source: design, section 5, laws 1, 2 and 5.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.history.values import known, stored
from engine.decide.decision import decide
from engine.model.application import ItemEntry, StepEntry
from engine.model.decision import Decision, Verdict
from engine.model.value import Items, is_known
from tests.support import skipper
from tests.support.camping import DAY
from tests.support.skipper import SERVICE, VOYAGE, catalogue, desk, draft

voyages = st.lists(
    st.builds(
        lambda returned, in_charge: {**VOYAGE, "returned": returned, "in_charge": in_charge},
        st.sampled_from(["3/4/2025", "3/6/2025", ""]),
        st.sampled_from(["yes", "no"]),
    ),
    max_size=4,
)
boats = st.lists(st.tuples(voyages, st.booleans()), max_size=3)


def entry(made: list[tuple[list[dict[str, str]], bool]], is_all: bool = True) -> StepEntry:
    items: list[ItemEntry] = []
    for at, (inner, is_closed) in enumerate(made):
        items += skipper.boat(f"b{at}", *inner, is_all=is_closed)
    return StepEntry(items=tuple(items), is_saved=True, is_complete=is_all)


def decided(step: StepEntry) -> Decision:
    facts = desk().read(draft(step)).facts
    return decide(catalogue().programs[SERVICE], facts, DAY, "")


@given(made=boats, is_all=st.booleans())
def test_nothing_is_known_while_anything_is_open(
    made: list[tuple[list[dict[str, str]], bool]], is_all: bool
) -> None:
    fact = desk().read(draft(entry(made, is_all))).facts["boats"]
    assert isinstance(fact, Items)
    is_whole = is_all and made and all(closed and inner for inner, closed in made)
    reading = desk().read(draft(entry(made, is_all))).step("boats")
    assert reading is not None
    assert fact.is_complete is (bool(is_whole) and all(one.is_whole for one in reading.items))
    if not fact.is_complete:
        verdicts = set(decided(entry(made, is_all)).verdicts.values())
        assert verdicts == {Verdict.UNKNOWN}


@given(made=boats)
def test_closing_what_is_open_never_turns_a_verdict(
    made: list[tuple[list[dict[str, str]], bool]],
) -> None:
    before = decided(entry(made))
    after = decided(entry([(inner, True) for inner, _ in made]))
    for rule, verdict in before.verdicts.items():
        assert verdict in (Verdict.UNKNOWN, after.verdicts[rule])


@given(made=boats)
def test_a_table_of_past_applications_keeps_what_items_hold(
    made: list[tuple[list[dict[str, str]], bool]],
) -> None:
    fact = desk().read(draft(entry(made))).facts["boats"]
    type_ = catalogue().programs[SERVICE].facts["boats"].type
    assert isinstance(fact, Items)
    if fact.is_complete:
        assert is_known(fact)
        assert known(stored(fact, type_, True, 0), type_, True) == fact

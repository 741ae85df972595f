"""Groups that not every item holds, as analyses see them: shown or not, of nobody, and changed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.analysis.coverage import gaps
from engine.analysis.meaning.meaning import meaning_of
from engine.analysis.proofs import Prover
from engine.analysis.proving.finding import Code
from engine.analysis.proving.service import findings_of
from engine.analysis.scenarios import run_scenarios
from engine.analysis.whole import worlds
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.expressions.evaluate import Evaluation
from engine.model.value import Items, State
from tests.support import skipper
from tests.support.camping import DAY
from tests.support.skipper import FILE, SERVICE
from tests.support.visitors import PROVER, edited

SHOWN = "shown_when: item.seats > 2"


def changed(shown: str) -> Catalogue:
    return read_files(edited(dict(skipper.files()), FILE, SHOWN, shown))


def test_scenarios_are_to_show_an_item_that_holds_it_and_one_that_does_not() -> None:
    catalogue = skipper.catalogue()
    found = [one for one in run_scenarios(catalogue) if one.scenario.service == SERVICE]
    assert not [
        gap for gap in gaps(catalogue, tuple(found), PROVER) if "`boats.repairs`" in str(gap)
    ]
    large = tuple(one for one in found if one.scenario.id != "a-boat-of-two-seats")
    (gap,) = (gap for gap in gaps(catalogue, large, PROVER) if "`boats.repairs`" in str(gap))
    assert "no scenario shows the step `boats.repairs` hidden from somebody" in str(gap)


@pytest.mark.parametrize(
    ("seats", "repairs", "can_be"), [(2, 0, True), (2, 1, False), (3, 1, True)]
)
def test_nobody_who_can_be_has_what_is_not_asked(seats: int, repairs: int, can_be: bool) -> None:
    catalogue = skipper.catalogue()
    world = dict(worlds(catalogue))[SERVICE]
    boat: dict[str, State] = {
        "name": "Gull",
        "seats": Decimal(seats),
        "voyages": (),
        "repairs": ({"what": "Mast"},) * repairs,
    }
    evaluation = Evaluation(world.program, {"boats": Items((boat,))}, DAY)
    assert all(evaluation.truth(node) is True for node in world.given["boats"]) is can_be


def test_a_group_that_no_item_ever_holds_is_proved_to_be_seen_by_nobody() -> None:
    catalogue = changed("shown_when: item.seats * 2 < 8 and item.seats > 5")
    found = findings_of(catalogue, SERVICE, dict(worlds(catalogue))[SERVICE], Prover())
    assert [(one.code, one.of) for one in found] == [(Code.STEP_OF_NOBODY, "boats.repairs")]


def test_that_other_items_hold_it_is_never_told_as_no_change() -> None:
    """Nor with somebody of whom it is not known what the item holds."""
    (meaning,) = meaning_of(
        skipper.catalogue(), changed("shown_when: item.seats > 5"), PROVER, {SERVICE}
    )
    assert not meaning.is_alike
    assert not meaning.is_same
    assert not meaning.cells

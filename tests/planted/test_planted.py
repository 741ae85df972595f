"""Faults that are planted in config/ are found, each by its code; config/ as it is has none."""

from __future__ import annotations

import pytest

from engine.analysis.proving.finding import Code
from tests.planted.fault import PLACES, Fault
from tests.planted.planting import CHECKED, KINDS, faults, found, untouched

ALL = tuple(faults())
FIRST = tuple({fault.kind.code: fault for fault in reversed(ALL)}.values())
SOON = {"E431", "E205", "D256", "D130", "D245", "D250", "P104"}


def test_there_are_sixty_faults_of_twenty_kinds_in_files_of_their_own() -> None:
    assert len(CHECKED) >= 20
    assert len(ALL) == sum(kind.places for kind in KINDS) >= PLACES * len(CHECKED) >= 60
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert len({(fault.kind.code, fault.path) for fault in ALL}) == len(ALL)


def test_every_finding_of_a_proof_is_planted() -> None:
    assert {kind.code for kind in KINDS if kind.is_proved} >= {code.value for code in Code}


@pytest.mark.long
def test_the_untouched_configuration_has_no_problem() -> None:
    assert untouched() == ()


@pytest.mark.parametrize(
    "fault",
    [fault for fault in FIRST if fault.kind.code in SOON],
    ids=lambda fault: fault.kind.code,
)
def test_a_fault_is_found_by_its_code(fault: Fault) -> None:
    assert found(fault).is_right


@pytest.mark.long
@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_every_fault_is_found_by_its_code(fault: Fault) -> None:
    here = found(fault)
    assert here.is_right, here.said

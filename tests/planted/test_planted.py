"""Faults that are planted in config/ are found, each by its code; config/ as it is has none."""

from __future__ import annotations

import pytest

from tests.planted.fault import PLACES, Fault
from tests.planted.planting import KINDS, faults, found, untouched

ALL = tuple(faults())
SOON = {"E431", "E401", "E205", "D256", "D254", "D123", "D130", "D245", "D250", "D263"}


def test_there_are_sixty_faults_of_twenty_kinds_in_files_of_their_own() -> None:
    assert len(KINDS) >= 20
    assert len(ALL) == PLACES * len(KINDS) >= 60
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert len({(fault.kind.code, fault.path) for fault in ALL}) == len(ALL)


def test_the_untouched_configuration_has_no_problem() -> None:
    assert untouched() == ()


@pytest.mark.parametrize(
    "fault",
    [fault for at, fault in enumerate(ALL) if fault.kind.code in SOON and at % PLACES == 0],
    ids=lambda fault: fault.kind.code,
)
def test_a_fault_is_found_by_its_code(fault: Fault) -> None:
    assert found(fault).is_right


@pytest.mark.long
@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_every_fault_is_found_by_its_code(fault: Fault) -> None:
    here = found(fault)
    assert here.is_right, [problem.render() for problem in here.problems]

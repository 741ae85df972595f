"""Conformance cases: the public ones, from a folder beside the checkout, and ours. All pass.

The public ones are skipped where the folder is not there, which `.ci/run` counts as failed.
"""

import pytest

from tests.conformance.cases import OWN, Case, cases_in, folder_beside

CASES = list(cases_in(folder_beside()))
OURS = list(cases_in(OWN))
LEAST = 116


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_of_the_conformance_kit_passes(case: Case) -> None:
    assert case.differences() == []


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_case_of_ours_passes(case: Case) -> None:
    assert case.differences() == []


@pytest.mark.skipif(not folder_beside().is_dir(), reason="no conformance cases beside the checkout")
def test_no_case_is_missing() -> None:
    assert len(CASES) >= LEAST


def test_ours_are_there() -> None:
    assert OURS

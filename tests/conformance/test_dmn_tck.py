"""The public conformance cases, from a folder beside the checkout: all of them pass.

Skipped where the folder is not there, which `.ci/run` counts as failed.
"""

import pytest

from tests.conformance.cases import Case, cases_in, folder_beside

CASES = list(cases_in(folder_beside()))
LEAST = 116


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_of_the_conformance_kit_passes(case: Case) -> None:
    assert case.differences() == []


@pytest.mark.skipif(not folder_beside().is_dir(), reason="no conformance cases beside the checkout")
def test_no_case_is_missing() -> None:
    assert len(CASES) >= LEAST

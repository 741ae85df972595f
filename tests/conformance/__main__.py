"""`make tck DIR=...`: a line a model, and last `N passed, N failed`. A case that cannot run failed.

Exits with 1 when one failed or there is none.
"""

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from tests.conformance.cases import Case, cases_in, folder_beside


def differences(case: Case) -> list[str]:
    """What is not as expected, or why the case cannot run: nothing may stop the others."""
    try:
        return case.differences()
    except Exception as error:  # noqa: BLE001 - an entry point: the case is counted as failed
        return [f"it cannot run: {type(error).__name__}: {error}"]


def cases_of(model: Path) -> list[Case] | str:
    try:
        return list(cases_in(model))
    except Exception as error:  # noqa: BLE001 - the same
        return f"its cases cannot be read: {type(error).__name__}: {error}"


def main(folder: Path) -> int:
    total: Counter[bool] = Counter()
    tests = sorted(folder.glob("**/*-test-*.xml"))
    for model, _ in groupby(path.parent for path in tests):
        cases = cases_of(model)
        if isinstance(cases, str):
            print(f"{model.name}: {cases}")
            total[False] += 1
            continue
        results = [(case, differences(case)) for case in cases]
        counted = Counter(not found for _, found in results)
        print(f"{model.name}: {counted[True]} passed, {counted[False]} failed")
        for case, found in results:
            for difference in found:
                print(f"  {case.id}: {difference}")
        total += counted
    print(f"{total[True]} passed, {total[False]} failed")
    return 1 if total[False] or not total[True] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else folder_beside()))

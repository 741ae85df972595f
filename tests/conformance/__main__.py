"""`make tck DIR=...`: a line a model, and last `N passed, N failed`. A case that cannot run failed.

Exits with 1 when one failed or there is none.
"""

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from tests.conformance.cases import Case, cases_of, folder_beside, tests_under


def differences(case: Case) -> list[str]:
    """What is not as expected, or why the case cannot run: nothing may stop the others."""
    try:
        return case.differences()
    except Exception as error:  # noqa: BLE001 - an entry point: the case is counted as failed
        return [f"it cannot run: {type(error).__name__}: {error}"]


def results_of(path: Path) -> list[tuple[str, list[str]]]:
    """Each case of a file by its id, with its differences; a file that cannot be read is one."""
    try:
        cases = cases_of(path)
    except Exception as error:  # noqa: BLE001 - the same
        return [(path.name, [f"it cannot be read: {type(error).__name__}: {error}"])]
    return [(case.id, differences(case)) for case in cases]


def main(folder: Path) -> int:
    total: Counter[bool] = Counter()
    for model, paths in groupby(tests_under(folder), key=lambda path: path.parent):
        results = [result for path in paths for result in results_of(path)]
        counted = Counter(not found for _, found in results)
        print(f"{named(model, folder)}: {counted[True]} passed, {counted[False]} failed")
        for id, found in results:
            for difference in found:
                print(f"  {id}: {difference}")
        total += counted
    print(f"{total[True]} passed, {total[False]} failed")
    return 1 if total[False] or not total[True] else 0


def named(model: Path, folder: Path) -> str:
    return model.name if model == folder else model.relative_to(folder).as_posix()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else folder_beside()))

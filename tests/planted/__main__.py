"""`make planted`: plant faults in copies of config/, and look whether each is found.

    python -m tests.planted [-v]

Says what was found of each kind, and ends with 1 when a fault was not found by its code, or when
the untouched configuration has a problem, or a finding of a proof.
"""

from __future__ import annotations

import argparse
import sys
from itertools import groupby

from tests.planted.planting import KINDS, Found, faults, found, untouched


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    words.add_argument("-v", "--verbose", action="store_true", help="show what was said")
    chosen = words.parse_args()
    of_nothing = untouched()
    print(f"the untouched configuration: {len(of_nothing)} problems and findings")
    results = []
    for kind, planted in groupby(faults(), key=lambda fault: fault.kind):
        here = [found(fault) for fault in planted]
        results += here
        right = sum(one.is_right for one in here)
        print(f"{kind.code}  {right} of {len(here)}  {kind.name}", flush=True)
        for one in here:
            _tell(one, is_verbose=chosen.verbose)
    right = sum(one.is_right for one in results)
    print(f"{right} of {len(results)} faults of {len(KINDS)} kinds found by their codes")
    sys.exit(1 if of_nothing or right < len(results) else 0)


def _tell(one: Found, *, is_verbose: bool) -> None:
    if is_verbose or not one.is_right:
        print(f"      {one.fault.path}")
        for _, sentence in one.said:
            print(f"        {sentence}")


main()

"""Timing: time of the processor, so that what else runs counts least, in rounds of all in turn."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import process_time

ROUNDS = 15


def medians(candidates: Mapping[str, Callable[[], int]]) -> dict[str, float]:
    """Seconds for one piece of work, by name: the median of `ROUNDS` interleaved rounds.

    A candidate does its work and returns how many pieces that was; a first round is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS + 1):
            for name, work in candidates.items():
                start = process_time()
                pieces = work()
                taken[name].append((process_time() - start) / pieces)
    finally:
        gc.enable()
    return {name: median(rounds[1:]) for name, rounds in taken.items()}

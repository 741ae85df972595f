"""Timing: rounds of all candidates in turn, so that a slow moment of the machine hits each."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

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
                start = perf_counter()
                pieces = work()
                taken[name].append((perf_counter() - start) / pieces)
    finally:
        gc.enable()
    return {name: median(rounds[1:]) for name, rounds in taken.items()}

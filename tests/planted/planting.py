"""Planting faults in a configuration, and looking whether a check finds each by its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from engine.analysis.proofs import Prover
from engine.definitions.read import check_files, read_folder
from engine.kept_proofs import read_kept
from engine.model.problem import Problem
from tests.planted import in_rules, in_services, in_texts
from tests.planted.fault import PLACES, Fault, Files, Kind, faults_of

CONFIG: Final = Path(__file__).parents[2] / "config"
KINDS: Final = (*in_rules.KINDS, *in_services.KINDS, *in_texts.KINDS)


@dataclass(frozen=True)
class Found:
    """What was said of the file with the fault: `problems` of every code."""

    fault: Fault
    problems: tuple[Problem, ...]

    @property
    def is_right(self) -> bool:
        return any(one.code == self.fault.kind.code for one in self.problems)


@cache
def configuration() -> Files:
    """All of config/ but its scenarios: they would only say what a fault changes."""
    files = read_folder(CONFIG)
    return {path: content for path, content in files.items() if path.parts[0] != "scenarios"}


@cache
def prover() -> Prover:
    """One for all faults: what a fault does not touch is proved once."""
    return Prover(read_kept())


def untouched() -> tuple[Problem, ...]:
    return check_files(configuration(), prover()).problems


def faults(kinds: tuple[Kind, ...] = KINDS) -> Iterator[Fault]:
    """`PLACES` faults of each kind; a kind with fewer places than that is no use."""
    for kind in kinds:
        planted = faults_of(kind, configuration())
        assert len(planted) == PLACES, f"{kind.name} has {len(planted)} places in config/"
        yield from planted


def found(fault: Fault) -> Found:
    problems = check_files(fault.planted(configuration()), prover()).problems
    return Found(fault, problems)

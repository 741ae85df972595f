"""Planting faults in a configuration, and looking whether each is found by its code.

What a check finds is looked for by a check of everything, what a proof finds by proving the one
service that the fault is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from engine.analysis.proofs import Prover
from engine.analysis.proving.service import findings_of, report
from engine.analysis.whole import worlds
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import check_files, read_folder
from engine.definitions.readings import Readings
from engine.kept_proofs import read_kept
from engine.model.words import Language
from tests.planted import in_proofs, in_rules, in_services, in_texts
from tests.planted.fault import Fault, Files, Kind, faults_of

CONFIG: Final = Path(__file__).parents[2] / "config"
CHECKED: Final = (*in_rules.KINDS, *in_services.KINDS, *in_texts.KINDS)
KINDS: Final = (*CHECKED, *in_proofs.KINDS)
SMALL: Final = (  # services that are proved in a tenth of a second, scenarios and all
    "certificate-recognition",
    "exam-eligibility",
    "good-standing-certificate",
    "inquiry",
    "postgraduate-joining",
    "qualification-study",
    "registration-check",
    "training-letter",
)


@dataclass(frozen=True)
class Found:
    """What was said of the files with the fault: the code of each, and the sentence."""

    fault: Fault
    said: tuple[tuple[str, str], ...]

    @property
    def is_right(self) -> bool:
        return any(code == self.fault.kind.code for code, _ in self.said)


@cache
def configuration() -> Files:
    """All of config/ but its scenarios: they would only say what a fault changes."""
    files = read_folder(CONFIG)
    return {path: content for path, content in files.items() if path.parts[0] != "scenarios"}


def _of_small_services(files: Files) -> Files:
    """The files of small services alone, and of lifecycles that they use."""
    return {
        path: content
        for path, content in files.items()
        if path.stem in SMALL or path.parts[0] == "lifecycles"
    }


@cache
def prover() -> Prover:
    """One for all faults: what a fault does not touch is proved once."""
    return Prover(read_kept())


@cache
def _readings() -> Readings:
    """One for all faults that are proved: what a fault does not touch is compiled once."""
    return Readings()


def untouched() -> tuple[tuple[str, str], ...]:
    """What is said of config/ as it is, and of each small service."""
    proved = (one for id in SMALL for one in _proved(configuration(), id))
    return *_checked(configuration()), *proved


def faults(kinds: tuple[Kind, ...] = KINDS) -> Iterator[Fault]:
    """As many faults of each kind as it has places; a kind with fewer of them is no use."""
    for kind in kinds:
        files = configuration()
        planted = faults_of(kind, _of_small_services(files) if kind.is_proved else files)
        assert len(planted) == kind.places, f"{kind.name} has {len(planted)} places in config/"
        yield from planted


def found(fault: Fault) -> Found:
    files = fault.planted(configuration())
    said = _proved(files, _service(fault.path)) if fault.kind.is_proved else _checked(files)
    return Found(fault, said)


def _service(path: PurePosixPath) -> str:
    """The service that a fault is in; of a lifecycle the first small one that uses it."""
    if path.stem in SMALL:
        return path.stem
    use = f"use: {path.stem}\n".encode()
    files = configuration()
    return next(id for id in SMALL if use in files.get(_services(id), b""))


def _services(id: str) -> PurePosixPath:
    return PurePosixPath("services", f"{id}.yaml")


@cache
def _scenarios(service: str) -> Files:
    """Those of one service: of the people in them less has to be proved."""
    files = read_folder(CONFIG / "scenarios" / service)
    return {PurePosixPath("scenarios", service, path): one for path, one in files.items()}


def _checked(files: Files) -> tuple[tuple[str, str], ...]:
    problems = check_files(files, prover()).problems
    return tuple((one.code, one.render().splitlines()[0]) for one in problems)


def _proved(files: Files, service: str) -> tuple[tuple[str, str], ...]:
    """What is found of one service; where the files cannot be read, what is wrong with them."""
    checked = check_files({**files, **_scenarios(service)}, readings=_readings())
    if checked.catalogue is None:
        return tuple((one.code, one.render()) for one in checked.errors)
    return tuple(_findings(checked.catalogue, service))


def _findings(catalogue: Catalogue, service: str) -> Iterator[tuple[str, str]]:
    findings = findings_of(catalogue, service, dict(worlds(catalogue))[service], Prover())
    for one in report(catalogue, {service: findings}).findings[service]:
        yield one.code, f"{one.span}: {one.message(Language.EN)}"

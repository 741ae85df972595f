"""The small service of tests/definitions/good/base, changed here and there, and what is proved."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from engine.analysis.proofs import Prover
from engine.analysis.proving.finding import Finding
from engine.analysis.proving.service import Report, findings_of, report
from engine.analysis.proving.telling import Format, told
from engine.analysis.whole import worlds
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.words import Language

BASE = Path(__file__).parents[1] / "definitions" / "good" / "base"
RULES = PurePosixPath("rules/permit.yaml")
SERVICE = PurePosixPath("services/permit.yaml")
Change = tuple[PurePosixPath, str, str]

SOUND: tuple[Change, ...] = (
    (RULES, "permit.is_own_car, posts]", "permit.is_own_car]"),
    (RULES, "      - every post in posts satisfies post.from_date <= decision_date\n", ""),
)
"""Without the clause that never matters: no post begins later than today, by its field."""

CLAIMS = "rules:\n  - id: lives-in-zone\n"


def changed(*changes: Change) -> dict[PurePosixPath, bytes]:
    """The files of the sound service, with texts replaced that stand there once."""
    files = read_folder(BASE)
    for path, before, after in (*SOUND, *changes):
        text = files[path].decode()
        assert text.count(before) == 1, before
        files[path] = text.replace(before, after).encode()
    return files


def proved(*changes: Change) -> tuple[Catalogue, Report]:
    catalogue = read_files(changed(*changes))
    found = {id: findings_of(catalogue, id, world, Prover()) for id, world in worlds(catalogue)}
    return catalogue, report(catalogue, found)


def findings(*changes: Change) -> tuple[Finding, ...]:
    return tuple(one for found in proved(*changes)[1].findings.values() for one in found)


def text_of(language: Language, *changes: Change) -> str:
    catalogue, made = proved(*changes)
    return told(made, catalogue, Format.TEXT, language) + "\n"


def claim(*lines: str) -> Change:
    """The service with one claim of these lines."""
    label = "label: {ar: قول, en: A claim}"
    written = "\n".join(f"    {line}" for line in (label, *lines))
    return RULES, CLAIMS, f"claims:\n  - id: the-claim\n{written}\n{CLAIMS}"

"""The boat licence, which guides on the way and tells what has been found; and a berth for the
boat, for which one chooses from a long list, on a page that computes while one answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.journey import Desk
from engine.model.application import Application, StepEntry
from engine.model.register import Answer, RegisterAnswer
from tests.support.camping import DAY, beside_small, living_in
from tests.support.camping import draft as camping_draft

_PLACES: Final = (
    ("أملج", "Umluj"),
    ("الوجه", "Al Wajh"),
    ("ضباء", "Duba"),
    ("القطيف", "Qatif"),
    ("الإسماعيلية", "Ismailia"),
    ("رأس تنورة", "Ras Tanura"),
    ("جُدّة", "Jeddah"),
    ("مستورة", "Masturah"),
    ("الليث", "Al Lith"),
    ("أبحر", "Obhur"),
)
_KINDS: Final = (("مرفأ", "Harbour"), ("ميناء", "Port"), ("مرسى", "Marina"))

SERVICE: Final = "boating"
SILENT: Final = RegisterAnswer(Answer.SILENT, {})


def files() -> Mapping[PurePosixPath, bytes]:
    long = {PurePosixPath("lists/harbours.yaml"): harbours().encode()}
    return beside_small("boating") | long


def harbours(count: int = 250) -> str:
    """A long list of harbours, each on one coast or, at every tenth, on two."""
    lines = ["format: 1", "id: harbours", "title: {ar: المرافئ, en: Harbours}"]
    lines += ["attributes: {coasts: list of coasts}", "codes:"]
    for number in range(1, count + 1):
        (ar, en), (kind_ar, kind_en) = _PLACES[number % 10], _KINDS[number % 3]
        coasts = ["red_sea", "gulf", "lake"][number % 3 :][: 2 if number % 10 == 0 else 1]
        words = f"ar: {kind_ar} {ar} {number}, en: {kind_en} of {en} {number}"
        code = f"{en.lower().split()[-1]}_{number}"
        lines.append(f"  - {{id: {code}, {words}, attributes: {{coasts: [{', '.join(coasts)}]}}}}")
    return "\n".join(lines) + "\n"


@cache
def catalogue() -> Catalogue:
    return read_files(files())


def desk(record: RegisterAnswer | None = None) -> Desk:
    """What an application of a resident of zone A is read with, unless the register says else."""
    return Desk(catalogue(), {"resident": record or living_in("A")}, DAY)


def draft(**steps: StepEntry) -> Application:
    return replace(camping_draft(**steps), service=SERVICE)

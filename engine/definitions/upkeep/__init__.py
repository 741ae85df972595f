"""Upkeep: what can be served, and is likely a mistake or a thing left lying about.

What a single text or a single file says wrong is looked for always; what lies between files only
where there is no error, for then a name that nothing reads may be one that was misspelt.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.upkeep import codes, dates, holidays, layout, sources, texts, use
from engine.definitions.upkeep.material import Material
from engine.definitions.upkeep.since import one_sided
from engine.model.problem import Problem

__all__ = ["Material", "between_files", "one_sided", "within_files"]


def within_files(material: Material) -> Iterator[Problem]:
    """What is found in one place alone."""
    yield from texts.problems(material)
    yield from dates.missing_years(material)
    yield from layout.problems(material)


def between_files(material: Material) -> Iterator[Problem]:
    """What is found by comparing places."""
    yield from sources.problems(material)
    yield from holidays.problems(material)
    yield from dates.problems(material)
    yield from codes.problems(material)
    yield from codes.alike(material)
    yield from use.problems(material)

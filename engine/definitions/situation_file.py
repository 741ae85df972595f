"""A situation in a file of its own: what `mumaris decide --facts` reads.

The same keys as in a scenario, without what is expected.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.definitions.building.scenarios import Setting, build_situation
from engine.definitions.catalogue import Catalogue
from engine.definitions.known import Known
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.schema import shape_problems
from engine.definitions.source import parse
from engine.definitions.tree import Mapping
from engine.model.problem import DefinitionError, Problem
from engine.model.scenario import Situation


def read_situation_file(
    path: PurePosixPath, content: bytes, catalogue: Catalogue, service: str
) -> Situation:
    """The situation written in `content`; `path` is only named in problems.

    Raises:
        DefinitionError: with every problem of the file.
    """
    root, found = parse(path, content)
    problems: list[Problem] = list(found)
    if root is not None:
        problems += shape_problems("situation", root)
    if problems or not isinstance(root, Mapping):
        raise DefinitionError(tuple(problems))
    declared = catalogue.declared(service)
    known = Known(frozenset(catalogue.sources), catalogue.lists, catalogue.portal.currency)
    setting = Setting(
        declared, catalogue.rule_sets[declared.rules], catalogue.registers, catalogue.people
    )
    try:
        situation = build_situation(Parts(path, known, problems), root, setting)
    except Unreadable:
        raise DefinitionError(tuple(problems)) from None
    if problems:
        raise DefinitionError(tuple(problems))
    return situation

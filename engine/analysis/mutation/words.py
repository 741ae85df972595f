"""What mutation found, told: each change that no scenario would miss, and of whom to write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from engine.analysis.mutation.mutant import Place
from engine.analysis.mutation.mutation import Mutation, Survivor
from engine.analysis.people import Person
from engine.definitions.catalogue import Catalogue
from engine.model.words import Language

_NOT_FOUND: Final = "not proved either way: nobody was found for whom it matters"
_NOT_ASKED: Final = "not proved either way: a table or value is not put to the solver"


def survivors_of(found: Iterable[Mutation]) -> tuple[Survivor, ...]:
    """Each once, in order of place: a change of a fragment survives in all that use it."""
    once: dict[Place, Survivor] = {}
    for survivor in (one for mutation in found for one in mutation.survivors):
        once.setdefault(survivor.mutant.place, survivor)
    return tuple(sorted(once.values(), key=lambda one: (one.mutant.span, one.mutant.says)))


def mutation_text(catalogue: Catalogue, found: Sequence[Mutation], language: Language) -> str:
    survivors = survivors_of(found)
    lines: list[str] = []
    for one in survivors:
        lines.append(str(one.mutant))
        told = _told(catalogue, one, language)
        open_ = _NOT_FOUND if one.mutant.asks else _NOT_ASKED
        lines.append(f"  write a scenario of: {told}" if told else f"  {open_}")
    tried, same, refused = (
        sum(getattr(one, name) for one in found) for name in ("tried", "same", "refused")
    )
    parts = [f"{tried} changes tried"]
    parts += [f"{same} of them proved to change nothing"] if same else []
    parts += [f"{refused} such as the check refuses"] if refused else []
    missed = f"{len(survivors)} would be missed by no scenario" if survivors else "all are noticed"
    unproved = sum(one.example is None for one in survivors)
    missed += f", of which {unproved} not proved to change anything" if unproved else ""
    lines.append(f"{', '.join(parts)}; {missed}")
    return "\n".join(lines)


def mutation_json(catalogue: Catalogue, found: Sequence[Mutation], language: Language) -> str:
    """Per service what was tried, and the survivors; lines and columns count from 1."""
    services = [
        {"service": one.service, "tried": one.tried, "same": one.same, "refused": one.refused}
        for one in found
    ]
    survivors = [
        {
            "service": one.mutant.service,
            "path": str(one.mutant.span.path),
            "line": one.mutant.span.line,
            "column": one.mutant.span.column,
            "of": one.mutant.of,
            "text": one.mutant.text,
            "change": one.mutant.says,
            "example": _told(catalogue, one, language),
            "is_proved": one.example is not None,
        }
        for one in survivors_of(found)
    ]
    document = {"format": 1, "services": services, "survivors": survivors}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _told(catalogue: Catalogue, one: Survivor, language: Language) -> str | None:
    if one.example is None:
        return None
    person = Person.of(one.mutant.service, one.example, one.about)
    return "; ".join(person.lines(catalogue, language))

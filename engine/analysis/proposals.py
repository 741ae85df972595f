"""Scenarios proposed for an author to confirm: somebody on each side of a boundary, decided.

The solver finds somebody who stands there, for whom it matters where that can be; the rest of the
person is as plain as can be. What is expected is what the rules say today, and only what may
depend on the boundary. Each proposal is written as a file, read back with the whole configuration
and run, before anybody sees it: one that does not stand where it should is not proposed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.analysis.boundaries import Side
from engine.analysis.clauses import Part
from engine.analysis.completing import completed
from engine.analysis.people import Person
from engine.analysis.proofs import Prover
from engine.analysis.questions import Example, Question, Verdict, World, opened
from engine.analysis.scenario_text import proposed_text
from engine.analysis.scenarios import run_scenario
from engine.analysis.whole import worlds
from engine.decide.decision import decide
from engine.decide.summary import summary
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome
from engine.model.problem import DefinitionError


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scenario file for a side; `text` None: there is none, and `why` says so.

    `is_impossible`: it is proved that nobody can stand there.
    """

    side: Side
    path: PurePosixPath
    text: str | None
    why: str = ""
    is_impossible: bool = False


def proposals(
    catalogue: Catalogue,
    files: Mapping[PurePosixPath, bytes],
    sides: Iterable[Side],
    prover: Prover,
    advance: Callable[[], None] = lambda: None,
) -> tuple[Proposal, ...]:
    """One for each side, in their order; `files` are those that `catalogue` was read from."""
    known = dict(worlds(catalogue))
    taken = set(files)
    made: list[Proposal] = []
    for side in sides:
        path = _path(side, taken)
        taken.add(path)
        made.append(_proposed(catalogue, known[side.service], side, path, prover))
        advance()
    return tuple(_replayed(files, made))


def proposals_json(made: Iterable[Proposal]) -> str:
    """The sides with what is proposed for each; lines and columns count from 1."""
    sides = [
        {
            "service": one.side.service,
            "path": str(one.side.span.path),
            "line": one.side.span.line,
            "column": one.side.span.column,
            "of": one.side.part.says(one.side.id),
            "side": one.side.says,
            "scenario": None if one.text is None else str(one.path),
            "why": one.why,
        }
        for one in made
    ]
    return json.dumps({"format": 1, "sides": sides}, ensure_ascii=False, indent=2)


# Finding somebody -----------------------------------------------------------------------------


def _proposed(
    catalogue: Catalogue, world: World, side: Side, path: PurePosixPath, prover: Prover
) -> Proposal:
    found = _somebody(world, side, prover)
    if not isinstance(found, Example):
        is_impossible = found is Verdict.IMPOSSIBLE
        return Proposal(side, path, None, "the solver found nobody", is_impossible)
    whole = completed(world, found)
    decision = decide(world.program, whole.facts, whole.decision_date, "")
    expected = _expected(world.program, side, decision)
    person = Person.of(side.service, whole)
    name = f"{side.part.says(side.id)}, {side.says}".replace("`", "")
    return Proposal(side, path, proposed_text(catalogue, person, name, expected))


def _somebody(world: World, side: Side, prover: Prover) -> Example | Verdict:
    """Whoever stands there and is decided by it; else whoever stands there."""
    found: Example | Verdict = Verdict.UNDECIDED
    for given in dict.fromkeys((side.matters, ())):
        found = prover.example(Question(world, (side.node, *given)))
        if isinstance(found, Example):
            break
    return found


def _path(side: Side, taken: set[PurePosixPath]) -> PurePosixPath:
    """A name that says what it is of, and is not taken."""
    words = re.sub(r"[^a-z0-9]+", "-", f"{side.id} {side.says}".lower()).strip("-")[:80].strip("-")
    folder = PurePosixPath("scenarios", side.service)
    path, number = folder / f"{words}.yaml", 2
    while path in taken:
        path, number = folder / f"{words}-{number}.yaml", number + 1
    return path


# What is expected -----------------------------------------------------------------------------


def _expected(program: Program, side: Side, decision: Decision) -> dict[str, object]:
    """The parts of the summary that may depend on the side; the outcome where it is settled."""
    whole = summary(decision)
    parts: dict[str, object] = {}
    if decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE} or not whole.get("verdicts"):
        parts["outcome"] = whole["outcome"]
    for section, ids in _touched(program, side).items():
        held = whole.get(section)
        if isinstance(held, dict):
            parts[section] = {id: word for id, word in held.items() if id in ids}
        elif held is not None and ids:
            parts[section] = held
    return {key: part for key, part in parts.items() if part} or {"outcome": whole["outcome"]}


def _touched(program: Program, side: Side) -> dict[str, set[str]]:
    """By section of the summary, the ids that the side's part is, or that read it."""

    def reads(part: Part, id: str, *nodes: Node | None) -> bool:
        if side.part is not Part.NAME:
            return (side.part, side.id) == (part, id)
        return side.id in opened((node for node in nodes if node is not None), program)

    rules = {one.rule.id for one in program.rules if reads(Part.RULE, one.rule.id, one.condition)}
    papers = {
        one.document.id
        for one in program.documents
        if reads(Part.DOCUMENT, one.document.id, one.when)
    }
    fees = {one.fee.id for one in program.fees if reads(Part.FEE, one.fee.id, one.when, one.amount)}
    named = {
        name
        for name in program.determinations
        if name == side.id or reads(Part.NAME, name, program.derived[name].body)
    }
    lasting = program.validity
    is_lasting = lasting is not None and reads(Part.VALIDITY, "", lasting.starts, lasting.lasts)
    return {
        "verdicts": rules,
        "documents": papers,
        "fees": fees,
        "total": fees,
        "determinations": named,
        "validity": {"validity"} if is_lasting else set(),
    }


# Replaying ------------------------------------------------------------------------------------


def _replayed(files: Mapping[PurePosixPath, bytes], made: Iterable[Proposal]) -> Iterator[Proposal]:
    """The proposals as read back and run; what does not come out as it should is not proposed."""
    held = {one.path: one for one in made}
    written = {one.path: one.text.encode() for one in held.values() if one.text is not None}
    whole, refused = _read(files, written)
    for path, one in held.items():
        if one.text is None or path in refused or whole is None:
            why = one.why or refused.get(path, "the configuration does not read with it")
            yield Proposal(one.side, path, None, why, one.is_impossible)
            continue
        scenario = next(it for it in whole.scenarios if it.span.path == path)
        result = run_scenario(whole, scenario)
        program = whole.programs[one.side.service]
        evaluation = Evaluation(program, result.facts, scenario.decision_date)
        stands = evaluation.truth(one.side.node) is True and result.decision.is_open_to is True
        if result.differences or not stands:
            why = "whoever was found cannot be told as a scenario"
            if result.differences:
                why = f"{why}: {result.differences[0].message}"
            yield Proposal(one.side, path, None, why)
        else:
            yield one


def _read(
    files: Mapping[PurePosixPath, bytes], written: Mapping[PurePosixPath, bytes]
) -> tuple[Catalogue | None, dict[PurePosixPath, str]]:
    """The configuration with the proposals that it takes, and why it does not take the others."""
    refused: dict[PurePosixPath, str] = {}
    try:
        return read_files({**files, **written}), refused
    except DefinitionError as error:
        refused = {problem.span.path: problem.message for problem in reversed(error.problems)}
    taken = {path: text for path, text in written.items() if path not in refused}
    try:
        return read_files({**files, **taken}), refused
    except DefinitionError:
        return None, refused

"""Programs for tests, compiled from a few words instead of from YAML.

Every fact is an attribute of the register `person`, to which the service is open, so that it is
read unguarded unless its type is optional. Texts get a line each, in the order in which they are
given, so that a problem's place says which text it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from engine.analysis.proofs import Prover
from engine.definitions.compile import compile_service
from engine.expressions.program import Program
from engine.model.citation import Rank, Source
from engine.model.condition import Formula
from engine.model.fact import Fact, FactSource
from engine.model.lifecycle import Transition
from engine.model.problem import Problem, Span
from engine.model.register import Register
from engine.model.rule import Derived, Import, RuleSet, Validity, Value
from engine.model.service import InFlight, OpenTo, Service
from engine.model.types import Type
from engine.model.value import Facts, State
from tests.support.fee_parts import FeeOf, ScheduleOf
from tests.support.program_parts import (
    COLOUR,
    FIRST_DAY,
    LISTS,
    PATH,
    PERSON,
    SAR,
    SIZE,
    WHOLE,
    WORDS,
    AskedOf,
    ByDate,
    DocumentOf,
    ListOf,
    MoveOf,
    OutputOf,
    RuleOf,
    Said,
    TableOf,
    by_date,
)
from tests.support.program_texts import Texts

__all__ = [
    "COLOUR",
    "FIRST_DAY",
    "LISTS",
    "PATH",
    "PERSON",
    "SAR",
    "SIZE",
    "WHOLE",
    "WORDS",
    "AskedOf",
    "DocumentOf",
    "FeeOf",
    "ListOf",
    "MoveOf",
    "OutputOf",
    "RuleOf",
    "Said",
    "TableOf",
    "compiled",
    "given",
    "problems_of",
    "program_of",
    "transitions_of",
]


def program_of(**parts: object) -> Program:
    """The program of these parts, which must be without a problem. See `compiled`."""
    program, problems = compiled(**parts)  # type: ignore[arg-type]
    assert program is not None, "\n".join(problem.render() for problem in problems)
    return program


def problems_of(**parts: object) -> tuple[Problem, ...]:
    """The problems of these parts. See `compiled`."""
    return compiled(**parts)[1]  # type: ignore[arg-type]


def compiled(
    *,
    facts: Mapping[str, Type] | None = None,
    rules: Mapping[str, Said | RuleOf] | None = None,
    derived: Mapping[str, Said] | None = None,
    formulas: Mapping[str, str] | None = None,
    read_on: Mapping[str, str] | None = None,
    values: Mapping[str, tuple[Type, ByDate]] | None = None,
    value_cite: Mapping[str, tuple[str, ...]] | None = None,
    tables: Mapping[str, TableOf] | None = None,
    documents: Mapping[str, DocumentOf] | None = None,
    fees: Mapping[str, FeeOf] | ScheduleOf | None = None,
    validity: tuple[str, str] | None = None,
    fields: Mapping[str, AskedOf] | None = None,
    fields_shown_when: Said | None = None,
    groups: Mapping[str, Mapping[str, AskedOf]] | None = None,
    transitions: Mapping[str, MoveOf] | None = None,
    lists: Mapping[str, ListOf] = LISTS,
    open_to: tuple[str, ...] = ("person",),
    imports: Iterable[str] | None = None,
) -> tuple[Program | None, tuple[Problem, ...]]:
    """Compile a service of these parts. `derived` are conditions, `formulas` of any type.

    `read_on` is by name of a derived fact. Everything is imported unless `imports` says what is.
    """
    texts = Texts()

    def on(name: str) -> Formula | None:
        return texts.maybe((read_on or {}).get(name))

    declared = tuple(
        Fact(name, type_, FactSource.REGISTER, WORDS, texts.next())
        for name, type_ in (facts or {}).items()
    )
    required = tuple(texts.document(name, made) for name, made in (documents or {}).items())
    steps = tuple(texts.steps(fields or {}, fields_shown_when, groups or {}))
    given = [fact.name for fact in declared]
    given += [field.id for step in steps if step.group is None for field in step.fields]
    given += [step.group.fact for step in steps if step.group is not None]
    given += [name for document in required for name in document.given]
    rule_set = RuleSet(
        id="test",
        imports=tuple(
            Import(name, FactSource.REGISTER, texts.next())
            for name in (given if imports is None else imports)
        ),
        values=tuple(
            Value(
                name,
                WORDS,
                type_,
                (value_cite or {}).get(name, ("law",)),
                by_date(name, value),
                texts.next(),
            )
            for name, (type_, value) in (values or {}).items()
        ),
        derived=(
            *(
                Derived(name, WORDS, texts.condition(said), (), texts.here, read_on=on(name))
                for name, said in (derived or {}).items()
            ),
            *(
                Derived(name, WORDS, texts.formula(feel), (), texts.here, read_on=on(name))
                for name, feel in (formulas or {}).items()
            ),
        ),
        tables=tuple(texts.table(name, made) for name, made in (tables or {}).items()),
        rules=tuple(texts.rule(name, made) for name, made in (rules or {}).items()),
        documents=required,
        fees=texts.fees(fees) if fees else None,
        validity=(
            Validity(texts.formula(validity[0]), texts.formula(validity[1]), ("law",), texts.here)
            if validity
            else None
        ),
        span=texts.next(),
    )
    service = Service(
        id="test",
        title=WORDS,
        summary=WORDS,
        audience=WORDS,
        rules="test",
        processing=None,
        open_to=tuple(OpenTo(register, WORDS, texts.next()) for register in open_to),
        ineligible_may_submit=False,
        steps=steps,
        reviewer_sees=(),
        lifecycle=texts.lifecycle(transitions or {}),
        draft_in_flight=InFlight.REBASE,
        issues=(),
        span=texts.next(),
    )
    register = Register("person", WORDS, "id", declared, texts.next())
    code_lists = {name: texts.listing(name, made) for name, made in lists.items()}
    registers = {"person": register}
    return compile_service(service, rule_set, code_lists, registers, SOURCES, Prover())


def transitions_of(transitions: Mapping[str, MoveOf]) -> tuple[Transition, ...]:
    """The lifecycle's transitions, as `compiled` declares them."""
    return Texts().lifecycle(transitions).transitions


def given(**facts: State) -> Facts:
    """Facts of a person on record; `__` in a name stands for a dot."""
    return {PERSON: True, **{name.replace("__", "."): state for name, state in facts.items()}}


def _source(id_: str, rank: Rank) -> Source:
    return Source(id_, WORDS, rank, None, None, Span(PurePosixPath("sources.yaml"), 1, 1))


SOURCES = {
    "law": _source("law", Rank.OFFICIAL),
    "blog": _source("blog", Rank.THIRD_PARTY),
    "guess": _source("guess", Rank.INFERENCE),
}

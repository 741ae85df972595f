"""Programs for tests, compiled from a few words instead of from YAML.

Every fact is an attribute of the register `person`, to which the service is open, so that it is
read unguarded unless its type is optional. Texts get a line each, in the order in which they are
given, so that a problem's place says which text it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import PurePosixPath
from typing import TypeAlias

from engine.definitions.compile import compile_service
from engine.expressions.program import Program
from engine.model.citation import Rank, Source
from engine.model.condition import Clause, Combinator, Condition, Formula
from engine.model.dated import Dated
from engine.model.document import RequiredDocument
from engine.model.fact import Fact, FactSource
from engine.model.fee import FeeRule, FeeSchedule, Stage, VatTreatment
from engine.model.lifecycle import Actor, Lifecycle, LifecycleState, Transition
from engine.model.listing import Code, CodeList
from engine.model.problem import Problem, Span
from engine.model.register import Register
from engine.model.rule import (
    Cell,
    Column,
    Derived,
    HitPolicy,
    Import,
    Row,
    Rule,
    RuleSet,
    Table,
    Validity,
    Value,
)
from engine.model.service import (
    ChoiceLook,
    Field,
    FieldType,
    Group,
    InFlight,
    OpenTo,
    Script,
    Service,
    Step,
    StepKind,
)
from engine.model.types import Kind, Type
from engine.model.value import Facts, Known, State
from engine.model.words import Text

FIRST_DAY = date(2020, 1, 1)
PATH = PurePosixPath("rules/test.yaml")
PERSON = "person.is_on_record"
WORDS = Text("نص", "Text")
LISTS = {"colours": ("red", "green", "blue"), "sizes": ("small", "large")}
COLOUR = Type(Kind.CODE, of="colours")
SIZE = Type(Kind.CODE, of="sizes")
WHOLE = Type(Kind.NUMBER)  # without decimals
SAR = Type(Kind.MONEY, of="SAR")
Said: TypeAlias = "str | Mapping[str, Sequence[Said]]"  # FEEL, or `all` / `any` / `none` of them
Plain: TypeAlias = "Known | int"  # an int stands for the decimal
ByDate: TypeAlias = "Plain | Mapping[date, Plain | None]"


@dataclass(frozen=True)
class TableOf:
    """A table of one output in short. A cell is a plain word, a tuple of them, or `feel:` and FEEL.
    `outputs` are by row.
    """

    inputs: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    outputs: Mapping[str, ByDate]
    type: Type = WHOLE
    default: ByDate | None = None
    policy: HitPolicy = HitPolicy.UNIQUE
    cite: tuple[str, ...] = ("law",)
    row_cite: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedOf:
    """A field of a step or of a group."""

    type: Type
    is_required: bool = True
    shown_when: Said | None = None
    required_when: Said | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True)
class DocumentOf:
    when: Said | None = None
    asks: Mapping[str, Type] = field(default_factory=dict)
    first: date = FIRST_DAY
    last: date | None = None
    cite: tuple[str, ...] = ("law",)


@dataclass(frozen=True)
class FeeOf:
    amount: str
    when: Said | None = None
    first: date = FIRST_DAY
    last: date | None = None
    stage: Stage = Stage.ON_SUBMISSION
    cite: tuple[str, ...] = ("law",)


@dataclass(frozen=True)
class RuleOf:
    condition: Said
    first: date = FIRST_DAY
    last: date | None = None
    cite: tuple[str, ...] = ("law",)


@dataclass(frozen=True)
class MoveOf:
    origin: str = "draft"
    target: str = "submitted"
    by: Actor = Actor.APPLICANT
    when: Said | None = None


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
    values: Mapping[str, tuple[Type, ByDate]] | None = None,
    value_cite: Mapping[str, tuple[str, ...]] | None = None,
    tables: Mapping[str, TableOf] | None = None,
    documents: Mapping[str, DocumentOf] | None = None,
    fees: Mapping[str, FeeOf] | None = None,
    validity: tuple[str, str] | None = None,
    fields: Mapping[str, AskedOf] | None = None,
    fields_shown_when: Said | None = None,
    groups: Mapping[str, Mapping[str, AskedOf]] | None = None,
    transitions: Mapping[str, MoveOf] | None = None,
    lists: Mapping[str, tuple[str, ...]] = LISTS,
    open_to: tuple[str, ...] = ("person",),
    imports: Iterable[str] | None = None,
) -> tuple[Program | None, tuple[Problem, ...]]:
    """Compile a service of these parts. `derived` are conditions, `formulas` of any type.

    Everything is imported unless `imports` says what is.
    """
    texts = _Texts()
    declared = tuple(
        Fact(name, type_, FactSource.REGISTER, WORDS, texts.next())
        for name, type_ in (facts or {}).items()
    )
    asked = {
        document: tuple(
            Fact(f"documents.{document}.{name}", type_, FactSource.DOCUMENT, WORDS, texts.next())
            for name, type_ in made.asks.items()
        )
        for document, made in (documents or {}).items()
    }
    steps = tuple(texts.steps(fields or {}, fields_shown_when, groups or {}))
    given = [fact.name for fact in declared]
    given += [field.id for step in steps if step.group is None for field in step.fields]
    given += [step.group.fact for step in steps if step.group is not None]
    given += [fact.name for details in asked.values() for fact in details]
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
                Derived(name, WORDS, texts.condition(said), (), texts.here)
                for name, said in (derived or {}).items()
            ),
            *(
                Derived(name, WORDS, texts.formula(feel), (), texts.here)
                for name, feel in (formulas or {}).items()
            ),
        ),
        tables=tuple(texts.table(name, made) for name, made in (tables or {}).items()),
        rules=tuple(texts.rule(name, made) for name, made in (rules or {}).items()),
        documents=tuple(
            texts.document(name, made, asked[name]) for name, made in (documents or {}).items()
        ),
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
    code_lists = {
        name: CodeList(
            name,
            WORDS,
            tuple(Code(code, WORDS, None, None, (), texts.here) for code in codes),
            (),
            texts.next(),
        )
        for name, codes in lists.items()
    }
    return compile_service(service, rule_set, code_lists, {"person": register}, SOURCES)


def transitions_of(transitions: Mapping[str, MoveOf]) -> tuple[Transition, ...]:
    """The lifecycle's transitions, as `compiled` declares them."""
    return _Texts().lifecycle(transitions).transitions


def given(**facts: State) -> Facts:
    """Facts of a person on record; `__` in a name stands for a dot."""
    return {PERSON: True, **{name.replace("__", "."): state for name, state in facts.items()}}


def by_date(name: str, value: ByDate) -> Dated[Known]:
    """A plain value is in force from `FIRST_DAY` on."""
    entries = value if isinstance(value, Mapping) else {FIRST_DAY: value}
    return Dated(name, tuple((day, _plain(entry)) for day, entry in sorted(entries.items())))


def _plain(value: Plain | None) -> Known | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return Decimal(value) if is_whole else value  # type: ignore[arg-type,return-value]


def _source(id_: str, rank: Rank) -> Source:
    return Source(id_, WORDS, rank, None, None, Span(PurePosixPath("sources.yaml"), 1, 1))


SOURCES = {
    "law": _source("law", Rank.OFFICIAL),
    "blog": _source("blog", Rank.THIRD_PARTY),
    "guess": _source("guess", Rank.INFERENCE),
}


class _Texts:
    """Gives each text of a definition a line of its own."""

    def __init__(self) -> None:
        self._lines = count(1)
        self.here = Span(PATH, 1, 1)

    def next(self) -> Span:
        self.here = Span(PATH, next(self._lines), 1)
        return self.here

    def formula(self, feel: str) -> Formula:
        return Formula(feel, tuple(self.next() for _ in feel.split("\n")))

    def condition(self, said: Said) -> Condition:
        if isinstance(said, str):
            formula = self.formula(said)
            clause = Clause(formula, None, formula.span)
            return Condition(Combinator.ONE, (clause,), formula.span)
        ((word, parts),) = said.items()
        at = self.next()
        clauses = tuple(
            Clause(self.formula(part), None, self.here)
            if isinstance(part, str)
            else Clause(self.condition(part), None, self.here)
            for part in parts
        )
        return Condition(Combinator(word), clauses, at)

    def when(self, said: Said | None) -> Condition | None:
        return None if said is None else self.condition(said)

    def rule(self, name: str, made: Said | RuleOf) -> Rule:
        made = made if isinstance(made, RuleOf) else RuleOf(made)
        condition = self.condition(made.condition)
        return Rule(name, WORDS, WORDS, made.cite, made.first, made.last, condition, condition.span)

    def document(self, name: str, made: DocumentOf, asks: tuple[Fact, ...]) -> RequiredDocument:
        return RequiredDocument(
            id=name,
            label=WORDS,
            help=None,
            when=self.when(made.when),
            asks=asks,
            sensitive=None,
            cite=made.cite,
            effective_from=made.first,
            effective_to=made.last,
            span=self.next(),
        )

    def fees(self, fees: Mapping[str, FeeOf]) -> FeeSchedule:
        lines = tuple(
            FeeRule(
                id=name,
                label=WORDS,
                stage=made.stage,
                when=self.when(made.when),
                amount=self.formula(made.amount),
                cite=made.cite,
                effective_from=made.first,
                effective_to=made.last,
                span=self.here,
            )
            for name, made in fees.items()
        )
        return FeeSchedule("SAR", VatTreatment.NONE, ("law",), lines, self.next())

    def table(self, name: str, made: TableOf) -> Table:
        at = self.next()
        inputs = tuple(
            Column(column, self.formula(feel), self.here) for column, feel in made.inputs.items()
        )
        rows = tuple(
            Row(
                id=row,
                cells=tuple((column, self.cell(cell)) for column, cell in cells.items()),
                outputs=(("result", by_date(name, made.outputs[row])),),
                cite=made.row_cite.get(row, ()),
                span=self.next(),
            )
            for row, cells in made.rows.items()
        )
        default = None if made.default is None else (("result", by_date(name, made.default)),)
        outputs = (("result", made.type),)
        return Table(name, WORDS, made.policy, inputs, outputs, rows, default, made.cite, at)

    def cell(self, cell: str | tuple[str, ...]) -> Cell:
        if isinstance(cell, str) and cell.startswith("feel:"):
            tests = self.formula(cell.removeprefix("feel:").strip())
            return Cell((), tests, tests.span)
        return Cell((cell,) if isinstance(cell, str) else cell, None, self.next())

    def steps(
        self,
        fields: Mapping[str, AskedOf],
        shown_when: Said | None,
        groups: Mapping[str, Mapping[str, AskedOf]],
    ) -> Iterable[Step]:
        if fields:
            yield self.step("answers", StepKind.FIELDS, fields, shown_when, None)
        for name, items in groups.items():
            group = Group(name, WORDS, 0, 10, None)
            yield self.step(name, StepKind.GROUP, items, None, group)

    def step(
        self,
        name: str,
        kind: StepKind,
        fields: Mapping[str, AskedOf],
        shown_when: Said | None,
        group: Group | None,
    ) -> Step:
        return Step(
            id=name,
            kind=kind,
            title=WORDS,
            intro=None,
            proceed=None,
            shown_when=self.when(shown_when),
            shows=(),
            fields=tuple(self.field(field, made) for field, made in fields.items()),
            group=group,
            documents=(),
            declaration=(),
            span=self.next(),
        )

    def field(self, name: str, made: AskedOf) -> Field:
        return Field(
            id=name,
            type=FieldType.TEXT,
            fact_type=made.type,
            label=WORDS,
            help=None,
            is_required=made.is_required,
            required_when=self.when(made.required_when),
            shown_when=self.when(made.shown_when),
            low=None if made.low is None else self.formula(made.low),
            high=None if made.high is None else self.formula(made.high),
            max_length=None,
            script=Script.ANY,
            look=ChoiceLook.RADIOS,
            prefill=None,
            accept=(),
            max_bytes=0,
            purpose=None,
            unit=None,
            span=self.next(),
        )

    def lifecycle(self, transitions: Mapping[str, MoveOf]) -> Lifecycle:
        states = tuple(
            LifecycleState(state, WORDS, None, False, self.here) for state in ("draft", "submitted")
        )
        made = tuple(
            Transition(
                id=name,
                origin=move.origin,
                target=move.target,
                by=move.by,
                when=self.when(move.when),
                is_binding=True,
                after_days=None,
                cite=(),
                span=self.next(),
            )
            for name, move in transitions.items()
        )
        return Lifecycle("draft", states, made, self.next())

"""The parts of a program as the model has them, each text on a line of its own. See `programs`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from engine.model.condition import Clause, Combinator, Condition, Formula
from engine.model.document import Alternative, RequiredDocument
from engine.model.fact import Fact, FactSource
from engine.model.fee import FeeSchedule
from engine.model.for_each import ForEach
from engine.model.lifecycle import Lifecycle, LifecycleState, Transition
from engine.model.listing import Attribute, Code, CodeList
from engine.model.problem import Span
from engine.model.rule import Cell, Column, Output, Row, Rule, Table, Value
from engine.model.service import (
    ChoiceLook,
    Field,
    FieldType,
    Group,
    Script,
    Step,
    StepKind,
)
from engine.model.types import Kind, Type
from engine.model.value import Known
from tests.support.fee_parts import FeeOf, ScheduleOf
from tests.support.fee_texts import schedule
from tests.support.program_parts import (
    PATH,
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
    plain,
)


def _said(made: ListOf, code: str) -> Iterator[tuple[str, Known]]:
    """What a code says under each attribute that it has."""
    for attribute, (_, values) in made.attributes.items():
        value = plain(values.get(code))
        if value is not None:
            yield attribute, value


class Texts:
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

    def maybe(self, feel: str | None) -> Formula | None:
        return None if feel is None else self.formula(feel)

    def when(self, said: Said | None) -> Condition | None:
        return None if said is None else self.condition(said)

    def listing(self, name: str, made: ListOf) -> CodeList:
        at = self.next()
        attributes = tuple(
            Attribute(
                attribute,
                type_ if len(values) == len(made.codes) else type_.optional(),
                WORDS,
                None,
                at,
            )
            for attribute, (type_, values) in made.attributes.items()
        )
        codes = tuple(
            Code(code, WORDS, None, None, tuple(_said(made, code)), at) for code in made.codes
        )
        of_codes = Type(Kind.LIST, element=Type(Kind.CODE, of=name))
        groups = tuple(
            Value(
                f"{name}.{group}", WORDS, of_codes, ("law",), by_date(f"{name}.{group}", said), at
            )
            for group, said in made.groups.items()
        )
        return CodeList(name, WORDS, codes, groups, at, attributes)

    def rule(self, name: str, made: Said | RuleOf) -> Rule:
        made = made if isinstance(made, RuleOf) else RuleOf(made)
        condition = self.condition(made.condition)
        return Rule(
            id=name,
            label=WORDS,
            advice=WORDS,
            cite=made.cite,
            effective_from=made.first,
            effective_to=made.last,
            condition=condition,
            span=condition.span,
            applies_on=self.maybe(made.applies_on),
            read_on=self.maybe(made.read_on),
        )

    def details(self, name: str, asks: Mapping[str, Type]) -> tuple[Fact, ...]:
        return tuple(
            Fact(f"documents.{name}.{detail}", type_, FactSource.DOCUMENT, WORDS, self.next())
            for detail, type_ in asks.items()
        )

    def document(self, name: str, made: DocumentOf) -> RequiredDocument:
        return RequiredDocument(
            any_of=tuple(
                Alternative(one, WORDS, None, self.details(one, asks), None, self.next())
                for one, asks in made.any_of.items()
            ),
            for_each=ForEach(made.for_each, "p", self.next()) if made.for_each else None,
            id=name,
            label=WORDS,
            help=None,
            when=self.when(made.when),
            asks=self.details(name, made.asks),
            sensitive=None,
            cite=made.cite,
            effective_from=made.first,
            effective_to=made.last,
            span=self.next(),
        )

    def fees(self, fees: Mapping[str, FeeOf] | ScheduleOf) -> FeeSchedule:
        return schedule(self, fees)

    def table(self, name: str, made: TableOf) -> Table:
        at = self.next()
        inputs = tuple(
            Column(column, self.formula(feel), self.here) for column, feel in made.inputs.items()
        )
        columns = {"result": OutputOf(made.type, made.outputs, made.default), **made.more}
        rows = tuple(
            Row(
                id=row,
                cells=tuple((column, self.cell(cell)) for column, cell in cells.items()),
                outputs=tuple(
                    (output, self.output(name, column.cells[row]))
                    for output, column in columns.items()
                ),
                cite=made.row_cite.get(row, ()),
                span=self.next(),
            )
            for row, cells in made.rows.items()
        )
        default = tuple(
            (output, self.output(name, column.default))
            for output, column in columns.items()
            if column.default is not None
        )
        return Table(
            name=name,
            label=WORDS,
            hit_policy=made.policy,
            inputs=inputs,
            outputs=tuple((output, column.type) for output, column in columns.items()),
            rows=rows,
            default=default or None,
            cite=made.cite,
            span=at,
            order=tuple(
                (output, tuple(known for value in values if (known := plain(value)) is not None))
                for output, values in made.order.items()
            ),
            aggregate=made.aggregate,
            is_by_code=made.is_by_code,
            read_on=self.maybe(made.read_on),
        )

    def output(self, name: str, value: ByDate) -> Output:
        if isinstance(value, str) and value.startswith("feel:"):
            return self.formula(value.removeprefix("feel:").strip())
        return by_date(name, value)

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
                event=move.event or name,
                title=None,
                origins=(move.origin,),
                target=move.target,
                by=move.by,
                when=self.when(move.when),
                is_binding=True,
                is_override=False,
                after=None,
                asks=(),
                records=(),
                not_by=(),
                effects=(),
                cite=(),
                span=self.next(),
            )
            for name, move in transitions.items()
        )
        return Lifecycle("draft", states, made, self.next())

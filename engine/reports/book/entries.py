"""Rules, values, derived facts, tables, documents and fees of a service, as the book shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.decide.conditions import Statement
from engine.definitions.entries import EntryKind
from engine.expressions.compiled import CompiledDerived, CompiledFee, CompiledOutput, CompiledTable
from engine.model.dated import Dated
from engine.model.rule import Cell, Exceptional
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Known
from engine.phrases import said, say
from engine.reports.book.saying import Change, Cited, Speaker


@dataclass(frozen=True, slots=True)
class Part:
    """An entry with one condition. `notes` are (heading, text) of what else it says."""

    id: str
    label: str
    times: str
    statement: Statement | None
    notes: tuple[tuple[str, str], ...]
    cited: tuple[Cited, ...]
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A dated value: what holds from `since` on."""

    name: str
    since: date
    said: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class TablePart:
    """A decision table; a row is its cells, one for each heading."""

    name: str
    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cited: tuple[Cited, ...]
    history: tuple[Change, ...]


def rules_of(speaker: Speaker) -> Iterator[Part]:
    for entry in speaker.naming.program.rules:
        rule = entry.rule
        notes = [(speaker.phrase("advice"), speaker.text(rule.advice))]
        notes += _exceptions(rule.exceptions, speaker)
        yield Part(
            rule.id,
            speaker.text(rule.label),
            speaker.times(rule.effective_from, rule.effective_to),
            speaker.statement(entry.condition),
            tuple(notes),
            speaker.cited(rule.cite),
            speaker.changes(EntryKind.RULE, rule.id),
        )


def derived_of(speaker: Speaker, *, determined: bool) -> Iterator[Part]:
    """The determinations of a service, or its other derived facts."""
    program = speaker.naming.program
    for name, entry in program.derived.items():
        if (name in program.determinations) is determined:
            yield _derived(name, entry, speaker)


def _derived(name: str, entry: CompiledDerived, speaker: Speaker) -> Part:
    derived, naming = entry.derived, speaker.naming
    is_condition = entry.body.type.kind is Kind.YES_NO
    notes = [] if is_condition else [(speaker.phrase("value"), naming.node(entry.body))]
    return Part(
        name,
        speaker.plain(derived.label),
        "",
        speaker.statement(entry.body) if is_condition else None,
        (*notes, *_exceptions(derived.exceptions, speaker)),
        speaker.cited(derived.cite),
        speaker.changes(EntryKind.DERIVED, name),
    )


def _exceptions(exceptions: tuple[Exceptional, ...], speaker: Speaker) -> list[tuple[str, str]]:
    return [(speaker.phrase("exception"), speaker.plain(one.label)) for one in exceptions]


def documents_of(speaker: Speaker) -> Iterator[Part]:
    for entry in speaker.naming.program.documents:
        document = entry.document
        notes = [(speaker.phrase("name"), speaker.plain(one.label)) for one in document.any_of]
        yield Part(
            document.id,
            speaker.plain(document.label),
            speaker.times(document.effective_from, document.effective_to),
            speaker.statement(entry.when),
            tuple(notes),
            speaker.cited(document.cite),
            speaker.changes(EntryKind.DOCUMENT, document.id),
        )


def fees_of(speaker: Speaker) -> Iterator[Part]:
    for entry in speaker.naming.program.fees:
        fee = entry.fee
        yield Part(
            fee.id,
            speaker.plain(fee.label),
            speaker.times(fee.effective_from, fee.effective_to),
            speaker.statement(entry.own),
            ((speaker.phrase("amount"), _amount(entry, speaker)),),
            speaker.cited(fee.cite),
            speaker.changes(EntryKind.FEE, fee.id),
        )


def _amount(entry: CompiledFee, speaker: Speaker) -> str:
    return speaker.naming.node(entry.amount if entry.plain is None else entry.plain)


def values_of(speaker: Speaker) -> Iterator[Amount]:
    naming = speaker.naming
    for name, value in naming.program.values.items():
        for since, known in value.by_date.entries:
            said = _ended(known, value.type, name, speaker)
            yield Amount(naming.fact(name), since, said, speaker.cited(value.cite))


def _ended(known: Known | None, type_: Type, name: str, speaker: Speaker) -> str:
    if known is None:
        return speaker.phrase("ended")
    return speaker.naming.state(known, type_, speaker.naming.unit_of(name))


# Tables -------------------------------------------------------------------------------------


def tables_of(speaker: Speaker) -> Iterator[TablePart]:
    for name, made in speaker.naming.program.tables.items():
        table = made.table
        heads = [speaker.naming.fact(column.formula.said()) for column in table.inputs]
        heads += [_heading(output, made, speaker) for output, _ in table.outputs]
        rows = [_row(made, at, speaker) for at in range(len(made.rows))]
        if made.default is not None:
            otherwise = [speaker.phrase("no-row")] * min(1, len(table.inputs))
            otherwise += [""] * (len(table.inputs) - len(otherwise))
            rows.append((*otherwise, *_outputs(made.default, made, speaker)))
        yield TablePart(
            name,
            speaker.plain(table.label),
            tuple(heads),
            tuple(rows),
            speaker.cited(table.cite),
            speaker.changes(EntryKind.TABLE, name),
        )


def _heading(output: str, made: CompiledTable, speaker: Speaker) -> str:
    is_only = len(made.table.outputs) == 1
    return speaker.plain(made.table.label) if is_only else output.replace("_", " ")


def _row(made: CompiledTable, at: int, speaker: Speaker) -> tuple[str, ...]:
    row = made.rows[at]
    cells = dict(row.row.cells)
    inputs = (
        _cell(cells.get(column.name), column.formula.said(), speaker)
        for column in made.table.inputs
    )
    return (*inputs, *_outputs(row.outputs, made, speaker))


def _cell(cell: Cell | None, name: str, speaker: Speaker) -> str:
    if cell is None:
        return speaker.phrase("any-value")
    if cell.tests is not None:
        return cell.tests.text.strip()
    type_, _ = speaker.naming.type_and_unit(name)
    language = speaker.naming.language
    return say(tuple(said(_code(code, type_, speaker)) for code in cell.codes), language)


def _code(code: str, type_: Type, speaker: Speaker) -> str:
    match code:
        case "absent":
            return speaker.naming.state(ABSENT, type_)
        case "true" | "false" if type_.kind is Kind.YES_NO:
            return speaker.naming.state(code == "true", type_)
        case _:
            return speaker.naming.state(code, type_)


def _outputs(
    outputs: Mapping[str, CompiledOutput], made: CompiledTable, speaker: Speaker
) -> tuple[str, ...]:
    return tuple(_output(outputs[name], type_, made, speaker) for name, type_ in made.table.outputs)


def _output(output: CompiledOutput, type_: Type, made: CompiledTable, speaker: Speaker) -> str:
    """A cell; values by date each with its first day, where there are several."""
    if not isinstance(output, Dated):
        return speaker.naming.node(output)
    unit = made.table.unit
    said = [
        (
            since,
            speaker.phrase("ended") if known is None else speaker.naming.state(known, type_, unit),
        )
        for since, known in output.entries
    ]
    if len(said) == 1:
        return said[0][1]
    return "; ".join(f"{speaker.times(since, None)}: {words}" for since, words in said)

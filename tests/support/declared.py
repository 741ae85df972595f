"""Small definitions made in Python, for tests of what reads definitions, not of reading them."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from engine.model.condition import Clause, Combinator, Condition, Formula
from engine.model.dated import Dated
from engine.model.document import DocumentRequest, RequiredDocument
from engine.model.fact import Fact, FactSource
from engine.model.fee import FeeSchedule
from engine.model.listing import Code, CodeList
from engine.model.problem import Span
from engine.model.rule import Derived, Import, RuleSet
from engine.model.service import ChoiceLook, Field, FieldType, Group, Script, Step, StepKind
from engine.model.types import Kind, Type
from engine.model.words import Text

SPAN = Span(PurePosixPath("services/visit.yaml"), 1, 1, 1)

_KINDS = {
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.MONEY: Kind.MONEY,
    FieldType.DATE: Kind.DATE,
    FieldType.YES_NO: Kind.YES_NO,
    FieldType.CHOICE: Kind.CODE,
    FieldType.FILE: Kind.FILE,
    FieldType.DECLARATION: Kind.YES_NO,
}


def text(en: str, ar: str | None = None) -> Text:
    return Text(ar or f"«{en}»", en)


def formula(feel: str) -> Formula:
    return Formula(feel, (SPAN,))


def condition(feel: str) -> Condition:
    return Condition(Combinator.ONE, (Clause(formula(feel), None, SPAN),), SPAN)


def field(
    field_type: FieldType,
    name: str = "question",
    *,
    of: str | None = None,
    decimals: int = 0,
    shown_when: str | None = None,
    required_when: str | None = None,
    low: str | None = None,
    high: str | None = None,
    **changes: Any,
) -> Field:
    """A required field of `field_type`; `of` is the list of choices, the currency of money."""
    declared: dict[str, Any] = {
        "id": name,
        "type": field_type,
        "fact_type": _fact_type(field_type, of, decimals),
        "label": text(name.replace(".", " ").replace("_", " ").capitalize()),
        "help": None,
        "is_required": True,
        "required_when": condition(required_when) if required_when else None,
        "shown_when": condition(shown_when) if shown_when else None,
        "low": formula(low) if low else None,
        "high": formula(high) if high else None,
        "max_length": None,
        "script": Script.ANY,
        "look": ChoiceLook.RADIOS,
        "prefill": None,
        "accept": ("pdf",) if field_type is FieldType.FILE else (),
        "max_bytes": 5 * 1024 * 1024,
        "purpose": None,
        "unit": None,
        "span": SPAN,
    }
    return Field(**{**declared, **changes})


def _fact_type(field_type: FieldType, of: str | None, decimals: int) -> Type:
    if field_type is FieldType.CHOICES:
        return Type(Kind.LIST, element=Type(Kind.CODE, of=of))
    return Type(_KINDS.get(field_type, Kind.TEXT), of=of, decimals=decimals)


def step(
    name: str,
    *fields: Field,
    kind: StepKind = StepKind.FIELDS,
    shown_when: str | None = None,
    group: Group | None = None,
    documents: tuple[DocumentRequest, ...] = (),
    declaration: tuple[Text, ...] = (),
    shows: tuple[str, ...] = (),
) -> Step:
    return Step(
        id=name,
        kind=kind,
        title=text(name.capitalize()),
        intro=None,
        proceed=None,
        shown_when=condition(shown_when) if shown_when else None,
        shows=shows,
        fields=fields,
        group=group,
        documents=documents,
        declaration=declaration,
        span=SPAN,
    )


def group(fact: str, min_items: int = 0, max_items: int = 3) -> Group:
    return Group(fact, text(fact.rstrip("s").capitalize()), min_items, max_items, None)


def document(name: str, when: str | None = None, *asks: Fact, **changes: Any) -> RequiredDocument:
    declared: dict[str, Any] = {
        "id": name,
        "label": text(name.capitalize()),
        "help": None,
        "when": condition(when) if when else None,
        "asks": asks,
        "sensitive": None,
        "cite": ("law",),
        "effective_from": date(2020, 1, 1),
        "effective_to": None,
        "span": SPAN,
    }
    return RequiredDocument(**{**declared, **changes})


def request(name: str, max_files: int = 1) -> DocumentRequest:
    return DocumentRequest(name, ("pdf", "jpeg"), 5 * 1024 * 1024, max_files, SPAN)


def fact(name: str, kind: Kind, source: FactSource, *, is_optional: bool = False) -> Fact:
    last = name.rpartition(".")[2].replace("_", " ").capitalize()
    return Fact(name, Type(kind, is_optional=is_optional), source, text(last), SPAN)


def code_list(name: str, *codes: Code) -> CodeList:
    return CodeList(name, text(name), codes, (), SPAN)


def code(name: str, first_date: date | None = None, last_date: date | None = None) -> Code:
    return Code(name, text(name.capitalize()), first_date, last_date, (), SPAN)


def rule_set(
    name: str,
    *,
    reads: tuple[tuple[str, FactSource], ...] = (),
    derived: tuple[tuple[str, str], ...] = (),
    documents: tuple[RequiredDocument, ...] = (),
    fees: FeeSchedule | None = None,
) -> RuleSet:
    return RuleSet(
        id=name,
        imports=tuple(Import(fact_name, source, SPAN) for fact_name, source in reads),
        values=(),
        derived=tuple(
            Derived(fact_name, text(fact_name), condition(feel), (), SPAN)
            for fact_name, feel in derived
        ),
        tables=(),
        rules=(),
        documents=documents,
        fees=fees,
        validity=None,
        span=SPAN,
    )


def always(name: str, value: Any) -> Dated[Any]:
    return Dated(name, ((date(2020, 1, 1), value),))

"""Steps and fields of a service as model objects."""

from __future__ import annotations

from dataclasses import replace

from engine.definitions.building.checks import build_check
from engine.definitions.building.guidance import build_paragraph
from engine.definitions.building.options import build_options, build_several
from engine.definitions.conditions import condition_under, formula
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping, Node, Scalar
from engine.definitions.typed import list_id, number_range
from engine.definitions.wordings import maybe_wording, wording_of
from engine.model.condition import Formula
from engine.model.document import DocumentRequest
from engine.model.money import Money
from engine.model.own_application import OwnApplication
from engine.model.partial import PartialDate, Precision, ReadsAs
from engine.model.service import (
    ChoiceLook,
    Field,
    FieldType,
    Group,
    Script,
    Step,
    StepKind,
)
from engine.model.types import TEXT, Kind, Type

BYTES_PER_MB = 1024 * 1024
ANY = "any"  # service, of an application that is chosen
_MOST_RADIOS = 5  # a longer list of choices is a drop-down unless the author says otherwise
_MOST_UNSEARCHED = 30  # and a list that is longer still can be searched
_RANGED = (FieldType.NUMBER, FieldType.MONEY, FieldType.DATE)
_FACT_KINDS = {
    FieldType.TEXT: Kind.TEXT,
    FieldType.LONG_TEXT: Kind.TEXT,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.MONEY: Kind.MONEY,
    FieldType.DATE: Kind.DATE,
    FieldType.YES_NO: Kind.YES_NO,
    FieldType.NATIONAL_ID: Kind.TEXT,
    FieldType.MOBILE: Kind.TEXT,
    FieldType.EMAIL: Kind.TEXT,
    FieldType.IBAN: Kind.TEXT,
    FieldType.FILE: Kind.FILE,
    FieldType.DECLARATION: Kind.YES_NO,
}


def build_step(parts: Parts, node: Mapping) -> Step:
    id = parts.scalar(node, "id")
    group = node.get("group")
    return Step(
        id=id.text,
        kind=parts.choice(node, "kind", StepKind) if parts.has(node, "kind") else StepKind.FIELDS,
        title=parts.words(node, "title"),
        intro=maybe_wording(parts, node, "intro"),
        proceed=parts.maybe_words(node, "proceed"),
        shown_when=condition_under(parts, node, "shown_when"),
        shows=parts.texts(node, "shows"),
        fields=parts.each(node, "fields", lambda below: build_field(parts, below)),
        group=_group(parts, group) if isinstance(group, Mapping) else None,
        documents=parts.each(node, "documents", lambda below: _request(parts, below)),
        declaration=tuple(
            wording_of(parts, item)
            for item in parts.items(node, "declaration")
            if isinstance(item, Mapping)
        ),
        span=id.span,
        checks=parts.each(node, "checks", lambda below: build_check(parts, below)),
        says=parts.each(node, "says", lambda below: build_paragraph(parts, below)),
        groups=parts.each(node, "groups", lambda below: _inner(parts, below, id.text, group)),
    )


def _inner(parts: Parts, node: Mapping, step: str, around: Node | None) -> Step:
    """A group inside the items of the group `around`, as a step of its own."""
    id = parts.scalar(node, "id")
    inside = parts.text(around, "fact") if isinstance(around, Mapping) else step
    title = parts.words(node, "title")
    return Step(
        id=f"{step}.{id.text}",
        kind=StepKind.GROUP,
        title=title,
        intro=maybe_wording(parts, node, "intro"),
        proceed=None,
        shown_when=condition_under(parts, node, "shown_when"),
        shows=(),
        fields=parts.each(node, "fields", lambda below: build_field(parts, below)),
        group=_bounded(parts, node, f"{inside}.{id.text}", inside),
        documents=(),
        declaration=(),
        span=id.span,
        checks=parts.each(node, "checks", lambda below: build_check(parts, below)),
    )


def _group(parts: Parts, node: Mapping) -> Group:
    return _bounded(parts, node, parts.text(node, "fact"), None)


def _bounded(parts: Parts, node: Mapping, fact: str, inside: str | None) -> Group:
    fewest, most = parts.number(node, "min_items", 0), parts.number(node, "max_items", 0)
    if most < fewest:
        at = parts.scalar(node, "max_items").span
        parts.report("D034", f"there are to be {fewest} items at least and {most} at most", at)
    return Group(
        fact=fact,
        item=parts.words(node, "item"),
        min_items=fewest,
        max_items=most,
        purpose=parts.maybe_words(node, "purpose"),
        inside=inside,
    )


def _request(parts: Parts, node: Mapping) -> DocumentRequest:
    document = parts.scalar(node, "document")
    return DocumentRequest(
        document=document.text,
        accept=parts.texts(node, "accept"),
        max_bytes=parts.number(node, "max_mb", 0) * BYTES_PER_MB,
        max_files=parts.number(node, "max_files", 1),
        span=document.span,
    )


def build_field(parts: Parts, node: Mapping) -> Field:
    id = parts.scalar(node, "id")
    type_, fact_type = _types(parts, node)
    low, high = _bounds(parts, node, type_)
    length = parts.number(node, "max_length", 0)
    return Field(
        id=id.text,
        type=type_,
        fact_type=fact_type,
        label=parts.words(node, "label"),
        help=parts.maybe_words(node, "help"),
        is_required=parts.flag(node, "required", True),
        required_when=condition_under(parts, node, "required_when"),
        shown_when=condition_under(parts, node, "shown_when"),
        low=low,
        high=high,
        max_length=length or None,
        script=parts.choice(node, "script", Script) if parts.has(node, "script") else Script.ANY,
        look=_look(parts, node, fact_type),
        prefill=parts.maybe_text(node, "prefill"),
        accept=parts.texts(node, "accept"),
        max_bytes=parts.number(node, "max_mb", 0) * BYTES_PER_MB,
        purpose=parts.maybe_words(node, "purpose"),
        unit=parts.maybe_unit(node, "unit"),
        span=id.span,
        options=build_options(parts, node, fact_type),
        several=build_several(parts, node, fact_type),
        gives=parts.maybe_text(node, "gives"),
        partial=_partial(parts, node) if type_ is FieldType.DATE else None,
        own=_own(parts, node) if type_ is FieldType.APPLICATION else None,
    )


def _own(parts: Parts, node: Mapping) -> OwnApplication:
    """`application of any`, or of the services in brackets."""
    scalar = parts.scalar(node, "type")
    of = scalar.text.partition(" of ")[2]
    services = () if of == ANY else tuple(one.strip() for one in of.strip("[]").split(","))
    return OwnApplication(services, scalar.span)


def _partial(parts: Parts, node: Mapping) -> PartialDate | None:
    if not parts.has(node, "precision"):
        return None
    precision = parts.choice(node, "precision", Precision)
    return PartialDate(precision, parts.choice(node, "reads_as", ReadsAs))


def _types(parts: Parts, node: Mapping) -> tuple[FieldType, Type]:
    """How a field is asked, and the type of the fact that it gives."""
    scalar = parts.scalar(node, "type")
    word, of, name = scalar.text.partition(" of ")
    if word in (FieldType.CHOICE, FieldType.CHOICES) and of:
        code = Type(Kind.CODE, of=list_id(parts, scalar, name))
        if word == FieldType.CHOICE:
            return FieldType.CHOICE, code
        return FieldType.CHOICES, Type(Kind.LIST, element=code)
    if word == FieldType.APPLICATION and of:
        return FieldType.APPLICATION, TEXT
    type_ = _simple_type(scalar)
    fact_type = Type(_FACT_KINDS[type_])
    if type_ is FieldType.NUMBER:
        low, high = number_range(parts, node)
        fact_type = replace(
            fact_type, decimals=parts.number(node, "decimals", 0), low=low, high=high
        )
    elif type_ is FieldType.MONEY:
        fact_type = replace(fact_type, of=parts.known.currency)
    return type_, fact_type


def _simple_type(scalar: Scalar) -> FieldType:
    if scalar.text not in _FACT_KINDS:  # its keys are texts as well
        raise Unreadable
    return FieldType(scalar.text)


def _bounds(parts: Parts, node: Mapping, type_: FieldType) -> tuple[Formula | None, Formula | None]:
    bounds = node.get("range")
    if not isinstance(bounds, Mapping) or type_ not in _RANGED:
        return None, None
    low = _bound(parts, bounds, "from") if parts.has(bounds, "from") else None
    high = _bound(parts, bounds, "to") if parts.has(bounds, "to") else None
    return low, high


def _bound(parts: Parts, bounds: Mapping, key: str) -> Formula:
    """An expression, or an amount of money as it is written everywhere else."""
    scalar = parts.scalar(bounds, key)
    try:
        Money.parse(scalar.text)
    except ValueError:
        return formula(parts, bounds, key)
    return Formula(f'money("{scalar.text}")', scalar.lines())


def _look(parts: Parts, node: Mapping, fact_type: Type) -> ChoiceLook:
    if parts.has(node, "look"):
        return parts.choice(node, "look", ChoiceLook)
    known = parts.known.lists.get(fact_type.of or "")
    count = _MOST_UNSEARCHED if known is None else len(known.codes)
    if count > _MOST_UNSEARCHED:
        return ChoiceLook.SEARCH
    return ChoiceLook.RADIOS if count <= _MOST_RADIOS else ChoiceLook.SELECT

"""A file of rules/ as a model object."""

from __future__ import annotations

from dataclasses import replace

from engine.definitions.building.claims import build_claims, build_intended
from engine.definitions.building.fees import build_fees
from engine.definitions.building.tables import build_table
from engine.definitions.building.values import build_value
from engine.definitions.conditions import condition, formula, maybe_condition, maybe_formula
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, Scalar
from engine.definitions.typed import named_type, type_of
from engine.definitions.wordings import maybe_wording, wording
from engine.model.document import Alternative, RequiredDocument, Reusable
from engine.model.fact import Fact, FactSource
from engine.model.fee import Stage
from engine.model.for_each import ForEach
from engine.model.period import parse_period
from engine.model.rule import (
    Derived,
    Exceptional,
    Import,
    OwnFunction,
    Rule,
    RuleSet,
    Table,
    Validity,
    Value,
)
from engine.model.types import Kind
from engine.model.words import Text
from engine.wording import WordingError, placeholders

_GROUPS = {
    "register": FactSource.REGISTER,
    "answer": FactSource.APPLICANT,
    "document": FactSource.DOCUMENT,
}


def build_rules(parts: Parts, root: Mapping) -> RuleSet:
    id = parts.file_id(root)
    if parts.known.currency is None:  # no portal says it: the file is taken at its word
        fees = root.get("fees")
        currency = parts.maybe_text(fees, "currency") if isinstance(fees, Mapping) else None
        parts.known = replace(parts.known, currency=currency)
    derived = parts.each_entry(root, "derived", lambda name, node: _derived(parts, name, node))
    determinations = parts.each_entry(
        root, "determinations", lambda name, node: _determination(parts, name, node)
    )
    values = parts.each_entry(root, "values", lambda name, node: build_value(parts, name, node))
    tables = parts.each_entry(root, "tables", lambda name, node: build_table(parts, name, node))
    return RuleSet(
        id=id.text,
        imports=_imports(parts, root),
        values=tuple(value for value in values if isinstance(value, Value)),
        derived=(*derived, *determinations),
        tables=(*tables, *(value for value in values if isinstance(value, Table))),
        rules=parts.each(root, "rules", lambda node: _rule(parts, node)),
        documents=parts.each(root, "documents", lambda node: _document(parts, node)),
        fees=build_fees(parts, root),
        validity=_validity(parts, root),
        span=id.span,
        functions=parts.each_entry(
            root, "functions", lambda name, node: _function(parts, name, node)
        ),
        determinations=tuple(one.name for one in determinations),
        claims=build_claims(parts, root),
        intended=build_intended(parts, root),
    )


def _imports(parts: Parts, root: Mapping) -> tuple[Import, ...]:
    reads = root.get("reads")
    if not isinstance(reads, Mapping):
        return ()
    return tuple(
        Import(item.text, source, item.span)
        for group, source in _GROUPS.items()
        for item in parts.items(reads, group)
        if isinstance(item, Scalar)
    )


def _derived(parts: Parts, name: Scalar, node: Mapping) -> Derived:
    has_value = parts.has(node, "value")
    if has_value and maybe_condition(parts, node) is not None:
        raise Unreadable
    return Derived(
        name=name.text,
        label=parts.words(node, "label"),
        body=formula(parts, node, "value") if has_value else condition(parts, node),
        cite=parts.cite(node),
        span=name.span,
        unit=parts.maybe_unit(node, "unit"),
        exceptions=parts.each(node, "exceptions", lambda below: _exception(parts, below)),
        absent_as=formula(parts, node, "absent_as") if parts.has(node, "absent_as") else None,
        read_on=maybe_formula(parts, node, "read_on"),
    )


def _determination(parts: Parts, name: Scalar, node: Mapping) -> Derived:
    """A derived fact that is part of the decision, so it says what it rests on."""
    if not parts.has(node, "cite"):
        hint = "`cite`: ids of the sources in sources.yaml that this rests on, the best first"
        parts.report("D021", "`cite` is missing from this determination", name.span, hint)
    return _derived(parts, name, node)


def _exception(parts: Parts, node: Mapping) -> Exceptional:
    id = parts.scalar(node, "id")
    return Exceptional(
        id=id.text,
        label=parts.words(node, "label"),
        over=parts.maybe_text(node, "over"),
        condition=condition(parts, node),
        value=formula(parts, node, "value") if parts.has(node, "value") else None,
        cite=parts.cite(node),
        span=id.span,
    )


def _function(parts: Parts, name: Scalar, node: Mapping) -> OwnFunction:
    parameters = tuple(
        (entry.key.text, named_type(parts, entry.value))
        for entry in parts.entries(node, "parameters")
        if isinstance(entry.value, Scalar)
    )
    label = parts.pattern(parts.mapping(node, "label"))
    _check_placeholders(parts, label, frozenset(known for known, _ in parameters), name)
    return OwnFunction(
        name.text, label, parameters, formula(parts, node, "value"), parts.cite(node), name.span
    )


def _check_placeholders(
    parts: Parts, label: Text, parameters: frozenset[str], name: Scalar
) -> None:
    """Whether the sentence names parameters alone, in both languages."""
    for words in (label.ar, label.en):
        try:
            unknown = sorted(placeholders(words) - parameters)
        except WordingError as error:
            parts.report("E215", f"the label of `{name.text}` has a {error}", name.span)
            continue
        if unknown:
            message = f"the label of `{name.text}` names `{unknown[0]}`, which is no parameter"
            hint = f"the parameters are {', '.join(sorted(parameters))}"
            parts.report("E215", message, name.span, hint)


def _for_each(parts: Parts, node: Mapping) -> ForEach | None:
    if not parts.has(node, "for_each"):
        return None
    source = parts.scalar(node, "for_each")
    return ForEach(source.text, parts.maybe_text(node, "as") or "item", source.span)


def _rule(parts: Parts, node: Mapping) -> Rule:
    id = parts.scalar(node, "id")
    begins, ends = parts.period(node, "effective_from", "effective_to")
    return Rule(
        id=id.text,
        label=wording(parts, node, "label"),
        advice=wording(parts, node, "advice"),
        cite=parts.cite(node),
        effective_from=begins,
        effective_to=ends,
        condition=condition(parts, node),
        span=id.span,
        for_each=_for_each(parts, node),
        exceptions=parts.each(node, "exceptions", lambda below: _exception(parts, below)),
        applies_on=maybe_formula(parts, node, "applies_on"),
        read_on=maybe_formula(parts, node, "read_on"),
        leads_to=parts.maybe_lead(node),
    )


def _document(parts: Parts, node: Mapping) -> RequiredDocument:
    id = parts.scalar(node, "id")
    begins, ends = parts.period(node, "effective_from", "effective_to")
    asks = parts.each(node, "asks", lambda below: _detail(parts, below, id.text))
    return RequiredDocument(
        id=id.text,
        label=parts.words(node, "label"),
        help=maybe_wording(parts, node, "help"),
        when=maybe_condition(parts, node),
        asks=asks,
        sensitive=parts.maybe_text(node, "sensitive"),
        cite=parts.cite(node),
        effective_from=begins,
        effective_to=ends,
        span=id.span,
        any_of=parts.each(node, "any_of", lambda below: _alternative(parts, below)),
        for_each=_for_each(parts, node),
        stage=Stage(parts.maybe_text(node, "due") or Stage.ON_SUBMISSION),
        reusable=_reusable(parts, node, asks),
    )


def _alternative(parts: Parts, node: Mapping) -> Alternative:
    id = parts.scalar(node, "id")
    asks = parts.each(node, "asks", lambda below: _detail(parts, below, id.text))
    return Alternative(
        id=id.text,
        label=parts.words(node, "label"),
        help=maybe_wording(parts, node, "help"),
        asks=asks,
        sensitive=parts.maybe_text(node, "sensitive"),
        span=id.span,
        reusable=_reusable(parts, node, asks),
    )


def _reusable(parts: Parts, holder: Mapping, asks: tuple[Fact, ...]) -> Reusable | None:
    node = holder.get("reusable")
    if not isinstance(node, Mapping):
        return None
    written = parts.scalar(node, "for")
    try:
        lasts = parse_period(written.text)
    except ValueError:
        hint = "write `P6M`, `P1Y` or `P30D`"
        parts.report("D030", f"`{written.text}` is not a period", written.span, hint)
        raise Unreadable from None
    if not parts.has(node, "since"):
        return Reusable(lasts, None)
    since = parts.scalar(node, "since")
    dates = [fact.name.rpartition(".")[2] for fact in asks if fact.type.kind is Kind.DATE]
    if since.text not in dates:
        listed = meant_or_listed(since.text, dates, "the dates that it asks are")
        message = f"`{since.text}` is no date that the document asks"
        parts.report("D221", message, since.span, listed)
    return Reusable(lasts, since.text)


def _detail(parts: Parts, node: Mapping, document: str) -> Fact:
    id = parts.scalar(node, "id")
    label, unit = parts.words(node, "label"), parts.maybe_unit(node, "unit")
    name = f"documents.{document}.{id.text}"
    return Fact(name, type_of(parts, node), FactSource.DOCUMENT, label, id.span, unit)


def _validity(parts: Parts, root: Mapping) -> Validity | None:
    node = root.get("validity")
    if not isinstance(node, Mapping):
        return None
    try:
        starts, lasts = formula(parts, node, "starts"), formula(parts, node, "lasts")
    except Unreadable:
        parts.skipped.add("validity")
        return None
    return Validity(starts, lasts, parts.cite(node), starts.span)

"""A decision with its whole trace as canonical JSON, both ways.

The trace keeps truths and the values read, never sentences: those are made again by whoever
reads it. `summary_of` is the part that a replay compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.model.decision import (
    AtomTrace,
    ContainedVat,
    Decision,
    Determined,
    DocumentDue,
    FeeLine,
    ItemDue,
    Outcome,
    RuleResult,
    ValidityPeriod,
    Verdict,
)
from engine.model.fee import Stage
from engine.model.fee_part import FeePart, PartKind, ValueUsed
from engine.model.money import Money
from engine.model.rounding import Rounding, RoundingMode
from engine.model.value import ABSENT, Absent, Cause, CauseKind, Fault, State, Unknown
from engine.store.canonical import Json, NotCanonical, read_state, write_state


def write_decision(decision: Decision) -> dict[str, Json]:
    written: dict[str, Json] = {
        "service": decision.service,
        "release": decision.release,
        "decision_date": decision.decision_date.isoformat(),
        "is_open_to": write_state(decision.is_open_to),
        "outcome": str(decision.outcome),
        "rules": [_write_rule(result) for result in decision.rules],
        "fees": [_write_fee(line) for line in decision.fees],
        "documents": [_write_document(document) for document in decision.documents],
        "validity": _write_validity(decision.validity),
        "questions": [[str(cause.kind), cause.fact] for cause in decision.questions],
        "rows": {table: _write_rows(rows) for table, rows in decision.rows.items()},
    }
    if decision.contained_vat:
        written["contained_vat"] = [_write_tax(one) for one in decision.contained_vat]
    if decision.determinations:  # nothing where there are none, so that a record stays what it was
        written["determinations"] = [_write_determined(one) for one in decision.determinations]
    if decision.told:  # a release whose texts say no values is written as it always was
        written["told"] = [[name, write_state(state)] for name, state in decision.told]
    return written


def read_decision(value: Mapping[str, Any]) -> Decision:
    """Raises NotCanonical, KeyError or ValueError for what `write_decision` does not write."""
    return Decision(
        service=value["service"],
        release=value["release"],
        decision_date=date.fromisoformat(value["decision_date"]),
        is_open_to=_truth_or_unknown(read_state(value["is_open_to"])),
        outcome=Outcome(value["outcome"]),
        rules=tuple(_read_rule(item) for item in value["rules"]),
        fees=tuple(_read_fee(item) for item in value["fees"]),
        documents=tuple(_read_document(item) for item in value["documents"]),
        validity=_read_validity(value["validity"]),
        questions=tuple(Cause(CauseKind(kind), fact) for kind, fact in value["questions"]),
        rows={table: _read_rows(rows) for table, rows in value["rows"].items()},
        determinations=tuple(map(_read_determined, value.get("determinations", ()))),
        told=tuple((name, read_state(state)) for name, state in value.get("told", ())),
        contained_vat=tuple(_read_tax(item) for item in value.get("contained_vat", ())),
    )


def summary_of(decision: Decision) -> dict[str, Json]:
    """Codes and values by path: what must come out again when the decision is replayed."""
    summary: dict[str, Json] = {
        "outcome": str(decision.outcome),
        "is_open_to": write_state(decision.is_open_to),
        "validity": _write_validity(decision.validity),
    }
    for result in decision.rules:
        summary[f"verdicts.{result.id}"] = str(result.verdict)
        for atom in result.atoms:
            for used in atom.used:
                summary[f"used.{used.name}"] = _write_used(used)
    for line in decision.fees:
        summary[f"fees.{line.id}.amount"] = write_state(line.amount)
        summary[f"fees.{line.id}.stage"] = str(line.stage)
        for used in line.used:
            summary[f"used.{used.name}"] = _write_used(used)
    for tax in decision.contained_vat:
        summary[f"contained_vat.{tax.stage}"] = write_state(tax.amount)
    for document in decision.documents:
        summary[f"documents.{document.id}"] = write_state(document.is_due)
        for item in document.items:
            summary[f"documents.{document.id}.{item.number}"] = write_state(item.is_due)
    for determined in decision.determinations:
        summary[f"determinations.{determined.name}"] = write_state(determined.value)
        for used in determined.used:
            summary[f"used.{used.name}"] = _write_used(used)
    for table, rows in decision.rows.items():
        if rows:
            summary[f"rows.{table}"] = _write_rows(rows)
    return summary


def _write_determined(determined: Determined) -> Json:
    return {
        "name": determined.name,
        "value": write_state(determined.value),
        "cite": list(determined.cite),
        "is_official": determined.is_official,
        "used": [_write_used(used) for used in determined.used],
    }


def _read_determined(value: Mapping[str, Any]) -> Determined:
    return Determined(
        value["name"],
        read_state(value["value"]),
        tuple(value["cite"]),
        value["is_official"],
        tuple(_read_used(item) for item in value["used"]),
    )


def _write_rule(result: RuleResult) -> Json:
    return {
        "id": result.id,
        "verdict": str(result.verdict),
        "atoms": [_write_atom(atom) for atom in result.atoms],
        "deciding": list(result.deciding),
        "cite": list(result.cite),
        "is_official": result.is_official,
    }


def _read_rule(value: Mapping[str, Any]) -> RuleResult:
    return RuleResult(
        value["id"],
        Verdict(value["verdict"]),
        tuple(_read_atom(item) for item in value["atoms"]),
        tuple(value["deciding"]),
        tuple(value["cite"]),
        value["is_official"],
    )


def _write_atom(atom: AtomTrace) -> Json:
    return {
        "id": atom.id,
        "place": atom.place,
        "text": atom.text,
        "truth": write_state(atom.truth),
        "reads": [[name, write_state(state)] for name, state in atom.reads],
        "used": [_write_used(used) for used in atom.used],
        "operator": atom.operator,
        "left": _write_maybe(atom.left),
        "right": _write_maybe(atom.right),
    }


def _read_atom(value: Mapping[str, Any]) -> AtomTrace:
    return AtomTrace(
        value["id"],
        value["place"],
        value["text"],
        _truth(read_state(value["truth"])),
        tuple((name, read_state(state)) for name, state in value["reads"]),
        tuple(_read_used(item) for item in value["used"]),
        value["operator"],
        _read_maybe(value["left"]),
        _read_maybe(value["right"]),
    )


def _write_used(used: ValueUsed) -> Json:
    since = None if used.since is None else used.since.isoformat()
    row = _write_rows(used.rows) if used.rows else None
    written = {"name": used.name, "value": write_state(used.value), "since": since, "row": row}
    # Only where it is not the decision date, so that other records are written as ever.
    return written if used.on is None else {**written, "on": used.on.isoformat()}


def _read_used(value: Mapping[str, Any]) -> ValueUsed:
    since = None if value["since"] is None else date.fromisoformat(value["since"])
    rows = () if value["row"] is None else _read_rows(value["row"])
    on = date.fromisoformat(value["on"]) if "on" in value else None
    return ValueUsed(value["name"], read_state(value["value"]), since, rows, on)


def _write_rows(rows: tuple[str, ...]) -> Json:
    """One row is its id, as records of single rows have always had it; else a list of ids."""
    return rows[0] if len(rows) == 1 else list(rows)


def _read_rows(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _write_fee(line: FeeLine) -> Json:
    return {
        "id": line.id,
        "stage": str(line.stage),
        "amount": write_state(line.amount),
        "cite": list(line.cite),
        "is_official": line.is_official,
        "used": [_write_used(used) for used in line.used],
        **({"parts": [_write_part(part) for part in line.parts]} if line.parts else {}),
    }


def _read_fee(value: Mapping[str, Any]) -> FeeLine:
    return FeeLine(
        value["id"],
        Stage(value["stage"]),
        _read_amount(value["amount"]),
        tuple(value["cite"]),
        value["is_official"],
        tuple(_read_used(item) for item in value["used"]),
        parts=tuple(_read_part(item) for item in value.get("parts", ())),
    )


def _read_amount(value: Any) -> Money | Unknown | Fault:
    amount = read_state(value)
    if not isinstance(amount, Money | Unknown | Fault):
        raise NotCanonical("the amount of a fee line is money, unknown or a fault")
    return amount


def _write_part(part: FeePart) -> Json:
    rounding = part.rounding
    return {
        "kind": str(part.kind),
        "amount": _write_maybe(part.amount),
        "base": _write_maybe(part.base),
        "factor": _write_maybe(part.factor),
        "names": list(part.names),
        "rounding": None if rounding is None else [str(rounding.mode), rounding.unit_minor],
        "cite": list(part.cite),
        "reads": [[name, write_state(state)] for name, state in part.reads],
        "used": [_write_used(used) for used in part.used],
    }


def _read_part(value: Mapping[str, Any]) -> FeePart:
    rounding = value["rounding"]
    return FeePart(
        PartKind(value["kind"]),
        _read_maybe(value["amount"]),
        _read_maybe(value["base"]),
        _read_maybe(value["factor"]),
        tuple(value["names"]),
        None if rounding is None else Rounding(RoundingMode(rounding[0]), rounding[1]),
        tuple(value["cite"]),
        tuple((name, read_state(state)) for name, state in value["reads"]),
        tuple(_read_used(item) for item in value["used"]),
    )


def _write_tax(tax: ContainedVat) -> Json:
    return {
        "stage": str(tax.stage),
        "rate": write_state(tax.rate),
        "amount": write_state(tax.amount),
        "cite": list(tax.cite),
        "used": [_write_used(used) for used in tax.used],
    }


def _read_tax(value: Mapping[str, Any]) -> ContainedVat:
    return ContainedVat(
        Stage(value["stage"]),
        read_state(value["rate"]),
        _read_amount(value["amount"]),
        tuple(value["cite"]),
        tuple(_read_used(item) for item in value["used"]),
    )


def _write_document(document: DocumentDue) -> Json:
    return {
        "id": document.id,
        "is_due": write_state(document.is_due),
        "atoms": [_write_atom(atom) for atom in document.atoms],
        "cite": list(document.cite),
        "is_official": document.is_official,
        **({"items": [_write_item(item) for item in document.items]} if document.items else {}),
        **({} if document.stage is Stage.ON_SUBMISSION else {"stage": str(document.stage)}),
    }


def _write_item(item: ItemDue) -> Json:
    return {"number": item.number, "is_due": write_state(item.is_due)}


def _read_item(value: Mapping[str, Any]) -> ItemDue:
    return ItemDue(value["number"], _truth(read_state(value["is_due"])))


def _read_document(value: Mapping[str, Any]) -> DocumentDue:
    return DocumentDue(
        value["id"],
        _truth(read_state(value["is_due"])),
        tuple(_read_atom(item) for item in value["atoms"]),
        tuple(value["cite"]),
        value["is_official"],
        tuple(_read_item(item) for item in value.get("items", ())),
        Stage(value.get("stage", Stage.ON_SUBMISSION)),
    )


def _write_validity(validity: ValidityPeriod | Unknown | Absent | Fault) -> Json:
    if not isinstance(validity, ValidityPeriod):
        return write_state(validity)
    return {
        "starts": validity.starts.isoformat(),
        "ends": validity.ends.isoformat(),
        "cite": list(validity.cite),
        "is_official": validity.is_official,
    }


def _read_validity(value: Mapping[str, Any]) -> ValidityPeriod | Unknown | Absent | Fault:
    if "starts" in value:
        return ValidityPeriod(
            date.fromisoformat(value["starts"]),
            date.fromisoformat(value["ends"]),
            tuple(value["cite"]),
            value["is_official"],
        )
    state = read_state(value)
    if state is ABSENT or isinstance(state, Unknown | Fault):
        return state
    raise NotCanonical("a validity is a period, unknown, absent or a fault")


def _write_maybe(state: State | None) -> Json:
    return None if state is None else write_state(state)


def _read_maybe(value: Any) -> State | None:
    return None if value is None else read_state(value)


def _truth(state: State) -> bool | Unknown | Fault:
    if isinstance(state, bool | Unknown | Fault):
        return state
    raise NotCanonical("a truth is yes, no, unknown or a fault")


def _truth_or_unknown(state: State) -> bool | Unknown:
    if isinstance(state, bool | Unknown):
        return state
    raise NotCanonical("`is_open_to` is yes, no or unknown")

"""One field as JSON Schema 2020-12: what a program may send for it today.

The schema is narrower than what is taken: people may type digits of any script, and dates in
either calendar, and so may a program. What JSON Schema has no word for stands under
`x-mumaris-*`, conditions and bounds as the FEEL texts of the definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

import msgspec

from api.json.conditions import feel
from engine.expressions.compiled import CompiledField
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.listing import Code, CodeList
from engine.model.money import Money
from engine.model.partial import Precision
from engine.model.service import Field, FieldType, Script
from engine.model.value import Known, is_known
from engine.model.words import Text

Schema: TypeAlias = dict[str, object]

_AMOUNT: Final = r"^[0-9]{1,15}(\.[0-9]{1,2})?$"
_NATIONAL_ID: Final = "^[12][0-9]{9}$"
_IBAN: Final = "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"
_MOBILE: Final = "^05[0-9]{8}$"
_MONTH: Final = "^[0-9]{4}-(0[1-9]|1[0-2])$"
_YEAR: Final = "^[0-9]{4}$"


@dataclass(frozen=True, slots=True)
class FieldSchemas:
    """Describes the fields of one service. `evaluation` knows no answer, only the day."""

    lists: Mapping[str, CodeList]
    evaluation: Evaluation
    day: date

    def of(self, field: Field, compiled: CompiledField) -> Schema:
        low, high = self._known(compiled.low), self._known(compiled.high)
        schema: Schema = {
            "title": field.label.en,
            **self._type(field, low, high),
            "x-mumaris-label": bilingual(field.label),
            "x-mumaris-type": str(field.type),
        }
        if field.help is not None:
            schema |= {"description": field.help.en, "x-mumaris-help": bilingual(field.help)}
        return schema | _conditions(field)

    def _type(self, field: Field, low: Known | None, high: Known | None) -> Schema:
        match field.type:
            case FieldType.TEXT | FieldType.LONG_TEXT:
                return _text(field)
            case FieldType.NUMBER:
                return _number(field, low, high)
            case FieldType.MONEY:
                bounds = _bounds(low, high)
                currency = field.fact_type.of
                return {
                    "type": "string",
                    "pattern": _AMOUNT,
                    "x-mumaris-currency": currency,
                } | bounds
            case FieldType.DATE:
                return _date(field) | _bounds(low, high)
            case FieldType.YES_NO:
                return {"type": "boolean"}
            case FieldType.CHOICE:
                return self._choice(field)
            case FieldType.CHOICES:
                return self._choices(field)
            case FieldType.NATIONAL_ID:
                return {"type": "string", "pattern": _NATIONAL_ID}
            case FieldType.MOBILE:
                return {"type": "string", "pattern": _MOBILE}
            case FieldType.EMAIL:
                return {"type": "string", "format": "email"}
            case FieldType.IBAN:
                return {"type": "string", "pattern": _IBAN}
            case FieldType.APPLICATION:
                services = () if field.own is None else field.own.services
                return {"type": "string", "x-mumaris-application-of": list(services) or "any"}
            case FieldType.DECLARATION:
                return {"const": True}
            case FieldType.FILE:
                raise AssertionError("a file is no answer")

    def _choice(self, field: Field) -> Schema:
        """The codes offered on the day, in the order of their list, and when each of them is."""
        codes = self.lists[field.chosen_from or ""].codes
        offered = [code for code in codes if code.is_offered_on(self.day)]
        schema: Schema = {
            "type": "string",
            "enum": [code.id for code in offered],
            "x-mumaris-options": [_option(field, code) for code in offered],
        }
        if field.options is not None and field.options.where is not None:
            schema["x-mumaris-options-where"] = feel(field.options.where)
        return schema

    def _choices(self, field: Field) -> Schema:
        several, own = field.several, self._choice(field)
        one = {name: own.pop(name) for name in ("type", "enum")}
        schema: Schema = {"type": "array", "items": one, "uniqueItems": True, **own}
        if several.least is not None and not several.excludes_others:
            schema["minItems"] = several.least
        if several.most is not None:
            schema["maxItems"] = several.most
        if several.excludes_others:
            schema["x-mumaris-excludes-others"] = list(several.excludes_others)
        return schema

    def _known(self, bound: Node | None) -> Known | None:
        """The bound where it is the same for everybody on the day."""
        if bound is None:
            return None
        state = self.evaluation.value(bound, {"item": {}})
        return state if is_known(state) else None  # type: ignore[return-value]


def bilingual(text: Text) -> dict[str, str]:
    return {"ar": text.ar, "en": text.en}


def is_always_required(field: Field) -> bool:
    """Whether it must be answered wherever its step is, whatever else was answered: a choice that
    waits for another answer is not asked before."""
    conditions = (field.required_when, field.shown_when, field.options)
    is_conditional = any(one is not None for one in conditions)
    return field.is_required and not is_conditional and field.type is not FieldType.FILE


def _option(field: Field, code: Code) -> Schema:
    option: Schema = {"code": code.id, "label": bilingual(code.label)}
    when = dict(field.options.when).get(code.id) if field.options else None
    return option if when is None else option | {"offered-when": feel(when)}


def _text(field: Field) -> Schema:
    schema: Schema = {"type": "string"}
    if field.max_length is not None:
        schema["maxLength"] = field.max_length
    if field.script is not Script.ANY:
        schema["x-mumaris-script"] = str(field.script)
    return schema


def _date(field: Field) -> Schema:
    if field.partial is None:
        return {"type": "string", "format": "date"}
    return {
        "type": "string",
        "pattern": _MONTH if field.partial.precision is Precision.MONTH else _YEAR,
        "x-mumaris-precision": str(field.partial.precision),
        "x-mumaris-reads-as": str(field.partial.reads_as),
    }


def _number(field: Field, low: Known | None, high: Known | None) -> Schema:
    """The narrower of the field's bounds and of its type's domain."""
    lows = [one for one in (low, field.fact_type.low) if isinstance(one, Decimal)]
    highs = [one for one in (high, field.fact_type.high) if isinstance(one, Decimal)]
    schema: Schema = {"type": "number" if field.fact_type.decimals else "integer"}
    if field.fact_type.decimals:
        schema["x-mumaris-decimals"] = field.fact_type.decimals
    if lows:
        schema["minimum"] = number(max(lows))
    if highs:
        schema["maximum"] = number(min(highs))
    return schema


def _bounds(low: Known | None, high: Known | None) -> Schema:
    """Bounds of dates and amounts: JSON Schema bounds numbers only."""
    schema: Schema = {}
    if low is not None:
        schema["x-mumaris-minimum"] = _written(low)
    if high is not None:
        schema["x-mumaris-maximum"] = _written(high)
    return schema


def _written(bound: Known) -> str:
    match bound:
        case date():
            return bound.isoformat()
        case Money():
            return str(bound).partition(" ")[0]
        case _:
            return str(bound)


def _conditions(field: Field) -> Schema:
    schema: Schema = {}
    if field.shown_when is not None:
        schema["x-mumaris-shown-when"] = feel(field.shown_when)
    if field.required_when is not None:
        schema["x-mumaris-required-when"] = feel(field.required_when)
    bounds = {"from": field.low, "to": field.high}
    if field.low is not None or field.high is not None:
        schema["x-mumaris-range"] = {
            name: " ".join(bound.text.split()) for name, bound in bounds.items() if bound
        }
    if field.unit is not None:
        schema["x-mumaris-unit"] = bilingual(field.unit.word)
    if field.gives is not None:
        schema["x-mumaris-gives"] = field.gives
    if field.prefill is not None:
        schema["x-mumaris-prefill"] = field.prefill
    return schema


def number(value: Decimal) -> int | msgspec.Raw:
    """A JSON number with exactly these digits.

    >>> number(Decimal("300")), bytes(number(Decimal("0.1")))
    (300, b'0.1')
    """
    if value == value.to_integral_value():
        return int(value)
    return msgspec.Raw(f"{value:f}".encode())

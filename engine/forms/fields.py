"""Questions: one field as its template needs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from engine.answers import FieldReading, field_text
from engine.answers.choices import NO, YES
from engine.calendar import format_date
from engine.forms.own_applications import application_words
from engine.forms.partial import partial_words
from engine.forms.uploads import upload_view
from engine.forms.views import FieldView, OptionView, UploadView
from engine.forms.writer import Writer, html_id
from engine.model.listing import Code
from engine.model.money import Money
from engine.model.service import ChoiceLook, Field, FieldType, Script
from engine.model.value import ABSENT, State
from engine.money import currency_name
from engine.phrases import said
from engine.wording import join

_LEFT_TO_RIGHT: Final = frozenset(
    {
        FieldType.NUMBER,
        FieldType.MONEY,
        FieldType.DATE,
        FieldType.NATIONAL_ID,
        FieldType.MOBILE,
        FieldType.EMAIL,
        FieldType.IBAN,
    }
)
MOST_RADIOS: Final = 5
_FREE_TEXT: Final = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})
_KEYBOARDS: Final = {
    FieldType.MONEY: "decimal",
    FieldType.NATIONAL_ID: "numeric",
    FieldType.MOBILE: "tel",
    FieldType.EMAIL: "email",
}
_FILLED_BY_BROWSERS: Final = {FieldType.MOBILE: "tel-national", FieldType.EMAIL: "email"}


def field_view(
    writer: Writer,
    reading: FieldReading,
    texts: Mapping[str, str] | None = None,
    watched: frozenset[str] = frozenset(),
) -> FieldView:
    """`texts` are shown instead of what is kept, for a page that was not saved; errors of what is
    kept are then left out. `watched` are the fields that others of the page depend on."""
    field = reading.field
    text = _text(writer, reading) if texts is None else texts.get(field.id, "")
    name = html_id(field.id)
    error = reading.error if texts is None else None
    options = _options(writer, reading, name, text)
    is_empty = (field.chosen_from is not None or field.own is not None) and not options
    return FieldView(
        id=name,
        name=field.id,
        type=str(field.type),
        label=writer.text(field.label),
        help=writer.optional(field.help),
        hint=_hint(writer, reading),
        unit=_unit(writer, field),
        text=text,
        options=options,
        look=_look(field, options),
        error=writer.text(error.message) if error else None,
        is_required=reading.required is True,
        is_watched=field.id in watched,
        inputmode=_keyboard(field, reading),
        autocomplete=_FILLED_BY_BROWSERS.get(field.type),
        direction=_direction(field),
        max_length=field.max_length,
        preview=_preview(writer, reading) if texts is None else None,
        upload=_upload(writer, reading),
        no_options=_no_options(writer, field) if is_empty else None,
        gone=_gone(writer, field, text, options),
    )


def _text(writer: Writer, reading: FieldReading) -> str:
    """What was typed; before that, what the definition says to fill in."""
    if reading.text is not None:
        return reading.text
    prefill = reading.field.prefill
    state: State = ABSENT if prefill is None else writer.evaluation.fact(prefill)
    return field_text(reading.field, state)


def _no_options(writer: Writer, field: Field) -> str:
    return writer.phrase("own-applications.none" if field.own else "forms.no-options")


def _look(field: Field, options: tuple[OptionView, ...]) -> str:
    if field.type is FieldType.CHOICES:
        return "boxes"
    if field.own is not None:
        is_short = len(options) <= MOST_RADIOS
        return str(ChoiceLook.RADIOS if is_short else ChoiceLook.SELECT)
    return str(ChoiceLook.RADIOS if field.type is FieldType.YES_NO else field.look)


def _options(writer: Writer, reading: FieldReading, name: str, text: str) -> tuple[OptionView, ...]:
    """The choices offered now, in the order of their list; what excludes others stands last."""
    field = reading.field
    choices: list[tuple[str, str, str]] = []
    if field.type is FieldType.YES_NO:
        choices = [(YES, writer.phrase("values.yes"), ""), (NO, writer.phrase("values.no"), "")]
    elif field.chosen_from is not None:
        alone = field.several.excludes_others
        codes = sorted(offered_codes(writer, reading), key=lambda code: code.id in alone)
        other = writer.language.other
        choices = [(code.id, writer.text(code.label), code.label.in_(other)) for code in codes]
    elif field.own is not None:
        choices = [(one, application_words(writer, reading, one), "") for one in reading.choosable]
    chosen = text.split(",") if field.type is FieldType.CHOICES else [text]
    return tuple(
        OptionView(
            f"{name}-{number}",
            value,
            label,
            value in chosen,
            value in field.several.excludes_others,
            also,
        )
        for number, (value, label, also) in enumerate(choices, start=1)
    )


def _gone(writer: Writer, field: Field, text: str, options: tuple[OptionView, ...]) -> str | None:
    """What was chosen and is not offered now: its answer would be refused, and it is not shown."""
    listing = writer.catalogue.lists.get(field.chosen_from or "")
    if listing is None:
        return None
    offered = {option.value for option in options}
    codes = (listing.code(one) for one in text.split(",") if one not in offered)
    labels = [writer.text(code.label) for code in codes if code is not None]
    return (
        writer.phrase("forms.gone", choice=said(join(labels, writer.language))) if labels else None
    )


def offered_codes(writer: Writer, reading: FieldReading) -> list[Code]:
    """The codes that a choice offers on the day, and with the answers so far."""
    codes = writer.catalogue.lists[reading.field.chosen_from or ""].codes
    day, offered = writer.reading.decision_date, reading.offered
    return [
        code
        for code in codes
        if code.is_offered_on(day) and (offered is None or code.id in offered)
    ]


def _hint(writer: Writer, reading: FieldReading) -> str | None:
    """Which answers fit, where that is not plain from the label."""
    match reading.field.type:
        case FieldType.DATE:
            partial = reading.field.partial
            return writer.phrase(f"forms.{partial.precision if partial else 'date'}-hint")
        case FieldType.NUMBER | FieldType.MONEY:
            return _range_hint(writer, reading)
        case FieldType.CHOICES:
            return _count_hint(writer, reading.field)
        case FieldType.MOBILE:
            return writer.phrase("forms.mobile-hint")
        case FieldType.NATIONAL_ID:
            return writer.phrase("forms.national-id-hint")
        case FieldType.IBAN:
            return writer.phrase("forms.iban-hint")
        case _:
            return None


def _range_hint(writer: Writer, reading: FieldReading) -> str | None:
    low, high = reading.bounds.low, reading.bounds.high
    if isinstance(low, Decimal | Money) and isinstance(high, Decimal | Money):
        return writer.phrase("forms.range-hint", low=low, high=high)
    return None


def _count_hint(writer: Writer, field: Field) -> str:
    least, most = field.several.least, field.several.most
    if least is not None and most is not None and least == most:
        return writer.phrase("forms.choose-exactly", count=least)
    if least is not None and most is not None:
        return writer.phrase("forms.choose-between", low=least, high=most)
    if most is not None:
        return writer.phrase("forms.choose-at-most", count=most)
    if least is not None and least > 1:
        return writer.phrase("forms.choose-at-least", count=least)
    return writer.phrase("forms.choose-all-that-apply")


def _unit(writer: Writer, field: Field) -> str | None:
    if field.type is FieldType.MONEY:
        return currency_name(field.fact_type.of or "", writer.language)
    return None if field.unit is None else writer.text(field.unit.word)


def _keyboard(field: Field, reading: FieldReading) -> str | None:
    if field.type is not FieldType.NUMBER:
        return _KEYBOARDS.get(field.type)
    is_natural = isinstance(reading.bounds.low, Decimal) and reading.bounds.low >= 0
    if not is_natural:
        return None  # the number keyboards of phones have no minus
    return "decimal" if field.fact_type.decimals else "numeric"


def _direction(field: Field) -> str | None:
    if field.type in _LEFT_TO_RIGHT or field.script is Script.LATIN:
        return "ltr"
    return "auto" if field.type in _FREE_TEXT else None


def _preview(writer: Writer, reading: FieldReading) -> str | None:
    """How a date was understood, so that its owner sees both calendars."""
    state = reading.state
    if not isinstance(state, date):
        return None
    return partial_words(writer, reading) or format_date(state, writer.language)


def _upload(writer: Writer, reading: FieldReading) -> UploadView | None:
    field = reading.field
    if field.type is not FieldType.FILE:
        return None
    return upload_view(writer, reading.slot, field.accept, field.max_bytes, 1, reading.files)

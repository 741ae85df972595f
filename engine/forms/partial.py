"""A month or a year as it was typed, and the day that it counts as."""

from __future__ import annotations

from datetime import date

from engine.answers import FieldError, FieldReading, typed_part
from engine.calendar import format_part
from engine.digits import clean_text, western_digits
from engine.forms.writer import Writer
from engine.phrases import said


def partial_words(writer: Writer, reading: FieldReading) -> str | None:
    """The words of a date that is not asked to the day; None for any other answer."""
    day = reading.state
    if reading.field.partial is None or not isinstance(day, date) or reading.text is None:
        return None
    part = typed_part(reading.field, western_digits(clean_text(reading.text)))
    assert not isinstance(part, FieldError), "it was read as a day"
    typed = format_part(part.year, part.month, writer.language, is_hijri=part.is_hijri)
    return writer.phrase("forms.counted-as", typed=said(typed), day=day)

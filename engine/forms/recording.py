"""What staff record, as questions of the same templates that applicants answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.answers import UNBOUNDED, FieldError, FieldReading
from engine.forms.fields import field_view
from engine.forms.views import FieldView
from engine.forms.writer import Writer
from engine.model.service import Field
from engine.model.value import UNKNOWN


def recording_views(
    writer: Writer,
    fields: Iterable[Field],
    texts: Mapping[str, str],
    errors: Iterable[FieldError],
) -> tuple[FieldView, ...]:
    """The fields with what was typed so far, and what is wrong with it."""
    wrong = {one.field: writer.text(one.message) for one in errors}
    return tuple(
        replace(
            field_view(writer, _asked(field, texts.get(field.id, ""))), error=wrong.get(field.id)
        )
        for field in fields
    )


def _asked(field: Field, text: str) -> FieldReading:
    return FieldReading(
        field=field,
        shown=True,
        required=field.is_required,
        text=text,
        state=UNKNOWN,
        error=None,
        bounds=UNBOUNDED,
        slot="",
    )

"""Which texts of a page are kept, and under which field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from engine.answers import FieldReading, longest_text
from engine.digits import clean_text
from engine.model.service import Field, FieldType

Texts = Mapping[str, str]
_UNKEEPABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def typed_texts(questions: Iterable[FieldReading], old: Texts, sent: Texts) -> dict[str, str]:
    """`old` with what was typed: a question that was asked and left out is blank."""
    texts = dict(old)
    for question in questions:
        field = question.field
        if field.id in sent or question.shown is True:
            texts[field.id] = kept_text(field, sent.get(field.id, ""))
    return texts


def asked_texts(
    before: Iterable[FieldReading], after: Iterable[FieldReading], old: Texts, sent: Texts
) -> dict[str, str]:
    """What is kept once `sent` is saved: `before` is what the page asked, `after` what it asks now.

    - asked and still shown: what was sent, or blank;
    - hidden now: what was sent or, if it was left out, what was kept, unless that is blank;
    - shown now and not asked before: what was kept, unless that is blank. So a question that this
      very save uncovered has no text, and counts as never asked.
    """
    asked = {one.field.id for one in before if one.shown is True}
    texts: dict[str, str] = {}
    for question in after:
        field = question.field
        if question.shown is True and (field.id in sent or field.id in asked):
            texts[field.id] = kept_text(field, sent.get(field.id, ""))
            continue
        text = kept_text(field, sent.get(field.id, old.get(field.id, "")))
        if text:
            texts[field.id] = text
    return texts


def kept_text(field: Field, text: str) -> str:
    """`text` cleaned; of one too long the beginning, not shortened further, so it stays wrong."""
    if field.type is FieldType.FILE:
        return ""  # what it holds is evidence; the blank text says that it was asked
    longest = longest_text(field)
    if len(text) > longest:
        return _UNKEEPABLE.sub(" ", text[: longest + 1])
    return clean_text(text)

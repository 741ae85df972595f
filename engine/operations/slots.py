"""Where a file can be supplied: the slots of an application, and what each of them takes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.answers import Reading
from engine.model.service import Field, FieldType
from engine.store.contents import FileKind


@dataclass(frozen=True, slots=True)
class Slot:
    """`is_asked`: the step shows it now, so a file may be put there."""

    name: str
    step: str
    accept: frozenset[FileKind]
    max_bytes: int
    max_files: int
    is_asked: bool


def slot_of(reading: Reading, name: str) -> Slot | None:
    """The slot called `name`, or None when the service has none such, or no such item."""
    for step in reading.steps:
        where = step.step.id
        for document in step.documents:
            request = document.request
            for place in document.places:
                if place.slot == name:
                    return Slot(
                        name,
                        where,
                        _kinds(request.accept),
                        request.max_bytes,
                        request.max_files,
                        place.is_asked,
                    )
        for one in step.fields:
            if one.slot == name and one.field.type is FieldType.FILE:
                return _of_field(name, where, one.field, step.shown is True and one.shown is True)
        for item in step.every_item():
            for one in item.fields:
                if one.slot == name and one.field.type is FieldType.FILE:
                    is_asked = step.shown is True and one.shown is True
                    return _of_field(name, where, one.field, is_asked)
    return None


def _of_field(name: str, step: str, field: Field, is_asked: bool) -> Slot:
    return Slot(name, step, _kinds(field.accept), field.max_bytes, 1, is_asked)


def _kinds(accept: tuple[str, ...]) -> frozenset[FileKind]:
    return frozenset(FileKind(kind) for kind in accept)

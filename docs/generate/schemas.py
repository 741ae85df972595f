"""The schemas as they are written, with references followed one at a time."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

COMMON: Final = "common.json"


@dataclass(frozen=True, slots=True)
class Found:
    """A schema and the file that its own references are relative to.

    `place` is where the reference points that was followed first, as `file#pointer`, or nothing.
    `shared` is the last definition of common.json that was followed to get here, or None.
    `has_title` is whether the key itself, not what it refers to, was given a title.
    `kind` is the kind of file whose page this is found for.
    """

    schema: dict[str, Any]
    file: str
    place: str = ""
    shared: str | None = None
    has_title: bool = True
    kind: str = ""


@cache
def document(name: str) -> dict[str, Any]:
    text = (files("engine") / "schemas" / name).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def resolved(schema: dict[str, Any], within: Found) -> Found:
    """`schema` with what it refers to; words beside a reference stand before those behind it."""
    file, shared, has_title = within.file, None, "title" in schema
    place = ""
    while "$ref" in schema:
        name, _, pointer = schema["$ref"].partition("#")
        file = name or file
        place = place or f"{file}#{pointer}"
        target: Any = document(file)
        for part in pointer.split("/")[1:]:
            target = target[part]
        if file == COMMON:
            shared = pointer.rsplit("/", 1)[1]
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**target, **beside}
        if "$ref" not in target:
            break
    return Found(schema, file, place, shared, has_title or shared is None, within.kind)

"""What the schema of a file says about each of its values: the part of common.json that it is.

So a fragment is copied without a list of keys: a value that the schema calls a name is a name,
and one that it calls text in two languages is that, whoever added its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from engine.definitions.schema import document

_COMMON: Final = "common.json"


@dataclass(frozen=True, slots=True)
class Shape:
    """One schema, and the file that its references are relative to.

    `shared` is the definition of common.json that it is, or None.
    """

    schema: dict[str, Any]
    file: str
    shared: str | None = None

    def key(self, name: str) -> Shape:
        """The shape of what stands under a key; nothing is known of a key that is not listed."""
        below = self.schema.get("properties", {}).get(name)
        return self._of(self.schema.get("additionalProperties") if below is None else below)

    def names(self) -> Shape:
        """The shape of the keys of a mapping."""
        return self._of(self.schema.get("propertyNames"))

    def item(self) -> Shape:
        """The shape of each item of a list."""
        return self._of(self.schema.get("items"))

    def _of(self, schema: Any) -> Shape:
        file, shared = self.file, None
        while isinstance(schema, dict):
            if "$ref" in schema:
                name, _, pointer = schema["$ref"].partition("#")
                file = name or file
                schema = document(file)
                for part in pointer.split("/")[1:]:
                    schema = schema[part]
                shared = pointer.rpartition("/")[2] if file == _COMMON else None
            elif "$ref" in schema.get("else", {}):  # a use, or what stands there otherwise
                schema = schema["else"]
            else:
                return Shape(schema, file, shared)
        return Shape({}, file)


def shape_of(kind: str) -> Shape:
    """The shape of a file of one kind."""
    name = f"{kind}.json"
    return Shape(document(name), name)

"""What a schema says in `if`, `anyOf` and messages, as sentences under a table."""

from collections.abc import Iterator
from typing import Any

from docs.generate.markdown import codes
from docs.generate.schemas import Found, resolved


def notes(found: Found) -> list[str]:
    """Each sentence once, in the order of the schema."""
    return list(dict.fromkeys(_notes(found)))


def _notes(found: Found) -> Iterator[str]:
    schema = found.schema
    if one := [part["required"][0] for part in schema.get("anyOf", ()) if "required" in part]:
        yield f"One of {codes(one)} is needed"
    for part in schema.get("allOf", ()):
        yield from _part(resolved(part, found), found)
    for part in schema.get("dependentSchemas", {}).values():
        yield from _messages(part, found)


def _part(found: Found, holder: Found) -> Iterator[str]:
    """One entry of `allOf`: more conditions, or `if` and `then`."""
    schema = found.schema
    if "then" not in schema:
        yield from _notes(found)
        return
    then = resolved(schema["then"], found).schema
    when = _case(schema["if"], holder)
    if "required" in then and when:
        yield f"With {when}, {codes(then['required'], 'and')} must be written"
    yield from _messages(then, found)


def _case(test: dict[str, Any], holder: Found) -> str:
    """`by: deadline`, or nothing for a test that is no single value."""
    for key, wanted in test.get("properties", {}).items():
        if key in holder.schema.get("properties", {}) and "const" in wanted:
            return f"`{key}: {wanted['const']}`"
    return ""


def _messages(schema: dict[str, Any], found: Found) -> Iterator[str]:
    """What is said where a key does not go with another."""
    for value in schema.get("properties", {}).values():
        message = resolved(value, found).schema.get("errorMessage")
        if message:
            yield f"{message[0].upper()}{message[1:]}"

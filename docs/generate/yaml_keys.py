"""The page of every key of every kind of definition file, from engine/schemas/*.json.

A file's tables follow its nesting. A value that several kinds of file share is named by a word of
`_SHARED` and described once, at the end.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from docs.generate.conditions import notes
from docs.generate.markdown import anchor, codes, table
from docs.generate.markdown import page as whole
from docs.generate.schemas import COMMON, Found, document, resolved

FILES: Final = {
    "portal": "portal.yaml",
    "sources": "sources.yaml",
    "privacy": "privacy.yaml",
    "list": "lists/<id>.yaml",
    "register": "registers/<id>.yaml",
    "service": "services/<id>.yaml",
    "record": "services/<id>.yaml with kind: record",
    "lookup": "services/<id>.yaml with kind: lookup",
    "fragment": "fragments/<id>.yaml",
    "lifecycle": "lifecycles/<id>.yaml",
    "rules": "rules/<id>.yaml",
    "people": "demonstration/people.yaml",
    "staff": "demonstration/staff.yaml",
    "scenario": "scenarios/<service>/<name>.yaml",
    "situation": "a file for `mumaris decide --facts`",
}
_SHARED: Final = {  # definitions of common.json, and what a table calls them
    "words": "text in two languages",
    "wording": "text with values",
    "formed": "text with forms",
    "sentence": "text",
    "kebab_id": "id with hyphens",
    "snake_id": "id with underscores",
    "name": "name",
    "code_id": "code",
    "source_id": "source id",
    "days": "number of days",
    "working_days": "number of days",
    "cite": "citations",
    "date": "date",
    "by_date": "values by date",
    "currency": "currency",
    "expression": "expression",
    "when": "condition",
    "condition_text": "condition in FEEL",
    "clauses": "clauses",
    "clause": "clause",
    "value_type": "type of a value",
    "detail_type": "type of an answer",
    "single": "single value",
    "value": "value",
    "unit": "unit",
    "counted": "counted word",
}
_TITLE: Final = "# Keys of the definition files"
_INTRODUCTION: Final = """Every key of every file under `config/`. A key that is not listed is
refused. The same schemas serve editors: the first line of each file,
`# yaml-language-server: $schema=...`, makes an editor complete and explain the keys.

YAML is read as a strict subset: no anchors, aliases, tags, merge keys, duplicate keys or folded
text, and a file of at most 1 MiB. `needed` says which keys cannot be left out."""
Row = tuple[str, str, str, str]


def page() -> str:
    files = (part for kind in FILES for part in _file(kind))
    return whole(_TITLE, _INTRODUCTION, _contents(), *files, *_kinds_of_value())


def _contents() -> str:
    lines = [f"- [{title}](#{anchor(title)}): {_place(kind)}" for kind, title in _titles()]
    return "\n".join((*lines, "- [Kinds of value](#kinds-of-value)"))


def _titles() -> Iterator[tuple[str, str]]:
    return ((kind, str(document(f"{kind}.json")["title"])) for kind in FILES)


def _place(kind: str) -> str:
    return FILES[kind] if " " in FILES[kind] else f"`{FILES[kind]}`"


def _file(kind: str) -> Iterator[str]:
    name = f"{kind}.json"
    root = document(name)
    said = root["description"].removeprefix(f"{FILES[kind]}: ")
    yield f"## {root['title']}\n\n{_place(kind)[0].upper()}{_place(kind)[1:]}: {said}"
    yield from _tables(Found(root, name, kind=kind), "", set())


# Tables of keys ----------------------------------------------------------------------------


def _tables(found: Found, path: str, seen: set[str]) -> Iterator[str]:
    """The table of an object, then those of the objects inside it; each shape once in a file."""
    keys = found.schema.get("properties", {})
    if keys:
        heading = f"### `{path}`\n\n" if path else ""
        yield heading + _table(found)
        if said := notes(found):
            yield "\n".join(f"- {note}." for note in said)
    for key, value in keys.items():
        yield from _inside(resolved(value, found), f"{path}.{key}" if path else key, seen)


def _inside(found: Found, path: str, seen: set[str]) -> Iterator[str]:
    """Tables of what an object, a list or a mapping holds."""
    schema = found.schema
    if found.shared in _SHARED or found.place in seen or _elsewhere(found):
        return
    if found.place:
        seen.add(found.place)
    if "properties" in schema:
        yield from _tables(found, path, seen)
        return
    if isinstance(schema.get("items"), dict):
        yield from _inside(resolved(schema["items"], found), path, seen)
    if isinstance(schema.get("additionalProperties"), dict):
        inner = resolved(schema["additionalProperties"], found)
        yield from _inside(inner, f"{path}.<name>", seen)
    if "$ref" in schema.get("else", {}):
        yield from _inside(resolved(schema["else"], found), path, seen)
        other = resolved(schema["then"], found)
        told_by = other.schema.get("required", ["others"])[0]
        yield from _inside(other, f"{path} with {told_by}", seen)
    elif isinstance(schema.get("then"), dict):
        yield from _inside(resolved(schema["then"], found), path, seen)


def _elsewhere(found: Found) -> str | None:
    """The kind of file that describes what a key of another kind refers to."""
    kind = found.place.partition("#")[0].removesuffix(".json")
    return kind if kind in FILES and kind != found.kind else None


def _table(found: Found) -> str:
    """The keys of one object."""
    needed = set(found.schema.get("required", ()))
    keys = found.schema["properties"].items()
    rows = [_row(key, resolved(value, found), key in needed) for key, value in keys]
    return table(("key", "needed", "value", "what it is"), rows)


def _row(key: str, found: Found, is_needed: bool) -> Row:
    return f"`{key}`", "yes" if is_needed else "", _value(found), _meaning(found)


def _meaning(found: Found) -> str:
    schema = found.schema
    title = schema.get("title", "")
    said = [schema.get("description", "")]
    if found.shared is None:
        said.append(schema.get("patternErrorMessage", ""))
    if (kind := _elsewhere(found)) is not None:
        heading = document(f"{kind}.json")["title"]
        said.append(f"As described under [{heading}](#{anchor(heading)})")
    name = f"**{title}.** " if found.has_title and title[:1].isupper() else ""
    return (name + " ".join(_sentence(one) for one in said if one)).strip()


def _value(found: Found) -> str:
    """What a key takes, in a few words."""
    if found.shared in _SHARED:
        word = _SHARED[found.shared]
        return f"[{word}](#{anchor(word)})"
    schema = found.schema
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return codes(_yaml(word) for word in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {_plural(resolved(schema['items'], found))}"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"by name: {_value(resolved(schema['additionalProperties'], found))}"
        case "object":
            return "keys of its own, below"
        case "boolean":
            return codes(("true", "false"))
        case "integer":
            return _whole_number(schema)
        case "number":
            return "number"
        case "string" if found.has_title and "patternErrorMessage" in schema:
            return "text"
        case _:
            return str(schema.get("title", "value")).lower()


def _plural(found: Found) -> str:
    schema = found.schema
    if found.shared is None and (
        schema.get("type") == "object" or "$ref" in schema.get("else", {})
    ):
        return "entries, below"
    return _value(found)


def _whole_number(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    match low, high:
        case None, None:
            return "whole number"
        case _, None:
            return f"whole number from {low}"
        case _:
            return f"whole number from {low} to {high}"


# Values that files share -------------------------------------------------------------------


def _kinds_of_value() -> Iterator[str]:
    yield "## Kinds of value"
    definitions = document(COMMON)["$defs"]
    for name, word in _SHARED.items():
        found = resolved({"$ref": f"#/$defs/{name}"}, Found(definitions, COMMON))
        yield f"### {word[0].upper()}{word[1:]}\n\n" + "\n\n".join(_described(found))


def _described(found: Found) -> Iterator[str]:
    schema = found.schema
    said = [schema.get("description", ""), schema.get("patternErrorMessage", "")]
    if text := " ".join(_sentence(one) for one in said if one):
        yield text
    for key in ("then", "else"):
        branch = schema.get(key, {})
        if "patternErrorMessage" in branch:
            yield _sentence(branch["patternErrorMessage"])
        if "enum" in branch:
            yield f"One of {codes(branch['enum'])}."
        if "properties" in branch:
            yield "Or, with keys:"
            yield _table(replace(found, schema=branch))
    if "properties" in schema:
        yield _table(found)
    if "items" in schema:
        yield f"A list of {_value(resolved(schema['items'], found))}."
    if "examples" in schema:
        yield f"For example {codes(schema['examples'])}."


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sentence(text: str) -> str:
    """The text as a sentence, with a capital letter and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return f"{text[0].upper()}{text[1:]}" + ("" if text.endswith((".", "?")) else ".")

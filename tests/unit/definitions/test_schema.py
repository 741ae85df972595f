"""The schemas: whole, closed, said in words, and true for editors as well as for us."""

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from engine.definitions.places import Kind, kind_within
from engine.definitions.places import kind_of as kind_of_path
from engine.definitions.read import read_folder
from engine.definitions.schema import schema_of, shape_problems
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style
from engine.model.problem import Span

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "engine" / "schemas"
FOLDERS = [
    ROOT / "config",
    ROOT / "tests" / "fixtures" / "small-service",
    ROOT / "tests" / "fixtures" / "two-parents",
    ROOT / "tests" / "definitions" / "good" / "base",
]
KINDS = [kind.value for kind in Kind]
DOCUMENTS = {path.name: json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))}


def objects(schema: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside one, with its path."""
    if isinstance(schema, list):
        for position, item in enumerate(schema):
            yield from objects(item, f"{path}/{position}")
    elif isinstance(schema, dict):
        yield path, schema
        for key, item in schema.items():
            yield from objects(item, f"{path}/{key}")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_one_by_the_standard(name: str) -> None:
    Draft202012Validator.check_schema(DOCUMENTS[name])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_a_schema(kind: str) -> None:
    assert schema_of(kind)["title"]
    assert schema_of(kind)["description"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_mapping_refuses_keys_that_it_does_not_name(name: str) -> None:
    """Either none at all, or those of which it says what they hold, as for names and dates."""
    for path, schema in objects(DOCUMENTS[name]):
        is_condition = path.endswith("/if")
        if schema.get("type") == "object" and not is_condition:
            assert "additionalProperties" in schema, path


def is_said_elsewhere(path: str) -> bool:
    """Inside a condition of the schema a key only gets another constraint."""
    return re.search(r"/(if|then|else|allOf/\d+|dependentSchemas/\w+)/", path) is not None


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"situation.json"}))
def test_every_key_has_a_title_and_a_description_for_editors(name: str) -> None:
    for path, schema in objects(DOCUMENTS[name]):
        for key, below in schema.get("properties", {}).items():
            if is_said_elsewhere(f"{path}/"):
                continue
            target = below
            if "$ref" in below:
                file, _, pointer = below["$ref"].partition("#")
                target = DOCUMENTS[file or name]
                for part in pointer.split("/")[1:]:
                    target = target[part]
            said = {**target, **below}
            assert said.get("title"), f"{name} {path} {key}"
            assert said.get("description"), f"{name} {path} {key}"


def as_editors_read(node: Node) -> object:
    """Values by the core schema of YAML 1.2, which has no dates; keys are texts."""
    match node:
        case Mapping(entries):
            return {key: as_editors_read(entry.value) for key, entry in entries.items()}
        case Sequence(items):
            return [as_editors_read(item) for item in items]
        case Scalar(text, Style.PLAIN):
            if node.is_null:
                return None
            if re.fullmatch(r"true|True|TRUE|false|False|FALSE", text):
                return text.lower() == "true"
            if re.fullmatch(r"[-+]?\d+", text):
                return int(text)
            number = re.fullmatch(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", text)
            return float(text) if number else text
        case Scalar(text):
            return text


def validator(kind: str) -> Draft202012Validator:
    resources = [(name, Resource.from_contents(schema)) for name, schema in DOCUMENTS.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator({"$ref": f"{kind}.json"}, registry=registry)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_we_take_an_editor_takes_too(folder: Path) -> None:
    """The standard validator, over values as a YAML 1.2 editor reads them."""
    validators = {kind: validator(kind) for kind in KINDS}
    for path, content in read_folder(folder).items():
        kind, _ = kind_of_path(path)
        root, problems = parse(path, content)
        assert kind is not None
        assert root is not None, problems
        kind = kind_within(kind, root)
        errors = list(validators[kind.value].iter_errors(as_editors_read(root)))
        assert [f"{path} {error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize(
    "case",
    sorted((ROOT / "tests" / "definitions" / "bad").iterdir()),
    ids=lambda case: case.name,
)
def test_what_we_refuse_for_its_shape_an_editor_refuses_too(case: Path) -> None:
    for path, content in read_folder(case).items():
        kind, _ = kind_of_path(path)
        root, _ = parse(path, content)
        if kind is None or root is None:
            continue
        kind = kind_within(kind, root)
        ours = shape_problems(kind.value, root)
        theirs = list(validator(kind.value).iter_errors(as_editors_read(root)))
        assert bool(ours) == bool(theirs), [problem.render() for problem in ours]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_names_the_schema_of_its_kind_for_editors(folder: Path) -> None:
    for path, content in read_folder(folder).items():
        kind, _ = kind_of_path(path)
        root, _ = parse(path, content)
        assert kind is not None
        assert root is not None
        first = content.decode().splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        target = (folder / path).parent / named
        assert target.resolve() == SCHEMAS / f"{kind_within(kind, root).value}.json"


def test_a_plain_number_is_a_text_where_a_text_is_asked_for() -> None:
    text = "format: 1\nsources:\n  - {id: O1, title: {ar: ١, en: 1.10}, rank: official}\n"
    root, _ = parse(PurePosixPath("sources.yaml"), text.encode())
    assert root is not None
    assert shape_problems("sources", root) == ()


def test_the_loader_of_editors_is_no_loader_of_ours() -> None:
    """YAML 1.1 would read `NO` as false; nothing here does."""
    assert yaml.safe_load("NO") is False
    anywhere = Span(PurePosixPath("lists/countries.yaml"), 1, 1)
    assert as_editors_read(Scalar("NO", Style.PLAIN, anywhere)) == "NO"

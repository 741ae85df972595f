"""The OpenAPI document: valid, complete, and the same as the routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from litestar import Litestar

from tests.conftest import Golden
from tests.http.json.contract import METHODS, Contract
from tests.support.portal import Site

GOLDEN = Path(__file__).parent / "operations.txt"
NOT_DESCRIBED = {"/api/v1/openapi.json", "/api/v1/openapi.yaml", "/api/v1/problems"}


def routes(app: Litestar) -> Iterator[tuple[str, str]]:
    for route in app.routes:
        if route.path.startswith("/api/v1") and not route.path.startswith("/api/v1/openapi"):
            for method in getattr(route, "methods", ()):
                if method.lower() in METHODS:
                    yield method.lower(), re.sub(r":str\}", "}", route.path)


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def test_the_document_describes_the_routes_and_nothing_else(site: Site, contract: Contract) -> None:
    described = {(method, path) for method, path, _ in contract.operations.values()}
    served = {(method, path) for method, path in routes(site.app) if path not in NOT_DESCRIBED}
    assert described == served


def test_the_operations_are_these(contract: Contract, golden: Golden) -> None:
    lines = []
    for name, (method, path, operation) in contract.operations.items():
        who = "session" if operation.get("security") else "public"
        statuses = " ".join(operation["responses"])
        lines.append(f"{name}: {method.upper()} {path.removeprefix('/api/v1')} ({who}) {statuses}")
    golden(GOLDEN, "\n".join(lines) + "\n")


def test_every_operation_says_what_it_does(contract: Contract) -> None:
    tags = {tag["name"] for tag in contract.document["tags"]}
    for name, (_, _, operation) in contract.operations.items():
        assert operation["summary"], name
        assert operation["description"], name
        assert set(operation["tags"]) <= tags, name


def test_every_path_parameter_is_declared(contract: Contract) -> None:
    for name, (_, path, operation) in contract.operations.items():
        declared = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert declared == set(re.findall(r"\{(\w+)\}", path)), name


def test_every_parameter_and_header_has_a_schema(contract: Contract) -> None:
    for name, (_, _, operation) in contract.operations.items():
        for parameter in operation.get("parameters", ()):
            assert parameter["schema"], name
            assert parameter["description"], name
        for response in operation["responses"].values():
            assert all("schema" in header for header in response.get("headers", {}).values()), name


def test_every_reference_leads_somewhere(contract: Contract) -> None:
    schemas = contract.document["components"]["schemas"]
    found = {one["$ref"] for one in parts(contract.document) if "$ref" in one}
    assert found == {f"#/components/schemas/{name}" for name in schemas}


def test_every_schema_is_valid_and_described(contract: Contract) -> None:
    for name, schema in contract.document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema.get("description"), name


def test_every_example_fits_its_schema(contract: Contract) -> None:
    seen = 0
    for name, schema in contract.document["components"]["schemas"].items():
        validator = contract.validator("components", "schemas", name)
        for example in schema.get("examples", ()):
            validator.validate(example)
            seen += 1
    for method, path, operation in contract.operations.values():
        for kind, media in operation.get("requestBody", {}).get("content", {}).items():
            place = ("paths", path, method, "requestBody", "content", kind, "schema")
            for example in media.get("examples", {}).values():
                contract.validator(*place).validate(example["value"])
                seen += 1
    assert seen > 10


def test_every_operation_for_an_account_asks_for_a_session(contract: Contract) -> None:
    for name, (_, path, operation) in contract.operations.items():
        is_public = path.startswith("/api/v1/services") or name in {"sign-in", "check-document"}
        is_public = is_public and name not in {"try-service", "read-record"}
        assert bool(operation.get("security")) is not is_public, name
        assert is_public or "401" in operation["responses"], name


def test_the_document_is_the_same_in_yaml(site: Site, contract: Contract) -> None:
    response = site.client.get("/api/v1/openapi.yaml")
    assert yaml.safe_load(response.text) == contract.document
    assert contract.document["openapi"].startswith("3.1.")


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/openapi", "/api/v1/openapi/openapi.json"])
def test_no_other_page_of_the_document_is_served(site: Site, path: str) -> None:
    response = site.client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"

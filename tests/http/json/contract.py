"""The OpenAPI document as a contract: every answer that a test gets is held to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from httpx import Response
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_DOCUMENT = "urn:openapi"
METHODS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True)
class Contract:
    """What the served document promises."""

    document: dict[str, Any]

    @cached_property
    def operations(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """(method, path template, operation) by operation id."""
        return {
            operation["operationId"]: (method, path, operation)
            for path, item in self.document["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        }

    @cached_property
    def _registry(self) -> Registry[Any]:
        registry: Registry[Any] = Registry()
        return registry.with_resources([(_DOCUMENT, DRAFT202012.create_resource(self.document))])

    def validator(self, *tokens: str) -> Draft202012Validator:
        """A validator of the schema at a place of the document."""
        escaped = (token.replace("~", "~0").replace("/", "~1") for token in tokens)
        schema = {"$ref": f"{_DOCUMENT}#/{'/'.join(escaped)}"}
        return Draft202012Validator(schema, registry=self._registry)

    def check(self, method: str, path: str, response: Response) -> None:
        """The answer is one that the document declares, as it declares it."""
        template = self._template(method.lower(), path)
        if template is None:
            assert response.status_code in {404, 405}, f"{method} {path} is not in the document"
            return
        place = ("paths", template, method.lower(), "responses", str(response.status_code))
        declared = self.document["paths"][template][method.lower()]["responses"]
        assert place[-1] in declared, f"{method} {template} does not declare {place[-1]}"
        content = declared[place[-1]].get("content")
        if content is None:
            assert response.content == b""
            return
        media_type = response.headers["content-type"].partition(";")[0]
        assert media_type in content, f"{method} {template} does not declare {media_type}"
        if media_type.endswith("json"):
            validator = self.validator(*place, "content", media_type, "schema")
            errors = [
                f"{list(one.path)}: {one.message}" for one in validator.iter_errors(response.json())
            ]
            assert errors == []

    def _template(self, method: str, path: str) -> str | None:
        path = path.partition("?")[0]
        for template, item in self.document["paths"].items():
            pattern = re.sub(r"\{[^}]+\}", "[^/]+", template)
            if method in item and re.fullmatch(pattern, path):
                return str(template)
        return None

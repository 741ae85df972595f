"""Services and their forms: public, so that people know what they need before they apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from litestar import get

from api.json.call import Call, TheCall
from api.json.form_body import FormBody, form_body
from api.json.operation import ServiceId, StepId, operation
from api.json.service_body import ServiceBody, ServiceLine, service_body, service_line
from api.json.step_schema import MEDIA_TYPE, StepSchemas
from engine.model.service import Service
from engine.operations.results import NotThere

_TAG: Final = "services"


@dataclass(frozen=True, slots=True)
class ServiceList:
    """The services of the release in force."""

    release: str
    services: tuple[ServiceLine, ...]


@get(
    "/services",
    **operation("list-services", "List services", tag=_TAG, errors=(404,), is_public=True),
)
def list_services(call: TheCall) -> ServiceList:
    """What can be applied for today. `release` names the configuration in force; 404 before the
    first one is published."""
    release = call.release
    services = release.catalogue.services.values()
    return ServiceList(release.hash, tuple(service_line(one) for one in services))


@get(
    "/services/{service:str}",
    **operation("read-service", "Read a service", tag=_TAG, errors=(404,), is_public=True),
)
def read_service(call: TheCall, service: ServiceId) -> ServiceBody:
    """Who may apply, the steps, documents that may be due, fees and rules, as of today."""
    return service_body(call.release, _service(call, service), call.today)


@get(
    "/services/{service:str}/form",
    **operation("read-form", "Read a service's form", tag=_TAG, errors=(404,), is_public=True),
)
def read_form(call: TheCall, service: ServiceId) -> FormBody:
    """Every step with its words, the files it takes, and a JSON Schema 2020-12 of its answers.

    Conditions and bounds that depend on other answers stand as FEEL texts under `x-mumaris-*`;
    an application says of each of its questions whether it is shown and required now.
    """
    return form_body(call.release, _schemas(call, service))


@get(
    "/services/{service:str}/form/{step:str}",
    media_type=MEDIA_TYPE,
    **operation("read-schema", "Read a step's schema", tag=_TAG, errors=(404,), is_public=True),
)
def read_schema(call: TheCall, service: ServiceId, step: StepId) -> dict[str, Any]:
    """The JSON Schema 2020-12 of a step's answers alone; for a group, of one item's."""
    schemas = _schemas(call, service)
    found = schemas.service.step(step)
    if found is None:
        raise NotThere(f"no step {step}")
    return schemas.of(found)


def _service(call: Call, service: str) -> Service:
    found = call.release.catalogue.services.get(service)
    if found is None:
        raise NotThere(f"no service {service}")
    return found


def _schemas(call: Call, service: str) -> StepSchemas:
    found = _service(call, service)
    address = f"{call.runtime.settings.base_url}/api/v1/services/{found.id}/form"
    return StepSchemas(call.release.catalogue, found, call.today, address)


ROUTES: Final = (list_services, read_service, read_form, read_schema)

"""Services and their forms: public, so that people know what they need before they apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from litestar import get
from litestar.params import QueryParameter

from api.json.call import Call, TheCall
from api.json.form_body import FormBody, form_body
from api.json.operation import ServiceId, StepId, operation
from api.json.service_body import ServiceBody, ServiceLine, service_body, service_line
from api.json.step_schema import MEDIA_TYPE, StepSchemas
from engine.finding import LONGEST, find
from engine.model.service import Service
from engine.model.words import Text
from engine.operations.results import NotThere

_TAG: Final = "services"


@dataclass(frozen=True, slots=True)
class TopicBody:
    """What services are grouped by, in the portal's order."""

    id: str
    title: Text
    summary: Text


@dataclass(frozen=True, slots=True)
class ServiceList:
    """The services of the release in force. `most_needed` are those that the portal puts first."""

    release: str
    topics: tuple[TopicBody, ...]
    most_needed: tuple[str, ...]
    services: tuple[ServiceLine, ...]


@get(
    "/services",
    **operation("list-services", "List services", tag=_TAG, errors=(404,), is_public=True),
)
def list_services(
    call: TheCall,
    q: Annotated[
        str, QueryParameter(description="Words to find services by.", max_length=LONGEST)
    ] = "",
    topic: Annotated[
        str | None, QueryParameter(description="The id of a topic.", max_length=300)
    ] = None,
) -> ServiceList:
    """The services of today, or what `q` finds of them, the nearest first; of one `topic` alone
    where it is given. `release` names the configuration in force; 404 before the first one
    is published.

    A service is found when each word is in its title, keywords, summary or audience, in either
    language; spellings that people take for the same are the same."""
    catalogue = call.release.catalogue
    services = [one for one in catalogue.listed if topic is None or one.topic == topic]
    return ServiceList(
        call.release.hash,
        tuple(TopicBody(one.id, one.title, one.summary) for one in catalogue.portal.topics),
        catalogue.portal.most_needed,
        tuple(service_line(one) for one in find(services, q)),
    )


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
    found = next((one for one in schemas.service.asking if one.id == step), None)
    if found is None:
        raise NotThere(f"no step {step}")
    return schemas.of(found)


def _service(call: Call, service: str) -> Service:
    try:
        return call.release.catalogue.declared(service)
    except KeyError:
        raise NotThere(f"no service {service}") from None


def _schemas(call: Call, service: str) -> StepSchemas:
    found = _service(call, service)
    address = f"{call.runtime.settings.base_url}/api/v1/services/{found.id}/form"
    return StepSchemas(call.release.catalogue, found, call.today, address)


ROUTES: Final = (list_services, read_service, read_form, read_schema)

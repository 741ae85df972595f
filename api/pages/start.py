"""The start page of a service, and beginning an application there."""

from __future__ import annotations

import secrets

from litestar import get, post

from api.pages import lookups, records
from api.pages.before import carried
from api.pages.start_view import start_view
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.decide.leads import lead_view
from engine.model.scope import Scope
from engine.model.service import Service
from engine.operations import applications
from engine.operations.applications import NotOpenToYou, Started
from engine.operations.results import NotThere


@get("/services/{service:str}", opt=dict(PUBLIC), sync_to_thread=True)
def service_page(visit: TheVisit, service: InPath) -> Page:
    """Public, so that people know what they need before they have an account."""
    catalogue = visit.catalogue
    if service in catalogue.records:
        return records.start_page(visit, catalogue.records[service])
    if service in catalogue.lookups:
        return lookups.question_page(visit, service)
    found = catalogue.services.get(service)
    if found is None:
        raise NotThere(f"no service {service}")
    return visit.page(
        "portal/service.html",
        service=service,
        view=start_view(catalogue, found, visit.today, visit.language),
        draft=_draft(visit, found),
        key=secrets.token_urlsafe(16),
        today=visit.today,
        whole_address=visit.runtime.settings.base_url + visit.url("service", service=service),
    )


@post("/services/{service:str}/apply", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def apply(visit: TheVisit, service: InPath) -> Page:
    key = visit.form.text("key")[:100] or secrets.token_urlsafe(16)
    match applications.start(visit.ports, visit.account, service, key, visit.now, carried(visit)):
        case Started(application=application):
            return visit.go(visit.url("application", reference=application.reference))
        case NotOpenToYou(otherwise=otherwise, lead=lead):
            catalogue = visit.runtime.release(visit.now).catalogue
            return visit.page(
                "portal/not-open.html",
                422,
                service=service,
                title=catalogue.services[service].title.in_(visit.language),
                otherwise=otherwise.in_(visit.language),
                lead=lead_view(catalogue, lead, visit.language),
            )
        case _:
            return visit.page("portal/silent.html", 503, back=visit.url("service", service=service))


def _draft(visit: Visit, service: Service) -> str | None:
    """The address of the application for this service that its owner has not finished."""
    if visit.session is None:
        return None
    own = applications.list_own(visit.ports, visit.account, visit.now)
    found = next(
        (
            one
            for one in own
            if one.service == service.id and one.submitted_at is None and one.is_open
        ),
        None,
    )
    return visit.url("application", reference=found.reference) if found else None


ROUTES = (service_page, apply)

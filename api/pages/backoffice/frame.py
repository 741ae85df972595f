"""What stands around a page of the back office, beside what stands around every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from api.pages.visit import Page, Visit
from engine.model.account import Role
from engine.model.scope import Scope, held


@dataclass(frozen=True, slots=True)
class Desk:
    """The view model `desk` of templates/backoffice/layout.html: who works here, and as what.

    `crumbs` are (label, address) of the pages above this one. `today` and `address` stand on
    paper: when it was printed, and from where.
    """

    email: str
    role: str
    scopes: frozenset[Scope]
    crumbs: tuple[tuple[str, str], ...]
    today: date
    address: str

    def may(self, scope: str) -> bool:
        """Whether a template may show what asks for the scope."""
        return Scope(scope) in self.scopes


def staff_page(
    visit: Visit,
    template: str,
    status: int = 200,
    crumbs: tuple[tuple[str, str], ...] = (),
    **view: Any,
) -> Page:
    """Render a template that extends backoffice/layout.html."""
    account = visit.account
    scopes = held(account.role)
    address = visit.runtime.settings.base_url + visit.path
    desk = Desk(account.email, role_name(visit, account.role), scopes, crumbs, visit.today, address)
    return visit.page(template, status, desk=desk, **view)


def role_name(visit: Visit, role: Role) -> str:
    return visit.say(f"backoffice.role-{role.value.replace('_', '-')}")

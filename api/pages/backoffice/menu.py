"""The parts of the back office: each with its address, and the scope without which it is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.model.account import Account
from engine.model.scope import Scope, held


@dataclass(frozen=True, slots=True)
class Part:
    """`name` is the address's in `api.pages.addresses`, and names the phrases
    `backoffice.menu-<name>` and `backoffice.about-<name>`; `icon` is one of portal/icons.html."""

    name: str
    icon: str
    scope: Scope


HOME: Final = Part("staff", "home", Scope.STAFF)
PARTS: Final[tuple[Part, ...]] = (
    Part("queue", "grid", Scope.READ),
    Part("desk", "scales", Scope.READ_POLICY),
    Part("audit", "file", Scope.AUDIT),
    Part("data-requests", "person", Scope.ANSWER_PEOPLE),
    Part("users", "person", Scope.MANAGE_USERS),
    Part("staff-refunds", "bill", Scope.DECIDE),
    Part("staff-books", "check", Scope.OPERATE),
    Part("opinions", "star", Scope.READ_OPINIONS),
    Part("incidents", "alert", Scope.OPERATE),
)
"""In the order of the menu, behind `HOME`."""


def parts_of(account: Account) -> tuple[Part, ...]:
    """The parts that the account may open."""
    return tuple(part for part in PARTS if part.scope in held(account.role))

"""What the pages of auditors share: the tabs between them, and their scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from api.pages.backoffice.frame import staff_page
from api.pages.visit import Page, Visit
from engine.model.scope import Scope

AUDIT: Final[Mapping[str, Any]] = MappingProxyType({"scope": Scope.AUDIT})
_TABS: Final = ("audit", "publications", "rule-histories", "looks")


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    is_current: bool


def audit_page(visit: Visit, current: str, template: str, status: int = 200, **view: Any) -> Page:
    """A page of auditors; `current` is the address of the tab that it is under."""
    tabs = [Tab(visit.say(f"audit.tab-{name}"), visit.url(name), name == current) for name in _TABS]
    return staff_page(visit, template, status, tabs=tabs, **view)


def zone_of(visit: Visit) -> str:
    """Where the portal's days begin."""
    return visit.runtime.release(visit.now).catalogue.portal.time_zone

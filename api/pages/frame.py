"""What stands around every page: names, menu, tools and footer, in one language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from api.pages.addresses import address, in_language, named
from api.pages.backoffice.menu import HOME, parts_of
from engine.model.account import Account
from engine.model.portal import Portal
from engine.model.words import Language
from engine.phrases import phrase

# htmx without what a strict policy forbids; an answer of 422 is a form with errors to show.
HTMX: Final = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "attributesToSettle": ["class", "width", "height"],
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


@dataclass(frozen=True, slots=True)
class Switch:
    """The way to the other language. `form`: the id of the form whose text goes along, or None."""

    language: Language
    name: str
    address: str
    form: str | None


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str
    address: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The view model of templates/portal/layout.html."""

    language: Language
    direction: str
    portal_name: str
    notice: str
    home: str
    phone: str
    hours: str
    switch: Switch
    account: Account | None
    menu: tuple[MenuEntry, ...]
    first_page: str  # of someone signed in: their services, or the back office
    first_page_name: str
    is_development: bool
    about: str  # what an opinion of this page is about; blank: none is asked for
    htmx: str = HTMX


def make_frame(
    portal: Portal | None,
    language: Language,
    path: str,
    account: Account | None,
    *,
    is_development: bool = False,
    switch_form: str | None = None,
    switch_address: str | None = None,
) -> Frame:
    """The frame of the page at `path`; without a `portal` the product's own words stand in."""
    other = language.other
    return Frame(
        language=language,
        direction=language.direction,
        portal_name=portal.name.in_(language) if portal else phrase("menu.product", language),
        notice=portal.notice.in_(language) if portal else "",
        home=address(language, "home"),
        phone=portal.contact_phone if portal else "",
        hours=portal.contact_hours.in_(language) if portal else "",
        switch=Switch(
            other,
            phrase("menu.own-name", other),
            switch_address or in_language(path, other),
            switch_form,
        ),
        account=account,
        menu=_menu(language, path, account) if account else (),
        first_page=address(language, first_page(account)),
        first_page_name=phrase(_FIRST_PAGES[first_page(account)], language),
        is_development=is_development,
        about=about_of(path, account),
    )


def about_of(path: str, account: Account | None) -> str:
    """The name of a page for its readers, and the service that it is about."""
    found = named(path)
    if found is None or found[0] == "opinion" or (account is not None and account.is_staff):
        return ""
    name, values = found
    return "/".join((name, values["service"])) if "service" in values else name


_FIRST_PAGES: Final = {"staff": "backoffice.name", "my-services": "menu.my-services"}


def first_page(account: Account | None) -> str:
    """The name of the page where someone lands who has signed in."""
    return "staff" if account and account.is_staff else "my-services"


_MENU = (("my-services", "grid"), ("services", "file"), ("account", "person"))


def _menu(language: Language, path: str, account: Account) -> tuple[MenuEntry, ...]:
    if account.is_staff:
        return _staff_menu(language, path.partition("?")[0], account)
    entries = []
    for name, icon in _MENU:
        target = address(language, name)
        is_current = path.partition("?")[0].startswith(target) or (
            name == "my-services" and "/applications/" in path
        )
        entries.append(MenuEntry(phrase(f"menu.{name}", language), target, icon, is_current))
    return tuple(entries)


def _staff_menu(language: Language, path: str, account: Account) -> tuple[MenuEntry, ...]:
    """The parts of the back office that the account may open, and the account itself."""
    home = address(language, HOME.name)
    entries = []
    for part in (HOME, *parts_of(account)):
        target = address(language, part.name)
        is_current = path == target or (target != home and path.startswith(f"{target}/"))
        label = phrase(f"backoffice.menu-{part.name}", language)
        entries.append(MenuEntry(label, target, part.icon, is_current))
    own = address(language, "account")
    entries.append(MenuEntry(phrase("menu.account", language), own, "person", path == own))
    return tuple(entries)

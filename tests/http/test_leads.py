"""Whoever is refused is offered the service that is meant for them: `leads_to`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import pytest

from tests.support import journeys
from tests.support.journeys import place
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import FORM, RULES, STRANGER, config, edited

OTHER = "parking-permit"
SAYING = {
    "ar": ("قدّم على «", "إن لم يتحقق فيك هذا فقدّم على «"),
    "en": ("Apply for “", "If this is not so, apply for “"),
}


def leading() -> Mapping[PurePosixPath, bytes]:
    """The fishing licence, whose register and whose rule lead to the parking permit."""
    otherwise = "    otherwise: {ar: سجّل سكنك أولًا, en: Register your residence first}\n"
    advice = "    advice: {ar: استعمل قاربًا أقصر, en: Use a shorter boat}\n"
    lead = f"    leads_to: {OTHER}\n"
    files = edited(config(), FORM, otherwise, otherwise + lead)
    return edited(files, RULES, advice, advice + lead)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("leads"), leading()) as made:
        yield made


def offered(shown: Shown, language: str) -> list[str]:
    """The words of the links to the other service inside the page."""
    address = f"/{language}/services/{OTHER}"
    return [one.text for one in shown.page.one("main").all("a") if one.get("href") == address]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_start_page_links_beside_the_rule(site: Site, language: str) -> None:
    [words] = offered(site.anybody().get(f"/{language}/services/fishing-licence"), language)
    assert words.startswith(SAYING[language][1])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_someone_without_a_record_is_offered_the_service(site: Site, language: str) -> None:
    omar = site.signed_in("omar", STRANGER, language)
    response = journeys.apply(omar, omar.get(f"/{language}/services/fishing-licence"), "k" * 16)
    assert response.status_code == 422
    [words] = offered(omar.shown(response), language)
    assert words.startswith(SAYING[language][0])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_rule_that_is_not_met_offers_the_service(site: Site, language: str) -> None:
    sara = site.signed_in("sara", language=language)
    shown = journeys.fill(sara, language, metres="40")
    [words] = offered(decision(sara, shown), language)
    assert words.startswith(SAYING[language][0])


def test_a_rule_that_is_met_offers_nothing(site: Site) -> None:
    sara = site.signed_in("sara", language="en")
    shown = journeys.fill(sara, "en", metres="4")
    assert offered(decision(sara, shown), "en") == []


def decision(person: Person, shown: Shown) -> Shown:
    return person.get(place(shown, "/decision"))

"""What a start page says before anybody applies, of the services in config/."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.definitions.read import read_folder
from tests.support.portal import Site, serving

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal"), read_folder(CONFIG)) as made:
        yield made


def test_every_service_has_a_start_page_in_both_languages(site: Site) -> None:
    ids = list(site.ports.releases.active(site.clock.now).catalogue.services)
    assert ids
    for id in ids:
        for language in ("ar", "en"):
            shown = site.anybody().get(f"/{language}/services/{id}")
            assert shown.status == 200
            for heading in ("who", "before", "steps"):
                assert shown.page.all("h2", id=heading), (id, heading)


def test_documents_say_whom_they_are_asked_of(site: Site) -> None:
    shown = site.anybody().get("/en/services/registration-renewal")
    assert "Asked of everybody" in shown.text
    assert "If this applies to you: Works for an employer now" in shown.text


def test_conditions_are_said_whole_or_not_at_all(site: Site) -> None:
    classified = site.anybody().get("/en/services/professional-classification").text
    assert "If this applies to you: An academic degree (Level)" in classified
    assert "An academic degree (Level): No and Never classified before" in classified
    again = site.anybody().get("/en/services/re-classification").text
    assert again.count("Was any of your experience in the private sector?") == 1


def test_amounts_without_an_official_source_are_marked(site: Site) -> None:
    shown = site.anybody().get("/en/services/registration-renewal")
    table = shown.page.one("table", class_="amounts")
    assert "SAR 250.00" in table.text
    assert "Unofficial" in table.text


def test_amounts_by_a_table_of_a_fragment_say_whom_they_are_for(site: Site) -> None:
    shown = site.anybody().get("/en/services/professional-registration")
    table = shown.page.one("table", class_="amounts")
    assert "Consultant physician" in table.text
    assert "Others" not in table.text


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(site: Site) -> None:
    shown = site.anybody().get("/ar/services/registration-renewal")
    links = {one.get("href") for one in shown.page.all("a", class_="button")}
    here = "/ar/services/registration-renewal"
    assert links == {f"/ar/sign-in?next={here}", f"{here}/before"}


def test_an_unknown_service_is_not_there(site: Site) -> None:
    assert site.anybody().get("/ar/services/no-such-service").status == 404


def test_the_notice_of_the_portal_stands_on_every_page(site: Site) -> None:
    for path in ("/en/", "/en/sign-in", "/en/nothing"):
        assert "demonstration" in site.anybody().get(path).text

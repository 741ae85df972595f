"""The list of services: topics, search, pages of ten, and what to do when nothing is found."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pytest

from engine.definitions.read import read_folder
from tests.support.portal import Shown, Site, serving

GOOD = Path(__file__).parents[1] / "definitions" / "good"
PERMIT = PurePosixPath("services/permit.yaml")
PORTAL = PurePosixPath("portal.yaml")
SECOND = """  - id: visits
    title: {ar: الزيارات, en: Visits}
    summary: {ar: لمن يزورك, en: For who visits you}
  - id: nothing-yet
    title: {ar: لا شيء, en: Nothing yet}
    summary: {ar: لا شيء, en: Nothing}
most_needed"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Thirteen services under two topics; a third topic has none."""
    files = dict(read_folder(GOOD / "base")) | dict(read_folder(GOOD / "topics"))
    files[PORTAL] = files[PORTAL].replace(b"most_needed", SECOND.encode())
    permit = files[PERMIT].decode()
    for number in range(12):
        copy = permit.replace("id: permit\n", f"id: permit-{number}\n", 1)
        copy = copy.replace("en: Parking permit", f"en: Visitor permit {number}", 1)
        copy = copy.replace("topic: homes", "topic: visits" if number > 5 else "topic: homes")
        files[PurePosixPath(f"services/permit-{number}.yaml")] = copy.encode()
    with serving(tmp_path_factory.mktemp("portal"), files) as made:
        yield made


def titles(shown: Shown) -> list[str]:
    return [one.text for one in shown.page.all("a", class_="cover")]


def listed(site: Site, query: str = "", language: str = "en") -> Shown:
    return site.anybody().get(f"/{language}/services{query}")


def test_services_stand_under_their_topics_in_the_order_of_the_portal(site: Site) -> None:
    shown = listed(site)
    assert [one.text for one in shown.page.all("h2")] == ["Homes", "Visits"]
    assert "13 services" in shown.text
    assert "Nothing yet" not in shown.text


def test_ten_services_stand_on_a_page_and_the_rest_on_the_next(site: Site) -> None:
    first = listed(site)
    assert len(titles(first)) == 10
    link = first.page.one("a", rel="next")
    second = site.anybody().get(str(link.get("href")))
    assert len(titles(second)) == 3
    assert not set(titles(first)) & set(titles(second))
    assert second.title != first.title
    assert "(continued)" in second.page.all("h2")[0].text
    assert "Showing 11 to 13" in second.text
    assert not second.page.all("a", rel="next")


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 400, "٢"])
def test_a_page_that_is_not_there_is_the_nearest(site: Site, page: str) -> None:
    assert titles(listed(site, f"?page={quote(page)}"))


def test_a_topic_is_filtered_by_and_left_again(site: Site) -> None:
    shown = listed(site, "?topic=visits")
    assert shown.heading == "Visits"
    assert len(titles(shown)) == 6
    nav = shown.page.one("nav", class_="topic-links")
    current = [one.text for one in nav.all("a") if one.get("aria-current")]
    assert current == ["Visits"]
    clear = next(one for one in shown.page.all("a") if one.text == "Search in all topics")
    assert "13 services" in site.anybody().get(str(clear.get("href"))).text


def test_an_unknown_topic_filters_nothing(site: Site) -> None:
    assert "13 services" in listed(site, "?topic=visit").text


def test_a_search_keeps_its_words_and_its_topic(site: Site) -> None:
    shown = listed(site, "?q=visitor+3&topic=homes")
    assert titles(shown) == ["Visitor permit 3"]
    form = shown.page.one("form", role="search")
    values = {one.get("name"): one.get("value") for one in form.all("input")}
    assert values == {"q": "visitor 3", "topic": "homes"}
    assert form.get("method") == "get"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_keywords_of_either_language_find_a_service(site: Site, language: str) -> None:
    for word in ("car", "سياره", "الموقف"):
        assert titles(listed(site, f"?q={quote(word)}", language)), word


@pytest.mark.parametrize("language", ["ar", "en"])
def test_where_nothing_is_found_the_page_says_what_to_do(site: Site, language: str) -> None:
    shown = listed(site, "?q=zebra", language)
    assert shown.status == 200
    assert titles(shown) == []
    assert "920000000" in shown.page.one("main").text
    links = [str(one.get("href")) for one in shown.page.one("main").all("a")]
    assert f"/{language}/services" in links


def test_markup_in_a_search_stays_text(site: Site) -> None:
    shown = listed(site, "?q=" + quote("<script>alert(1)</script>\u202e"))
    assert shown.status == 200
    assert "<script>alert" not in shown.response.text
    assert "\u202e" not in re.sub("[^\u202e]", "", shown.response.text)


def test_the_home_page_has_the_most_needed_services_and_the_topics(site: Site) -> None:
    shown = site.anybody().get("/en/")
    assert titles(shown) == ["Parking permit", "Homes", "Visits"]
    assert shown.page.one("form", role="search").get("action") == "/en/services"


def test_a_program_searches_alike(site: Site) -> None:
    body = site.client.get("/api/v1/services", params={"q": "visitor 3", "topic": "homes"}).json()
    assert [one["id"] for one in body["services"]] == ["permit-3"]
    assert [one["id"] for one in body["topics"]] == ["homes", "visits", "nothing-yet"]
    assert body["most_needed"] == ["permit"]

"""What a failed request gets: a friendly page, a status that fits, and never a trace."""

from pathlib import Path

import pytest

from api.pages import home
from api.pages import mine as pages_of_mine
from api.problems import HttpProblem, problem_of
from engine.model.words import Language
from engine.operations.results import NotOpen, NotThere, OutOfOrder
from engine.store.protocols import StoreUnavailable
from tests.support import journeys
from tests.support.portal import Person, Site, serving


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
def test_every_problem_has_words_in_both_languages(status: int, language: Language) -> None:
    problem = HttpProblem(status)
    assert problem.title(language)
    assert problem.advice(language)


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (NotThere("x"), 404),
        (NotOpen("x"), 409),
        (OutOfOrder("x", None), 409),
        (StoreUnavailable("x"), 503),
        (ValueError("x"), 500),
    ],
)
def test_an_exception_has_one_status_everywhere(exception: Exception, status: int) -> None:
    assert problem_of(exception).status == status


def test_a_page_that_is_not_there_says_so_and_leads_home(site: Site) -> None:
    shown = site.anybody().get("/ar/no/such/page")
    assert shown.status == 404
    assert [one for one in shown.page.all("a", class_="button") if one.get("href") == "/ar/"]


def test_a_wrong_method_is_405(site: Site, sara: Person) -> None:
    boat = journeys.start(sara)
    assert sara.ask("GET", journeys.place(boat, "/submit")).status_code == 405
    assert sara.ask("PUT", "/ar/my-services").status_code == 405


def test_a_fault_of_ours_shows_a_number_to_quote_and_nothing_else(
    site: Site, sara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(pages_of_mine, "mine", fail)
    shown = sara.get("/ar/my-services")
    assert shown.status == 500
    assert "secret detail" not in shown.response.text
    assert "Traceback" not in shown.response.text
    assert shown.response.headers["x-request-id"] in shown.text


def test_a_store_that_does_not_answer_is_503(
    site: Site, sara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(home, "topics", fail)
    shown = sara.get("/ar/")
    assert shown.status == 503
    assert shown.response.headers["retry-after"]


def test_before_the_first_release_pages_are_503_and_the_server_is_not_ready(folder: Path) -> None:
    with serving(folder, is_published=False) as site:
        assert site.anybody().get("/ar/").status == 503
        assert site.anybody().ask("GET", "/ready").status_code == 503
        assert site.anybody().ask("GET", "/health").status_code == 200


def test_a_server_with_a_release_is_ready(site: Site) -> None:
    assert site.anybody().ask("GET", "/ready").json() == {"status": "ready"}


def test_an_htmx_request_without_a_session_loads_the_page_to_sign_in(site: Site) -> None:
    response = site.anybody().ask("GET", "/ar/my-services", headers={"HX-Request": "true"})
    assert response.headers["hx-redirect"].startswith("/ar/sign-in")

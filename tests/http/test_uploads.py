"""Files: taken by their content, refused with a sentence, removed, sent as soon as chosen."""

import pytest

from engine.model.words import Language
from engine.wording import isolate
from tests.support import journeys
from tests.support.html import sent_by
from tests.support.papers import pdf, picture
from tests.support.portal import Person, Shown, Upload

MEGABYTE = 1_048_576


@pytest.fixture
def papers(sara: Person) -> Shown:
    """The documents step, with nothing supplied."""
    terms = journeys.fill_boat(sara, journeys.start(sara), "12")
    return sara.send(terms, "/terms", accepted="yes")


def supply(person: Person, papers: Shown, **files: Upload) -> Shown:
    sent = {f"documents.{name}": file for name, file in files.items()}
    return person.send(papers, "/papers", sent)


REFUSED = {
    "a text that says it is a PDF": ("scan.pdf", b"hello", "application/pdf"),
    "a program that says it is a picture": ("me.png", b"MZ" + b"\0" * 200, "image/png"),
    "an empty file": ("me.png", b"", "image/png"),
    "half a picture": ("me.png", picture("PNG")[:60], "image/png"),
    "a file over its limit": ("big.pdf", pdf(b"x" * (MEGABYTE + 10)), "application/pdf"),
    "a file far over its limit": (
        "big.pdf",
        b"%PDF-1.7" + b"x" * (12 * MEGABYTE),
        "application/pdf",
    ),
    "a name with slashes": ("../../etc/passwd.pdf", pdf(), "application/pdf"),
    "a page": ("page.html", b"<html><script>alert(1)</script>", "text/html"),
}


@pytest.mark.parametrize("file", list(REFUSED.values()), ids=list(REFUSED))
def test_a_file_that_cannot_be_taken_is_refused_beside_its_input(
    sara: Person, papers: Shown, file: Upload
) -> None:
    shown = supply(sara, papers, identity=file)
    assert shown.status == 422
    card = shown.page.one("section", id="f-documents-identity-card")
    assert card.all("p", class_="error")
    assert not card.all("li", class_="file")
    lines = [str(a.get("href")) for a in shown.page.one("div", id="error-summary").all("a")]
    assert "#f-documents-identity" in lines


def test_one_file_that_is_refused_stops_no_other(sara: Person, papers: Shown) -> None:
    shown = supply(
        sara, papers, identity=("x.pdf", b"hello", "application/pdf"), certificates=journeys.PDF
    )
    assert shown.status == 422
    assert "scan.pdf" in shown.page.one("section", id="f-documents-certificates-card").text


def test_a_name_keeps_its_letters_and_loses_its_controls(sara: Person, papers: Shown) -> None:
    name = "\u202bشهادة\u202c سارة.pdf"
    shown = supply(
        sara, papers, identity=(name, pdf(), "application/pdf"), certificates=journeys.PDF
    )
    link = next(
        one
        for one in sara.get(journeys.place(shown, "/steps/papers")).page.all("a")
        if "شهادة سارة.pdf" in one.text
    )
    answer = sara.ask("GET", str(link.get("href")))
    assert "%D8%B4" in answer.headers["content-disposition"]
    assert "\u202b" not in link.text


def test_a_file_can_be_removed_without_losing_what_was_typed_around_it(
    sara: Person, papers: Shown
) -> None:
    shown = supply(sara, papers, identity=journeys.PNG)
    button = shown.page.one("section", id="f-documents-identity-card").one("button")
    after = sara.send(shown, "/papers", **{str(button.get("name")): str(button.get("value"))})
    assert after.path.endswith("/steps/papers")
    assert not after.page.one("section", id="f-documents-identity-card").all("li", class_="file")


def test_a_second_file_replaces_the_first_where_one_is_taken(sara: Person, papers: Shown) -> None:
    shown = supply(sara, papers, identity=journeys.PNG)
    shown = supply(sara, shown, identity=("new.pdf", pdf(b"new"), "application/pdf"))
    card = shown.page.one("section", id="f-documents-identity-card")
    assert [one.one("a").text for one in card.all("li", class_="file")] == [
        isolate("new.pdf", Language.AR)
    ]


def test_a_file_sent_as_soon_as_it_is_chosen_is_kept_and_the_step_is_not_saved(
    sara: Person, papers: Shown
) -> None:
    chosen = papers.page.one("input", id="f-documents-identity")
    parts = [(name, (None, text)) for name, text in sent_by(papers.form("/papers")).items()]
    response = sara.ask(
        "POST",
        str(chosen.get("hx-post")),
        files=[*parts, ("documents.identity", journeys.PNG)],
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    assert "me.png" in response.text
    again = sara.get(papers.path)
    assert "me.png" in again.text
    assert not again.page.all("div", id="error-summary")


def test_a_file_for_a_slot_that_is_not_there_is_not_taken(sara: Person, papers: Shown) -> None:
    response = sara.post(papers, "/papers", {"documents.nothing": journeys.PDF})
    assert response.status_code == 404

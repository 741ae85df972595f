"""Documents on pages: one of several, said as one requirement with a place for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import journeys
from tests.support.grant import GRANT, grant
from tests.support.grants import approved, submitted
from tests.support.papers import pdf
from tests.support.portal import Person, Shown, Site, serving

PAPER = ("iqama.pdf", pdf(), "application/pdf")
CARD = "f-documents-identity-card"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path, grant()) as site:
        yield site


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


@pytest.fixture
def papers(sara: Person) -> Shown:
    """The documents step of somebody who is no student."""
    response = journeys.apply(sara, sara.get(f"/en/services/{GRANT}"), "grant")
    about = sara.get(response.headers["location"])
    trips = sara.send(about, "/about", grant__is_student="no")
    return close(sara, trips)


def close(person: Person, shown: Shown) -> Shown:
    """ "That is all" of the trips."""
    return person.send(shown, "/trips")


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "تكفي واحدة منها:"), ("en", "One of these is enough:")]
)
def test_the_start_page_says_what_is_enough(site: Site, language: str, words: str) -> None:
    shown = site.anybody().get(f"/{language}/services/{GRANT}")
    assert words in shown.text


def test_each_alternative_has_a_place_and_the_error_is_of_the_whole(
    sara: Person, papers: Shown
) -> None:
    card = papers.page.one("section", id=CARD)
    assert [one.text for one in card.all("h3")] == [
        "Copy of your national ID",
        "Copy of your residence permit",
        "Copy of your passport",
    ]
    refused = sara.send(papers, "/papers")
    assert refused.status == 422
    assert "Attach one of these documents" in refused.page.one("section", id=CARD).text
    lines = [str(a.get("href")) for a in refused.page.one("div", id="error-summary").all("a")]
    assert lines == ["#f-documents-national-id-copy"]


def test_the_one_that_is_attached_is_the_only_one_shown_and_asks_what_it_asks(
    sara: Person, papers: Shown
) -> None:
    shown = sara.send(papers, "/papers", {"documents.residence_permit": PAPER})
    card = shown.page.one("section", id=CARD)
    assert [one.text for one in card.all("h3")] == ["Copy of your residence permit"]
    assert "One is attached, which is enough" in card.text
    check = sara.send(shown, "/papers", documents__residence_permit__expires_on="1/1/2027")
    assert "Copy of your residence permit" in check.text
    decision = sara.get(str(check.path).partition("/steps/")[0] + "/decision")
    assert "One of these is enough:" in decision.text


def test_another_can_be_attached_once_the_first_is_removed(sara: Person, papers: Shown) -> None:
    shown = sara.send(papers, "/papers", {"documents.residence_permit": PAPER})
    button = shown.page.one("button", name="remove_file")
    shown = sara.send(shown, "/papers", remove_file=button.get("value"))
    shown = sara.send(shown, "/papers", {"documents.national_id_copy": PAPER})
    assert shown.status == 200
    assert str(shown.path).endswith("/check")


def test_a_second_alternative_is_not_taken(sara: Person, papers: Shown) -> None:
    sara.send(papers, "/papers", {"documents.residence_permit": PAPER})
    shown = sara.send(papers, "/papers", {"documents.passport": PAPER})
    assert shown.status == 200
    assert [one.text for one in shown.page.one("section", id=CARD).all("h3")] == [
        "Copy of your residence permit"
    ]


def test_each_document_says_why_it_is_asked_for_and_on_what_that_rests(
    sara: Person, papers: Shown
) -> None:
    about = sara.get(str(papers.path).replace("/papers", "/about"))
    sara.send(about, "/about", grant__is_student="yes")
    shown = sara.get(str(papers.path))
    card = shown.page.one("section", id="f-documents-enrolment-card").text
    assert "Why is it asked for? I am a student: Yes" in card
    assert "Unofficial" in card
    assert "A value for tests" in card
    card = shown.page.one("section", id=CARD).text
    assert "Why is it asked for? Asked of everybody" in card
    assert "Unofficial" not in card
    decision = sara.get(str(papers.path).partition("/steps/")[0] + "/decision").text
    assert "I am a student: Yes" in decision
    assert "A value for tests" in decision


# For each item -------------------------------------------------------------------------------


@pytest.fixture
def tickets(sara: Person, papers: Shown) -> Shown:
    """The documents step of somebody with two trips, of which one was paid by somebody else."""
    trips = str(papers.path).replace("/papers", "/trips")
    for city, refunded in (("Abha", "no"), ("Muscat", "yes")):
        item = sara.get(f"{trips}/items/new")
        form = next(one for one in item.page.all("form") if one.get("id") == "step-form")
        action = str(form.get("action"))
        sara.send(item, action, city=city, end_date="1/11/2026", is_refunded=refunded)
    return close(sara, sara.get(trips))


def test_each_item_has_a_place_named_by_it_with_the_reason(sara: Person, tickets: Shown) -> None:
    card = tickets.page.one("section", id="f-documents-ticket-card")
    assert [one.text for one in card.all("h3")] == ["Abha"]
    assert "Somebody else paid for it: No" in card.text
    decision = sara.get(str(tickets.path).partition("/steps/")[0] + "/decision")
    assert "Trip 1" in decision.text
    assert "Somebody else paid for it: No" in decision.text


def test_a_document_of_an_item_is_missed_attached_and_looked_over(
    sara: Person, tickets: Shown
) -> None:
    label = tickets.page.one("section", id="f-documents-ticket-card").one("input", type="file")
    slot = str(label.get("name"))
    shown = sara.send(tickets, "/papers", {"documents.national_id_copy": PAPER})
    assert shown.status == 422
    lines = [str(a.get("href")) for a in shown.page.one("div", id="error-summary").all("a")]
    assert f"#{label.get('id')}" in lines
    typed = {f"{slot}.bought_on".replace(".", "__"): "1/10/2026"}
    shown = sara.send(shown, "/papers", {slot: PAPER}, **typed)
    assert str(shown.path).endswith("/check")
    assert "Ticket: Abha" in shown.text


# Used again ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "button"), [("ar", "استخدم ما سبق إرفاقه"), ("en", "Use what you attached before")]
)
def test_what_was_supplied_before_is_offered_with_one_press(
    site: Site, sara: Person, papers: Shown, language: str, button: str
) -> None:
    with site.ports.store.read() as work:
        found = work.accounts.by_email("sara@example.org")
    assert found is not None
    before = submitted(site.ports, found.account).reference
    shown = sara.get(str(papers.path).replace("/en/", f"/{language}/"))
    pressed = shown.page.one("button", name="reuse")
    assert button in pressed.text
    assert before in shown.page.one("section", id=CARD).text
    shown = sara.send(shown, "/papers", reuse=pressed.get("value"))
    assert "id.pdf" in shown.page.one("section", id=CARD).text
    assert not shown.page.all("button", name="reuse")


# After approval ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "heading"),
    [("ar", "وثائق مطلوبة بعد الموافقة"), ("en", "Documents that are due after approval")],
)
def test_what_is_due_after_approval_is_listed_with_its_page(
    site: Site, sara: Person, language: str, heading: str
) -> None:
    with site.ports.store.read() as work:
        found = work.accounts.by_email("sara@example.org")
    assert found is not None
    reference = approved(site.ports, found.account).reference
    shown = sara.get(f"/{language}/applications/{reference}")
    assert heading in shown.text
    link = next(one for one in shown.page.all("a") if str(one.get("href")).endswith("/steps/after"))
    step = sara.get(str(link.get("href")))
    assert [one.get("id") for one in step.page.all("section", class_="document")] == [
        "f-documents-account-letter-card"
    ]
    typed = {"documents__account_letter__issued_on": "1/11/2026"}
    sara.send(step, "/after", {"documents.account_letter": PAPER}, **typed)
    shown = sara.get(f"/{language}/applications/{reference}")
    assert "send-documents" in str([one.get("href") for one in shown.page.all("a")])

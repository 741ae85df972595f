"""Refunds and reconciliations in the back office: four eyes, errors beside fields, books."""

import pytest

from engine.model.account import Role
from engine.operations import billing
from tests.support import journeys
from tests.support.portal import Person, Shown, Site


@pytest.fixture
def first(site: Site) -> Person:
    return site.staff("approver-one", Role.APPROVER, "en")


@pytest.fixture
def second(site: Site) -> Person:
    return site.staff("approver-two", Role.APPROVER, "en")


@pytest.fixture
def clerk(site: Site) -> Person:
    return site.staff("operator", Role.ADMINISTRATOR, "en")


@pytest.fixture
def refund(site: Site, sara: Person, first: Person) -> str:
    """The address of a refund of what Sara has paid twice."""
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    bank, _ = journeys.ways_to_pay(invoice)
    sara.send(sara.get(bank), "/bank", how="twice")
    reference = journeys.reference_of(check)
    shown = first.get("/en/staff/refunds")
    cards = [one for one in shown.page.all("article") if reference in one.text]
    return str(cards[0].one("a").get("href"))


def test_a_refund_is_asked_for_by_one_and_approved_by_another(
    site: Site, sara: Person, first: Person, second: Person, refund: str
) -> None:
    shown = first.get(refund)
    assert "A second payment of a paid bill" in shown.text
    mine = first.send(shown, "/approve")
    assert "somebody else has to approve it" in mine.text
    assert not [one for one in mine.page.all("form") if str(one.get("action")).endswith("/approve")]
    done = second.send(second.get(refund), "/approve")
    assert "Approved" in done.text
    assert billing.tell_biller(site.ports, site.clock.now).count >= 1
    assert site.beside.runtime.send_due()[1] == 0
    assert "Returned to you" in second.get(refund).text


def test_who_asked_cannot_approve_even_by_a_page_of_before(first: Person, refund: str) -> None:
    shown = first.get(refund)
    first.send(shown, "/approve")
    again = first.send(shown, "/approve")
    assert again.status == 422
    assert "somebody else has to approve it" in again.page.one("div", id="error-summary").text


def test_refusing_asks_for_a_reason(first: Person, refund: str) -> None:
    shown = first.get(refund)
    asked = first.send(shown, "/refuse", note=" ")
    assert asked.status == 422
    assert asked.title.startswith("Error:")
    assert asked.page.one("div", id="error-summary").one("a").get("href") == "#note"
    refused = first.send(asked, "/refuse", note="No proof")
    assert "Not returned" in refused.text
    assert "No proof" in refused.text


def test_a_part_of_a_payment_can_be_asked_back(first: Person, second: Person, refund: str) -> None:
    links = [str(one.get("href")) for one in first.get(refund).page.all("a")]
    place = next(link for link in links if "/staff/payments/" in link)
    shown = first.get(place)
    too_much = first.send(shown, place, amount="9999.00", note="x")
    assert too_much.status == 422
    assert too_much.page.one("div", id="error-summary").one("a").get("href") == "#amount"
    wrong = first.send(shown, place, amount="a lot", note="x")
    assert wrong.status == 422


def test_books_are_compared_and_the_report_is_kept(site: Site, sara: Person, clerk: Person) -> None:
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    bank, _ = journeys.ways_to_pay(invoice)
    site.beside.line.is_cut = True
    sara.send(sara.get(bank), "/bank", how="full")
    site.beside.line.is_cut = False
    books = clerk.get("/en/staff/books")
    report = clerk.send(books, "/books", day=site.clock.now.date().isoformat())
    assert "A payment that we had not heard of" in report.text
    assert "Taken in" in report.text
    assert "Your licence comes by e-mail" in sara.get(journeys.place(check)).text
    assert report.path in [str(a.get("href")) for a in clerk.get("/en/staff/books").page.all("a")]


@pytest.mark.parametrize("day", ["", "yesterday", "2999-01-01"])
def test_a_day_that_cannot_be_reconciled_is_told_beside_the_field(clerk: Person, day: str) -> None:
    shown: Shown = clerk.send(clerk.get("/en/staff/books"), "/books", day=day)
    assert shown.status == 422
    assert shown.page.one("div", id="error-summary").one("a").get("href") == "#day"


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "٣"])
def test_a_report_that_is_not_there_is_not_found(clerk: Person, number: str) -> None:
    assert clerk.get(f"/en/staff/books/{number}").status == 404


def test_a_biller_that_is_down_is_said_to_be(site: Site, clerk: Person) -> None:
    site.beside.is_down = True
    shown = clerk.send(clerk.get("/en/staff/books"), "/books")
    site.beside.is_down = False
    assert shown.status == 422
    assert "does not answer" in shown.text

"""The journey from the start page to a reference number, page by page."""

from datetime import timedelta

from tests.support import journeys
from tests.support.portal import Person, Shown, Site


def test_a_free_application_is_submitted_and_shows_its_reference(sara: Person) -> None:
    check = journeys.fill(sara)
    assert check.path.endswith("/steps/check")
    decision = sara.get(journeys.place(check, "/decision"))
    done = sara.send(decision, "/submit")
    assert done.status == 200
    assert journeys.reference_of(check) in done.text
    assert "تصلك الرخصة بالبريد الإلكتروني" in done.text


def test_an_application_with_a_fee_is_paid_at_the_simulated_channel(sara: Person) -> None:
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    assert invoice.path.endswith("/invoice")
    bank, _ = journeys.ways_to_pay(invoice)
    pay = sara.get(bank)
    assert "Simulation" in pay.text
    paid = sara.get(link_back(sara.send(pay, "/bank", how="full")))
    assert "Paid, and your application has arrived" in paid.text
    assert "Your licence comes by e-mail" in paid.text


def link_back(shown: Shown) -> str:
    """The way from the biller's page to the portal."""
    return str(shown.page.all("a")[-1].get("href"))


def test_a_card_that_is_declined_pays_nothing_and_may_be_tried_again(sara: Person) -> None:
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    _, card = journeys.ways_to_pay(invoice)
    declined = sara.send(sara.get(card), "/card", how="decline")
    assert "The card was declined" in declined.text
    assert "Awaiting payment" in sara.get(link_back(declined)).text
    approved = sara.send(declined, "/card", how="full")
    assert "Paid, and your application has arrived" in sara.get(link_back(approved)).text


def test_a_bill_is_paid_in_parts_and_what_is_too_much_is_said_to_come_back(sara: Person) -> None:
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    bank, _ = journeys.ways_to_pay(invoice)
    part = sara.send(sara.get(bank), "/bank", how="part", amount="١٠٠.٠٠")
    shown = sara.get(link_back(part))
    assert "Partly paid" in shown.text
    assert "SAR 20.50" in shown.text
    over = sara.send(part, "/bank", how="part", amount="30.00")
    assert "Paid, and your application has arrived" in sara.get(link_back(over)).text
    shown = sara.get(journeys.place(check, "/invoice"))
    assert "SAR 9.50" in shown.text
    assert "More than was due" in shown.text
    assert not journeys.ways_to_pay(shown)


def test_a_biller_that_is_down_is_said_to_be(sara: Person, site: Site) -> None:
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    bank, _ = journeys.ways_to_pay(invoice)
    site.beside.is_down = True
    shown = sara.get(bank)
    site.beside.is_down = False
    assert shown.status == 503
    assert "does not answer now" in shown.text
    assert "Simulation" in sara.get(bank).text


def test_a_payment_made_while_the_portal_is_down_arrives_when_it_is_back(
    sara: Person, site: Site
) -> None:
    check = journeys.fill(sara, "en", metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    bank, _ = journeys.ways_to_pay(invoice)
    site.beside.line.is_cut = True
    paid = sara.send(sara.get(bank), "/bank", how="full")
    site.beside.line.is_cut = False
    assert "Awaiting payment" in sara.get(link_back(paid)).text
    site.clock.now += timedelta(seconds=1)
    assert site.beside.runtime.send_due() == (1, 0)
    assert "Paid, and your application has arrived" in sara.get(link_back(paid)).text


def test_a_second_press_of_submit_leads_to_the_same_application(sara: Person) -> None:
    check = journeys.fill(sara)
    decision = sara.get(journeys.place(check, "/decision"))
    first = sara.post(decision, "/submit")
    second = sara.post(decision, "/submit")
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]


def test_my_services_lists_a_draft_and_leads_back_to_where_it_was_left(sara: Person) -> None:
    terms = journeys.fill_boat(sara, journeys.start(sara))
    mine = sara.get("/ar/my-services")
    address = journeys.place(terms)
    links = {a.get("href") for a in mine.page.all("a")}
    assert {address, terms.path} <= links
    assert sara.get(address).path == terms.path


def test_the_same_key_starts_one_draft(sara: Person) -> None:
    shown = sara.get(f"/ar/services/{journeys.SERVICE}")
    first, second = (journeys.apply(sara, shown, "one-key") for _ in range(2))
    assert first.headers["location"] == second.headers["location"]


def test_someone_the_service_is_not_open_to_is_told_what_to_do(omar: Person) -> None:
    shown = omar.get(f"/ar/services/{journeys.SERVICE}")
    response = journeys.apply(omar, shown, "key")
    assert response.status_code == 422
    assert "سجّل سكنك أولًا" in response.text
    assert "لم تبدأ أي طلب بعد" in omar.get("/ar/my-services").text


def test_a_draft_is_deleted_only_after_it_was_asked_whether_to(sara: Person) -> None:
    first = journeys.start(sara)
    asked = sara.get(journeys.place(first, "/discard"))
    gone = sara.send(asked, "/discard")
    assert gone.path == "/ar/my-services"
    assert sara.get(journeys.place(first)).status == 404

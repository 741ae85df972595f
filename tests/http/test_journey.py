"""The journey from the start page to a reference number, page by page."""

from tests.support import journeys
from tests.support.portal import Person, Shown


def pay_address(invoice: Shown) -> str:
    links = [str(one.get("href")) for one in invoice.page.all("a")]
    return next(link for link in links if "/pay/" in link)


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
    pay = sara.get(pay_address(invoice))
    assert "Simulation" in pay.text
    paid = sara.send(pay, pay.path)
    assert "Paid, and your application has arrived" in paid.text
    assert "Your licence comes by e-mail" in paid.text


def test_paying_twice_is_one_payment(sara: Person) -> None:
    check = journeys.fill(sara, metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    address = pay_address(invoice)
    pay = sara.get(address)
    first = sara.post(pay, address)
    second = sara.post(pay, address)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]


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
    links = [a for a in mine.page.all("a") if a.get("href") == address]
    assert links
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

"""What belongs to one person is not there for another."""

import pytest

from tests.support import journeys
from tests.support.portal import Person, Shown, Site, filled


@pytest.fixture
def check(sara: Person) -> Shown:
    return journeys.fill(sara, metres="12")


def test_no_page_of_an_application_is_there_for_another(
    site: Site, omar: Person, check: Shown
) -> None:
    token = journeys.token_of(omar.get("/ar/my-services"))
    values = {
        "language": "ar",
        "reference": journeys.reference_of(check),
        "step": "boat",
        "item": "new",
        "fact": "resident.zone",
        "file": "x",
    }
    count = 0
    for route in site.app.routes:
        if "{reference:str}" not in route.path or not route.path.startswith("/{language"):
            continue
        address = filled(route.path, **values)
        for handler in getattr(route, "route_handlers", ()):
            for method in set(handler.http_methods) & {"GET", "POST"}:
                data = {"csrf": token} if method == "POST" else None
                response = omar.ask(str(method), address, data=data)
                refused = 403 if "/staff/" in address else 404
                assert response.status_code == refused, (method, address)
                count += 1
    assert count > 20
    assert journeys.reference_of(check) not in omar.get("/ar/my-services").text


def test_a_file_is_sent_to_its_owner_alone_and_never_as_a_page(
    sara: Person, omar: Person, check: Shown
) -> None:
    address = next(
        str(a.get("href")) for a in check.page.all("a") if "/files/" in str(a.get("href"))
    )
    answer = sara.ask("GET", address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\x89PNG")
    assert omar.ask("GET", address).status_code == 404


def test_a_bill_is_payable_by_its_owner_alone(
    site: Site, sara: Person, omar: Person, check: Shown
) -> None:
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    links = [str(one.get("href")) for one in invoice.page.all("a")]
    number = next(link for link in links if "/pay/" in link).split("/")[3]
    for path in ("/invoices/{}", "/pay/{}", "/pay/{}/bank", "/pay/{}/card"):
        assert sara.ask("GET", f"/ar{path.format(number)}").status_code in (200, 303)
        assert omar.ask("GET", f"/ar{path.format(number)}").status_code == 404
    bank = sara.get(f"/ar/pay/{number}/bank")
    sara.send(bank, "/bank", how="full")
    shown = sara.get(f"/ar/invoices/{number}")
    receipts = [str(one.get("href")) for one in shown.page.all("a")]
    receipt = next(link for link in receipts if "/receipts/" in link)
    assert sara.ask("GET", receipt).status_code == 200
    assert omar.ask("GET", receipt).status_code == 404
    file = sara.ask("GET", f"{receipt}/pdf")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    assert file.content.startswith(b"%PDF")
    assert omar.ask("GET", f"{receipt}/pdf").status_code == 404
    assert number not in omar.get("/ar/invoices").text


def test_a_submitted_application_can_no_longer_be_changed(sara: Person) -> None:
    check = journeys.fill(sara)
    boat = sara.get(journeys.place(check, "/steps/boat"))
    sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    assert sara.post(boat, "/boat", boat__is_own="yes").status_code == 409
    assert sara.ask("GET", journeys.place(check, "/steps/boat")).status_code == 409
    assert sara.get(journeys.place(check)).status == 200

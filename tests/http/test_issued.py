"""A holder downloads a document; anybody with its code can check it, and learns no more."""

from datetime import timedelta

import pytest

from engine.model.issued import Issued
from engine.operations.codes import new_code
from engine.store.keyring import Purpose
from tests.support import issuing, journeys
from tests.support.html import parse
from tests.support.pdf_text import text_of
from tests.support.portal import Person, Shown, Site
from tests.support.visitors import NOW


@pytest.fixture
def sent(site: Site, sara: Person) -> Shown:
    """The check page of what was submitted; time and how often somebody asked begin anew."""
    site.clock.now = NOW
    site.app.state.runtime.limit._counts.clear()
    check = journeys.fill(sara)
    sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    return check


@pytest.fixture
def issued(site: Site, sent: Shown) -> Issued:
    return issuing.issue(site.ports, journeys.reference_of(sent))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_document_is_found_on_both_pages_and_downloaded(
    sara: Person, sent: Shown, issued: Issued, language: str
) -> None:
    address = f"/{language}/issued/{issued.code}"
    for path in (f"/{language}/my-services", journeys.place(sent).replace("/ar/", f"/{language}/")):
        shown = sara.get(path)
        links = [str(one.get("href")) for one in shown.page.all("a")]
        assert address in links
        assert issued.code in shown.text
    answer = sara.ask("GET", address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{issued.code}.pdf"'
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "Angler card" in text_of(answer.content)


def test_the_document_of_another_is_not_there(omar: Person, site: Site, issued: Issued) -> None:
    assert omar.ask("GET", f"/ar/issued/{issued.code}").status_code == 404
    assert omar.ask("GET", "/ar/issued/nothing").status_code == 404
    nobody = site.anybody().ask("GET", f"/ar/issued/{issued.code}")
    assert nobody.status_code == 303
    assert "/sign-in" in nobody.headers["location"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_anybody_learns_whether_it_is_valid_and_no_more_than_its_public_lines(
    site: Site, issued: Issued, language: str
) -> None:
    nobody = site.anybody()
    answer = nobody.ask("GET", f"/{language}/check/{issued.code}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    page = parse(answer.text)
    assert {one.get("name"): one.get("content") for one in page.all("meta")}["robots"]
    said = page.one("main").text
    assert "سارة" in said or "Sara" in said or issued.public_lines[0].value.ar in said
    hidden = [line for line in issued.printed.lines if not line.is_public]
    assert hidden
    for line in hidden:
        assert line.label.ar not in said
        assert line.label.en not in said
    assert issued.application not in answer.text


def test_the_page_says_expired_not_yet_and_revoked(site: Site, issued: Issued) -> None:
    nobody = site.anybody()
    path = f"/en/check/{issued.code}"
    assert nobody.get(path).page.one("main").one("h2").text == "Valid"
    site.clock.now = NOW - timedelta(days=1)
    assert nobody.get(path).page.one("main").one("h2").text == "Not valid yet"
    site.clock.now = NOW + timedelta(days=365)
    assert nobody.get(path).page.one("main").one("h2").text == "Expired"
    site.clock.now = NOW
    issuing.revoke(site.ports, issued.application)
    shown = nobody.get(path)
    assert shown.page.one("main").one("h2").text == "Revoked"
    assert "a mistake" not in shown.text, "why is between the authority and the holder"


def test_a_revoked_document_is_told_to_its_holder_and_not_made_any_more(
    site: Site, sara: Person, issued: Issued
) -> None:
    issuing.revoke(site.ports, issued.application)
    shown = sara.get("/en/my-services")
    assert "Revoked" in shown.text
    assert "a mistake" in shown.text
    links = [str(one.get("href")) for one in shown.page.all("a")]
    assert f"/en/issued/{issued.code}" not in links
    assert sara.ask("GET", f"/en/issued/{issued.code}").status_code == 404


def test_a_code_of_no_document_gives_one_page_that_does_not_say_why(
    site: Site, issued: Issued
) -> None:
    other = "0" if issued.code[-1] != "0" else "1"
    signed = new_code(site.ports.keys[Purpose.DOCUMENTS])
    answers = [
        site.anybody().ask("GET", f"/en/check/{code}")
        for code in (issued.code[:-1] + other, signed, "00000", "x" * 200, "%00")
    ]
    assert {answer.status_code for answer in answers} == {404}
    pages = {parse(answer.text).one("main").text for answer in answers}
    assert len(pages) == 1
    assert all(answer.headers["x-robots-tag"] for answer in answers)


def test_a_typed_code_leads_to_its_page_however_it_was_typed(site: Site, issued: Issued) -> None:
    typed = issued.code.lower().replace("-", " ")
    answer = site.anybody().ask("GET", "/ar/check", params={"code": typed})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/ar/check/{issued.code}"


@pytest.mark.parametrize("typed", ["", "  ", "4F7K9-MXD2H", "<script>alert(1)</script>"])
def test_a_slip_is_told_beside_the_input_and_what_was_typed_stays(site: Site, typed: str) -> None:
    answer = site.anybody().ask("GET", "/en/check", params={"code": typed})
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    page = parse(answer.text)
    field = page.one("input", id="code")
    assert (field.get("value") or "") == typed
    assert field.get("aria-invalid") == "true"
    assert "code-error" in str(field.get("aria-describedby"))
    assert [one.get("href") for one in page.one("div", id="error-summary").all("a")] == ["#code"]


def test_checking_is_limited_for_each_client(
    site: Site, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.app.state.runtime.limit, "per_minute", 2)
    nobody = site.anybody()
    statuses = [nobody.ask("GET", f"/ar/check/{issued.code}").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    site.clock.now = NOW + timedelta(minutes=1)
    assert nobody.ask("GET", f"/ar/check/{issued.code}").status_code == 200

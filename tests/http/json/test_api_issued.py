"""Issued documents for programs: listed and read by their holder, checked by anybody."""

import pytest

from tests.http.json.programs import ROOT, Caller, problem
from tests.http.json.test_api_journey import fill
from tests.support import issuing
from tests.support.pdf_text import text_of
from tests.support.portal import Site


@pytest.fixture
def reference(sara: Caller) -> str:
    reference = fill(sara)
    assert sara.ask("POST", f"/applications/{reference}/submission", {}).status_code == 200
    return reference


def test_a_holder_lists_and_reads_what_was_issued(
    site: Site, sara: Caller, omar: Caller, reference: str
) -> None:
    assert sara.get(f"/applications/{reference}/issued") == {"issued": []}
    issued = issuing.issue(site.ports, reference)
    (found,) = sara.get(f"/applications/{reference}/issued")["issued"]
    assert (found["document"], found["standing"]) == ("fishing-licence", "valid")
    assert (found["valid_from"], found["valid_until"]) == ("2026-11-23", "2027-11-22")
    address = found["content"].removeprefix(ROOT)
    read = sara.ask("GET", address)
    assert read.headers["content-type"] == "application/pdf"
    assert issued.code in text_of(read.content)
    assert sara.ask("GET", address).content == read.content
    problem(omar.ask("GET", address), 404, "not-there")
    issuing.revoke(site.ports, reference)
    (found,) = sara.get(f"/applications/{reference}/issued")["issued"]
    assert (found["standing"], found["content"]) == ("revoked", None)
    problem(sara.ask("GET", address), 404, "not-there")


def test_anybody_checks_a_document_and_sees_its_public_lines(
    site: Site, anybody: Caller, reference: str
) -> None:
    issued = issuing.issue(site.ports, reference)
    found = anybody.get(f"/check/{issued.code.lower()}")
    assert (found["code"], found["standing"]) == (issued.code, "valid")
    assert [line["fact"] for line in found["lines"]] == ["resident.name"]
    assert reference not in str(found)


@pytest.mark.parametrize("code", ["x", "00000-00000-00000-00000-00000-00000-00000"])
def test_a_code_of_no_document_is_not_there(anybody: Caller, code: str) -> None:
    problem(anybody.ask("GET", f"/check/{code}"), 404, "not-there")

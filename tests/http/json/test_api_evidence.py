"""Supplying files by a program: raw or multipart, judged by their content, for their owner only."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.http.json.programs import ROOT, Caller, codes, problem
from tests.support.papers import pdf, picture

SERVICE = "fishing-licence"
SLOT = "documents.identity"
MEGABYTE = 1024 * 1024


@pytest.fixture
def reference(sara: Caller) -> str:
    """A draft that takes papers."""
    reference = sara.start(SERVICE)
    sara.save(reference, "boat", boat__is_own=False)
    assert sara.save(reference, "terms", accepted=True).status_code == 200
    return reference


def test_a_raw_body_is_kept_and_sent_back(sara: Caller, reference: str) -> None:
    content = pdf()
    supplied = sara.supply(reference, SLOT, content, name=quote("هوية.pdf"))
    assert supplied.status_code == 201
    evidence = supplied.json()["evidence"]
    assert (evidence["name"], evidence["media_type"]) == ("هوية.pdf", "application/pdf")
    assert evidence["size_bytes"] == len(content)
    sent = sara.ask("GET", supplied.headers["location"].removeprefix(ROOT))
    assert sent.content == content
    assert sent.headers["content-type"] == "application/pdf"
    assert sent.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D9%87")
    assert sent.headers["x-content-type-options"] == "nosniff"


def test_a_multipart_body_with_one_file_is_kept(sara: Caller, reference: str) -> None:
    path = f"/applications/{reference}/evidence?slot={SLOT}"
    response = sara.ask("POST", path, files={"file": ("me.png", picture("PNG"), "image/png")})
    assert response.status_code == 201
    assert response.json()["evidence"]["name"] == "me.png"


def test_the_name_may_stand_in_content_disposition(sara: Caller, reference: str) -> None:
    disposition = f"attachment; filename=\"x.pdf\"; filename*=UTF-8''{quote('هوية.pdf')}"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": disposition}
    path = f"/applications/{reference}/evidence?slot={SLOT}"
    response = sara.ask("POST", path, content=pdf(), headers=headers)
    assert response.json()["evidence"]["name"] == "هوية.pdf"


def test_the_type_is_told_by_the_content_not_by_the_header(sara: Caller, reference: str) -> None:
    response = sara.supply(reference, SLOT, picture("PNG"), "application/pdf")
    assert response.json()["evidence"]["media_type"] == "image/png"


def test_the_same_content_again_is_a_retry(sara: Caller, reference: str) -> None:
    first, second = sara.supply(reference, SLOT, pdf()), sara.supply(reference, SLOT, pdf())
    assert first.json()["evidence"] == second.json()["evidence"]


def test_supplying_settles_the_document(sara: Caller, reference: str) -> None:
    step = sara.supply(reference, SLOT, pdf()).json()["step"]
    assert step["documents"][0]["is_settled"]
    assert not step["is_saved"], "the step is saved by its own button"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"hello", "file-type-unknown"),
        (b"MZ\x90\x00" + bytes(200), "file-type-unknown"),
        (b"%PDF-1.7 and no more", "file-broken"),
        (picture("PNG")[:60], "file-broken"),
        (pdf() + b" " * MEGABYTE, "file-too-large"),
        (pdf(b"x" * 3 * MEGABYTE), "file-too-large"),
    ],
    ids=["empty", "text", "program", "half a pdf", "half a picture", "over", "far over"],
)
def test_a_file_that_cannot_be_kept_is_refused_with_a_sentence(
    sara: Caller, reference: str, content: bytes, code: str
) -> None:
    document = problem(sara.supply(reference, SLOT, content), 422, "file-refused")
    assert codes(document) == [(None, code)]
    assert document["errors"][0]["message"]["ar"]
    assert sara.get(f"/applications/{reference}")["steps"][2]["documents"][0]["evidence"] == []


@pytest.mark.parametrize("name", ["../me.pdf", "a/b.pdf", "a\\b.pdf"])
def test_a_name_with_slashes_is_refused(sara: Caller, reference: str, name: str) -> None:
    response = sara.supply(reference, SLOT, pdf(), name=quote(name, safe=""))
    assert codes(problem(response, 422, "file-refused")) == [(None, "file-name")]


def test_controls_are_dropped_from_a_name(sara: Caller, reference: str) -> None:
    name = quote("\u202eفاتورة\u0000.pdf", safe="")
    response = sara.supply(reference, SLOT, pdf(), name=name)
    assert response.json()["evidence"]["name"] == "فاتورة.pdf"


@pytest.mark.parametrize("slot", ["documents.none", "trips.0123456789abcdef.proof", "x", "%00"])
def test_an_unknown_slot_is_not_there(sara: Caller, reference: str, slot: str) -> None:
    problem(sara.supply(reference, slot, pdf()), 404, "not-there")


def test_a_slot_of_a_document_that_is_not_due_takes_nothing(sara: Caller, reference: str) -> None:
    problem(sara.supply(reference, "documents.certificates", pdf()), 409, "out-of-order")


def test_a_body_that_is_no_file_is_refused(sara: Caller, reference: str) -> None:
    response = sara.supply(reference, SLOT, b"{}", "application/json")
    problem(response, 415, "wrong-media")


@pytest.mark.parametrize(
    "files", [{}, {"a": ("a.pdf", pdf()), "b": ("b.pdf", pdf())}], ids=["none", "two"]
)
def test_a_form_holds_exactly_one_file(
    sara: Caller, reference: str, files: dict[str, tuple[str, bytes]]
) -> None:
    path = f"/applications/{reference}/evidence?slot={SLOT}"
    parts: list[tuple[str, Any]] = list(files.items()) or [("text", (None, b"x"))]
    problem(sara.ask("POST", path, files=parts), 400, "bad-request")


def test_a_removed_file_is_gone(sara: Caller, reference: str) -> None:
    location = sara.supply(reference, SLOT, pdf()).headers["location"].removeprefix(ROOT)
    assert sara.ask("DELETE", location).status_code == 204
    problem(sara.ask("GET", location), 404, "not-there")
    problem(sara.ask("DELETE", location), 404, "not-there")


def test_a_slot_must_be_named(sara: Caller, reference: str) -> None:
    headers = {"Content-Type": "application/pdf"}
    path = f"/applications/{reference}/evidence"
    problem(sara.ask("POST", path, content=pdf(), headers=headers), 400, "bad-request")

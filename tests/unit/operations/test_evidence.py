"""Files: only what is asked for is kept, encrypted, and only its owner sees it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from engine.operations import applications, evidence
from engine.operations.evidence import Supplied, clean_name
from engine.operations.ports import sweep_files
from engine.operations.results import NotOpen, NotThere, OutOfOrder, Rejected
from engine.operations.submission import submit
from tests.support.papers import pdf, picture
from tests.support.visitors import NOW, STRANGER, Visitor, add_account

SLOT = "documents.identity"


@pytest.fixture
def at_papers(visitor: Visitor) -> Visitor:
    visitor.save("boat", boat__is_own="no")
    visitor.save("terms", accepted="yes")
    return visitor


def supply(
    visitor: Visitor, content: bytes, name: str = "me.pdf", slot: str = SLOT
) -> Supplied | Rejected:
    return evidence.supply(
        visitor.ports, visitor.account, visitor.reference, slot, name, BytesIO(content), NOW
    )


def kept(visitor: Visitor) -> list[Path]:
    folder = visitor.ports.settings.var / "files"
    return [place for place in folder.rglob("*") if place.is_file()]


def names(visitor: Visitor) -> list[str]:
    return [file.name for file in visitor.view().application.evidence]


def content(visitor: Visitor, id: str) -> bytes:
    opened = evidence.open_file(visitor.ports, visitor.account, visitor.reference, id)
    return b"".join(opened.chunks)


def test_a_supplied_file_comes_back_to_its_owner(at_papers: Visitor) -> None:
    paper = pdf(b"x" * 300_000)
    result = supply(at_papers, paper, "بطاقتي.pdf")
    assert isinstance(result, Supplied)
    file = result.evidence
    assert (file.slot, file.name, file.media_type) == (SLOT, "بطاقتي.pdf", "application/pdf")
    assert (file.size_bytes, file.supplied_at) == (len(paper), NOW)
    assert content(at_papers, file.id) == paper


def test_nobody_else_can_open_it(at_papers: Visitor) -> None:
    result = supply(at_papers, pdf())
    assert isinstance(result, Supplied)
    other = add_account(at_papers.ports, "omar", STRANGER)
    with pytest.raises(NotThere):
        evidence.open_file(at_papers.ports, other, at_papers.reference, result.evidence.id)
    with pytest.raises(NotThere):
        evidence.open_file(at_papers.ports, at_papers.account, at_papers.reference, "0" * 32)


def test_an_image_is_kept_without_its_metadata(at_papers: Visitor) -> None:
    result = supply(at_papers, picture("JPEG", comment=b"taken at home"), "me.jpg")
    assert isinstance(result, Supplied)
    assert b"taken at home" not in content(at_papers, result.evidence.id)
    assert result.evidence.size_bytes == len(content(at_papers, result.evidence.id))


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "me.pdf", "file-empty"),
        (b"<script>", "me.pdf", "file-type-unknown"),
        (pdf()[:-30], "me.pdf", "file-broken"),
        (pdf(b"x" * 1024 * 1024), "me.pdf", "file-too-large"),
        (picture("PNG")[:70], "me.png", "file-broken"),
        (picture("PNG"), "me.pdf", "file-name-of-other-type"),
        (pdf(), "../me.pdf", "file-name"),
        (pdf(), "a\\b.pdf", "file-name"),
        (pdf(), "\u202e \u2066", "file-name"),
        (pdf(), "..", "file-name"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_stored(
    at_papers: Visitor, content: bytes, name: str, code: str
) -> None:
    result = supply(at_papers, content, name)
    assert isinstance(result, Rejected)
    (error,) = result.errors
    assert (error.field, error.code) == (SLOT, code)
    assert error.message.ar
    assert error.message.en
    assert kept(at_papers) == []
    assert names(at_papers) == []


def test_a_kind_that_the_slot_does_not_take_is_refused(visitor: Visitor) -> None:
    visitor.fill(metres="9")
    before = len(kept(visitor))
    result = supply(visitor, picture("PNG"), "boat.png", "documents.certificates")
    assert isinstance(result, Rejected)
    assert result.errors[0].code == "file-type-not-accepted"
    assert "PDF" in result.errors[0].message.ar
    assert len(kept(visitor)) == before


def test_a_second_file_takes_the_place_of_the_first_where_one_is_taken(at_papers: Visitor) -> None:
    supply(at_papers, pdf(b"old"), "old.pdf")
    supply(at_papers, pdf(b"new"), "new.pdf")
    assert names(at_papers) == ["new.pdf"]
    assert len(kept(at_papers)) == 1


def test_the_same_file_sent_twice_is_one_file(at_papers: Visitor) -> None:
    first, again = supply(at_papers, pdf()), supply(at_papers, pdf())
    assert isinstance(first, Supplied)
    assert isinstance(again, Supplied)
    assert first.evidence == again.evidence
    assert len(kept(at_papers)) == 1
    photo = [supply(at_papers, picture(), "me.jpg") for _ in range(2)]
    assert isinstance(photo[0], Supplied)
    assert isinstance(photo[1], Supplied)
    assert photo[0].evidence == photo[1].evidence


def test_files_may_be_as_many_as_the_slot_takes_and_no_more(visitor: Visitor) -> None:
    visitor.fill(metres="9")
    assert isinstance(supply(visitor, pdf(b"2"), "2.pdf", "documents.certificates"), Supplied)
    before = len(kept(visitor))
    result = supply(visitor, pdf(b"3"), "3.pdf", "documents.certificates")
    assert isinstance(result, Rejected)
    assert result.errors[0].code == "too-many-files"
    assert len(kept(visitor)) == before


def test_a_file_that_is_not_due_is_out_of_order(at_papers: Visitor) -> None:
    with pytest.raises(OutOfOrder):
        supply(at_papers, pdf(), slot="documents.certificates")


def test_a_file_for_a_step_not_reached_is_out_of_order(visitor: Visitor) -> None:
    with pytest.raises(OutOfOrder):
        supply(visitor, pdf())
    assert kept(visitor) == []


@pytest.mark.parametrize("slot", ["", "documents.none", "trips.1.proof", "boat.is_own", "trips"])
def test_a_slot_that_the_service_has_not_is_not_there(at_papers: Visitor, slot: str) -> None:
    with pytest.raises(NotThere):
        supply(at_papers, pdf(), slot=slot)


def test_a_submitted_application_takes_and_loses_no_files(visitor: Visitor) -> None:
    visitor.fill()
    submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    (file, *_) = visitor.view().application.evidence
    with pytest.raises(NotOpen):
        supply(visitor, pdf(b"late"))
    with pytest.raises(NotOpen):
        evidence.remove(visitor.ports, visitor.account, visitor.reference, file.id, NOW)
    assert content(visitor, file.id)


def test_a_removed_file_leaves_the_step_open_again(visitor: Visitor) -> None:
    visitor.fill()
    file = next(one for one in visitor.view().application.evidence if one.slot == SLOT)
    view = evidence.remove(visitor.ports, visitor.account, visitor.reference, file.id, NOW)
    assert not view.is_complete
    with pytest.raises(FileNotFoundError):
        visitor.ports.files.open(file.id)
    with pytest.raises(NotThere):
        evidence.remove(visitor.ports, visitor.account, visitor.reference, file.id, NOW)


def test_a_connection_that_breaks_off_leaves_nothing(at_papers: Visitor) -> None:
    class Breaking(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000:
                raise ConnectionResetError
            return super().read(size)

    stream = Breaking(pdf(b"x" * 500_000))
    with pytest.raises(ConnectionResetError):
        evidence.supply(
            at_papers.ports, at_papers.account, at_papers.reference, SLOT, "me.pdf", stream, NOW
        )
    assert kept(at_papers) == []


def test_files_that_nothing_refers_to_are_swept_and_others_stay(at_papers: Visitor) -> None:
    result = supply(at_papers, pdf())
    assert isinstance(result, Supplied)
    abandoned = at_papers.ports.files.receive(iter((b"x",)))
    assert sweep_files(at_papers.ports, datetime.now(UTC) - timedelta(hours=1)) == 0
    assert sweep_files(at_papers.ports, datetime.now(UTC) + timedelta(hours=1)) == 1
    with pytest.raises(FileNotFoundError):
        at_papers.ports.files.open(abandoned)
    assert content(at_papers, result.evidence.id)


def test_a_draft_discarded_during_an_upload_keeps_no_file(at_papers: Visitor) -> None:
    class Discarding(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 0:
                applications.discard(at_papers.ports, at_papers.account, at_papers.reference, NOW)
            return super().read(size)

    with pytest.raises(NotThere):
        evidence.supply(
            at_papers.ports,
            at_papers.account,
            at_papers.reference,
            SLOT,
            "me.pdf",
            Discarding(pdf()),
            NOW,
        )
    assert kept(at_papers) == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("صورة\u202b الهوية\u200f.pdf", "صورة الهوية.pdf"),
        (" a\tb\n c.pdf ", "a b c.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
        ("x" * 50 + "." + "y" * 300, ("x" * 50 + "." + "y" * 300)[:120]),
    ],
)
def test_a_name_is_kept_clean_and_short(name: str, clean: str) -> None:
    assert clean_name(name) == clean

"""What was supplied for another application: offered while it is valid, and kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.account import Account
from engine.operations import applications, evidence, reusing
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.protocols import Store
from tests.support.grant import grant
from tests.support.grants import begun, submitted
from tests.support.papers import pdf
from tests.support.stores import on_both
from tests.support.visitors import NOW, STRANGER, Visitor, add_account, edited, publish

PEOPLE = PurePosixPath("demonstration/people.yaml")
CARD, ENROLMENT = "documents.national_id_copy", "documents.enrolment"
ISSUED = f"{ENROLMENT}.issue_date"


@pytest.fixture(autouse=True)
def in_force(ports: Ports) -> None:
    publish(ports, grant())


def offered(visitor: Visitor, days: int = 0) -> list[tuple[str, str]]:
    now = NOW + timedelta(days=days)
    view = applications.view(visitor.ports, visitor.account, visitor.reference, now)
    found = reusing.offers(visitor.ports, visitor.account, view, "papers")
    return [(one.slot, one.reference) for one in found]


def reuse(visitor: Visitor, slot: str, source: str) -> None:
    reusing.reuse(visitor.ports, visitor.account, visitor.reference, slot, source, NOW)


def content(visitor: Visitor, slot: str) -> bytes:
    file = next(one for one in visitor.view().application.evidence if one.slot == slot)
    opened = evidence.open_file(visitor.ports, visitor.account, visitor.reference, file.id)
    return b"".join(opened.chunks)


def student(ports: Ports, account: Account, issued: str) -> Visitor:
    """A draft with a proof of enrolment of that day."""
    visitor = begun(ports, account, issued, student="yes")
    visitor.supply(ENROLMENT, "enrolment.pdf", pdf(b"enrolment"))
    visitor.supply("documents.passport", "passport.pdf", pdf(b"passport"))
    typed = {ISSUED: issued, "documents.passport.country": "Egypt"}
    visitor.save("papers", **{name.replace(".", "__"): text for name, text in typed.items()})
    return visitor


@on_both
def test_what_was_supplied_before_is_taken_with_one_press(ports: Ports, account: Account) -> None:
    first = submitted(ports, account)
    second = begun(ports, account, "second")
    assert offered(second) == [(CARD, first.reference)]
    reuse(second, CARD, first.reference)
    assert content(second, CARD) == content(first, CARD)
    assert offered(second) == []
    second.save("papers")
    assert second.view().is_complete


@on_both
def test_each_application_keeps_a_file_of_its_own(ports: Ports, account: Account) -> None:
    """So that what is erased of one is not erased of the other, and no later."""
    first = begun(ports, account, "first")
    first.supply(CARD, "id.pdf", pdf(b"id"))
    second = begun(ports, account, "second")
    reuse(second, CARD, first.reference)
    one, other = (it.view().application.evidence[0] for it in (first, second))
    assert one.id != other.id
    assert (one.sha256, one.supplied_at) == (other.sha256, other.supplied_at)
    evidence.remove(ports, account, first.reference, one.id, NOW)
    assert content(second, CARD)
    assert set(ports.files.ids()) == {other.id}


def test_it_counts_from_the_day_it_was_supplied_first(ports: Ports, account: Account) -> None:
    first = submitted(ports, account)
    second = begun(ports, account, "second")
    reuse(second, CARD, first.reference)
    third = begun(ports, account, "third")
    assert [slot for slot, _ in offered(third, 364)] == [CARD]
    assert offered(third, 365) == [], "using it again made it valid for longer"


def test_of_files_of_one_day_the_last_is_offered(ports: Ports, account: Account) -> None:
    early, late = begun(ports, account, "early"), begun(ports, account, "late")
    late.now = NOW + timedelta(hours=1)
    for one in (late, early):
        one.supply(CARD, "id.pdf", pdf(b"card"))
    assert offered(begun(ports, account, "another")) == [(CARD, late.reference)]


@pytest.mark.parametrize(("issued", "is_offered"), [("24/5/2026", True), ("23/5/2026", False)])
def test_it_counts_from_a_detail_which_comes_with_it(
    ports: Ports, account: Account, issued: str, is_offered: bool
) -> None:
    first = student(ports, account, issued)
    second = begun(ports, account, "second", student="yes")
    assert (offered(second) == [(ENROLMENT, first.reference)]) == is_offered
    if is_offered:
        reuse(second, ENROLMENT, first.reference)
        assert second.view().application.step("papers").answers[ISSUED] == issued


def test_what_belongs_to_somebody_else_is_never_offered_nor_taken(
    ports: Ports, account: Account
) -> None:
    both = edited(grant(), PEOPLE, "resident: no_record", "resident: {name: عمر, zone: A}")
    publish(ports, both)
    first = submitted(ports, account)
    other = begun(ports, add_account(ports, "omar", STRANGER), "other")
    assert offered(other) == []
    with pytest.raises(NotThere):
        reuse(other, CARD, first.reference)


def test_nothing_is_offered_where_something_is_supplied_or_is_not_asked(
    ports: Ports, account: Account
) -> None:
    student(ports, account, "1/11/2026")
    submitted(ports, account)
    second = begun(ports, account, "second")
    assert [slot for slot, _ in offered(second)] == [CARD], "he is no student this time"
    second.supply("documents.passport", "passport.pdf", pdf(b"passport"))
    assert offered(second) == []


def test_what_lost_its_content_cannot_be_taken(ports: Ports, account: Account) -> None:
    first = submitted(ports, account)
    second = begun(ports, account, "second")
    ports.files.remove(first.view().application.evidence[0].id)
    with pytest.raises(NotThere):
        reuse(second, CARD, first.reference)
    assert second.view().application.evidence == ()
    assert list(ports.files.ids()) == []


def test_a_file_that_nothing_came_to_refer_to_is_removed(ports: Ports, account: Account) -> None:
    first = submitted(ports, account)
    second = begun(ports, account, "second")

    class Failing:
        def __init__(self, store: Store) -> None:
            self.store = store

        def begin(self) -> object:
            raise OSError("the disk is full")

        def __getattr__(self, name: str) -> object:
            return getattr(self.store, name)

    failing = replace(ports, store=Failing(ports.store))  # type: ignore[arg-type]
    with pytest.raises(OSError, match="full"):
        reusing.reuse(failing, account, second.reference, CARD, first.reference, NOW)
    assert set(ports.files.ids()) == {first.view().application.evidence[0].id}

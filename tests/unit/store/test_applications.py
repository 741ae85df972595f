"""Applications in the store: what is put in comes out, and nobody overwrites anybody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from engine.model.account import Account, Role
from engine.model.application import Application, Evidence, ItemEntry, StepEntry, Submission
from engine.model.money import Money
from engine.model.words import Language
from engine.store.protocols import Clash
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, UTC)
ACCOUNT = Account("a1", "nora@example.org", "1000000008", Language.AR, Role.APPLICANT, True)
FILE = Evidence("f1", "documents.photo", "صورة.png", "image/png", 12, "ab" * 32, NOW)
DRAFT = Application(
    reference="R-0000-0000-01",
    account_id="a1",
    person_key="1000000008",
    service="renewal",
    release="0" * 64,
    state="draft",
    revision=1,
    created_at=NOW,
    changed_at=NOW,
    steps={"options": StepEntry({"sector": "خاص"}, is_saved=True, revision=3)},
    evidence=(FILE,),
    disputes={"person.name": "الاسم خطأ"},
)


@pytest.fixture(autouse=True)
def account(store: SqlStore) -> None:
    with store.begin() as work:
        work.accounts.add(ACCOUNT, "hash", NOW)


def kept(store: SqlStore, reference: str = DRAFT.reference) -> Application | None:
    with store.read() as work:
        return work.applications.get(reference)


def add(store: SqlStore, application: Application = DRAFT) -> None:
    with store.begin() as work:
        work.applications.add(application)


def test_an_application_comes_out_as_it_was_put_in(store: SqlStore) -> None:
    add(store)
    assert kept(store) == DRAFT


def test_an_application_that_is_not_there_is_none(store: SqlStore) -> None:
    assert kept(store, "R-none") is None


def test_an_instant_in_another_zone_comes_out_as_the_same_instant_in_utc(store: SqlStore) -> None:
    riyadh = NOW.astimezone(timezone(timedelta(hours=3)))
    add(store, replace(DRAFT, created_at=riyadh))
    found = kept(store)
    assert found is not None
    assert found.created_at == NOW
    assert found.created_at.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(Exception, match="without a zone"):
        add(store, replace(DRAFT, created_at=NOW.replace(tzinfo=None)))
    assert kept(store) is None


def test_an_update_writes_steps_items_evidence_and_submission(store: SqlStore) -> None:
    add(store)
    after = replace(
        DRAFT,
        state="submitted",
        revision=2,
        changed_at=NOW + timedelta(days=1),
        steps={
            "options": StepEntry({"sector": "عام"}, is_saved=True, revision=4),
            "posts": StepEntry(
                items=(ItemEntry("i1", {"employer": "أ"}), ItemEntry("i2", {"employer": ""})),
                is_complete=True,
                revision=1,
            ),
        },
        evidence=(replace(FILE, id="f2"),),
        disputes={},
        submission=Submission(date(2026, 11, 24), NOW, {"r": {"x": 1}}, 7, Money("SAR", 12000)),
    )
    with store.begin() as work:
        work.applications.update(DRAFT, after)
    assert kept(store) == after


def test_a_step_left_out_of_an_update_is_gone(store: SqlStore) -> None:
    add(store)
    after = replace(DRAFT, revision=2, steps={}, evidence=())
    with store.begin() as work:
        work.applications.update(DRAFT, after)
    assert kept(store) == after


def test_an_update_from_a_stale_revision_clashes_and_writes_nothing(store: SqlStore) -> None:
    add(store)
    second = replace(DRAFT, revision=2, state="other")
    with store.begin() as work:
        work.applications.update(DRAFT, second)
    with pytest.raises(Clash), store.begin() as work:
        work.applications.update(DRAFT, replace(DRAFT, revision=2, steps={}))
    assert kept(store) == second


def test_a_block_that_raises_writes_nothing(store: SqlStore) -> None:
    def interrupted() -> None:
        with store.begin() as work:
            work.applications.add(DRAFT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert kept(store) is None


def test_two_applications_with_one_reference_clash(store: SqlStore) -> None:
    add(store)
    with pytest.raises(Clash):
        add(store)


def test_a_key_is_tied_to_the_first_reference(store: SqlStore) -> None:
    with store.begin() as work:
        assert work.applications.claim_key("a1", "key", "R-1") == "R-1"
    with store.begin() as work:
        assert work.applications.claim_key("a1", "key", "R-2") == "R-1"
        assert work.applications.claim_key("a1", "other", "R-2") == "R-2"


def test_deleting_takes_steps_evidence_and_keys_along(store: SqlStore) -> None:
    with store.begin() as work:
        work.applications.claim_key("a1", "key", DRAFT.reference)
        work.applications.add(DRAFT)
    with store.begin() as work:
        work.applications.delete(DRAFT.reference)
    add(store, replace(DRAFT, steps={}, evidence=()))
    found = kept(store)
    assert found is not None
    assert (found.steps, found.evidence) == ({}, ())
    with store.begin() as work:
        assert work.applications.claim_key("a1", "key", "R-2") == "R-2"


def test_own_applications_come_last_changed_first(store: SqlStore) -> None:
    later = replace(DRAFT, reference="R-2", changed_at=NOW + timedelta(hours=1), evidence=())
    for application in (DRAFT, later):
        add(store, application)
    with store.read() as work:
        assert work.applications.of_account("a1") == (later, DRAFT)
        assert work.applications.of_account("a2") == ()


def test_of_equal_age_they_come_by_service_and_not_by_lot(store: SqlStore) -> None:
    add(store, replace(DRAFT, reference="R-8", service="zoo-pass", evidence=()))
    add(store, replace(DRAFT, reference="R-9", service="art-pass", evidence=()))
    with store.read() as work:
        found = work.applications.of_account("a1")
    assert [one.service for one in found] == ["art-pass", "zoo-pass"]


def test_a_state_counts_from_when_it_was_entered_not_from_the_last_change(store: SqlStore) -> None:
    add(store)
    saved = replace(DRAFT, revision=2, changed_at=NOW + timedelta(days=9))
    moved = replace(saved, revision=3, state="waiting", changed_at=NOW + timedelta(days=10))
    with store.begin() as work:
        work.applications.update(DRAFT, saved)
        assert work.applications.state_entered_at(DRAFT.reference) == NOW
        work.applications.update(saved, moved)
        assert work.applications.state_entered_at(DRAFT.reference) == moved.changed_at


def test_evidence_that_something_refers_to_is_told_from_the_rest(store: SqlStore) -> None:
    add(store)
    with store.read() as work:
        assert work.applications.evidence_ids(frozenset({"f1", "f9"})) == {"f1"}


def test_changes_are_kept_until_they_are_set_again(store: SqlStore) -> None:
    add(store)
    with store.begin() as work:
        assert work.applications.changes(DRAFT.reference) is None
        work.applications.set_changes(DRAFT.reference, [{"kind": "field_added"}])
    with store.begin() as work:
        assert work.applications.changes(DRAFT.reference) == [{"kind": "field_added"}]
        work.applications.set_changes(DRAFT.reference, None)
    with store.read() as work:
        assert work.applications.changes(DRAFT.reference) is None


def test_a_text_with_a_null_character_or_quotes_survives(store: SqlStore) -> None:
    answers = {"x": "a\x00b", "y": "'; DROP TABLE steps; --", "z": "\u2067ن\u2069"}
    application = replace(DRAFT, steps={"s": StepEntry(answers)})
    add(store, application)
    assert kept(store) == application

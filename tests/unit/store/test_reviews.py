"""The work queue, claims and internal notes, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.model.account import Account, Role
from engine.model.application import Application, Submission
from engine.model.review import Claim, Note
from engine.model.words import Language
from engine.store.protocols import Clash
from engine.store.queueing import Sought, Whose
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, UTC)
MINUTE = timedelta(minutes=1)
DUE = date(2026, 12, 7)
SUBMISSION = Submission(NOW.date(), NOW, {}, 1, None)
DRAFT = Application(
    "R-1", "nora", "1000000008", "renewal", "0" * 64, "submitted", 1, NOW, NOW, {}, ()
)
ANY = Sought(NOW, "omar")


@pytest.fixture(autouse=True)
def applications(store: SqlStore) -> None:
    """Four that were submitted, and a draft. R-2 is due first, of R-1 and R-3 R-1 came first."""
    with store.begin() as work:
        for name, role in (
            ("nora", Role.APPLICANT),
            ("omar", Role.REVIEWER),
            ("ali", Role.REVIEWER),
        ):
            account = Account(name, f"{name}@example.org", None, Language.AR, role, True)
            work.accounts.add(account, "hash", NOW)
        for number in "1234":
            flags = frozenset({"is_late"}) if number == "2" else frozenset()
            made = replace(DRAFT, reference=f"R-{number}", submission=SUBMISSION, flags=flags)
            work.applications.add(made)
        work.applications.add(replace(DRAFT, reference="R-9", state="draft"))
        work.queue.put("R-1", NOW, DUE)
        work.queue.put("R-2", NOW + MINUTE, DUE - timedelta(days=1))
        work.queue.put("R-3", NOW + MINUTE, DUE)


def found(store: SqlStore, sought: Sought = ANY) -> list[str]:
    with store.read() as work:
        return [one.reference for one in work.queue.search(sought, None, 9)]


def test_the_queue_is_in_the_order_in_which_applications_are_due(store: SqlStore) -> None:
    assert found(store) == ["R-2", "R-1", "R-3", "R-4"]
    with store.begin() as work:
        work.queue.take("R-2")
    assert found(store) == ["R-1", "R-3", "R-2", "R-4"]


def test_pages_follow_each_other_without_a_gap(store: SqlStore) -> None:
    with store.read() as work:
        whole = work.queue.search(ANY, None, 9)
        for at, one in enumerate(whole):
            assert work.queue.search(ANY, one.place, 9) == whole[at + 1 :]
            assert work.queue.of_application(one.reference, NOW) == one
        assert work.queue.of_application("R-9", NOW) is None


@pytest.mark.parametrize(
    ("sought", "references"),
    [
        (replace(ANY, flag="is_late"), ["R-2"]),
        (replace(ANY, flag="is_%"), []),
        (replace(ANY, text="R-3"), ["R-3"]),
        (replace(ANY, text="1000000008"), ["R-2", "R-1", "R-3", "R-4"]),
        (replace(ANY, overdue_on=DUE), ["R-2"]),
        (replace(ANY, overdue_on=DUE + timedelta(days=1)), ["R-2", "R-1", "R-3"]),
        (replace(ANY, states=frozenset({("renewal", "returned")})), []),
        (replace(ANY, states=frozenset({("renewal", "submitted")})), ["R-2", "R-1", "R-3", "R-4"]),
        (replace(ANY, states=frozenset()), []),
        (replace(ANY, service="permit"), []),
        (replace(ANY, state="draft"), []),
    ],
)
def test_what_is_sought_is_found(store: SqlStore, sought: Sought, references: list[str]) -> None:
    assert found(store, sought) == references
    with store.read() as work:
        assert sum(work.queue.counts(sought).values()) == len(references)


def test_whose_application_it_is_ends_with_the_claim(store: SqlStore) -> None:
    with store.begin() as work:
        assert work.claims.take(Claim("R-3", "omar", NOW, NOW + 30 * MINUTE))
        assert work.claims.take(Claim("R-4", "ali", NOW, NOW + 30 * MINUTE))
    assert found(store, replace(ANY, whose=Whose.MINE)) == ["R-3"]
    assert found(store, replace(ANY, whose=Whose.NOBODY)) == ["R-2", "R-1"]
    later = replace(ANY, now=NOW + 30 * MINUTE)
    assert found(store, replace(later, whose=Whose.MINE)) == []
    assert found(store, replace(later, whose=Whose.NOBODY)) == ["R-2", "R-1", "R-3", "R-4"]


def test_a_claim_is_anothers_until_it_is_over_or_given_back(store: SqlStore) -> None:
    first = Claim("R-1", "omar", NOW, NOW + 30 * MINUTE)
    with store.begin() as work:
        assert work.claims.take(first)
        assert not work.claims.take(Claim("R-1", "ali", NOW + 29 * MINUTE, NOW + 59 * MINUTE))
        assert work.claims.get("R-1") == first
        renewed = Claim("R-1", "omar", NOW + MINUTE, NOW + 31 * MINUTE)
        assert work.claims.take(renewed)
        assert work.claims.take(Claim("R-1", "ali", NOW + 31 * MINUTE, NOW + 61 * MINUTE))
        work.claims.release("R-1", "omar")
        assert work.claims.get("R-1") is not None
        work.claims.seize(renewed)
        assert work.claims.get("R-1") == renewed
        work.claims.release("R-1", "omar")
        assert work.claims.get("R-1") is None


def test_of_two_who_claim_at_once_one_has_it(store: SqlStore) -> None:
    def take(account: str) -> bool:
        with store.begin() as work:
            return work.claims.take(Claim("R-1", account, NOW, NOW + 30 * MINUTE))

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take, ("omar", "ali", "omar", "ali")))
    with store.read() as work:
        claim = work.claims.get("R-1")
    assert claim is not None
    assert taken == [name == claim.account for name in ("omar", "ali", "omar", "ali")]


def test_a_note_is_kept_in_order_and_one_number_once(store: SqlStore) -> None:
    note = Note("R-1", 1, "omar", NOW, "اتصلت به")
    with store.begin() as work:
        work.notes.add(note)
        work.notes.add(replace(note, number=2, text="", taken_from="ali"))
        assert [one.number for one in work.notes.of_application("R-1")] == [1, 2]
        assert work.notes.of_application("R-1")[0] == note
    with pytest.raises(Clash), store.begin() as work:
        work.notes.add(replace(note, text="another"))

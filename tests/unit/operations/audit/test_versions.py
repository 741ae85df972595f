"""The history of an entry: each text, when it stood, and each dated part with who brought it."""

from datetime import timedelta

import pytest

from engine.definitions.entries import EntryKind, entries_of
from engine.operations import releases
from engine.operations.audit.publications import FileChange, published
from engine.operations.audit.versions import history_of_entry
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from tests.support.visitors import NOW, RULES, config, edited

OLD = "by_date: {2025-04-01: 120.50 SAR, 2027-01-01: 150.00 SAR}"
NEW = "by_date: {2025-04-01: 120.50 SAR, 2027-01-01: 175.00 SAR, 2028-01-01: 180.00 SAR}"


@pytest.fixture
def changed(ports: Ports) -> Ports:
    """The first release, one with other amounts, the first again, and one with another rule."""
    files = config()
    first = releases.active(ports, NOW).hash
    later = edited(files, RULES, OLD, NEW)
    releases.publish(ports, later, "maha", "amounts", "c0ffee", NOW + timedelta(days=1))
    releases.rollback(ports, first, "rami", "too early", NOW + timedelta(days=2))
    renamed = edited(files, RULES, "- id: boat-is-short", "- id: boat-is-not-long")
    releases.publish(ports, renamed, "maha", "renamed", None, NOW + timedelta(days=3))
    return ports


def test_each_text_has_every_time_in_which_it_stood(changed: Ports) -> None:
    history = history_of_entry(changed, "fishing-licence", EntryKind.VALUE, "boat_amount")
    stood = [
        [(one.since.note, one.until and one.until.note) for one in version.stood]
        for version in history.versions
    ]
    assert stood == [[("a test", "amounts"), ("too early", None)], [("amounts", "too early")]]
    assert "175.00 SAR" in history.versions[1].excerpt.text
    assert history.versions[0].cite == ("parking-order",)


def test_each_dated_part_says_who_brought_it_and_who_took_it_away(changed: Ports) -> None:
    history = history_of_entry(changed, "fishing-licence", EntryKind.VALUE, "boat_amount")
    parts = [
        (one.part.since, one.part.value, one.first.who, one.last and one.last.who)
        for one in history.dated
    ]
    assert parts == [
        ("2025-04-01", "120.50 SAR", "tests", None),
        ("2027-01-01", "150.00 SAR", "tests", "maha"),
        ("2027-01-01", "175.00 SAR", "maha", "rami"),
        ("2027-01-01", "150.00 SAR", "rami", None),
        ("2028-01-01", "180.00 SAR", "maha", "rami"),
    ]


def test_a_rule_that_was_taken_away_stands_no_longer(changed: Ports) -> None:
    history = history_of_entry(changed, "fishing-licence", EntryKind.RULE, "boat-is-short")
    (version,) = history.versions
    (stood,) = version.stood
    assert stood.until is not None
    assert stood.until.note == "renamed"
    assert [(one.part.path, one.part.since) for one in history.dated] == [
        ("effective_from", "2025-04-01")
    ]


def test_a_name_that_no_release_has_is_not_there(changed: Ports) -> None:
    with pytest.raises(NotThere):
        history_of_entry(changed, "fishing-licence", EntryKind.TABLE, "boat_amount")


def test_what_a_rule_file_declares_is_listed_by_kind() -> None:
    found = entries_of(config(), "fishing-licence")
    assert (EntryKind.VALUE, "longest_boat") in found
    assert (EntryKind.RULE, "boat-is-short") in found
    assert (EntryKind.DOCUMENT, "certificates") in found
    assert (EntryKind.FEE, "boat") in found
    assert entries_of(config(), "nothing") == ()


def test_a_publication_says_which_files_it_changed_and_how(changed: Ports) -> None:
    numbers = [one.number for one in releases.history(changed)][::-1]
    second = published(changed, numbers[1])
    assert [(str(one.path), one.change) for one in second.files] == [
        ("rules/fishing-licence.yaml", FileChange.CHANGED)
    ]
    marks = [line for line in second.files[0].lines if line[:1] in "+-"]
    assert marks == [f"-    {OLD}", f"+    {NEW}"]
    back = published(changed, numbers[2])
    assert back.before is not None
    assert [line for line in back.files[0].lines if line[:1] in "+-"] == [
        f"-    {NEW}",
        f"+    {OLD}",
    ]
    assert {one.change for one in published(changed, numbers[0]).files} == {FileChange.ADDED}

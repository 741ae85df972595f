"""What a newer release asks differently, as a typed list."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.inflight import ChangeKind, changes_between
from tests.support import camping, skipper
from tests.support.visitors import FORM, SERVICE, config, edited

DAY = date(2026, 11, 23)
CAMPING = PurePosixPath("services/camping.yaml")
ZONES = PurePosixPath("lists/zones.yaml")
OLD = read_files(config())


def changed(path: PurePosixPath, old: str, new: str) -> Catalogue:
    return read_files(edited(config(), path, old, new))


def kinds(old: Catalogue, new: Catalogue, service: str = SERVICE) -> list[tuple[ChangeKind, str]]:
    return [(one.kind, one.field or one.step) for one in changes_between(old, new, service, DAY)]


def test_the_same_release_changes_nothing() -> None:
    assert kinds(OLD, OLD) == []


def test_words_and_order_are_no_change() -> None:
    assert kinds(OLD, changed(FORM, "Length of the boat", "How long is the boat?")) == []


def test_a_step_that_comes_or_goes_is_told() -> None:
    text = config()[FORM].decode()
    shorter = text[: text.index("  - id: terms")] + text[text.index("  - id: papers") :]
    without = read_files({**config(), FORM: shorter.encode()})
    assert kinds(OLD, without) == [(ChangeKind.STEP_REMOVED, "terms")]
    assert kinds(without, OLD) == [(ChangeKind.STEP_ADDED, "terms")]


def test_a_field_that_comes_or_goes_is_told() -> None:
    field = (
        "      - {id: permit.note, type: text, max_length: 9, label: {ar: ملاحظة, en: Note},\n"
        "         purpose: {ar: للسجل, en: For the list}}\n"
    )
    path = PurePosixPath("services/parking-permit.yaml")
    more = changed(path, "      - {id: vehicle.is_own", f"{field}      - {{id: vehicle.is_own")
    assert kinds(OLD, more, "parking-permit") == [(ChangeKind.FIELD_ADDED, "permit.note")]
    assert kinds(more, OLD, "parking-permit") == [(ChangeKind.FIELD_REMOVED, "permit.note")]
    (change,) = changes_between(OLD, more, "parking-permit", DAY)
    assert (change.step, change.label.en) == ("permit", "Note")


def test_a_field_of_another_type_is_told() -> None:
    longer = changed(FORM, "{id: place, type: text, max_length: 40,", "{id: place, type: date,")
    assert kinds(OLD, longer) == [(ChangeKind.FIELD_RETYPED, "place")]


def test_an_option_that_comes_or_goes_is_told() -> None:
    more = changed(ZONES, "  - {id: B,", "  - {id: C, ar: المنطقة ج, en: Zone C}\n  - {id: B,")
    assert kinds(OLD, more, "parking-permit") == [(ChangeKind.OPTIONS_CHANGED, "permit.zone")]
    assert kinds(more, OLD, "parking-permit") == [(ChangeKind.OPTIONS_CHANGED, "permit.zone")]


def test_a_check_that_is_new_is_told_in_its_own_words() -> None:
    new = read_files(camping.files())
    text = camping.files()[CAMPING].decode()
    start, end = text.index("      - id: many-tents"), text.index("  - id: guests\n")
    old = read_files({**camping.files(), CAMPING: (text[:start] + text[end:]).encode()})
    (change,) = changes_between(old, new, camping.SERVICE, DAY)
    assert (change.kind, change.step, change.field) == (ChangeKind.CHECK_ADDED, "stay", None)
    assert change.label.en == "Few sites have room for more than five tents"
    assert kinds(new, old, camping.SERVICE) == []


def camping_with(old: str, new: str) -> Catalogue:
    return read_files(edited(camping.files(), CAMPING, old, new))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("oasis: stay.tents <= 3", "oasis: stay.tents <= 4", "place.site"),
        ("        max_choices: 2\n", "        max_choices: 3\n", "place.activities"),
    ],
)
def test_options_that_depend_on_other_answers_are_told(old: str, new: str, field: str) -> None:
    before, after = read_files(camping.files()), camping_with(old, new)
    assert kinds(before, after, camping.SERVICE) == [(ChangeKind.OPTIONS_CHANGED, field)]


def test_a_date_that_counts_as_another_day_is_told() -> None:
    before, after = read_files(camping.files()), camping_with("as: first_day", "as: last_day")
    assert kinds(before, after, camping.SERVICE) == [
        (ChangeKind.FIELD_RETYPED, "licence.foreign_month")
    ]


def test_a_field_of_a_group_inside_an_item_that_comes_is_told() -> None:
    field = "          - {id: aboard,"
    more = (
        "          - {id: guests, type: yes_no, label: {ar: ضيوف, en: Guests},\n"
        "             purpose: {ar: أ, en: a}}\n"
    )
    before = read_files(dict(skipper.files()))
    after = read_files(edited(dict(skipper.files()), skipper.FILE, field, more + field))
    assert kinds(before, after, skipper.SERVICE) == [(ChangeKind.FIELD_ADDED, "guests")]

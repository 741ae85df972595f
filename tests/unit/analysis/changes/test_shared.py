"""What is used in several places is told once; what comes and goes whole, and what is past."""

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from engine.analysis.changes import Change, ChangeKind, Weight, changes_of
from engine.definitions.read import read_files, read_folder

GOOD = Path(__file__).parents[3] / "definitions" / "good"
BASE = read_folder(GOOD / "base")


def changes_in(folder: str, path: str, old: str, new: str) -> tuple[Change, ...]:
    files = BASE | read_folder(GOOD / folder)
    text = files[PurePosixPath(path)].decode()
    assert text.count(old) == 1
    edited = {**files, PurePosixPath(path): text.replace(old, new).encode()}
    return changes_of(read_files(files), read_files(edited))


def test_a_change_in_a_lifecycle_that_two_services_share_is_told_once() -> None:
    changes = changes_in(
        "shared-lifecycle", "lifecycles/studied.yaml", "after_days: 30", "after_days: 20"
    )
    assert [change.services for change in changes] == [("permit", "visitor-permit")]
    assert changes[0].about.en == "Parking permit and Visitor permit"


def test_what_stands_in_the_place_of_a_shared_text_is_left_alone() -> None:
    changes = changes_in(
        "shared-lifecycle",
        "lifecycles/studied.yaml",
        "body: {ar: افتح طلبك, en: Open your application}",
        "body: {ar: افتح طلبك الآن, en: Open your application now}",
    )
    assert [(one.kind, one.services) for one in changes] == [(ChangeKind.WORDS, ("permit",))]


def test_a_rule_of_a_fragment_used_twice_by_one_service_is_told_once() -> None:
    changes = changes_in(
        "fragment-used-twice",
        "fragments/person.yaml",
        "birth_date + grown_up_after <= as_of",
        "birth_date + grown_up_after < as_of",
    )
    rules = [change for change in changes if change.part == "rule"]
    assert len(rules) == 1
    assert rules[0].services == ("club",)
    assert [detail.en for detail in rules[0].details] == [
        "in FEEL before: `birth_date + grown_up_after <= as_of`",
        "in FEEL now: `birth_date + grown_up_after < as_of`",
        "the same in rule “the guardian is of age”",
    ]


def test_a_service_that_comes_is_told_with_its_rules_and_not_step_by_step() -> None:
    old = read_files(BASE)
    new = read_files(BASE | read_folder(GOOD / "shared-lifecycle"))
    changes = changes_of(old, new)
    come = [one.part for one in changes if one.kind is ChangeKind.ADDED and one.home != "permit"]
    assert sorted(set(come)) == ["service"]
    assert {one.home for one in changes_of(new, old) if one.kind is ChangeKind.REMOVED} > {
        "visitor-permit"
    }


def test_without_a_day_nothing_counts_as_past() -> None:
    edit = "2026-01-01: 3}", "2026-01-01: 1}"
    (change,) = changes_in("base", "rules/permit.yaml", *edit)
    assert not change.is_past


def test_a_value_is_past_from_its_first_day_on() -> None:
    old = read_files(BASE)
    (value,) = [one for one in old.rule_sets["permit"].values if one.name == "permit_limit"]
    entries = (*value.by_date.entries, (date(2027, 1, 1), None))
    other = replace(value, by_date=replace(value.by_date, entries=entries))
    values = tuple(other if one is value else one for one in old.rule_sets["permit"].values)
    rules = replace(old.rule_sets["permit"], values=values)
    new = replace(old, rule_sets={"permit": rules})
    told = {
        day: changes_of(old, new, today=date(*day))[0] for day in ((2026, 12, 31), (2027, 1, 1))
    }
    assert [one.is_past for one in told.values()] == [False, True]


def test_who_decides_is_told_before_money_and_words() -> None:
    old = read_files(BASE)
    text = BASE[PurePosixPath("rules/permit.yaml")].decode()
    text = text.replace("en: Most permits", "en: The most permits")
    text = text.replace("200.00 SAR", "300.00 SAR")
    text = text.replace("resident.cars < permit_limit", "resident.cars <= permit_limit")
    new = read_files({**BASE, PurePosixPath("rules/permit.yaml"): text.encode()})
    weights = [change.weight for change in changes_of(old, new)]
    assert weights == [Weight.DECIDES, Weight.MONEY, Weight.WORDS]


def test_a_label_that_says_a_value_is_told_with_the_last_one() -> None:
    text = BASE[PurePosixPath("rules/permit.yaml")].decode()
    said = text.replace(
        "أقل من الحد, en: Fewer than the limit",
        '"أقل من {permit_limit}", en: "Fewer than {permit_limit}"',
    )
    assert said != text
    old = {**BASE, PurePosixPath("rules/permit.yaml"): said.encode()}
    edited = said.replace("resident.cars < permit_limit", "resident.cars <= permit_limit")
    new = {**BASE, PurePosixPath("rules/permit.yaml"): edited.encode()}
    (change,) = changes_of(read_files(old), read_files(new))
    assert change.sentence.en.startswith("Rule “Fewer than 3”: a clause was")

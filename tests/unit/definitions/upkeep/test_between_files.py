"""What upkeep finds between files, by small changes of a service that has none of it."""

from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.read import check_files, read_files, read_folder

BASE = Path(__file__).parents[3] / "definitions" / "good" / "base"
RULES = PurePosixPath("rules/permit.yaml")
SOURCES = PurePosixPath("sources.yaml")
PORTAL = PurePosixPath("portal.yaml")
ONE = "    effective_from: 2025-01-01\n    condition: permit.is_for_home\n"


def codes(path: PurePosixPath, old: str, new: str, day: date | None = None) -> list[str]:
    files = read_folder(BASE)
    text = files[path].decode()
    assert old in text
    files[path] = text.replace(old, new, 1).encode()
    return [problem.code for problem in check_files(files, Prover(), day).problems]


def rules(first: str, second: str, label: str = "يسكن في المنطقة") -> str:
    """The rule of the base from and to the days `first`, and one more with those of `second`."""
    return (
        f"    {first}\n    condition: permit.is_for_home\n  - id: lives-here\n"
        f"    label: {{ar: {label}, en: The applicant lives in the zone}}\n"
        "    advice: {ar: اختر منطقة سكنك, en: Choose the zone you live in}\n"
        f"    cite: [order]\n    {second}\n    condition: permit.is_for_home\n"
    )


def days(first: str, last: str | None = None) -> str:
    until = f"\n    effective_to: {last}" if last else ""
    return f"effective_from: {first}{until}"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (days("2025-01-01", "2026-12-31"), days("2027-01-01"), []),
        (days("2025-01-01", "2026-12-30"), days("2027-01-01"), ["D256"]),
        (days("2025-01-01", "2027-01-01"), days("2027-01-01"), ["D257"]),
        (days("2025-01-01"), days("2027-01-01"), []),  # nothing ends: both may be meant
        (days("2025-01-01", "2026-12-30"), days("2025-01-01"), []),
        (days("2025-01-01", "2026-12-31"), days("2026-01-01", "2026-12-31"), []),
    ],
)
def test_rules_of_one_label_follow_on_one_another(
    first: str, second: str, found: list[str]
) -> None:
    assert codes(RULES, ONE, rules(first, second)) == found


def test_rules_of_two_labels_have_nothing_to_do_with_each_other() -> None:
    pair = rules(days("2025-01-01", "2026-12-30"), days("2027-01-01"), "يقيم في المنطقة")
    pair = pair.replace("en: The applicant lives", "en: The applicant stays")
    assert codes(RULES, ONE, pair) == []


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ((2020, 2021, 2022, 2023), []),
        ((2020, 2021, 2022, 2024), ["D254"]),
        ((2020, 2021, 2023), []),  # one step of a year is no series
        ((2010, 2015, 2020), []),
    ],
)
def test_a_series_by_year_has_every_year(years: tuple[int, ...], found: list[str]) -> None:
    dated = ", ".join(f"{year}-01-01: {at}" for at, year in enumerate(years))
    assert codes(RULES, "{2025-01-01: 2, 2026-01-01: 3}", f"{{{dated}}}") == found


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2027, 9, 30), []), (date(2027, 10, 1), ["D253"]), (None, [])],
)
def test_a_source_is_due_a_year_after_it_was_read(day: date | None, found: list[str]) -> None:
    new = "citations: {look_again_after: P1Y}\ncurrency: SAR"
    assert codes(PORTAL, "currency: SAR", new, day) == found


def test_a_source_that_nobody_has_read_is_never_due() -> None:
    files = read_folder(BASE)
    files[PORTAL] += b"citations: {look_again_after: P1Y}\n"
    files[SOURCES] = files[SOURCES].replace(b"    read_on: 2026-10-01\n", b"", 1)
    assert b"read_on" not in files[SOURCES]
    found = check_files(files, Prover(), date(2030, 1, 1)).problems
    assert "D253" not in [one.code for one in found]


def test_a_holiday_that_is_named_once_need_not_come_again() -> None:
    assert codes(PORTAL, "known_to: 2027-12-31", "known_to: 2030-12-31") == []


def test_what_nothing_uses_is_not_looked_for_beside_an_error() -> None:
    new = "permit.is_for_hom\n  - id: "
    found = codes(RULES, "permit.is_for_home\n  - id: ", new)
    assert found == ["E201"]


def test_files_that_were_checked_before_are_not_looked_after() -> None:
    files = read_folder(BASE)
    files[PORTAL] = files[PORTAL].replace("مواقف الحي, en: N".encode(), b"Parking, en: N")
    assert [one.code for one in check_files(files).problems] == []
    assert read_files(files).portal.name.ar == "Parking"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ar: الوسط, en: South, from: 2028-01-01", []),
        ("ar: الوسط, en: South, from: 2027-12-31", ["D266"]),
        ("ar: الجنوب, en: South", ["D266", "D266"]),
    ],
)
def test_a_code_may_take_the_words_of_one_that_ended(words: str, found: list[str]) -> None:
    path = PurePosixPath("lists/zones.yaml")
    assert codes(path, "ar: الوسط, en: Centre", words) == found

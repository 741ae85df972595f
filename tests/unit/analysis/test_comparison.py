"""Changes by what they stand under, and what becomes of drafts."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

from engine.analysis.changes import Weight
from engine.analysis.comparison import Fate, drafts_of, grouped, words_of
from engine.definitions.read import read_files, read_folder

GOOD = Path(__file__).parents[2] / "definitions" / "good"
BASE = read_folder(GOOD / "base")
TODAY = date(2026, 11, 23)
RULES, FORM, ZONES = map(
    PurePosixPath, ("rules/permit.yaml", "services/permit.yaml", "lists/zones.yaml")
)
OLD = read_files(BASE)


def edited(path: PurePosixPath, old: str, new: str) -> dict[PurePosixPath, bytes]:
    text = BASE[path].decode()
    assert text.count(old) == 1
    return {**BASE, path: text.replace(old, new).encode()}


def test_the_group_with_the_weightiest_change_comes_first() -> None:
    files = edited(ZONES, "en: North,", "en: The north,")
    files |= {RULES: BASE[RULES].replace(b"cars < permit", b"cars <= permit")}
    groups = grouped(words_of(OLD, read_files(files), None, TODAY))
    assert [group.about.en for group in groups] == ["Parking permit", "List “Zones”"]
    assert [weight for group in groups for weight, _, _ in group.weights] == [
        Weight.DECIDES,
        Weight.WORDS,
    ]


def test_a_list_reaches_the_services_that_read_it() -> None:
    new = read_files(edited(ZONES, "en: North,", "en: The north,"))
    assert len(words_of(OLD, new, {"permit"}, TODAY)) == 1
    assert words_of(OLD, new, {"another"}, TODAY) == ()


def test_of_many_tests_a_few_are_shown() -> None:
    path = next(path for path in BASE if path.parts[0] == "scenarios")
    more = {path.with_stem(f"copy-{number}"): BASE[path] for number in range(8)}
    (group,) = grouped(words_of(OLD, read_files({**BASE, **more}), None, TODAY))
    ((weight, shown, left_out),) = group.weights
    assert (weight, len(shown), left_out) == (Weight.TESTS, 5, 3)


def test_a_draft_meets_a_question_of_another_type() -> None:
    new = read_files(edited(FORM, "{id: employer, type: text,", "{id: employer, type: long_text,"))
    (drafts,) = drafts_of(OLD, new, None, TODAY)
    assert drafts.fate is Fate.MOVE
    assert [line.en for line in drafts.lines] == [
        "a question of another type, asked again where its answer does not read: “Employer”"
    ]


def test_drafts_stay_where_the_service_says_so_or_is_gone() -> None:
    keeping = read_files(edited(FORM, "draft: rebase", "draft: keep"))
    assert [one.fate for one in drafts_of(OLD, keeping, None, TODAY)] == [Fate.KEEP]
    gone = {path: text for path, text in BASE.items() if "permit" not in str(path)}
    assert [one.fate for one in drafts_of(OLD, read_files(gone), None, TODAY)] == [Fate.GONE]
    assert drafts_of(OLD, keeping, {"another"}, TODAY) == ()

"""An impact over applications whose items hold groups: each version reads what it asks itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis import tables
from engine.analysis.history.history import Layout, NotStorable, Past
from engine.analysis.impact.fitting import NotCountable
from engine.analysis.impact.impact import Impact, Side, Wanted, impact_of
from engine.model.value import Items, State
from engine.release import Release
from tests.support.camping import DAY
from tests.support.skipper import FILE, SERVICE, files

RULES = PurePosixPath(f"rules/{SERVICE}.yaml")
RULE = """\
  - id: another-rule
    label: {ar: قاعدة أخرى, en: Another rule}
    advice: {ar: انتظر, en: Wait}
    cite: [demonstration]
    effective_from: 2025-01-01
    condition: CONDITION
"""
REPAIRS = """\
      - id: repairs
        title: {ar: الإصلاحات, en: Repairs}
        item: {ar: إصلاح, en: Repair}
        max_items: 2
        shown_when: item.seats > 2
        purpose: {ar: نعرف بها خبرتك, en: They tell us what you can do}
        fields:
          - {id: what, type: text, max_length: 60, label: {ar: ماذا أصلحت, en: What you repaired}}
"""
LOGBOOK = "          - id: logbook\n"
NIGHT = "          - {id: night, type: yes_no, label: {ar: ليلًا, en: At night}}\n"
CHARGED = "every b in boats satisfies some v in b.voyages satisfies v.in_charge"


@cache
def side(name: str, *edits: tuple[str, str], rule: str = "") -> Side:
    """The skipper's licence with texts of its form replaced, and a rule more."""
    found = {path: text for path, text in files().items() if path.parts[0] != "scenarios"}
    form, rules = found[FILE].decode(), found[RULES].decode()
    for old, new in edits:
        assert form.count(old) == 1, old
        form = form.replace(old, new)
    rules += RULE.replace("CONDITION", rule) if rule else ""
    release = Release.of({**found, FILE: form.encode(), RULES: rules.encode()})
    return Side(name, release.hash, release.catalogue)


def past(number: int, voyages: int, repairs: int, outcome: str) -> Past:
    voyage: dict[str, State] = {
        "left": DAY,
        "returned": DAY,
        "aboard": Decimal(1),
        "in_charge": True,
    }
    boat: dict[str, State] = {
        "seats": Decimal(6),
        "voyages": (voyage,) * voyages,
        "repairs": ({"what": "Mast"},) * repairs,
    }
    facts: dict[str, State] = {"resident.is_on_record": True, "boats": Items((boat,))}
    return Past(f"S-{number:03}", DAY, "then", facts, outcome)


def impact(folder: Path, old: Side, new: Side, *pasts: Past) -> Impact:
    """Over a table without stored columns, so that the evaluator reads it for both versions."""
    layout = Layout.of(old.catalogue.programs[SERVICE])
    path = folder / f"{SERVICE}.parquet"
    tables.write(path, layout.columns, map(layout.row, pasts))
    return impact_of(old, new, SERVICE, str(path), Wanted(smallest=1))


def outcomes(found: Impact) -> Iterator[tuple[str, str, int | None]]:
    return ((one.before, one.now, one.count) for one in found.outcomes)


def test_the_old_version_reads_a_group_that_the_new_one_asks_no_more(tmp_path: Path) -> None:
    old = side("old", rule="every b in boats satisfies count(b.repairs) = 0")
    new = side("new", (REPAIRS, ""))
    pasts = past(1, 2, 0, "eligible"), past(2, 2, 1, "ineligible"), past(3, 1, 1, "ineligible")
    found = impact(tmp_path, old, new, *pasts)
    assert list(outcomes(found)) == [
        ("eligible", "eligible", 1),
        ("ineligible", "eligible", 1),
        ("ineligible", "ineligible", 1),
    ]
    assert found.not_reproduced == 0


def test_a_question_of_an_inner_item_is_new_to_whoever_has_one(tmp_path: Path) -> None:
    night = side("new", (LOGBOOK, NIGHT + LOGBOOK), rule=CHARGED.replace("v.in_charge", "v.night"))
    pasts = past(1, 2, 0, "eligible"), past(2, 1, 0, "ineligible"), past(3, 0, 0, "ineligible")
    found = impact(tmp_path, side("old"), night, *pasts)
    assert found.questions is not None
    assert found.questions.facts == ("boats",)
    assert (found.questions.asked, found.questions.settled, found.questions.open) == (2, 1, 1)


def test_an_inner_group_that_is_new_is_asked_of_whoever_has_an_item(tmp_path: Path) -> None:
    old = side("old", (REPAIRS, ""))
    new = side("new", rule="every b in boats satisfies count(b.repairs) < 2")
    pasts = past(1, 2, 0, "eligible"), past(2, 0, 0, "ineligible")
    found = impact(tmp_path, old, new, *pasts)
    assert found.questions is not None
    assert (found.questions.asked, found.questions.settled, found.questions.open) == (2, 1, 1)


def test_a_question_of_another_type_than_before_is_not_counted(tmp_path: Path) -> None:
    """Nobody's answers are read as something that they are not."""
    retyped = "aboard, type: number, range: {from: 1, to: 3}", "aboard, type: yes_no"
    new = side("new", retyped, ("v.aboard <= seats", "v.aboard or seats > 1"))
    with pytest.raises(
        NotCountable, match=r"`boats\.voyages\.aboard` was number and is yes_no now"
    ):
        impact(tmp_path, side("old"), new, past(1, 2, 0, "eligible"))


def test_a_group_that_other_items_hold_than_before_is_not_counted(tmp_path: Path) -> None:
    """Of the boats whose repairs were not asked for nobody knows any, and they are not none."""
    new = side("new", ("shown_when: item.seats > 2", "shown_when: item.seats > 1"))
    with pytest.raises(NotCountable, match=r"`boats\.repairs` is asked of other items than before"):
        impact(tmp_path, side("old"), new, past(1, 2, 0, "eligible"))


def test_a_table_that_holds_something_else_says_where_and_nothing_of_anybody() -> None:
    layout = Layout.of(side("old").catalogue.programs[SERVICE])
    row = layout.row(past(1, 1, 0, "ineligible"))
    text = str(row["boats"]).replace('"in_charge":["known",true]', '"in_charge":["known","Sara"]')
    with pytest.raises(NotStorable) as refused:
        layout.past({**row, "boats": text})
    assert str(refused.value) == "`boats.voyages.in_charge` is no yes_no"

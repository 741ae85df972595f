"""Each kind of finding, in a small service that has it; the sound one has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.analysis.proving.finding import Code, Finding
from engine.model.severity import Severity
from engine.model.words import Language
from tests.support.proving import RULES, SERVICE, Change, findings, text_of

GOLDEN = Path(__file__).parents[3] / "golden" / "prove"
RULES_BEGIN = "rules:\n  - id: lives"
SHOWN_WHEN = "shown_when: permit.is_own_car"
LIVES_IN_ZONE = "condition: permit.is_for_home\n  - id: under-limit"
FEE = 'permit_fee = money("150.00 SAR")'  # which no row of the table gives
IS_DEAR = f"""
  permit.is_dear:
    label: {{ar: غالٍ, en: Dear}}
    condition: {FEE}

"""
DEAR: Change = (RULES, "\n\ntables:\n", f"{IS_DEAR}tables:\n")
GIVE_UP = f"""    - id: give-up
      from: draft
      to: closed
      by: applicant
      title: {{ar: أغلق, en: Close}}
      condition: {FEE}
    - {{id: abandon"""
KIND = f"""{IS_DEAR}determinations:
  permit.kind:
    label: {{ar: النوع, en: Kind}}
    cite: [order]
    value: kind_of_permit

tables:
  kind_of_permit:
    label: {{ar: النوع, en: Kind}}
    hit_policy: unique
    inputs: {{dear: permit.is_dear}}
    output: {{kind: code of zones}}
    cite: [order]
    rows:
      - {{id: dear, dear: true, kind: centre}}
      - {{id: cheap, dear: false, kind: north}}
"""
INTENDED = """intended:
  - {finding: P103, of: under-limit.%s, because: {ar: احتياط, en: For the next change}}
rules:
  - id: lives"""


def lives_in_zone(condition: str) -> Change:
    return RULES, LIVES_IN_ZONE, f"condition: {condition}\n  - id: under-limit"


CASES: dict[Code, tuple[Change, ...]] = {
    Code.RULE_NEVER_MET: (
        lives_in_zone('permit.is_for_home and permit.zone = "north" and resident.zone = "south"'),
    ),
    Code.RULE_NEVER_FAILS: (
        lives_in_zone(
            'permit.is_for_home or resident.zone != permit.zone or permit.zone = "north"'
        ),
    ),
    Code.CLAUSE_NEVER_MATTERS: (
        (
            RULES,
            "      - resident.cars < permit_limit\n",
            "      - resident.cars < permit_limit\n      - resident.cars < permit_limit + 1\n",
        ),
    ),
    Code.FACT_NEVER_MATTERS: (
        (
            RULES,
            "condition: permit.is_own_car",
            "condition: permit.is_own_car or resident.cars >= 0",
        ),
        (SERVICE, "        shown_when: permit.is_own_car\n", ""),
    ),
    Code.NOBODY_ELIGIBLE: (lives_in_zone("permit.is_for_home and resident.cars > permit_limit"),),
    Code.RULES_CONTRADICT: (lives_in_zone("permit.is_for_home and resident.cars >= 3"),),
    Code.DOCUMENT_OF_NOBODY: (
        (RULES, "condition: permit.is_own_car", f"condition: permit.is_own_car and {FEE}"),
    ),
    Code.FEE_OF_NOBODY: (
        (
            RULES,
            "      amount: permit_fee\n",
            f"      amount: permit_fee\n      condition: {FEE}\n",
        ),
        (RULES, "  lines:", "  otherwise: free\n  lines:"),
    ),
    Code.STEP_OF_NOBODY: (
        DEAR,
        (SERVICE, "    kind: group\n", "    kind: group\n    shown_when: permit.is_dear\n"),
    ),
    Code.FIELD_OF_NOBODY: (DEAR, (SERVICE, SHOWN_WHEN, f"{SHOWN_WHEN} and permit.is_dear")),
    Code.NOTHING_IN_FORCE: (
        (
            RULES,
            "by_date: {2025-01-01: 2, 2026-01-01: 3}",
            "by_date: {2025-01-01: 2, 2026-01-01: null, 2026-01-02: 3}",
        ),
    ),
    Code.TRANSITION_OF_NOBODY: ((SERVICE, "    - {id: abandon", GIVE_UP),),
    Code.NO_WAY_ON: (
        (SERVICE, "    - {id: abandon", GIVE_UP.replace("from: draft", "from: submitted")),
    ),
    Code.VALUE_NEVER_COMES: ((RULES, "\n\ntables:\n", KIND),),
    Code.EXPLAINS_NOTHING: ((RULES, RULES_BEGIN, INTENDED % 9),),
}


def codes(found: tuple[Finding, ...]) -> set[Code]:
    return {one.code for one in found}


def test_the_sound_service_has_no_finding() -> None:
    assert not findings()


@pytest.mark.parametrize("code", CASES)
def test_a_finding_is_told_with_its_place(code: Code, golden: Callable[[Path, str], None]) -> None:
    assert code in codes(findings(*CASES[code]))
    golden(GOLDEN / f"{code.lower()}.txt", text_of(Language.EN, *CASES[code]))


def test_a_gap_of_a_day_has_an_example_that_the_evaluator_was_shown() -> None:
    found = findings(*CASES[Code.NOTHING_IN_FORCE])
    gap = next(one for one in found if one.code is Code.NOTHING_IN_FORCE)
    assert gap.person is not None
    assert gap.person.decision_date.isoformat() == "2026-01-01"


def test_a_length_that_does_not_come_out_whole_has_an_example() -> None:
    half = RULES, "decision_date - deed_age", "decision_date - deed_age * 0.125"
    (fails,) = (one for one in findings(half) if one.code is Code.NOTHING_IN_FORCE)
    assert fails.of == "deed-is-recent"
    assert "not a whole number" in fails.message(Language.EN)
    assert fails.person is not None


ASKED_OF = "      - {id: permit.is_own_car, type: yes_no"
IS_NEW: tuple[Change, ...] = (
    (RULES, "permit.is_own_car]", "permit.is_own_car, permit.is_new]"),
    (
        SERVICE,
        ASKED_OF,
        f"      - {{id: permit.is_new, type: yes_no, label: {{ar: جديد, en: New}}}}\n{ASKED_OF}",
    ),
)


@pytest.mark.parametrize(
    "new, expected",
    [
        ("permit_fee", {Code.FACT_NEVER_MATTERS}),
        ('permit_fee + money("0.00 SAR")', {Code.FACT_NEVER_MATTERS}),
        ('permit_fee + money("1.00 SAR")', set()),
    ],
)
def test_a_fact_that_only_an_amount_reads_matters_where_the_amount_differs(
    new: str, expected: set[Code]
) -> None:
    amount = RULES, "amount: permit_fee\n", f"amount: if permit.is_new then {new} else permit_fee\n"
    assert codes(findings(*IS_NEW, amount)) == expected


def test_a_finding_that_is_intended_is_explained_and_no_fault() -> None:
    explained = (RULES, RULES_BEGIN, INTENDED % 2)
    found = findings(*CASES[Code.CLAUSE_NEVER_MATTERS], explained)
    assert [(one.code, one.severity) for one in found] == [
        (Code.CLAUSE_NEVER_MATTERS, Severity.NOTE)
    ]


def test_findings_are_told_in_arabic(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "arabic.txt", text_of(Language.AR, *CASES[Code.NOTHING_IN_FORCE]))

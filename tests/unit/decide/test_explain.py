"""Reasons in words: items by name, values with their first day, rows, and what would change it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docs.generate.constructs import read
from docs.generate.fixture import SERVICE, files_of
from engine.analysis.scenarios import read_situation, run_scenario
from engine.decide.decision import decide
from engine.decide.explain import explain
from engine.decide.views import DecisionView, RuleView
from engine.definitions.read import read_files
from engine.model.words import Language
from engine.store.canonical import dumps, loads
from engine.store.decisions import read_decision, write_decision
from tests.support.configuration import configuration

CONFIG = Path(__file__).parents[3] / "config"

HEAD = """title: t
chapter: c
order: 1
meaning: m
lists: {ranks: [technician, specialist, consultant]}
facts:
  person.hours: number
  person.rank: code of ranks
  person.birth_date: date
  visit.day: date
service: |
  steps:
    - id: visit
      title: {ar: الزيارة, en: Visit}
      fields: [{id: visit.day, type: date, label: {ar: يوم الزيارة, en: Day of the visit}}]
    - id: posts
      kind: group
      title: {ar: الأعمال, en: Posts}
      group: {fact: posts, item: {ar: عمل, en: Post}, max_items: 9}
      fields:
        - {id: employer, type: text, max_length: 80, label: {ar: الجهة, en: Employer}}
        - {id: hours, type: number, label: {ar: الساعات, en: Hours}}
  reviewer_sees: [visit.day, posts]
rules: |
  values:
    hours_needed:
      label: {ar: الساعات المطلوبة, en: Hours needed}
      type: number
      cite: [newspaper]
      by_date: {2020-01-01: 60, 2026-04-01: 40}
  tables:
    hours_by_rank:
      label: {ar: ساعات الدرجة, en: Hours of the rank}
      hit_policy: unique
      inputs: {rank: person.rank}
      output: {hours: number}
      cite: [law]
      rows:
        - {id: junior, rank: [technician, specialist], hours: {2020-01-01: 20}}
        - {id: senior, rank: consultant, cite: [newspaper], hours: {2024-01-01: 50}}
    grounds:
      label: {ar: أسباب, en: Grounds}
      hit_policy: collect
      unit: {ar: {few: ساعات, other: ساعة}, en: {one: hour, other: hours}}
      inputs: {rank: person.rank, hours: person.hours}
      output: {least: number, up: code of ranks}
      cite: [law]
      rows:
        - {id: all, least: 20, up: specialist}
        - {id: few, hours: '< 60', least: {value: person.hours}, up: consultant, cite: [newspaper]}
        - {id: senior, rank: consultant, least: 50, up: consultant}
  rules:
    - id: rule
      label: {ar: شرط, en: Rule}
      advice: {ar: نصيحة, en: Advice}
      cite: [law]
      effective_from: 2020-01-01
"""
BOTH = "\n".join(
    f"        - {{employer: {name}, hours: {hours}}}"
    for name, hours in (("North", 5), ("South", 30))
)


def rule(condition: str, language: Language = Language.EN, posts: str = BOTH) -> RuleView:
    """The only rule, about somebody with 30 hours, a specialist born in 1990, with two posts."""
    return decided(f"    {condition}".replace("\n", "\n    "), language, posts).rules[0]


def decided(
    rest: str, language: Language = Language.EN, posts: str = BOTH, head: str = HEAD
) -> DecisionView:
    """The same, with what follows the head of the rule in the file of rules."""
    lines = "".join(f"  {line}\n" for line in rest.splitlines())
    case = f"""scenarios:
  - name: case
    register: {{person.hours: 30, person.rank: specialist, person.birth_date: 1990-05-14}}
    answers:
      visit.day: 2026-11-01
      posts:
{posts}
    expect_some: {{}}
"""
    catalogue = read_files(files_of(read("t", f"{head}{lines}{case}".encode())))
    (scenario,) = catalogue.scenarios
    day = scenario.decision_date
    facts = read_situation(catalogue, SERVICE, scenario.situation, day).facts
    decision = decide(catalogue.programs[SERVICE], facts, day, "r")
    return explain(decision, catalogue, language)


@pytest.mark.parametrize("language", Language)
def test_a_decision_of_long_ago_is_explained_from_its_record(language: Language) -> None:
    """What the record holds is enough: every scenario's decision, read back, is said the same."""
    catalogue = configuration()
    for scenario in catalogue.scenarios[::10]:
        decision = run_scenario(catalogue, scenario).decision
        back = read_decision(loads(dumps(write_decision(decision))))
        assert explain(back, catalogue, language) == explain(decision, catalogue, language)


def sentences(view: RuleView) -> list[str]:
    return [one.sentence for one in view.reasons]


# Items --------------------------------------------------------------------------------------------


def test_the_item_that_fails_is_named() -> None:
    view = rule("condition: every p in posts satisfies p.hours >= 10")
    assert sentences(view) == ["Post 1 (North): Hours: 5; needed: at least 10"]
    assert view.reasons[0].item == 1
    assert view.changes == (("Post 1 (North): 5 more: Hours",),)


def test_the_item_that_fits_is_named_in_arabic() -> None:
    view = rule("condition: some p in posts satisfies p.hours >= 10", Language.AR)
    assert sentences(view) == ["عمل رقم 2 (\u2066South\u2069)، الساعات: 30؛ والمطلوب 10 على الأقل"]


def test_codes_that_would_each_do_are_said_together() -> None:
    view = rule('condition: person.rank in ("technician", "consultant")')
    assert sentences(view) == ["rank: specialist; needed: technician or consultant"]


def test_a_code_that_has_to_be_another_is_told_from_which() -> None:
    ranks = '"technician", "consultant"'
    fits = rule(f"condition: not(person.rank in ({ranks}))")
    assert sentences(fits) == ["rank: specialist; needed: other than technician or consultant"]
    fails = rule(f'condition: not(person.rank in ({ranks}, "specialist"))')
    assert sentences(fails) == ["rank: specialist; needed: other than specialist"]
    assert sentences(rule('condition: person.rank != "specialist"')) == sentences(fails)


def test_a_document_for_whatever_item_there_is_gives_no_reason_for_each() -> None:
    letter = """    condition: person.hours > 1
documents:
  - id: letter
    label: {ar: خطاب, en: Letter}
    for_each: posts
    cite: [law]
    effective_from: 2020-01-01
"""
    step = """    - id: papers
      kind: documents
      title: {ar: أوراق, en: Papers}
      documents: [{document: letter, accept: [pdf], max_mb: 1}]
"""
    before = "  reviewer_sees"
    (document,) = decided(letter, head=HEAD.replace(before, step + before)).documents
    assert [(one.label, one.reasons) for one in document.items] == [
        ("Post 1 (North)", ()),
        ("Post 2 (South)", ()),
    ]


def test_every_item_is_named_where_none_fits() -> None:
    view = rule("condition: some p in posts satisfies p.hours >= 40")
    assert sentences(view) == [
        "Post 1 (North): Hours: 5; needed: at least 40",
        "Post 2 (South): Hours: 30; needed: at least 40",
    ]
    assert view.changes == ()


def test_what_would_change_an_item_names_it_by_its_own_number() -> None:
    view = rule("condition: every p in posts satisfies p.hours <= 10")
    assert view.changes == (("Post 2 (South): 20 less: Hours",),)


def test_all_items_that_fit_are_counted_and_none_is_said() -> None:
    assert sentences(rule("condition: every p in posts satisfies p.hours >= 1")) == [
        "Posts: true of all 2"
    ]
    assert sentences(
        rule("condition: some p in posts satisfies p.hours > 1", posts="        []")
    ) == ["Posts: None"]


def test_a_clause_with_a_label_names_the_item_too() -> None:
    label = "label: {ar: عمل طويل, en: A long post}"
    view = rule(f"none:\n  - {label}\n    condition: some p in posts satisfies p.hours > 10")
    assert sentences(view) == ["Post 2 (South): A long post: Yes"]


@pytest.mark.parametrize(
    ("combinator", "hours", "said"),
    [
        ("any", 20, "Many hours: Yes"),
        ("any", 40, "Many hours: No"),
        ("none", 20, "Many hours: Yes"),
        ("none", 40, "Many hours: No"),
    ],
)
def test_a_clause_with_a_label_is_said_as_it_is_however_deep(
    combinator: str, hours: int, said: str
) -> None:
    label = "label: {ar: ساعات كثيرة, en: Many hours}"
    clause = f"{{{label}, condition: 'person.hours > {hours}'}}"
    for inner in ("all", "any", "none"):
        view = rule(f"{combinator}:\n  - {inner}: [{clause}]")
        assert sentences(view) == [said], (combinator, inner, view.verdict)


def test_what_a_clause_inside_none_needs_is_turned_around() -> None:
    view = rule("any:\n  - none: ['person.hours > 20']")
    assert sentences(view) == ["hours: 30; allowed: at most 20"]
    assert view.changes == (("10 less: hours",),)


def test_the_items_of_two_variables_are_both_named() -> None:
    view = rule("condition: every p in posts, q in posts satisfies p.hours >= q.hours")
    assert sentences(view) == ["Post 1 (North): Post 2 (South): Hours: 5; needed: at least 30"]


def test_a_count_is_said_by_what_is_counted() -> None:
    view = rule("condition: count(posts) >= 3")
    assert sentences(view) == ["Number in Posts: 2; needed: at least 3"]
    assert view.changes == (("1 more: Number in Posts",),)


# What it rests on ---------------------------------------------------------------------------------


def test_a_value_is_said_with_its_first_day_and_its_source() -> None:
    view = rule("condition: person.hours >= hours_needed")
    (basis,) = view.reasons[0].basis
    assert (basis.name, basis.rows, basis.since) == ("hours_needed", (), date(2026, 4, 1))
    assert basis.sentence.startswith("Hours needed: 40, since 1 April 2026")
    assert [one.is_official for one in basis.citations] == [False]


def test_a_table_is_said_with_the_row_that_held_and_what_chose_it() -> None:
    view = rule("condition: person.hours >= hours_by_rank")
    (basis,) = view.reasons[0].basis
    assert (basis.rows, basis.since) == (("junior",), date(2020, 1, 1))
    assert basis.sentence.endswith("because of rank: specialist")
    assert [one.title for one in basis.citations] == ["The law"]


def test_every_row_that_holds_is_said_and_what_each_was_chosen_by() -> None:
    view = rule("condition: 20 in grounds.least")
    (basis,) = view.reasons[0].basis
    assert (basis.name, basis.rows, basis.since) == ("grounds.least", ("all", "few"), None)
    words = "Grounds: 20 hours and 30 hours, because of hours: 30"
    assert basis.sentence == words
    assert [one.title for one in basis.citations] == ["The law", "A newspaper"]


def test_codes_of_an_output_are_said_by_their_words() -> None:
    (basis,) = rule("condition: person.rank in grounds.up").reasons[0].basis
    assert basis.sentence.startswith("Grounds: specialist and consultant, because of")


# What would change it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition, changes",
    [
        ("condition: person.hours >= hours_needed", [["10 more: hours"]]),
        ("all: [person.hours > 40, person.hours > 50]", [["10 more: hours", "20 more: hours"]]),
        (
            'any: [person.hours > 40, \'person.rank = "consultant"\']',
            [["10 more: hours"]],
        ),
        (
            "condition: person.rank in (\"technician\", \"consultant\")",
            [["rank must be technician or consultant"]],
        ),
        (
            "condition: visit.day > decision_date",
            [["Day of the visit must be after 23 November 2026"]],
        ),
        (
            'none: [\'visit.day <= date("2026-11-01")\']',
            [["Day of the visit must be after 1 November 2026"]],
        ),
        ("condition: person.hours <= 10", [["20 less: hours"]]),
        ("condition: person.birth_date > decision_date", []),
        ("condition: person.hours = 30", []),
    ],
)  # fmt: skip
def test_what_would_change_it_is_said(condition: str, changes: list[list[str]]) -> None:
    found = [[part.split(" (")[0] for part in way] for way in rule(condition).changes]
    assert found == changes


# Days of their own ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "language, said",
    [
        (Language.EN, "The rule does not apply; Day of the visit: 1 November 2026"),
        (Language.AR, "لا تنطبق القاعدة؛ يوم الزيارة: 1 نوفمبر 2026م"),
    ],
)
def test_a_transitional_rule_says_that_it_does_not_apply(language: Language, said: str) -> None:
    view = rule(
        "applies_on: visit.day\neffective_to: 2026-10-31\ncondition: person.hours > 99", language
    )
    assert view.verdict == "met"
    (reason,) = view.reasons
    assert reason.sentence.startswith(said)


def test_where_a_transitional_rule_applies_its_day_is_no_reason() -> None:
    view = rule(
        "applies_on: visit.day\neffective_to: 2026-11-01\ncondition: person.hours > hours_needed"
    )
    assert [reason.sentence for reason in view.reasons] == ["hours: 30; needed: more than 40"]


def test_a_value_that_is_read_on_a_day_says_on_which() -> None:
    view = rule('read_on: person.birth_date + @"P33Y"\ncondition: person.hours < hours_needed')
    ((basis,),) = (reason.basis for reason in view.reasons)
    assert basis.sentence.startswith("Hours needed on 14 May 2023")
    assert "60, since 1 January 2020" in basis.sentence

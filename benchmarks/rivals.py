"""Other engines used directly on the renewal's six verdicts, each in the way its manual shows.

None of them has months or, but for zen-engine, dates that compare with quantifiers; see
`inputs.numbered` for what is worked out beforehand. Everything that can be compiled is.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from benchmarks.by_hand import EXEMPT
from benchmarks.inputs import Plain

Verdicts = Callable[[Plain], list[bool]]
_EXEMPT = (
    "(practitioner_is_in_postgraduate_training {or_} practitioner_rank == 'health_assistant' {or_}"
    " (practitioner_rank == 'technician' {and_} practitioner_specialty in {exempt}) {or_}"
    " employment_sector == 'not_working')"
)
_CONDITIONS = (
    "day >= opens",
    _EXEMPT + " {or_} cpd_hours_in_period >= needed {or_} cpd_hours_in_period + claimed >= needed",
    "has_gap == false",
    "classification_status == 'active'",
    "practitioner_nationality == 'SA' {or_} iqama == 'authorised_to_work'",
    "letter == 0 {or_} (letter >= letter_from {and_} letter <= day)",
)


def _texts(**words: str) -> list[str]:
    exempt = "[" + ", ".join(f"'{code}'" for code in EXEMPT) + "]"
    return [text.format(exempt=exempt, **words) for text in _CONDITIONS]


def rule_engine() -> Verdicts:
    import rule_engine

    rules = [rule_engine.Rule(text) for text in _texts(or_="or", and_="and")]
    return lambda facts: [rule.matches(facts) for rule in rules]


def cel() -> Verdicts:
    import celpy

    environment = celpy.Environment()
    programs = [
        environment.program(environment.compile(text)) for text in _texts(or_="||", and_="&&")
    ]

    def verdicts(facts: Plain) -> list[bool]:
        activation: Any = celpy.json_to_cel(facts)
        return [bool(program.evaluate(activation)) for program in programs]

    return verdicts


def json_logic() -> Verdicts:
    from json_logic import jsonLogic

    def var(name: str) -> dict[str, str]:
        return {"var": name}

    def is_(name: str, value: object) -> dict[str, Any]:
        return {"==": [var(name), value]}

    claimed = {"+": [var("cpd_hours_in_period"), var("claimed")]}
    technician = {
        "and": [
            is_("practitioner_rank", "technician"),
            {"in": [var("practitioner_specialty"), list(EXEMPT)]},
        ]
    }
    rules: list[dict[str, Any]] = [
        {">=": [var("day"), var("opens")]},
        {
            "or": [
                var("practitioner_is_in_postgraduate_training"),
                is_("practitioner_rank", "health_assistant"),
                technician,
                is_("employment_sector", "not_working"),
                {">=": [var("cpd_hours_in_period"), var("needed")]},
                {">=": [claimed, var("needed")]},
            ]
        },
        {"!": [var("has_gap")]},
        is_("classification_status", "active"),
        {"or": [is_("practitioner_nationality", "SA"), is_("iqama", "authorised_to_work")]},
        {"or": [is_("letter", 0), {"<=": [var("letter_from"), var("letter"), var("day")]}]},
    ]
    return lambda facts: [bool(jsonLogic(rule, facts)) for rule in rules]


def durable_rules() -> Verdicts:
    """A rule for each alternative of each verdict; sums are given, as a rule adds no two facts."""
    from durable.engine import Ruleset

    met: set[int] = set()
    names = iter(count())
    definition: dict[str, Any] = {}

    def rule(verdict: int, *tests: dict[str, Any]) -> None:
        test = tests[0] if len(tests) == 1 else {"$and": list(tests)}
        definition[f"r{next(names)}"] = {
            "all": [{"m": test}],
            "run": lambda _: met.add(verdict),
        }

    def left(verdict: int, name: str, value: object) -> None:
        rule(verdict, {name: value})

    left(0, "is_open", 1)
    left(1, "practitioner_is_in_postgraduate_training", True)
    left(1, "practitioner_rank", "health_assistant")
    left(1, "employment_sector", "not_working")
    left(1, "is_enough", 1)
    for specialty in EXEMPT:
        rule(1, {"practitioner_rank": "technician"}, {"practitioner_specialty": specialty})
    left(2, "has_gap", False)
    left(3, "classification_status", "active")
    left(4, "practitioner_nationality", "SA")
    left(4, "iqama", "authorised_to_work")
    left(5, "letter", 0)
    left(5, "is_recent", 1)
    left(6, "anchor", 1)  # a fact that matches no rule makes no session, which cannot be deleted
    ruleset = Ruleset("benchmark", None, definition)
    sessions = count()

    def verdicts(facts: Plain) -> list[bool]:
        met.clear()
        sid = f"s{next(sessions)}"
        hours = facts["cpd_hours_in_period"]
        fact = {name: value for name, value in facts.items() if value is not None}
        fact |= {
            "sid": sid,
            "anchor": 1,
            "is_open": int(facts["day"] >= facts["opens"]),
            "is_enough": int(hours + facts["claimed"] >= facts["needed"]),
            "is_recent": int(facts["letter_from"] <= facts["letter"] <= facts["day"]),
        }
        ruleset.do_actions(ruleset.assert_fact(fact), lambda *_: None)
        ruleset.delete_state(sid)
        return [verdict in met for verdict in range(6)]

    return verdicts


RIVALS: dict[str, Callable[[], Verdicts]] = {
    "rule-engine": rule_engine,
    "json-logic-qubit": json_logic,
    "cel-python": cel,
    "durable-rules": durable_rules,
}

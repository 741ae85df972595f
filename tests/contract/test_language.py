"""docs/language/: every example gives what its file says, in every reading; nothing is left out.

What a file holds is said in docs/language/README.md; what a failure asks for, in the failure.
"""

from __future__ import annotations

from contextlib import closing
from typing import get_args

import pytest

from docs.generate.constructs import Construct, Example, constructs
from docs.generate.coverage import (
    KINDS,
    catalogue_of,
    kinds_in,
    node_of,
    program_of,
    syntax_in,
)
from docs.generate.fixture import SERVICE, Files, files_of
from docs.generate.trying import by_compiled, by_reference, facts_of, written
from engine.analysis.proofs import Prover
from engine.analysis.scenarios import read_situation, run_scenario
from engine.decide.decision import decide
from engine.decide.network import Network
from engine.definitions.read import read_files
from engine.expressions import syntax
from engine.expressions.functions import FUNCTIONS
from engine.expressions.syntax import Binary, Invocation
from engine.model.problem import DefinitionError
from engine.model.rule import HitPolicy
from engine.model.types import Kind

CONSTRUCTS = constructs()
OPERATORS = {"+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"}
OWED = {  # known to the program and not shown yet: take a name out with its first example
    *("Input", "Application"),
}
assert CONSTRUCTS, "an empty folder must not pass"


def each(*, gives: bool) -> list[pytest.ParameterSet]:
    return [
        pytest.param(construct, one, id=f"{construct.id}:{one.feel}")
        for construct in CONSTRUCTS
        for one in construct.examples
        if one.feel is not None and (one.gives is not None) is gives
    ]


# Examples ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("construct", "one"), each(gives=True))
def test_an_example_gives_what_its_file_says(construct: Construct, one: Example) -> None:
    facts = facts_of(catalogue_of(construct), one)
    state = by_reference(program_of(construct), one, facts)
    assert written(state) == one.gives


@pytest.mark.parametrize(("construct", "one"), each(gives=True))
def test_the_fast_evaluator_gives_the_same(construct: Construct, one: Example) -> None:
    program, facts = program_of(construct), facts_of(catalogue_of(construct), one)
    fast = by_compiled(program, one, facts)
    if fast is None:
        assert one.gives == "fault"
    else:
        assert fast == by_reference(program, one, facts)


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda one: one.id)
def test_the_network_says_of_each_condition_what_the_evaluator_says(construct: Construct) -> None:
    conditions = [one for one in construct.given_texts if is_condition(construct, one)]
    files = files_of(construct, construct.given_texts, conditions)
    program = read_files(files).programs[SERVICE]
    with closing(Network(program)) as network:
        for one in conditions:
            facts = facts_of(catalogue_of(construct), one)
            decision = decide(program, facts, one.on, "release")
            assert network.differences(decision, facts) == ()
            verdict = decision.verdicts[one.name.replace(".", "-").replace("_", "-")]
            assert VERDICTS[str(verdict)] == one.gives


VERDICTS = {"met": "true", "not_met": "false", "unknown": "unknown", "fault": "fault"}


def is_condition(construct: Construct, one: Example) -> bool:
    type_ = node_of(program_of(construct), one).type
    return type_.kind is Kind.YES_NO and not type_.is_optional


@pytest.mark.parametrize(("construct", "one"), each(gives=False))
def test_what_is_refused_is_refused_with_its_code(construct: Construct, one: Example) -> None:
    assert codes(files_of(construct, [one])) == [one.problem]


@pytest.mark.parametrize(
    ("construct", "one"),
    [
        pytest.param(construct, one, id=f"{construct.id}:{one.name}")
        for construct in CONSTRUCTS
        for one in construct.examples
        if one.rules is not None
    ],
)
def test_rules_that_are_refused_are_refused_with_their_code(
    construct: Construct, one: Example
) -> None:
    assert codes(files_of(construct, rules=one.rules)) == [one.problem]


def codes(files: Files) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read_files(files, Prover())
    return [problem.code for problem in caught.value.problems]


# Services ------------------------------------------------------------------------------------


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda one: one.id)
def test_the_small_service_of_a_construct_is_read_and_decides_as_it_says(
    construct: Construct,
) -> None:
    catalogue = read_files(files_of(construct))
    assert construct.examples or construct.scenarios, "a construct without an example"
    for scenario in catalogue.scenarios:
        result = run_scenario(catalogue, scenario)
        assert [str(one) for one in result.differences] == [], scenario.name


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda one: one.id)
def test_the_network_agrees_about_the_small_service(construct: Construct) -> None:
    catalogue = read_files(files_of(construct))
    program = catalogue.programs[SERVICE]
    with closing(Network(program)) as network:
        for scenario in catalogue.scenarios:
            facts = read_situation(
                catalogue, SERVICE, scenario.situation, scenario.decision_date
            ).facts
            decision = decide(program, facts, scenario.decision_date, "release")
            assert network.differences(decision, facts) == (), scenario.name


# Nothing is left out -------------------------------------------------------------------------


def test_everything_that_the_language_has_is_shown_by_an_example() -> None:
    missing = sorted(known() - shown() - OWED)
    where = "add an example that uses it to a file of docs/language/ (README.md there says how)"
    assert missing == [], f"no example shows {', '.join(missing)}: {where}"


def test_what_is_said_to_be_owed_is_owed() -> None:
    paid = sorted((OWED & shown()) | (OWED - known()))
    assert paid == [], f"take {', '.join(paid)} out of OWED in this file"


def known() -> set[str]:
    """Kinds of core node, functions, hit policies, kinds of syntax and operators."""
    texts = {node.__name__ for node in get_args(syntax.Syntax)} - {"Binary", "Invocation"}
    policies = {str(policy) for policy in HitPolicy}
    return {*KINDS, *map(called, FUNCTIONS), *policies, *texts, *OPERATORS}


def shown() -> set[str]:
    found: set[str] = set()
    for construct in CONSTRUCTS:
        found |= kinds_in(construct)
        found |= {str(one.table.hit_policy) for one in program_of(construct).tables.values()}
        for node in syntax_in(construct):
            match node:
                case Binary(operator):
                    found.add(operator)
                case Invocation(function):
                    found.add(called(function))
                case _:
                    found.add(type(node).__name__)
    return found


def called(function: str) -> str:
    return f"{function}()"

"""Mutation: what is said of changes that scenarios notice, and of those that none does."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.mutation.mutants import mutants_of
from engine.analysis.mutation.mutation import Mutation, Mutator
from engine.analysis.mutation.words import mutation_json, mutation_text, survivors_of
from engine.analysis.proofs import Prover
from engine.analysis.scenarios import run_scenario, run_scenarios
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.words import Language

FIXTURES = Path(__file__).parents[2] / "fixtures"
BASE = Path(__file__).parents[2] / "definitions" / "good" / "base"
PERMIT = PurePosixPath("rules/permit.yaml")
RULES = PurePosixPath("rules/parking-permit.yaml")
LIMIT = "household.permits_held < permits_per_household"
Files = dict[PurePosixPath, bytes]


@cache
def files_of(folder: str) -> Files:
    return dict(read_folder(FIXTURES / folder))


def mutated(files: Files, service: str) -> tuple[Catalogue, Mutation]:
    catalogue = read_files(files)
    return catalogue, Mutator(catalogue, run_scenarios(catalogue), Prover()).of(service)


def survivors(files: Files, service: str = "parking-permit") -> list[str]:
    return [str(one.mutant) for one in survivors_of((mutated(files, service)[1],))]


def without(words: str) -> Files:
    files = files_of("small-service")
    left = {path: text for path, text in files.items() if words not in path.name}
    assert len(left) < len(files)
    return left


def with_condition(condition: str) -> Files:
    files = files_of("small-service")
    rules = files[RULES].decode()
    assert f"condition: {LIMIT}" in rules
    return {
        **files,
        RULES: rules.replace(f"condition: {LIMIT}", f"condition: {condition}").encode(),
    }


def test_what_scenarios_notice_does_not_survive() -> None:
    (one,) = survivors(files_of("small-service"))
    value = "rules/parking-permit.yaml:14:3: the value `permits_per_household`"
    assert one == f"{value}, with 4 for 3 from 2026-04-01"


def test_without_the_last_day_of_a_limit_nobody_misses_its_day() -> None:
    found = survivors(without("the-last-day-of-the-old-limit"))
    assert any(one.endswith("with 2026-04-01 a day earlier") for one in found)
    assert any("`permits_per_household`, with 3 for 2 from 2025-04-01" in one for one in found)
    assert any("the rule `under-permit-limit`, left out" in one for one in found)


def test_without_a_refusal_nobody_misses_the_rule() -> None:
    found = survivors(without("a-car-of-somebody-else"))
    assert "rules/parking-permit.yaml:32:9: the rule `owns-the-car`, left out" in found


def test_a_dropped_clause_survives_where_no_scenario_needs_it() -> None:
    found = survivors(with_condition(f"{LIMIT} and household.permits_held != 1"))
    assert any("`household.permits_held != 1` dropped" in one for one in found)


def test_what_is_proved_to_change_nothing_is_no_survivor() -> None:
    files = with_condition(f"{LIMIT} and {LIMIT} + 5")
    _, mutation = mutated(files, "parking-permit")
    assert mutation.same >= 1
    assert not any("+ 5` dropped" in str(one.mutant) for one in mutation.survivors)


def permit(*edits: tuple[str, str]) -> list[str]:
    """What survives of the permit service, whose rule looks at every post, without scenarios."""
    files = dict(read_folder(BASE))
    rules = files[PERMIT].decode()
    for old, new in edits:
        assert rules.count(old) == 1
        rules = rules.replace(old, new)
    catalogue = read_files({**files, PERMIT: rules.encode()})
    found = Mutator(catalogue, (), Prover()).of("permit")
    return mutation_text(catalogue, (found,), Language.EN).splitlines()


def test_what_is_the_same_for_every_item_there_could_be_is_no_survivor() -> None:
    every = "post.from_date <= decision_date"
    lines = permit((f"{every}\n", f'{every} and {every} + duration("P1D")\n'))
    assert any(f"`{every}` dropped" in line for line in lines)
    assert not any('+ duration("P1D")` dropped' in line for line in lines)


def test_what_is_neither_noticed_nor_settled_is_said_to_be_open() -> None:
    lines = permit()
    at = next(at for at, line in enumerate(lines) if "`every` as `some`" in line)
    assert lines[at + 1] == "  not proved either way: nobody was found for whom it matters"
    assert "  not proved either way: a table or value is not put to the solver" in lines
    assert re.search(r"of which \d+ not proved to change anything$", lines[-1])


def test_rows_that_would_hold_at_once_are_what_the_check_refuses() -> None:
    row = "      - {id: central, zone: centre, amount: 200.00 SAR}\n"
    at_home = row.replace("centre,", "centre, home: 'true',")
    other = at_home.replace("central", "elsewhere").replace("true", "false").replace("200", "300")
    lines = permit(
        (row, f"{at_home}{other}    default: {{amount: 100.00 SAR}}\n"),
        ("inputs: {zone: permit.zone}", "inputs: {zone: permit.zone, home: permit.is_for_home}"),
    )
    assert not any("the row `central` of `permit_fee`, `true` dropped" in line for line in lines)
    assert re.search(r", \d+ such as the check refuses; ", lines[-1])


def test_a_scenario_that_nobody_confirmed_notices_nothing() -> None:
    name = "a-car-of-somebody-else"
    files = {
        path: text.replace(b"format: 1", b"format: 1\nconfirm: true") if name in path.name else text
        for path, text in files_of("small-service").items()
    }
    assert survivors(files) == survivors(without(name))


def test_a_survivor_is_told_with_somebody_to_write_of() -> None:
    catalogue, mutation = mutated(files_of("two-parents"), "nursery-place")
    text = mutation_text(catalogue, (mutation,), Language.EN)
    assert (
        "the rule `child-comes-later`, `child.start_date > mother.birth_date` `>` as `>=`" in text
    )
    assert "write a scenario of: Date of application: " in text
    assert text.endswith(
        "3 would be missed by no scenario, of which 1 not proved to change anything"
    )
    arabic = mutation_text(catalogue, (mutation,), Language.AR)
    assert "تاريخ ميلاد الأم" in arabic
    document = json.loads(mutation_json(catalogue, (mutation,), Language.EN))
    assert {one["change"] for one in document["survivors"]} >= {"`>` as `>=`"}


def test_the_same_is_found_each_time() -> None:
    files = files_of("two-parents")
    assert survivors(files, "nursery-place") == survivors(files, "nursery-place")


def test_a_change_of_a_fragment_is_one_change_in_every_use() -> None:
    """Both parents are read by one line, which is given a name of each: noticed of one, noticed."""
    program = read_files(files_of("two-parents")).programs["nursery-place"]
    of_uses = [one for one in mutants_of(program) if one.span.via]
    assert len({one.place for one in of_uses}) <= len(of_uses) / 2
    assert len({one.span for one in of_uses}) > len({one.place[:3] for one in of_uses})


@pytest.mark.parametrize("folder", ["small-service", "two-parents", "every-fee"])
def test_running_every_scenario_under_every_change_finds_the_same(folder: str) -> None:
    """A scenario is left out only where the change cannot touch it."""
    catalogue = read_files(files_of(folder))
    results = run_scenarios(catalogue)
    mutator = Mutator(catalogue, results, Prover())
    for service, program in catalogue.programs.items():
        scenarios = [one.scenario for one in results if one.scenario.service == service]
        for mutant in mutants_of(program):
            changed = replace(catalogue, programs={**catalogue.programs, service: mutant.program})
            fails = any(run_scenario(changed, one).differences for one in scenarios)
            assert mutator.fails_under(mutant) is fails, str(mutant)

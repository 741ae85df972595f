"""Boundaries: the sides on which no scenario stands, and the scenarios that are proposed."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from engine.analysis.boundaries import missing_sides
from engine.analysis.proofs import Prover
from engine.analysis.proposals import Proposal, proposals
from engine.analysis.scenarios import run_scenarios
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder

FIXTURES = Path(__file__).parents[2] / "fixtures"
Files = dict[PurePosixPath, bytes]


@cache
def files_of(folder: str) -> Files:
    return dict(read_folder(FIXTURES / folder))


def missing(catalogue: Catalogue) -> list[str]:
    sides = missing_sides(catalogue, run_scenarios(catalogue), catalogue.programs)
    return [str(side) for side in sides]


def proposed(files: Files) -> tuple[Proposal, ...]:
    catalogue = read_files(files)
    sides = missing_sides(catalogue, run_scenarios(catalogue), catalogue.programs)
    return proposals(catalogue, files, sides, Prover())


def without(words: str) -> Files:
    files = files_of("small-service")
    left = {path: text for path, text in files.items() if words not in path.name}
    assert len(left) < len(files)
    return left


def test_both_sides_of_every_boundary_are_shown() -> None:
    assert missing(read_files(files_of("small-service"))) == []


def test_the_day_before_a_value_changes_is_a_side() -> None:
    found = missing(read_files(without("the-last-day-of-the-old-limit")))
    assert (
        "rules/parking-permit.yaml:14:3: no scenario stands on 2026-03-31, "
        "the day before a first day (`permits_per_household`)"
    ) in found
    assert any("on the limit of `household.permits_held < " in one for one in found)


def test_a_proposal_stands_where_it_should_and_waits_for_its_author() -> None:
    """What is written shows both sides, so that nothing is proposed again; and it does not hold."""
    files = files_of("two-parents")
    made = proposed(files)
    assert [one.side.id for one in made] == [
        "few-siblings",
        "child-comes-later",
        "child-comes-later",
    ]
    texts = {one.path: one.text for one in made}
    written = {path: text.encode() for path, text in texts.items() if text is not None}
    assert len(written) == 3
    catalogue = read_files({**files, **written})
    assert missing(catalogue) == []
    results = {one.scenario.span.path: one for one in run_scenarios(catalogue)}
    for path in written:
        assert results[path].differences == ()
        assert not results[path].holds


def test_a_proposal_expects_what_the_rules_say_of_its_side() -> None:
    (equal,) = (one for one in proposed(files_of("two-parents")) if "few-siblings" in one.side.id)
    assert equal.text is not None
    assert "confirm: true" in equal.text
    assert "few-siblings: met" in equal.text
    assert equal.text.count("first_name") == 2  # siblings, as many as there may be


def test_a_side_on_which_nobody_can_stand_is_proved() -> None:
    """Without a child born before its mother there is nobody on the limit: the form refuses it."""
    path = PurePosixPath("services/nursery-place.yaml")
    files = files_of("two-parents")
    assert b"range" not in files[path].partition(b"child.start_date")[2].partition(b"\n")[0]
    service = files[path].decode()
    line = next(one for one in service.splitlines() if "id: child.start_date" in one)
    ranged = line.replace("type: date", "type: date, range: {from: decision_date}")
    assert ranged != line
    rules = PurePosixPath("rules/nursery-place.yaml")
    text = (
        files[rules]
        .decode()
        .replace("child.start_date > mother.birth_date", "child.start_date >= decision_date")
    )
    changed = {**files, path: service.replace(line, ranged).encode(), rules: text.encode()}
    past = [one for one in proposed(changed) if one.side.says.startswith("a day past")]
    assert [one.is_impossible for one in past] == [True]
    assert past[0].text is None

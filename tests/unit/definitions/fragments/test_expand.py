"""A fragment that is used twice is two sets of plain facts, steps and rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.scenarios import run_scenario
from engine.decide.explain import explain
from engine.definitions.catalogue import Catalogue
from engine.definitions.fragments.grafting import MOST
from engine.definitions.read import read_files, read_folder
from engine.model.problem import DefinitionError
from engine.model.words import Language, Text

ROOT = Path(__file__).parents[4] / "tests" / "fixtures" / "two-parents"
CLUB = Path(__file__).parents[3] / "definitions" / "good"
PERSON = PurePosixPath("fragments/person.yaml")
RULES = PurePosixPath("rules/club.yaml")
FORM = PurePosixPath("services/club.yaml")


@cache
def catalogue() -> Catalogue:
    return read_files(read_folder(ROOT))


def club(*edits: tuple[PurePosixPath, str, str]) -> dict[PurePosixPath, bytes]:
    """The club of tests/definitions/good/, with texts replaced."""
    files = read_folder(CLUB / "base") | read_folder(CLUB / "fragment-used-twice")
    for path, old, new in edits:
        text = files[path].decode()
        assert old in text
        files[path] = text.replace(old, new, 1).encode()
    return files


def test_facts_steps_rules_and_documents_are_named_under_each_use() -> None:
    program = catalogue().programs["nursery-place"]
    answers = [name for name in program.facts if name.endswith(("birth_date", "zone"))]
    assert answers == [
        "resident.zone",
        "mother.birth_date",
        "mother.home.zone",
        "father.birth_date",
        "father.home.zone",
    ]
    service = catalogue().services["nursery-place"]
    assert [step.id for step in service.steps] == [
        "child",
        "mother-person",
        "mother-papers",
        "father-person",
        "father-papers",
        "siblings",
        "promise",
        "check",
    ]
    assert [entry.rule.id for entry in program.rules] == [
        "few-siblings",
        "child-comes-later",
        "mother-is-grown-up",
        "father-is-grown-up",
    ]
    assert [entry.document.id for entry in program.documents] == ["mother_lease", "father_lease"]
    assert service.reviewer_sees == ("mother.full_name", "father.full_name")


def test_words_are_put_into_texts_through_every_fragment() -> None:
    program = catalogue().programs["nursery-place"]
    assert program.facts["mother.home.zone"].label.en == "Zone where the mother lives"
    assert program.facts["father.home.zone"].label.ar == "منطقة سكن الأب"


def test_places_are_in_the_file_of_the_fragment() -> None:
    rules = catalogue().rule_sets["nursery-place"].rules
    places = {rule.id: str(rule.condition.clauses[0].span) for rule in rules}
    assert places["mother-is-grown-up"] == "fragments/person-details.yaml:52:20"
    assert places["mother-is-grown-up"] == places["father-is-grown-up"]


def test_a_labelled_clause_is_explained_by_the_label_of_its_own_use() -> None:
    by_name = {scenario.id: scenario for scenario in catalogue().scenarios}
    scenario = by_name["a-father-of-twenty-is-too-young-here"]
    view = explain(run_scenario(catalogue(), scenario).decision, catalogue(), Language.EN)
    said = {rule.id: [reason.sentence for reason in rule.reasons] for rule in view.rules}
    assert "the father has come of age" in said["father-is-grown-up"][0]
    assert "the mother has come of age" in said["mother-is-grown-up"][0]


def test_a_group_in_a_fragment_reads_fields_of_its_items_by_plain_names() -> None:
    group = """  - id: posts
    kind: group
    title: {ar: الأعمال, en: Posts}
    group: {fact: posts, item: {ar: عمل, en: Post}, max_items: 3}
    fields:
      - {id: birth_date, type: date, label: {ar: من, en: From}}
      - {id: until, type: date, range: {from: birth_date}, label: {ar: إلى, en: Until}}
reviewer_sees: [posts]
reads:
"""
    made = read_files(club((PERSON, "reads:\n", group)))
    program = made.programs["club"]
    assert [name for name, _ in program.facts["member.posts"].type.fields] == [
        "birth_date",
        "until",
    ]
    assert program.fields["member-posts", "until"].low is not None


def test_a_constant_is_said_in_a_text_and_never_read_as_a_pattern() -> None:
    text = '{ar: "بلغ {who} {grown_up_after}", en: "{who} is {grown_up_after} old"}'
    old = '{ar: "بلغ {who} السن", en: "{who} is of age"}'
    made = read_files(club((PERSON, old, text)))
    labels = [entry.rule.label for entry in made.programs["club"].rules]
    assert labels == [
        Text("بلغ العضو 18 سنة", "the member is 18 years old"),
        Text("بلغ الولي 21 سنة", "the guardian is 21 years old"),
    ]


def test_the_number_of_uses_is_bounded() -> None:
    """Two uses in each of four fragments are few; in each of a hundred they would be many."""
    uses = "\n".join(f"  - {{fragment: extra, as: extra_{at}}}" for at in range(MOST + 1))
    extra = "format: 1\nid: extra\nvalues:\n  limit:\n    label: {ar: حد, en: Limit}\n"
    extra += "    type: number\n    cite: [order]\n    by_date: {2025-01-01: 1}\n"
    files = club((PERSON, "steps:\n", f"uses:\n{uses}\nsteps:\n"))
    files[PurePosixPath("fragments/extra.yaml")] = extra.encode()
    with pytest.raises(DefinitionError) as caught:
        read_files(files)
    assert {problem.code for problem in caught.value.problems} == {"D155"}


def test_an_inner_use_hands_a_constant_and_a_name_on() -> None:
    inner = (
        (CLUB / "fragment-used-twice" / PERSON).read_text().replace("id: person\n", "id: deep\n", 1)
    )
    outer = (
        "format: 1\nid: person\nparameters:\n  who: {takes: words}\n"
        "  as_of: {takes: name, type: date, default: decision_date}\n"
        "  grown_up_after: {takes: constant, type: period, default: P18Y}\n"
        "uses:\n  - {fragment: deep, as: self, "
        "with: {who: who, as_of: as_of, grown_up_after: grown_up_after}}\n"
        "steps:\n  - {use: deep, as: self}\n"
    )
    files = club() | {PERSON: outer.encode(), PurePosixPath("fragments/deep.yaml"): inner.encode()}
    rules = read_files(files).programs["club"].rules
    assert [entry.rule.id for entry in rules] == [
        "member-self-is-grown-up",
        "guardian-self-is-grown-up",
    ]
    reads = [{fact.name for fact in entry.reads.facts} for entry in rules]
    assert reads[0] == {"member.self.birth_date", "start_date"}
    assert reads[1] == {"guardian.self.birth_date", "decision_date"}

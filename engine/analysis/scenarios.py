"""Running the authors' scenarios: a situation becomes an application, is read and decided.

A scenario goes the way of a real application: its answers are typed into the form's fields as
text, read back under the same laws, and decided. So a step counts as saved once one of its
answers is given (what it leaves out is blank), and an answer that the form would refuse is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from engine.answers.application import read_application
from engine.answers.inside import group_id
from engine.answers.readings import Reading, StepReading
from engine.answers.slots import document_slot, item_slot
from engine.answers.write import answer_text, field_text
from engine.decide.decision import decide
from engine.decide.summary import summary
from engine.definitions.catalogue import Catalogue
from engine.model.application import Application, Evidence, ItemEntry, StepEntry
from engine.model.decision import Decision
from engine.model.problem import Span
from engine.model.scenario import GroupAnswers, ItemAnswers, Scenario, Situation
from engine.model.service import Field, FieldType, Group, Service, Step
from engine.model.value import ABSENT, Facts

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # instants that no rule reads
_NO_ITEMS = GroupAnswers((), is_complete=True)
_LIST_WORDS = {"documents": "due", "documents_unknown": "unknown", "questions": "asked"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a decision's summary that is not as expected, and where that is written."""

    message: str
    span: Span

    def __str__(self) -> str:
        return f"{self.span.line}:{self.span.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario holds when there is no difference and its author confirmed what it expects."""

    scenario: Scenario
    decision: Decision
    reading: Reading
    differences: tuple[Difference, ...]

    @property
    def facts(self) -> Facts:
        """Those that were decided on."""
        return self.reading.facts

    @property
    def holds(self) -> bool:
        return not self.differences and not self.scenario.awaits_confirmation


def run_scenarios(catalogue: Catalogue, service: str | None = None) -> tuple[ScenarioResult, ...]:
    """The results of every scenario (of one service), in the order of their paths."""
    return tuple(
        run_scenario(catalogue, scenario)
        for scenario in catalogue.scenarios
        if service is None or scenario.service == service
    )


def run_scenario(catalogue: Catalogue, scenario: Scenario) -> ScenarioResult:
    """Decide the situation of one scenario and compare what comes out."""
    reading = read_situation(
        catalogue, scenario.service, scenario.situation, scenario.decision_date
    )
    program = catalogue.programs[scenario.service]
    decision = decide(program, reading.facts, scenario.decision_date, "")
    differences = (*_refused(scenario, reading), *_differences(scenario, lines_of(decision)))
    return ScenarioResult(scenario, decision, reading, differences)


def read_situation(
    catalogue: Catalogue, service: str, situation: Situation, decision_date: date
) -> Reading:
    """The situation as the application that would give it, read under the laws of facts."""
    declared = catalogue.declared(service)
    documents = (one.document for one in catalogue.programs[service].documents)
    papers = {one.id: tuple(paper.id for paper in one.papers) for one in documents}
    application = Application(
        reference="scenario",
        account_id="scenario",
        person_key="scenario",
        service=service,
        release="",
        state=declared.lifecycle.start,
        revision=0,
        created_at=_LONG_AGO,
        changed_at=_LONG_AGO,
        steps={step.id: _entry(step, papers, situation) for step in declared.steps},
        evidence=tuple(_evidence(declared, situation)),
    )
    return read_application(catalogue, application, situation.registers, decision_date)


# From typed values back to what an applicant does -----------------------------------------


def _entry(step: Step, papers: Mapping[str, tuple[str, ...]], situation: Situation) -> StepEntry:
    """What was typed on a step; it is saved once one of its answers or documents is given."""
    if step.group is not None:
        return _group_entry(step, situation.groups.get(step.group.fact))
    answers = _texts(step.fields, situation.answers)
    asked = {paper for request in step.documents for paper in papers[request.document]}
    given = [one for one in situation.documents if one.partition(".")[0] in asked]
    details = {
        f"{document_slot(id)}.{detail}": answer_text(value)
        for id in given
        for detail, value in situation.documents.get(id, {}).items()
    }
    is_saved = any(field.id in situation.answers for field in step.fields) or any(
        id in situation.documents for id in given
    )
    return StepEntry({**answers, **details} if is_saved else {}, is_saved=is_saved)


def _group_entry(step: Step, group: GroupAnswers | None) -> StepEntry:
    if group is None:
        return StepEntry()
    items = tuple(_item_entries(step, group))
    return StepEntry(items=items, is_saved=True, is_complete=group.is_complete)


def _item_entries(step: Step, group: GroupAnswers, inside: str = "") -> Iterator[ItemEntry]:
    """The items, and what each of them holds; a group that is left out holds nothing."""
    for number, item in enumerate(group.items, start=1):
        id = f"{inside}{number}"
        yield ItemEntry(id, _texts(step.fields, item))
        for inner in step.groups:
            assert inner.group is not None, "a step inside an item is a group"
            held = item.get(inner.group.name, _NO_ITEMS)
            assert isinstance(held, GroupAnswers), "a scenario answers a group with items"
            holder = group_id(id, inner.group.name)
            yield from _item_entries(inner, held, f"{holder}.")
            if held.is_complete:
                yield ItemEntry(holder, {})


def _texts(fields: tuple[Field, ...], answers: ItemAnswers) -> dict[str, str]:
    texts = {}
    for field in fields:
        answer = answers.get(field.id, ABSENT)
        assert not isinstance(answer, GroupAnswers), "a field is not answered with items"
        texts[field.id] = field_text(field, answer)
    return texts


def _evidence(service: Service, situation: Situation) -> Iterator[Evidence]:
    """A file for each document given, and for each file of an item unless it is said not to be."""
    for id in situation.documents:
        yield _file(document_slot(id))
    for step in service.steps:
        if step.group is not None:
            yield from _files_of_items(step, step.group, situation)
            continue
        for field in step.fields:
            if field.type is FieldType.FILE and situation.answers.get(field.id) is True:
                yield _file(field.id)


def _files_of_items(step: Step, group: Group, situation: Situation) -> Iterable[Evidence]:
    answers = situation.groups.get(group.fact)
    return () if answers is None else _files_of(step, answers)


def _files_of(step: Step, answers: GroupAnswers, inside: str = "") -> Iterator[Evidence]:
    assert step.group is not None, "items are of a group"
    for number, item in enumerate(answers.items, start=1):
        id = f"{inside}{number}"
        for field in step.fields:
            if field.type is FieldType.FILE and item.get(field.id, True) is True:
                yield _file(item_slot(step.group, id, field.id))
        for inner in step.groups:
            held = item.get(inner.group.name) if inner.group is not None else None
            if inner.group is not None and isinstance(held, GroupAnswers):
                yield from _files_of(inner, held, f"{group_id(id, inner.group.name)}.")


def _file(slot: str) -> Evidence:
    return Evidence(slot, slot, "scenario.pdf", "application/pdf", 1, "", _LONG_AGO)


# Comparing -------------------------------------------------------------------------------


def lines_of(decision: Decision) -> dict[str, str]:
    """The summary of a decision, one line for each thing it says."""
    lines: dict[str, str] = {}
    for section, part in summary(decision).items():
        if isinstance(part, dict):
            lines.update({f"{section}.{name}": str(word) for name, word in part.items()})
        elif isinstance(part, list):
            lines.update({f"{section}.{name}": _LIST_WORDS[section] for name in part})
        else:
            lines[section] = "false" if part is False else str(part)
    return lines


def _differences(scenario: Scenario, actual: Mapping[str, str]) -> Iterator[Difference]:
    """First what is expected and not so, in the author's order; then what nobody expected."""
    for line, wanted in scenario.expected.items():
        found = actual.get(line)
        if found != wanted:
            what = "is not there" if found is None else f"is `{found}`"
            message = f"`{line}` {what}, expected `{wanted}`"
            yield Difference(message, scenario.places[line])
    for line, found in actual.items():
        section = line.partition(".")[0]
        if line not in scenario.expected and (scenario.is_whole or section in scenario.lists):
            yield Difference(f"`{line}` is `{found}`, and was not expected", scenario.span)


def _refused(scenario: Scenario, reading: Reading) -> Iterator[Difference]:
    """Answers of the scenario that the form would not take, so that their facts are unknown."""
    for step in reading.steps:
        for field, message in _errors(step):
            message = f"the form refuses the answer to `{field}`: {message}"
            yield Difference(message, scenario.span)


def _errors(step: StepReading) -> Iterator[tuple[str, str]]:
    """Errors of what was typed; a blank that is required is only a question left."""
    of_items = (one for item in step.every_item() for one in item.fields)
    for one in (*step.questions(), *of_items):
        if one.error is not None and one.text:
            yield one.field.id, one.error.message.en

"""Before an application: what would be decided of a person, or of anybody, with a few answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from litestar import post

from api.json.applications import RETRY_AFTER_SECONDS
from api.json.call import Call, TheCall
from api.json.decision_body import DecisionBody, body_of
from api.json.errors import field_faults
from api.json.operation import ServiceId, operation
from api.json.shapes import Body, Item, Member, Shape, Takes, unknown
from api.json.step_body import QuestionBody, Speaker, questions
from api.json.texts import asked_fields, typed_texts
from api.problems import Case, Declined
from engine.answers import FieldError, group_id
from engine.journey.trial import Trial, Tryout
from engine.model.account import Account
from engine.model.application import ItemEntry, StepEntry
from engine.model.service import Service, Step
from engine.operations.applications import NotOpenToYou, new_item_id
from engine.operations.results import NotThere, RegistersSilent
from engine.operations.trying import Tried, try_service

_TAG: Final = "services"
_ANSWERS: Final = Shape(
    "What is answered so far; everything else is unknown.",
    (
        Member(
            "answers",
            Takes.ANSWERS,
            "Answers by the id of their field, those about documents too; null is a blank answer.",
            {"permit.zone": "b"},
            is_required=False,
        ),
        Member(
            "groups",
            Takes.GROUPS,
            "The items of groups. A group that is written has no other items. What an item holds "
            "is written among its answers, as a list of items.",
            {"vehicles": [{"plate": "1234"}]},
            is_required=False,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class TrialBody:
    """What would be decided. `asks` are the questions of `step` to answer next, none where no
    answer would change anything; of a group they are those of one more item. `is_about_you`: what
    registers say was read. `reference` of the decision is blank, as there is no application."""

    service: str
    is_about_you: bool
    decision: DecisionBody
    step: str | None
    asks: tuple[QuestionBody, ...]


@post(
    "/services/{service:str}/trial",
    status_code=200,
    **operation("try-service", "Try a service", tag=_TAG, body=_ANSWERS, errors=(404,)),
)
def try_for_person(call: TheCall, service: ServiceId) -> TrialBody:
    """Whether the account's person may apply, what is due and what it costs, without an
    application. Documents count as supplied. Nothing is kept. 422 `wrong-answers` names answers
    that cannot be read."""
    return _tried(call, call.account, service)


@post(
    "/services/{service:str}/trial/anybody",
    status_code=200,
    **operation(
        "try-service-anybody",
        "Try a service for anybody",
        tag=_TAG,
        body=_ANSWERS,
        errors=(404,),
        is_public=True,
    ),
)
def try_for_anybody(call: TheCall, service: ServiceId) -> TrialBody:
    """The same with nobody signed in: what registers say is unknown, and it is taken for granted
    that they hold a record."""
    return _tried(call, None, service)


def _tried(call: Call, account: Account | None, service: str) -> TrialBody:
    found = call.release.catalogue.services.get(service)
    if found is None:
        raise NotThere(f"no service {service}")
    entries = dict(_entries(call, found, call.body(_ANSWERS)))
    match try_service(call.ports, account, service, entries, call.now):
        case NotOpenToYou(register=register, otherwise=otherwise, lead=lead):
            leads_to = None if lead is None else lead.service
            raise Declined(
                Case.NOT_OPEN_TO_YOU, register=register, otherwise=otherwise, leads_to=leads_to
            )
        case RegistersSilent(registers=registers):
            raise Declined(Case.REGISTERS_SILENT, RETRY_AFTER_SECONDS, registers=registers)
        case Tried() as tried:
            trial = tried.tryout.of(tried.entries, new_item_id())
            return _body(tried, tried.tryout, trial)


def _body(tried: Tried, tryout: Tryout, trial: Trial) -> TrialBody:
    errors = list(_errors(trial))
    if errors:
        raise Declined(Case.WRONG_ANSWERS, errors=field_faults(errors))
    catalogue = tried.release.catalogue
    asked = trial.asked
    return TrialBody(
        service=tryout.service.id,
        is_about_you=tryout.is_of_person,
        decision=body_of(trial.decision, catalogue, "", is_binding=False),
        step=asked.step.step.id if asked else None,
        asks=questions(Speaker(catalogue, trial.reading), asked.questions) if asked else (),
    )


def _errors(trial: Trial) -> Iterator[FieldError]:
    for step in trial.reading.steps:
        if step.shown is True:
            yield from (error for _, error in step.every_error())


def _entries(call: Call, service: Service, body: Body) -> Iterator[tuple[str, StepEntry]]:
    """What was sent, by step; raises Declined for a name that nothing asks."""
    program = call.release.catalogue.programs[service.id]
    answers, groups = body.answers("answers"), body.groups("groups")
    pages = [step for step in service.steps if step.group is None]
    known = {one.id: one for step in pages for one in asked_fields(step, program)}
    typed_texts(answers, known.values())
    for step in pages:
        fields = asked_fields(step, program)
        own = {one.id for one in fields}
        here = {name: answer for name, answer in answers.items() if name in own}
        if here:
            yield step.id, StepEntry(answers=typed_texts(here, fields), is_saved=True)
    known_groups = {one.group.fact: one for one in service.steps if one.group is not None}
    wrong = [unknown(name, known_groups, "/groups") for name in groups if name not in known_groups]
    if wrong:
        raise Declined(Case.WRONG_BODY, errors=wrong)
    for name, items in groups.items():
        yield known_groups[name].id, _group(known_groups[name], items)


def _group(step: Step, items: tuple[Item, ...]) -> StepEntry:
    return StepEntry(items=tuple(_items(step, items)), is_saved=True, is_complete=True)


def _items(step: Step, items: tuple[Item, ...]) -> Iterator[ItemEntry]:
    """The items, each before what it holds; a group inside it that is left out holds nothing."""
    for item in items:
        id = new_item_id()
        held = {one.group.name: one for one in step.groups if one.group is not None}
        own = {name: one for name, one in item.answers.items() if name not in held}
        wrong = [unknown(name, held, "/groups") for name in item.held if name not in held]
        if wrong:
            raise Declined(Case.WRONG_BODY, errors=wrong)
        yield ItemEntry(id, typed_texts(own, step.fields))
        for name, inner in held.items():
            inside = group_id(id, name)
            for answers in item.held.get(name, ()):
                yield ItemEntry(f"{inside}.{new_item_id()}", typed_texts(answers, inner.fields))
            yield ItemEntry(inside, {})


ROUTES: Final = (try_for_person, try_for_anybody)

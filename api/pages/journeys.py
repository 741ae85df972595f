"""What the pages of an open application share: the stepper, the writer, and being in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.pages.visit import Page, Visit
from engine.decide.explain import explain
from engine.decide.views import DecisionView
from engine.forms import Writer
from engine.journey import Desk, Status, StepState, next_step
from engine.journey.corrections import steps_to_correct
from engine.model.decision import Outcome
from engine.model.words import Language
from engine.operations import applications
from engine.operations.results import NotOpen, OutOfOrder, View
from engine.phrases import phrase

_RADIUS = 26
_AROUND = 2 * 3.14159265 * _RADIUS


@dataclass(frozen=True, slots=True)
class StepLink:
    """`address` is None where one cannot go yet."""

    number: int
    title: str
    status: str
    status_words: str
    address: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Stepper:
    """Where somebody is: the list of steps, and a dial for small screens.

    `drawn` and `left` are lengths of the dial's circle.
    """

    links: tuple[StepLink, ...]
    number: int
    total: int
    title: str
    following: str | None
    drawn: str
    left: str


def opened(visit: Visit, reference: str) -> View:
    """The application, to be changed; raises NotOpen once it was submitted."""
    view = applications.view(visit.ports, visit.account, reference, visit.now)
    if not view.is_open:
        raise NotOpen(reference)
    return view


def reachable(view: View, step: str) -> StepState:
    """The step, if one may go there; raises OutOfOrder, with where to go instead, and NotOpen
    where nothing is to be corrected."""
    if not _is_open_to_change(view, step):
        raise NotOpen(view.application.reference)
    state = next((one for one in view.steps if one.id == step), None)
    if state is None or not state.is_reachable:
        raise OutOfOrder(step, next_step(view.reading))
    return state


def _is_open_to_change(view: View, step: str) -> bool:
    application = view.application
    is_whole = application.submission is None
    return is_whole or step in steps_to_correct(view.reading, application.corrections)


def desk(view: View) -> Desk:
    """What the application is read with."""
    return Desk(view.release.catalogue, view.snapshot, view.decision_date)


def writer(view: View, language: Language) -> Writer:
    return Writer(view.release.catalogue, view.reading, language)


def explained(view: View, language: Language) -> DecisionView:
    return explain(view.decision, view.release.catalogue, language)


def onward(visit: Visit, view: View) -> str:
    """The address of the first step with something left, or of the last step; of the application
    while it is corrected."""
    if view.application.submission is not None:
        return visit.url("application", reference=view.application.reference)
    step = next_step(view.reading)
    if step is None:
        return visit.url("decision", reference=view.application.reference)
    return visit.url("step", reference=view.application.reference, step=step)


def stepper(visit: Visit, view: View, current: str) -> Stepper:
    titles = {step.id: step.title.in_(visit.language) for step in view.service.steps}
    links = tuple(
        StepLink(
            number=one.number,
            title=titles[one.id],
            status=str(one.status),
            status_words=phrase(f"steps.status-{one.status.replace('_', '-')}", visit.language),
            address=visit.url("step", reference=view.application.reference, step=one.id)
            if one.is_reachable and _is_open_to_change(view, one.id)
            else None,
            is_current=one.id == current,
        )
        for one in view.steps
        if one.status is not Status.HIDDEN and one.number is not None
    )
    number = next((one.number for one in links if one.is_current), 1)
    drawn = _AROUND * number / max(1, len(links))
    return Stepper(
        links=links,
        number=number,
        total=len(links),
        title=titles.get(current, ""),
        following=links[number].title if number < len(links) else None,
        drawn=f"{drawn:.1f}",
        left=f"{_AROUND - drawn + 0.1:.1f}",
    )


def journey_page(
    visit: Visit, view: View, template: str, current: str, status: int = 200, **more: Any
) -> Page:
    """A page of the journey with everything that its templates share."""
    return visit.page(
        template,
        status,
        reference=view.application.reference,
        service_title=view.service.title.in_(visit.language),
        service=view.service.id,
        stepper=stepper(visit, view, current),
        is_refused_so_far=view.decision.outcome is Outcome.INELIGIBLE
        and template != "portal/decision.html",
        changes=[change.label.in_(visit.language) for change in view.changes],
        **more,
    )

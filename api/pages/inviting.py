"""People whom an applicant invited: who has answered, and inviting another for one who declined."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post

from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError
from engine.answers.invited import invited_as, is_replaceable
from engine.calendar import format_date
from engine.model.actor import EMAIL, NAME, InvitedActor
from engine.model.invitation import Invitation, InvitationState
from engine.model.scope import Scope
from engine.operations import applications
from engine.operations.entering import civil_date
from engine.operations.inviting import NotReplaced, replace_declined
from engine.operations.results import NotThere, View

_TAGS = {InvitationState.ANSWERED: "tag-good", InvitationState.INVITED: "tag-info"}


@dataclass(frozen=True, slots=True)
class InvitedView:
    """`replace` is the address of the form that invites another, where that may be done."""

    id: str
    name: str
    email: str
    state: str
    tag: str
    when: str
    replace: str | None


@dataclass(frozen=True, slots=True)
class ActorView:
    title: str
    people: tuple[InvitedView, ...]


@get(
    "/applications/{reference:str}/invitations",
    opt={"scope": Scope.APPLY},
    sync_to_thread=True,
)
def invitations(visit: TheVisit, reference: InPath) -> Page:
    view = applications.view(visit.ports, visit.account, reference, visit.now)
    return _show(visit, view)


@post(
    "/applications/{reference:str}/invitations/{invitation:str}",
    opt={"scope": Scope.APPLY},
    sync_to_thread=True,
)
def replace(visit: TheVisit, reference: InPath, invitation: InPath) -> Page:
    """Invite another in the place of one who declined."""
    result = replace_declined(
        visit.ports,
        visit.account,
        reference,
        invitation,
        visit.form.text(NAME),
        visit.form.text(EMAIL),
        visit.now,
    )
    if isinstance(result, NotReplaced) and result.errors:
        view = applications.view(visit.ports, visit.account, reference, visit.now)
        return _show(visit, view, 422, invitation, result.errors)
    here = visit.url("invitations", reference=reference)
    return visit.go(here if isinstance(result, NotReplaced) else f"{here}?invited=yes")


def _show(
    visit: Visit,
    view: View,
    status: int = 200,
    wrong: str | None = None,
    errors: tuple[FieldError, ...] = (),
) -> Page:
    """`wrong` is the invitation whose form was sent, with its errors."""
    if not view.application.invitations:
        raise NotThere("nobody was invited")
    return visit.page(
        "portal/invitations.html",
        status,
        reference=view.application.reference,
        title=view.service.title.in_(visit.language),
        actors=[_actor(visit, view, actor) for actor in view.service.actors],
        wrong=wrong,
        errors={one.field: one.message.in_(visit.language) for one in errors},
        typed={name: visit.form.text(name) for name in (NAME, EMAIL)},
        is_invited_now=visit.asks("invited"),
    )


def _actor(visit: Visit, view: View, actor: InvitedActor) -> ActorView:
    named = [one.id for one in view.application.step(actor.inviting.id).items]
    places = {id: place for place, id in enumerate(named)}  # who came later stands last
    invited = sorted(
        invited_as(view.application, actor), key=lambda one: places.get(one.id, len(places))
    )
    return ActorView(
        actor.title.in_(visit.language),
        tuple(_person(visit, view, actor, one) for one in invited),
    )


def _person(visit: Visit, view: View, actor: InvitedActor, one: Invitation) -> InvitedView:
    may = is_replaceable(one, view.application, actor, view.service.lifecycle)
    reference, portal = view.application.reference, view.release.catalogue.portal
    return InvitedView(
        id=one.id,
        name=one.name,
        email=one.email,
        state=visit.say(f"actors.state-{one.state}"),
        tag=_TAGS.get(one.state, ""),
        when=format_date(civil_date(portal, one.settled_at or one.invited_at), visit.language),
        replace=visit.url("replace-invited", reference=reference, invitation=one.id)
        if may
        else None,
    )


ROUTES = (invitations, replace)

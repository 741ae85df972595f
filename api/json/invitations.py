"""People whom the applicant invited: who has answered, and another in the place of one who
declined. Inviting itself comes of the submission; what they answered is for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from litestar import get, post
from litestar.params import PathParameter

from api.json.call import TheCall
from api.json.errors import field_faults
from api.json.operation import Reference, operation
from api.json.shapes import Member, Shape, Takes
from api.problems import Case, Declined
from engine.answers.invited import is_replaceable
from engine.model.actor import EMAIL, NAME
from engine.model.invitation import InvitationState
from engine.model.words import Text
from engine.operations import applications
from engine.operations.inviting import NotReplaced, replace_declined
from engine.operations.results import NotOpen, View

_TAG: Final = "applications"
_PERSON: Final = Shape(
    "Who is invited in his place.",
    (
        Member(NAME, Takes.TEXT, "The name.", "Noura", longest=100),
        Member(EMAIL, Takes.TEXT, "The e-mail address.", "noura@example.org", longest=254),
    ),
)


@dataclass(frozen=True, slots=True)
class InvitationBody:
    """One person. `is_replaceable`: he declined, and another may be invited now."""

    id: str
    actor: str
    title: Text
    name: str
    email: str
    state: InvitationState
    invited_at: datetime
    settled_at: datetime | None
    is_replaceable: bool


@dataclass(frozen=True, slots=True)
class InvitationList:
    """Everybody who was invited about one application; empty before it is submitted."""

    invitations: tuple[InvitationBody, ...]


@get(
    "/applications/{reference:str}/invitations",
    **operation("list-invitations", "List who was invited", tag=_TAG, errors=(404,)),
)
def list_invitations(call: TheCall, reference: Reference) -> InvitationList:
    """Endorsers and others whom the applicant named, and whether they have answered."""
    return _list(applications.view(call.ports, call.account, reference, call.now))


@post(
    "/applications/{reference:str}/invitations/{invitation:str}/replacement",
    **operation(
        "replace-invited",
        "Invite another for one who declined",
        tag=_TAG,
        body=_PERSON,
        errors=(404, 409),
    ),
)
def replace_invited(
    call: TheCall,
    reference: Reference,
    invitation: Annotated[
        str, PathParameter(description="The id of an invitation.", max_length=300)
    ],
) -> InvitationList:
    """`not-open` where nobody can be invited in his place any more. Nobody can invite himself, or
    one address twice."""
    body = call.body(_PERSON)
    name, email = body.text(NAME), body.text(EMAIL)
    result = replace_declined(
        call.ports, call.account, reference, invitation, name, email, call.now
    )
    if isinstance(result, NotReplaced) and result.errors:
        raise Declined(Case.WRONG_ANSWERS, errors=field_faults(result.errors, ""))
    if isinstance(result, NotReplaced):
        raise NotOpen(f"nobody can be invited in the place of {invitation}")
    return _list(applications.view(call.ports, call.account, reference, call.now))


def _list(view: View) -> InvitationList:
    application, lifecycle = view.application, view.service.lifecycle
    actors = {actor.id: actor for actor in view.service.actors}
    return InvitationList(
        tuple(
            InvitationBody(
                id=one.id,
                actor=one.actor,
                title=actors[one.actor].title,
                name=one.name,
                email=one.email,
                state=one.state,
                invited_at=one.invited_at,
                settled_at=one.settled_at,
                is_replaceable=is_replaceable(one, application, actors[one.actor], lifecycle),
            )
            for one in application.invitations
        )
    )


ROUTES: Final = (list_invitations, replace_invited)

"""What invited people answered, as facts: unknown while they are awaited, then a closed group.

Nobody is awaited before he was invited, or once the stage is over; who has not answered by then
said nothing, and the group holds the answers of the others.
"""

from __future__ import annotations

from engine.model.actor import InvitedActor
from engine.model.application import Application
from engine.model.invitation import Invitation, InvitationState
from engine.model.lifecycle import Lifecycle

_IN_FORCE = {InvitationState.INVITED, InvitationState.ANSWERED}


def invited_as(application: Application, actor: InvitedActor) -> tuple[Invitation, ...]:
    return tuple(one for one in application.invitations if one.actor == actor.id)


def is_stage(application: Application, actor: InvitedActor, lifecycle: Lifecycle) -> bool:
    """Whether the application is where these people are awaited."""
    return application.state in actor.stage(lifecycle)


def is_settled(application: Application, actor: InvitedActor) -> bool:
    """Whether they were invited, nobody has still to answer, and enough did."""
    states = [one.state for one in invited_as(application, actor)]
    answered = states.count(InvitationState.ANSWERED)
    fewest = actor.inviting.group.min_items if actor.inviting.group else 0
    return InvitationState.INVITED not in states and answered >= fewest


def is_closed(application: Application, actor: InvitedActor, lifecycle: Lifecycle) -> bool:
    """Whether no answer can come any more: the group is complete."""
    if is_stage(application, actor, lifecycle):
        return is_settled(application, actor)
    return bool(invited_as(application, actor))


def are_settled(application: Application, actors: tuple[InvitedActor, ...]) -> bool:
    """What conditions of the lifecycle read as `application.is_answered`."""
    return all(is_settled(application, actor) for actor in actors)


def is_replaceable(
    invitation: Invitation, application: Application, actor: InvitedActor, lifecycle: Lifecycle
) -> bool:
    """Whether the applicant may invite somebody else in the place of one who declined."""
    has_declined = invitation.state is InvitationState.DECLINED
    in_force = [one for one in invited_as(application, actor) if one.state in _IN_FORCE]
    has_room = len(in_force) < actor.group.max_items
    return has_declined and has_room and is_stage(application, actor, lifecycle)

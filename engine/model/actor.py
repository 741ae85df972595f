"""People whom an applicant invites to say something of an application: endorsers, an employer.

An applicant names them on a generated step; they are invited when the application enters the
stage in which they are awaited, which ends with their answers or with a deadline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.model.lifecycle import Lifecycle
from engine.model.problem import Span
from engine.model.wording import Words
from engine.model.words import Text

if TYPE_CHECKING:
    from engine.model.service import Group, Step

NAME: Final = "name"
EMAIL: Final = "email"
"""The fields of the generated step: who is invited, and where the link is sent."""


@dataclass(frozen=True, slots=True)
class InvitedActor:
    """One kind of invited people.

    `inviting` is the generated step, a group of names and addresses. `answering` is what each of
    them fills in: a group as well, in which each has one item. `sees` are the facts that are shown
    to them. `silence` is the transition that a deadline makes: what silence means.
    """

    id: str
    title: Text
    intro: Words
    inviting: Step
    answering: Step
    sees: tuple[str, ...]
    silence: str
    span: Span

    @property
    def group(self) -> Group:
        """What they answer, which is as many items as there may be of them."""
        assert self.answering.group is not None
        return self.answering.group

    def stage(self, lifecycle: Lifecycle) -> frozenset[str]:
        """The states in which they are awaited: those that silence ends."""
        found = lifecycle.transition(self.silence)
        return frozenset() if found is None else frozenset(found.origins)

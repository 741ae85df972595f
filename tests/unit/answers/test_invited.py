"""When invited people are all heard: nobody is awaited any more, and enough have answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.answers.invited import are_settled, is_closed, is_replaceable, is_settled
from engine.definitions.read import read_files
from engine.model.actor import InvitedActor
from engine.model.application import Application
from engine.model.invitation import Invitation, InvitationState
from tests.support.badge import BADGE, badge
from tests.support.visitors import NOW

SERVICE = read_files(badge()).services[BADGE]
STATES = {
    "i": InvitationState.INVITED,
    "a": InvitationState.ANSWERED,
    "d": InvitationState.DECLINED,
    "r": InvitationState.REPLACED,
}


def actor(id: str = "endorser") -> InvitedActor:
    found = SERVICE.actor(id)
    assert found is not None
    return found


def application(letters: str, state: str = "awaiting_answers") -> Application:
    """With an endorser in the state of each letter."""
    invited = tuple(
        Invitation(f"i{n}", "R-1", "endorser", "x", f"{n}@example.org", STATES[letter], NOW)
        for n, letter in enumerate(letters)
    )
    return Application(
        reference="R-1",
        account_id="a1",
        person_key="1000000008",
        service=BADGE,
        release="",
        state=state,
        revision=1,
        created_at=NOW,
        changed_at=NOW,
        steps={},
        evidence=(),
        invitations=invited,
    )


@pytest.mark.parametrize(
    ("letters", "is_so"),
    [
        ("", False),
        ("ia", False),
        ("aai", False),  # the third may still say something
        ("aa", True),
        ("aad", True),  # two are enough
        ("ad", False),  # another must be invited
        ("adr", False),
        ("ara", True),
    ],
)
def test_endorsers_are_heard_once_nobody_is_awaited_and_two_have_answered(
    letters: str, is_so: bool
) -> None:
    assert is_settled(application(letters), actor()) is is_so
    assert is_closed(application(letters), actor(), SERVICE.lifecycle) is is_so


def test_every_kind_of_people_must_be_heard() -> None:
    """The employer was not even invited."""
    assert not are_settled(application("aa"), SERVICE.actors)
    assert are_settled(application("aa"), (actor(),))


def test_after_the_stage_the_group_is_closed_whoever_kept_silent() -> None:
    assert is_closed(application("ia", "lapsed"), actor(), SERVICE.lifecycle)
    assert not is_closed(application("", "draft"), actor(), SERVICE.lifecycle)


@pytest.mark.parametrize(
    ("letters", "is_so"),
    [("da", True), ("daa", True), ("daaa", False), ("ria", False), ("iaa", False)],
)
def test_another_is_invited_only_for_one_who_declined_and_while_there_is_room(
    letters: str, is_so: bool
) -> None:
    applied = application(letters)
    first = applied.invitations[0]
    assert is_replaceable(first, applied, actor(), SERVICE.lifecycle) is is_so
    late = replace(applied, state="lapsed")
    assert not is_replaceable(first, late, actor(), SERVICE.lifecycle)

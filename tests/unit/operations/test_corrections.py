"""What an applicant may change of an application that was returned: what was named, and no more."""

from io import BytesIO

import pytest

from engine.journey.corrections import texts_within
from engine.model.account import Account, Role
from engine.model.words import Language, Text
from engine.operations import applications, evidence
from engine.operations.acting import Said, act
from engine.operations.evidence import Supplied
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.operations.results import NotOpen, Saved, View
from engine.operations.submission import Submitted, submit
from tests.support.papers import pdf, picture
from tests.support.visitors import NOW, Visitor, publish, reviewed

WHY = Text("ينقصه شيء", "Something misses")


@pytest.fixture
def submitted(ports: Ports, account: Account) -> Visitor:
    publish(ports, reviewed())
    visitor = Visitor.starting(ports, account).fill()
    assert isinstance(submit(ports, account, visitor.reference, None, NOW), Submitted)
    return visitor


def returned(visitor: Visitor, *names: str) -> Visitor:
    """The application, returned to correct these things."""
    reviewer = Account("reviewer", "r@example.org", None, Language.EN, Role.REVIEWER, True)
    with visitor.ports.store.begin() as work:
        work.accounts.add(reviewer, "no hash", NOW)
    said = Said(reasons=WHY, corrections=names, remarks=dict.fromkeys(names, "look again"))
    result = act(visitor.ports, reviewer, visitor.reference, "return", said, None, NOW)
    assert isinstance(result, Reacted), result
    return visitor


def resubmitted(visitor: Visitor) -> bool:
    ports, account = visitor.ports, visitor.account
    result = act(ports, account, visitor.reference, "resubmit", Said(), None, NOW)
    return isinstance(result, Reacted)


def evidence_of(view: View) -> list[tuple[str, str]]:
    return [(file.slot, file.name) for file in view.application.evidence]


def test_what_was_named_can_be_corrected_and_sent_back(submitted: Visitor) -> None:
    visitor = returned(submitted, "boat.is_own")
    assert visitor.view().is_open
    assert isinstance(visitor.save("boat", boat__is_own="no"), Saved)
    assert resubmitted(visitor)
    after = visitor.view()
    assert (after.application.state, after.is_open, after.application.corrections) == (
        "submitted",
        False,
        (),
    )


def test_what_a_correction_uncovers_can_be_answered_too(submitted: Visitor) -> None:
    """Owning a boat asks for its length and its certificate, which nobody named."""
    visitor = returned(submitted, "boat.is_own")
    visitor.save("boat", boat__is_own="yes")
    assert "boat.metres" in visitor.view().application.corrections
    visitor.save("boat", boat__is_own="yes", boat__metres="5")
    visitor.save("boat", boat__is_own="yes", boat__metres="6")
    assert "documents.certificates" in visitor.view().application.corrections
    visitor.supply("documents.certificates", "boat.pdf", pdf(b"boat"))
    assert visitor.view().is_complete


@pytest.mark.parametrize(
    ("step", "texts"),
    [("boat", {"boat.is_own": "yes"}), ("terms", {"accepted": "yes"}), ("papers", {})],
)
def test_what_was_not_named_cannot_be_changed(
    submitted: Visitor, step: str, texts: dict[str, str]
) -> None:
    visitor = returned(submitted, "trips")
    before = visitor.view().application
    identity = next(one for one in before.evidence if one.slot == "documents.identity")
    with pytest.raises(NotOpen):
        applications.save_step(
            visitor.ports,
            visitor.account,
            visitor.reference,
            step,
            texts,
            visitor.revision(step),
            NOW,
        )
    with pytest.raises(NotOpen):
        visitor.supply("documents.identity", "other.png", picture("PNG"))
    with pytest.raises(NotOpen):
        evidence.remove(visitor.ports, visitor.account, visitor.reference, identity.id, NOW)
    assert visitor.view().application == before


def test_a_group_that_was_named_can_be_changed_whole(submitted: Visitor) -> None:
    visitor = returned(submitted, "trips")
    visitor.add_trip("ينبع")
    assert not resubmitted(visitor)
    closed = applications.close_group(
        visitor.ports, visitor.account, visitor.reference, "trips", visitor.revision("trips"), NOW
    )
    assert isinstance(closed, Saved)
    assert resubmitted(visitor)


def test_a_file_that_was_replaced_is_not_lost(submitted: Visitor) -> None:
    visitor = returned(submitted, "documents.identity")
    old = next(one for one in visitor.view().application.evidence if "identity" in one.slot)
    result = evidence.supply(
        visitor.ports,
        visitor.account,
        visitor.reference,
        "documents.identity",
        "new.png",
        BytesIO(picture("PNG", (9, 9))),
        NOW,
    )
    assert isinstance(result, Supplied)
    kept = evidence_of(visitor.view())
    assert ("documents.identity", "new.png") in kept
    assert ("replaced:documents.identity", old.name) in kept
    opened = evidence.open_file(visitor.ports, visitor.account, visitor.reference, old.id)
    assert b"".join(opened.chunks)
    with pytest.raises(NotOpen):
        evidence.remove(visitor.ports, visitor.account, visitor.reference, old.id, NOW)


def test_nothing_can_be_disputed_or_discarded_any_more(submitted: Visitor) -> None:
    visitor = returned(submitted, "trips")
    ports, account, reference = visitor.ports, visitor.account, visitor.reference
    with pytest.raises(NotOpen):
        applications.discard(ports, account, reference, NOW)
    shown = next(iter(visitor.view().service.steps[0].shows), "residents.name")
    with pytest.raises(NotOpen):
        applications.dispute(ports, account, reference, shown, "wrong", NOW)


def test_beside_what_was_named_on_a_step_the_rest_stays(submitted: Visitor) -> None:
    step = submitted.view().reading.step("boat")
    assert step is not None
    names = ("boat.metres",)
    assert texts_within(step, names, {"boat.is_own": "yes", "boat.metres": "7"}) is None
    assert texts_within(step, names, {"boat.metres": "7"}) == {
        "boat.is_own": "no",
        "boat.metres": "7",
    }
    assert texts_within(step, ("boat.is_own",), {"boat.is_own": "yes"}) == {"boat.is_own": "yes"}

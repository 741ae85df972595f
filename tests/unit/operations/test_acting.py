"""Acts of applicants and staff after the submission, as a lifecycle declares them."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from engine.model.account import Account, Role
from engine.model.history import Happening
from engine.model.lifecycle import Actor
from engine.model.words import Language, Text
from engine.operations import acting, issuing, records
from engine.operations.acting import Barred, Changed, Refused, Said, act, acts
from engine.operations.applications import list_own
from engine.operations.binding import NotNow
from engine.operations.deadlines import run_deadlines
from engine.operations.opening import Opened, open_under
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from engine.store.chain import RecordKind
from tests.support.stores import on_both
from tests.support.visitors import (
    FORM,
    NOW,
    RESIDENT,
    Visitor,
    add_account,
    edited,
    publish,
    reviewed,
)

DAY = timedelta(days=1)
NOTHING = Said()
WORDS = Said(reasons=Text("القارب غير صالح", "The boat is not sound"))


@pytest.fixture
def submitted(ports: Ports, account: Account) -> Visitor:
    """Submitted, and free of charge, under a lifecycle with a review."""
    publish(ports, reviewed())
    visitor = Visitor.starting(ports, account).fill()
    assert isinstance(submit(ports, account, visitor.reference, None, NOW), Submitted)
    return visitor


def staff(ports: Ports, name: str, role: Role, person: str | None = None) -> Account:
    account = Account(name, f"{name}@example.org", person, Language.EN, role, is_active=True)
    with ports.store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
    return account


@pytest.fixture
def reviewer(ports: Ports) -> Account:
    return staff(ports, "reviewer", Role.REVIEWER)


@pytest.fixture
def approver(ports: Ports) -> Account:
    return staff(ports, "approver", Role.APPROVER)


def opened(visitor: Visitor) -> Opened:
    ports = visitor.ports
    with ports.store.read() as work:
        application = work.applications.get(visitor.reference)
    assert application is not None
    return open_under(ports, application, ports.releases.release(application.release), NOW)


def offered(visitor: Visitor, account: Account) -> dict[str, acting.Act]:
    with visitor.ports.store.read() as work:
        return {one.event: one for one in acts(work, opened(visitor), account)}


def done(visitor: Visitor, account: Account, event: str, said: Said = NOTHING) -> Reacted:
    result = act(visitor.ports, account, visitor.reference, event, said, None, NOW)
    assert isinstance(result, Reacted), result
    return result


def history(visitor: Visitor) -> tuple[Happening, ...]:
    with visitor.ports.store.read() as work:
        return work.history.of_application(visitor.reference)


def test_staff_are_offered_what_they_may_do_and_what_it_asks_for(
    submitted: Visitor, reviewer: Account, approver: Account
) -> None:
    assert offered(submitted, reviewer).keys() == {"return", "refuse"}
    of_approver = offered(submitted, approver)
    assert of_approver.keys() == {"return", "refuse", "decide"}
    decide = of_approver["decide"]
    assert [one.id for one in decide.fields] == ["inspection.is_sound"]
    assert (decide.must, [*decide.may]) == (frozenset(), ["reasons"])
    assert offered(submitted, submitted.account) == {}


def test_what_is_recorded_chooses_between_transitions_of_one_event(
    submitted: Visitor, approver: Account
) -> None:
    done(submitted, approver, "decide", Said(recorded={"inspection.is_sound": "yes"}))
    application = submitted.view().application
    assert application.state == "approved"
    assert application.recorded == {"inspection.is_sound": "yes"}
    assert history(submitted)[-1].account == approver.id


def test_a_document_issued_after_a_decision_is_no_decision_to_replay(
    submitted: Visitor, approver: Account
) -> None:
    done(submitted, approver, "decide", Said(recorded={"inspection.is_sound": "yes"}))
    with submitted.ports.store.read() as work:
        kinds = [one.header.kind for one in work.ledger.of_subject(submitted.reference)]
    assert kinds[-1] is RecordKind.ISSUE
    replayed = records.replay(submitted.ports, submitted.reference)
    assert isinstance(replayed, records.Replayed)
    assert replayed.differences == ()


def test_a_transition_issues_a_document_and_another_revokes_it_with_the_reasons_given(
    submitted: Visitor, approver: Account
) -> None:
    assert issuing.issued_to(submitted.ports, submitted.account) == ()
    done(submitted, approver, "decide", Said(recorded={"inspection.is_sound": "yes"}))
    (issued,) = issuing.issued_to(submitted.ports, submitted.account)
    assert (issued.application, issued.document) == (submitted.reference, "fishing-licence")
    assert issued.issued_at == NOW
    done(submitted, approver, "recall", WORDS)
    (revoked,) = issuing.issued_to(submitted.ports, submitted.account)
    assert revoked == replace(issued, revoked_at=NOW, revocation_reason=WORDS.reasons)


@pytest.mark.parametrize(
    ("event", "said", "fields"),
    [
        ("refuse", Said(), ["reasons.ar", "reasons.en"]),
        ("refuse", Said(reasons=Text("لا", " ")), ["reasons.en"]),
        ("return", WORDS, ["corrections"]),
        ("return", replace(WORDS, corrections=("boat.colour",)), ["corrections"]),
        ("decide", Said(), ["inspection.is_sound"]),
        ("decide", Said(recorded={"inspection.is_sound": "perhaps"}), ["inspection.is_sound"]),
        ("decide", Said(recorded={"inspection.is_sound": "no"}), ["reasons.ar", "reasons.en"]),
    ],
)
def test_an_act_that_lacks_what_it_asks_for_is_refused(
    submitted: Visitor, approver: Account, event: str, said: Said, fields: list[str]
) -> None:
    before = submitted.view().application
    result = act(submitted.ports, approver, submitted.reference, event, said, None, NOW)
    assert isinstance(result, Refused)
    assert [error.field for error in result.errors] == fields
    assert submitted.view().application == before


def test_what_an_act_does_not_ask_for_is_not_kept(submitted: Visitor, reviewer: Account) -> None:
    said = replace(WORDS, note="x", statement="y", recorded={"inspection.is_sound": "yes"})
    done(submitted, reviewer, "refuse", said)
    happened = history(submitted)[-1]
    assert (happened.reasons, happened.note, happened.statement) == (WORDS.reasons, None, None)
    assert submitted.view().application.recorded == {}


def test_four_eyes_are_not_those_of_one_person(submitted: Visitor, approver: Account) -> None:
    done(submitted, approver, "return", replace(WORDS, corrections=("boat.is_own",)))
    done(submitted, submitted.account, "resubmit")
    assert offered(submitted, approver)["decide"].is_barred
    said = Said(recorded={"inspection.is_sound": "yes"})
    result = act(submitted.ports, approver, submitted.reference, "decide", said, None, NOW)
    assert result == Barred(is_own=False)
    other = staff(submitted.ports, "other", Role.APPROVER)
    assert not offered(submitted, other)["decide"].is_barred
    done(submitted, other, "decide", said)


def test_nobody_acts_on_an_application_of_his_own(submitted: Visitor) -> None:
    own = staff(submitted.ports, "own", Role.APPROVER, RESIDENT)
    assert offered(submitted, own) == {}
    result = act(submitted.ports, own, submitted.reference, "refuse", WORDS, None, NOW)
    assert result == Barred(is_own=True)


def test_an_applicant_knows_of_no_application_of_another(submitted: Visitor) -> None:
    stranger = add_account(submitted.ports, "stranger", "1001244019")
    with pytest.raises(NotThere):
        act(submitted.ports, stranger, submitted.reference, "grieve", Said(), None, NOW)


@pytest.mark.parametrize("event", ["submit", "grieve", "settle", "paid", "sail"])
def test_an_event_that_is_not_offered_does_nothing(
    submitted: Visitor, approver: Account, event: str
) -> None:
    for account in (approver, submitted.account):
        said = replace(WORDS, statement="unfair")
        result = act(submitted.ports, account, submitted.reference, event, said, None, NOW)
        assert result == NotNow()


def test_a_page_made_before_a_change_does_nothing(submitted: Visitor, reviewer: Account) -> None:
    seen = submitted.view().application.revision
    done(submitted, reviewer, "refuse", WORDS)
    result = act(submitted.ports, reviewer, submitted.reference, "refuse", WORDS, seen, NOW)
    assert result == Changed()


def test_an_override_is_marked_for_ever_and_recorded(
    submitted: Visitor, reviewer: Account, approver: Account
) -> None:
    done(submitted, reviewer, "refuse", WORDS)
    done(submitted, submitted.account, "grieve", Said(statement="It is sound"))
    done(submitted, approver, "grant", WORDS)
    application = submitted.view().application
    assert (application.state, application.is_overridden) == ("approved", True)
    assert application.flags == {"was_heard"}
    with submitted.ports.store.read() as work:
        kinds = [one.header.kind for one in work.ledger.of_subject(submitted.reference)]
    assert kinds == [
        RecordKind.DECISION,
        RecordKind.DECISION,
        RecordKind.TRANSITION,
        RecordKind.OVERRIDE,
    ]
    assert isinstance(records.verify(submitted.ports), records.ChainIntact)
    replayed = records.replay(submitted.ports, submitted.reference)
    assert isinstance(replayed, records.Replayed)
    assert replayed.differences == ()


def test_a_message_tells_what_happened_once(submitted: Visitor, reviewer: Account) -> None:
    done(submitted, reviewer, "return", replace(WORDS, corrections=("boat.is_own",)))
    with submitted.ports.store.read() as work:
        sent = [one for one in work.outbox.newest(9) if one.event_id is not None]
    number = len(history(submitted))
    assert [one.event_id for one in sent] == [f"{submitted.reference}:{number}:returned:email"]
    assert "أُعيد طلبك" in sent[0].body
    assert submitted.reference in sent[0].body


def test_a_deadline_in_working_days_sets_a_flag_once_and_leaves_the_state(
    submitted: Visitor,
) -> None:
    """Five working days after Monday 23 November, the weekend being Friday and Saturday."""
    last = NOW + 7 * DAY
    assert run_deadlines(submitted.ports, last) == ()
    assert run_deadlines(submitted.ports, last + DAY) == (submitted.reference,)
    assert run_deadlines(submitted.ports, last + 2 * DAY) == ()
    application = submitted.view().application
    assert application.state == "submitted"
    assert application.flags == {"is_late"}
    assert [one.by for one in history(submitted)] == [Actor.APPLICANT, Actor.DEADLINE]


def test_leaving_a_state_takes_its_deadlines_along(submitted: Visitor, reviewer: Account) -> None:
    done(submitted, reviewer, "refuse", WORDS)
    with submitted.ports.store.read() as work:
        assert work.deadlines.of_application(submitted.reference).keys() == {"settle"}
    assert run_deadlines(submitted.ports, NOW + 61 * DAY) == (submitted.reference,)
    assert submitted.view().application.state == "closed"


def test_another_service_is_started_for_the_applicant_once(
    submitted: Visitor, reviewer: Account, approver: Account
) -> None:
    ports, account = submitted.ports, submitted.account
    also = "effects: [{set: was_heard}, {start: parking-permit}]"
    publish(ports, edited(reviewed(), FORM, "effects: [{set: was_heard}]", also))
    second = Visitor.starting(ports, account, "second").fill()
    assert isinstance(submit(ports, account, second.reference, None, NOW), Submitted)
    done(second, reviewer, "refuse", WORDS)
    done(second, account, "grieve", Said(statement="It is sound"))
    done(second, approver, "grant", WORDS)
    started = [one for one in list_own(ports, account, NOW) if one.service == "parking-permit"]
    assert [(one.state.id, one.is_open) for one in started] == [("draft", True)]


@on_both
def test_one_event_is_caused_once_however_many_cause_it_at_once(
    submitted: Visitor, reviewer: Account
) -> None:
    ports, reference = submitted.ports, submitted.reference
    results: list[object] = []
    barrier = Barrier(4)

    def run() -> None:
        barrier.wait()
        results.append(act(ports, reviewer, reference, "refuse", WORDS, None, NOW))

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(one, Reacted) for one in results) == 1
    assert results.count(NotNow()) == 3
    assert [one.transition for one in history(submitted)] == ["submit-free", "refuse"]

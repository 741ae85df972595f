"""Endorsers and an employer: invited by mail, let in by a code, answered once, and heard of."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.answers.invited import invited_as
from engine.forms import Writer, check_view, invited_sections
from engine.model.account import Account
from engine.model.invitation import InvitationState
from engine.model.value import CauseKind, Items, Unknown
from engine.model.words import Language
from engine.operations import answering, applications, records
from engine.operations.answering import Done, Gone, NotConfirmed, Refused, Seen, TooMany
from engine.operations.deadlines import run_deadlines
from engine.operations.inviting import NotReplaced, Replaced, replace_declined
from engine.operations.ports import Ports
from engine.operations.results import Rejected, Saved
from tests.support.badge import EMPLOYS, ENDORSES, LAYLA, SAAD, WORK, Guide, badge
from tests.support.stores import on_both
from tests.support.visitors import NOW, STRANGER, add_account, publish

REFUSES = {"years_known": "1", "endorses": "no", "why_not": "لا أعرفه"}


@pytest.fixture
def guide(ports: Ports, account: Account) -> Guide:
    """A complete draft."""
    publish(ports, badge())
    return Guide.starting(ports, account).fill()


# Naming -----------------------------------------------------------------------------------------


def test_one_cannot_invite_oneself_or_an_address_twice(guide: Guide) -> None:
    for email, code in (
        (guide.account.email.upper(), "own-address"),
        (LAYLA.upper(), "same-address"),
        (WORK, "same-address"),
    ):
        result = guide.name("invite-endorser", "أحد", email)
        assert isinstance(result, Rejected)
        assert [one.code for one in result.errors] == [code]
    assert len(guide.view().application.step("invite-endorser").items) == 2


def test_an_address_may_be_corrected_to_itself(guide: Guide) -> None:
    step = guide.view().application.step("invite-endorser")
    item = step.items[0]
    texts = {"name": "ليلى أحمد", "email": LAYLA}
    saved = applications.save_item(
        guide.ports,
        guide.account,
        guide.reference,
        "invite-endorser",
        item.id,
        texts,
        step.revision,
        NOW,
    )
    assert isinstance(saved, Saved)


def test_nobody_is_invited_before_the_submission(guide: Guide) -> None:
    assert guide.mails(LAYLA) == []
    fact = guide.view().facts["endorsements"]
    assert isinstance(fact, Unknown)
    assert {cause.kind for cause in fact.causes} == {CauseKind.LATER_STAGE}
    assert guide.view().decision.questions == ()


# Answering --------------------------------------------------------------------------------------


@on_both
def test_everybody_named_is_mailed_a_link_once(guide: Guide) -> None:
    guide.submit().submit()
    assert guide.state == "awaiting_answers"
    for email in (LAYLA, SAAD, WORK):
        [body] = guide.mails(email)
        assert f"http://127.0.0.1:8000/en/invitations/{guide.token(email)}" in body
    assert "سارة الحمد" in guide.mails(LAYLA)[0]
    assert "7 December 2026" in guide.mails(LAYLA)[0]  # ten working days from a Monday


@on_both
def test_the_last_answer_moves_the_application_and_is_in_its_record(guide: Guide) -> None:
    guide.submit()
    assert guide.answer(LAYLA, **ENDORSES) == Done()
    assert guide.answer(WORK, **EMPLOYS) == Done()
    assert guide.state == "awaiting_answers"
    assert isinstance(guide.view().facts["endorsements"], Unknown)
    assert guide.answer(SAAD, **ENDORSES) == Done()
    assert guide.state == "granted"
    endorsements = guide.view().facts["endorsements"]
    assert isinstance(endorsements, Items)
    assert endorsements.is_complete
    assert [item["endorses"] for item in endorsements.items] == [True, True]
    replayed = records.replay(guide.ports, guide.reference)
    assert isinstance(replayed, records.Replayed)
    assert replayed.differences == ()


def test_what_is_answered_decides_which_way_it_goes(guide: Guide) -> None:
    guide.submit()
    guide.answer(LAYLA, **ENDORSES)
    guide.answer(SAAD, **REFUSES)
    guide.answer(WORK, **EMPLOYS)
    assert guide.state == "in_review"


def test_wrong_and_missing_answers_are_asked_again_and_nothing_is_kept(guide: Guide) -> None:
    guide.submit()
    wrong = guide.answer(LAYLA, years_known="كثير", endorses="yes")
    assert isinstance(wrong, Seen)
    assert [one.field for one in wrong.errors] == ["years_known"]
    assert guide.invitation(LAYLA).state is InvitationState.INVITED
    uncovered = guide.answer(LAYLA, years_known="1", endorses="no")
    assert isinstance(uncovered, Seen)
    assert uncovered.errors == ()
    assert guide.answer(LAYLA, **REFUSES) == Done()
    assert guide.invitation(LAYLA).answers["why_not"] == "لا أعرفه"


@on_both
def test_a_link_answers_once(guide: Guide) -> None:
    guide.submit()
    token = guide.confirm(LAYLA)
    assert answering.answer(guide.ports, token, "browser", ENDORSES, NOW) == Done()
    for again in (
        answering.look(guide.ports, token, NOW),
        answering.form(guide.ports, token, "browser", NOW),
        answering.answer(guide.ports, token, "browser", ENDORSES, NOW),
        answering.decline(guide.ports, token, "browser", NOW),
    ):
        assert again == Gone()


@on_both
def test_of_answers_sent_at_once_the_last_one_hears_of_all(guide: Guide) -> None:
    """Each waits for the application's lock, so one of them sees that nobody is left."""
    guide.submit()
    sent = {email: (guide.confirm(email), texts) for email, texts in ANSWERS.items()}
    results: list[object] = []

    def send(email: str) -> None:
        token, texts = sent[email]
        results.append(answering.answer(guide.ports, token, "browser", texts, NOW))

    threads = [threading.Thread(target=send, args=(email,)) for email in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Done()] * 3
    assert guide.state == "granted"


ANSWERS = {LAYLA: ENDORSES, SAAD: ENDORSES, WORK: EMPLOYS}


def test_staff_see_who_said_what_and_the_applicant_does_not(guide: Guide) -> None:
    guide.submit()
    guide.answer(LAYLA, **ENDORSES)
    view = guide.view()
    writer = Writer(view.release.catalogue, view.reading, Language.EN)
    [section] = invited_sections(writer)
    assert (section.title, [item.title for item in section.items]) == ("Endorser", ["ليلى"])
    assert [row.text for row in section.items[0].rows] == ["3", "Yes"]
    assert all(one.step != section.step for one in check_view(writer).sections)


# Who is let in ----------------------------------------------------------------------------------


@on_both
def test_the_link_alone_lets_nobody_in(guide: Guide) -> None:
    token = guide.submit().token(LAYLA)
    for browser in (None, "browser"):
        assert answering.form(guide.ports, token, browser, NOW) == NotConfirmed()
        assert answering.answer(guide.ports, token, browser, ENDORSES, NOW) == NotConfirmed()
        assert answering.decline(guide.ports, token, browser, NOW) == NotConfirmed()


def test_only_the_browser_that_confirmed_is_let_in_and_for_two_hours(guide: Guide) -> None:
    token = guide.submit().confirm(LAYLA, "mine")
    assert isinstance(answering.form(guide.ports, token, "mine", NOW), Seen)
    assert answering.form(guide.ports, token, "another", NOW) == NotConfirmed()
    later = NOW + answering.LET_IN_FOR
    assert answering.form(guide.ports, token, "mine", later) == NotConfirmed()


def test_a_confirmation_opens_one_invitation_alone(guide: Guide) -> None:
    guide.submit().confirm(LAYLA)
    assert answering.form(guide.ports, guide.token(SAAD), "browser", NOW) == NotConfirmed()


@on_both
def test_a_code_works_once_for_a_quarter_of_an_hour(guide: Guide) -> None:
    token = guide.submit().token(LAYLA)
    answering.send_code(guide.ports, token, NOW)
    code = guide.code(LAYLA)
    late = NOW + answering.CODE_LASTS
    assert answering.confirm(guide.ports, token, code, "browser", late) == Refused()
    assert answering.confirm(guide.ports, token, code, "browser", NOW) == Done()
    assert answering.confirm(guide.ports, token, code, "another", NOW) == Refused()


def test_a_code_of_another_invitation_is_refused(guide: Guide) -> None:
    guide.submit()
    answering.send_code(guide.ports, guide.token(SAAD), NOW)
    code, token = guide.code(SAAD), guide.token(LAYLA)
    assert answering.confirm(guide.ports, token, code, "browser", NOW) == Refused()


def test_codes_cannot_be_guessed_or_sent_without_end(guide: Guide) -> None:
    token = guide.submit().token(LAYLA)
    tries = [answering.confirm(guide.ports, token, "0", "browser", NOW) for _ in range(6)]
    assert tries[:5] == [Refused()] * 5
    assert isinstance(tries[5], TooMany)
    codes = [answering.send_code(guide.ports, token, NOW) for _ in range(6)]
    assert isinstance(codes[5], TooMany)


def test_an_account_with_the_address_needs_no_code(guide: Guide) -> None:
    layla = add_account(guide.ports, "layla", STRANGER)
    token = guide.submit().token(LAYLA)
    assert answering.confirm_as(guide.ports, token, layla, "session", NOW) == Done()
    assert isinstance(answering.form(guide.ports, token, "session", NOW), Seen)
    other = guide.token(SAAD)
    assert answering.confirm_as(guide.ports, other, layla, "session", NOW) == Refused()


def test_nobody_answers_about_an_application_of_his_own(guide: Guide) -> None:
    """By an account of another address that is linked to the same person."""
    mine = replace(guide.account, id="other", email=LAYLA)
    token = guide.submit().token(LAYLA)
    assert answering.confirm_as(guide.ports, token, mine, "session", NOW) == Refused()


# Declining and silence --------------------------------------------------------------------------


@on_both
def test_one_who_declines_can_be_replaced(guide: Guide) -> None:
    guide.submit()
    token = guide.confirm(LAYLA)
    assert answering.decline(guide.ports, token, "browser", NOW) == Done()
    declined = guide.invitation(LAYLA)
    assert declined.state is InvitationState.DECLINED
    replaced = in_place_of(guide, declined.id, "نورة", "noura@example.org")
    assert isinstance(replaced, Replaced)
    assert guide.invitation(LAYLA).state is InvitationState.REPLACED
    guide.answer(SAAD, **ENDORSES)
    guide.answer(WORK, **EMPLOYS)
    assert guide.state == "awaiting_answers"
    guide.answer("noura@example.org", **ENDORSES)
    assert guide.state == "granted"


def in_place_of(guide: Guide, id: str, name: str, email: str) -> Replaced | NotReplaced:
    return replace_declined(guide.ports, guide.account, guide.reference, id, name, email, NOW)


def test_nobody_else_is_replaced_and_nobody_twice(guide: Guide) -> None:
    guide.submit()
    waiting = guide.invitation(SAAD).id
    assert in_place_of(guide, waiting, "نورة", "noura@example.org") == NotReplaced(())
    answering.decline(guide.ports, guide.confirm(LAYLA), "browser", NOW)
    declined = guide.invitation(LAYLA).id
    for email in (guide.account.email, SAAD, LAYLA, "no address"):
        result = in_place_of(guide, declined, "نورة", email)
        assert isinstance(result, NotReplaced)
        assert [one.field for one in result.errors] == ["email"]
    assert isinstance(in_place_of(guide, declined, "نورة", "noura@example.org"), Replaced)
    assert in_place_of(guide, declined, "هند", "hind@example.org") == NotReplaced(())


@on_both
def test_silence_is_a_deadline_and_closes_the_links(guide: Guide) -> None:
    guide.submit()
    guide.answer(LAYLA, **ENDORSES)
    token = guide.token(SAAD)
    over = NOW + timedelta(days=15)
    assert run_deadlines(guide.ports, over) == (guide.reference,)
    assert guide.state == "lapsed"
    for at in (NOW, over):
        assert answering.look(guide.ports, token, at) == Gone()
    endorsements = guide.view().facts["endorsements"]
    assert isinstance(endorsements, Items)
    assert len(endorsements.items) == 1  # what was said before stays said


def test_an_invitation_holds_no_token_or_code(guide: Guide) -> None:
    guide.submit().confirm(LAYLA)
    kept = repr(guide.view().application)
    assert guide.token(LAYLA) not in kept
    actor = guide.view().service.actor("endorser")
    assert actor is not None
    assert len(invited_as(guide.view().application, actor)) == 2

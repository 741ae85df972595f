"""Documents of which one is enough, or due for each item: what is asked, when all is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.answers import DocumentReading, Reading
from engine.journey import is_complete, saved_step
from engine.journey.corrections import correctable, is_slot_named
from engine.journey.saving import removed_item
from engine.model.application import Application, StepEntry
from engine.model.value import ABSENT, Items, Unknown
from tests.support.grant import desk, draft, saved, trips

ABOUT = saved(grant__is_student="no")
EXPIRES = "documents.residence_permit.expires_on"
COUNTRY = "documents.passport.country"
HOLDS = StepEntry({EXPIRES: "1/1/2027"}, is_saved=True)
PERMIT, PASSPORT = "documents.residence_permit", "documents.passport"


def identity(reading: Reading) -> DocumentReading:
    step = reading.step("papers")
    assert step is not None
    found = step.document("identity")
    assert found is not None
    return found


def read(application: Application) -> Reading:
    return desk().read(application)


def test_until_one_is_supplied_what_each_asks_is_unknown_and_not_asked() -> None:
    reading = read(draft(about=ABOUT, papers=saved()))
    for name in (EXPIRES, COUNTRY):
        state = reading.facts[name]
        assert isinstance(state, Unknown)
        assert [cause.fact for cause in state.causes] == ["documents.identity"]
    assert all(place.is_asked for place in identity(reading).places)
    assert not any(one.shown is True for one in identity(reading).details)
    error = identity(reading).error
    assert error is not None
    assert error.message.en == "Attach one of these documents"


def test_what_the_others_ask_is_absent_once_one_is_supplied() -> None:
    reading = read(draft(PERMIT, about=ABOUT, papers=HOLDS))
    assert reading.facts[COUNTRY] is ABSENT
    assert reading.facts[EXPIRES] is not ABSENT
    assert [place.paper.id for place in identity(reading).supplied] == ["residence_permit"]
    assert [place.is_asked for place in identity(reading).places] == [False, True, False]
    assert identity(reading).is_settled
    assert is_complete(reading)


def test_the_whole_is_open_while_the_one_supplied_is_not_told_of() -> None:
    reading = read(draft(PERMIT, about=ABOUT, papers=saved()))
    assert not identity(reading).is_settled
    assert not is_complete(reading)


def test_one_that_asks_nothing_settles_all() -> None:
    reading = read(draft("documents.national_id_copy", about=ABOUT, papers=saved()))
    assert reading.facts[COUNTRY] is ABSENT
    assert reading.facts[EXPIRES] is ABSENT
    assert is_complete(reading)


def test_a_second_one_never_changes_what_the_first_settled() -> None:
    """As after a release that made alternatives of what were two documents."""
    first = read(draft(PASSPORT, about=ABOUT, papers=saved()))
    both = read(draft(PASSPORT, PERMIT, about=ABOUT, papers=saved()))
    assert first.facts == both.facts


def test_what_was_typed_of_another_is_kept_and_not_read() -> None:
    texts = {EXPIRES: "1/1/2027", COUNTRY: "x"}
    reading = saved_step(desk(), draft(PERMIT, about=ABOUT), "papers", texts)
    assert reading.facts[COUNTRY] is ABSENT
    assert reading.application.step("papers").answers[COUNTRY] == "x"


def test_staff_name_the_whole_and_any_of_it_may_then_be_supplied() -> None:
    reading = read(draft(PERMIT, about=ABOUT, papers=HOLDS))
    names = [one.name for one in correctable(reading)]
    assert names == ["grant.is_student", "trips", "documents.identity"]
    for slot in (PERMIT, PASSPORT):
        assert is_slot_named(reading, ("documents.identity",), slot)
        assert not is_slot_named(reading, ("documents.enrolment",), slot)


# For each item -------------------------------------------------------------------------------

TWO = trips(("a", "no"), ("b", "yes"), ("c", "no"))
TICKETS = ("documents.ticket.a", "documents.ticket.c")
BOUGHT = StepEntry({f"{slot}.bought_on": "1/10/2026" for slot in TICKETS}, is_saved=True)
CARD = "documents.national_id_copy"


def ticket(reading: Reading) -> DocumentReading:
    step = reading.step("papers")
    assert step is not None
    found = step.document("ticket")
    assert found is not None
    return found


def test_there_is_a_place_for_each_item_that_meets_the_condition() -> None:
    found = ticket(read(draft(CARD, about=ABOUT, trips=TWO, papers=saved())))
    assert [place.number for place in found.places] == [1, 3]
    assert [place.slot for place in found.places] == list(TICKETS)
    assert [place.error and place.error.field for place in found.places] == list(TICKETS)
    assert not found.is_settled


def test_the_items_with_what_is_asked_are_a_group_that_is_open_until_all_is_supplied() -> None:
    some = read(draft(CARD, TICKETS[0], about=ABOUT, trips=TWO, papers=BOUGHT))
    group = some.facts["documents.ticket"]
    assert isinstance(group, Items)
    assert not group.is_complete
    every = read(draft(CARD, *TICKETS, about=ABOUT, trips=TWO, papers=BOUGHT))
    group = every.facts["documents.ticket"]
    assert isinstance(group, Items)
    assert group.is_complete
    assert [item["city"] for item in group.items] == ["City a", "City c"]
    assert [item["bought_on"] for item in group.items] == [date(2026, 10, 1)] * 2
    assert is_complete(every)


def test_where_it_is_due_for_no_item_the_group_is_complete_and_empty() -> None:
    reading = read(draft(CARD, about=ABOUT, trips=trips(("b", "yes")), papers=saved()))
    assert reading.facts["documents.ticket"] == Items(())
    assert is_complete(reading)


def test_while_the_group_is_open_it_is_not_known_what_is_due() -> None:
    open_ = replace(TWO, is_complete=False)
    reading = read(draft(CARD, about=ABOUT, trips=open_, papers=saved()))
    assert isinstance(reading.facts["documents.ticket"], Unknown)
    assert ticket(reading).places == ()
    assert not is_complete(reading)


def test_removing_an_item_removes_its_document_and_what_was_said_of_it() -> None:
    application = draft(CARD, *TICKETS, about=ABOUT, trips=TWO, papers=BOUGHT)
    after = removed_item(desk(), application, "trips", "a").application
    assert [file.slot for file in after.evidence] == [CARD, TICKETS[1]]
    assert list(after.step("papers").answers) == [f"{TICKETS[1]}.bought_on"]

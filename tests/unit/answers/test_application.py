"""What an application says: laws 1, 5 and 13 of the definition language."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from engine.answers import Reading
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.register import RegisterAnswer
from engine.model.value import ABSENT, Cause, CauseKind, Items, State, Unknown
from tests.support.visits import (
    DAY,
    NOT_KNOWN,
    SILENT,
    VISITOR,
    WITHOUT_EMAIL,
    application,
    catalogue,
    catalogue_of,
    desk,
    saved,
    service,
    with_file,
)

VISIT = saved(visit__purpose="other", visit__day="1/12/2026", visit__guests="0", visit__reason="x")


def read(draft: Application, answer: RegisterAnswer = VISITOR, day: date = DAY) -> Reading:
    return desk(answer, day).read(draft)


def causes(state: State) -> set[CauseKind]:
    assert isinstance(state, Unknown), state
    return {cause.kind for cause in state.causes}


def error_codes(reading: Reading, step: str) -> list[tuple[str, str]]:
    found = reading.step(step)
    assert found is not None
    return [(error.field, error.code) for error in found.errors()]


# Every fact has a state --------------------------------------------------------------------


def test_every_fact_of_the_program_has_a_state() -> None:
    facts = read(application()).facts
    assert set(facts) == set(catalogue().programs["visit"].facts)


def test_nothing_that_was_not_asked_is_known_or_absent() -> None:
    facts = read(application()).facts
    assert causes(facts["visit.purpose"]) == {CauseKind.UNANSWERED}
    assert causes(facts["contact.email"]) == {CauseKind.UNANSWERED}


# Fields ------------------------------------------------------------------------------------


def test_saved_answers_are_typed() -> None:
    facts = read(application(visit=VISIT)).facts
    assert facts["visit.purpose"] == "other"
    assert facts["visit.day"] == date(2026, 12, 1)
    assert facts["visit.guests"] == Decimal(0)
    assert facts["visit.reason"] == "x"


def test_text_that_was_kept_but_not_saved_is_not_an_answer() -> None:
    draft = application(visit=replace(VISIT, is_saved=False))
    assert causes(read(draft).facts["visit.purpose"]) == {CauseKind.UNANSWERED}
    assert error_codes(read(draft), "visit") == []


def test_a_wrong_answer_is_unknown_and_has_its_error() -> None:
    draft = application(visit=saved(visit__purpose="other", visit__day="x", visit__guests="11"))
    reading = read(draft)
    assert causes(reading.facts["visit.day"]) == {CauseKind.UNANSWERED}
    assert error_codes(reading, "visit") == [
        ("visit.day", "not-a-date"),
        ("visit.guests", "above-maximum"),
    ]


def test_a_required_field_left_blank_is_unknown_and_an_error() -> None:
    draft = application(visit=replace(VISIT, answers={**VISIT.answers, "visit.guests": " "}))
    assert causes(read(draft).facts["visit.guests"]) == {CauseKind.UNANSWERED}
    assert error_codes(read(draft), "visit") == [("visit.guests", "required")]


def test_an_optional_field_left_blank_is_absent() -> None:
    draft = application(contact=saved(contact__email="", contact__mobile="0501234567"))
    assert read(draft).facts["contact.email"] is ABSENT
    assert error_codes(read(draft), "contact") == []


def test_a_field_is_required_while_its_condition_is_true() -> None:
    without = application(contact=saved(contact__email="", contact__mobile=""))
    assert error_codes(read(without), "contact") == [("contact.mobile", "required")]
    with_email = application(contact=saved(contact__email="n@demo.example", contact__mobile=""))
    assert read(with_email).facts["contact.mobile"] is ABSENT


def test_a_blank_field_is_unknown_while_nobody_knows_if_it_is_required() -> None:
    """The e-mail is wrong, so whether it is absent is not known yet."""
    draft = application(contact=saved(contact__email="n@", contact__mobile=""))
    assert isinstance(read(draft).facts["contact.mobile"], Unknown)
    assert error_codes(read(draft), "contact") == [("contact.email", "not-an-email")]


def test_a_bound_that_reads_the_date_moves_with_it() -> None:
    draft = application(visit=replace(VISIT, answers={**VISIT.answers, "visit.day": "23/11/2026"}))
    assert read(draft).facts["visit.day"] == DAY
    assert error_codes(read(draft, day=date(2026, 11, 24)), "visit") == [
        ("visit.day", "below-minimum")
    ]


def test_an_option_withdrawn_since_it_was_chosen_is_unknown() -> None:
    draft = application(visit=replace(VISIT, answers={**VISIT.answers, "visit.purpose": "filming"}))
    assert read(draft, day=date(2026, 11, 22)).facts["visit.purpose"] == "filming"
    assert error_codes(read(draft), "visit") == [("visit.purpose", "no-longer-offered")]


# Shown and hidden --------------------------------------------------------------------------


def test_a_hidden_field_is_absent_whatever_was_typed() -> None:
    answers = {**VISIT.answers, "visit.purpose": "work"}
    facts = read(application(visit=replace(VISIT, answers=answers))).facts
    assert facts["visit.reason"] is ABSENT


def test_a_field_whose_condition_is_unknown_is_unknown_whatever_was_typed() -> None:
    answers = {**VISIT.answers, "visit.purpose": "nonsense"}
    facts = read(application(visit=replace(VISIT, answers=answers))).facts
    state = facts["visit.reason"]
    assert isinstance(state, Unknown)
    assert state.causes == {Cause(CauseKind.UNANSWERED, "visit.purpose")}


def test_a_field_that_was_never_asked_on_a_saved_step_is_no_error() -> None:
    """Another answer uncovered it since: it waits to be asked."""
    answers = {name: text for name, text in VISIT.answers.items() if name != "visit.reason"}
    reading = read(application(visit=replace(VISIT, answers=answers)))
    assert causes(reading.facts["visit.reason"]) == {CauseKind.UNANSWERED}
    assert error_codes(reading, "visit") == []


# Groups ------------------------------------------------------------------------------------

WITH_GUESTS = saved(
    visit__purpose="work", visit__day="1/12/2026", visit__guests="2", visit__reason=""
)
ADULT = ItemEntry("a", {"name": "سعد", "is_minor": "no", "card": ""})
CHILD = ItemEntry("b", {"name": "نورة", "is_minor": "yes", "birth_date": "1/1/2015", "card": ""})


def guests(*items: ItemEntry, is_complete: bool = True) -> Application:
    entry = StepEntry(items=items, is_saved=is_complete, is_complete=is_complete)
    draft = application(visit=WITH_GUESTS, guests=entry)
    for item in items:
        draft = with_file(draft, f"guests.{item.id}.card")
    return draft


def test_a_closed_group_has_its_items_typed() -> None:
    state = read(guests(ADULT, CHILD)).facts["guests"]
    assert isinstance(state, Items)
    assert state.is_complete
    assert state.items[0] == {
        "name": "سعد",
        "is_minor": False,
        "birth_date": ABSENT,
        "card": True,
    }
    assert state.items[1]["birth_date"] == date(2015, 1, 1)


def test_a_group_is_open_until_its_owner_says_that_it_is_complete() -> None:
    state = read(guests(ADULT, is_complete=False)).facts["guests"]
    assert isinstance(state, Items)
    assert not state.is_complete


def test_an_item_with_a_wrong_answer_keeps_its_group_open() -> None:
    wrong = replace(CHILD, answers={**CHILD.answers, "birth_date": "1/1/2030"})
    state = read(guests(ADULT, wrong)).facts["guests"]
    assert isinstance(state, Items)
    assert not state.is_complete
    assert isinstance(state.items[1]["birth_date"], Unknown)


def test_an_item_without_its_file_keeps_its_group_open() -> None:
    draft = replace(guests(ADULT), evidence=())
    reading = read(draft)
    state = reading.facts["guests"]
    assert isinstance(state, Items)
    assert not state.is_complete
    step = reading.step("guests")
    assert step is not None
    assert [one.error.code for one in step.items[0].fields if one.error] == ["required"]


def test_a_group_with_too_few_or_too_many_items_stays_open() -> None:
    few, many = read(guests()), read(guests(*(replace(ADULT, id=str(n)) for n in range(4))))
    for reading, code in ((few, "too-few-items"), (many, "too-many-items")):
        state = reading.facts["guests"]
        assert isinstance(state, Items)
        assert not state.is_complete
        assert error_codes(reading, "guests") == [("guests", code)]


def test_a_group_that_is_not_shown_is_complete_and_empty() -> None:
    draft = guests(ADULT)
    draft = replace(draft, steps={**draft.steps, "visit": VISIT})
    assert read(draft).facts["guests"] == Items((), is_complete=True)


def test_a_group_whose_condition_is_unknown_is_unknown() -> None:
    draft = replace(guests(ADULT), steps={"guests": guests(ADULT).step("guests")})
    state = read(draft).facts["guests"]
    assert isinstance(state, Unknown)
    assert state.causes == {Cause(CauseKind.UNANSWERED, "visit.guests")}


# Documents ---------------------------------------------------------------------------------

PAPERS = saved(**{"documents.letter.issue_date": "1/11/2026"})
AT_WORK = replace(VISIT, answers={**VISIT.answers, "visit.purpose": "work"})
ISSUED = "documents.letter.issue_date"


def test_a_detail_of_a_document_that_is_not_due_is_absent() -> None:
    assert read(application(visit=VISIT, papers=PAPERS)).facts[ISSUED] is ABSENT


def test_a_detail_is_unknown_until_its_document_is_supplied() -> None:
    draft = application(visit=AT_WORK, papers=PAPERS)
    assert causes(read(draft).facts[ISSUED]) == {CauseKind.NOT_SUPPLIED}
    assert read(with_file(draft, "documents.letter")).facts[ISSUED] == date(2026, 11, 1)


def test_a_detail_is_unknown_while_nobody_knows_if_its_document_is_due() -> None:
    draft = with_file(application(papers=PAPERS), "documents.letter")
    assert isinstance(read(draft).facts[ISSUED], Unknown)


def test_a_due_document_that_is_not_supplied_is_an_error_of_a_saved_step() -> None:
    draft = application(visit=AT_WORK, papers=PAPERS)
    assert error_codes(read(draft), "papers") == [
        ("documents.letter", "required"),
        ("documents.photo", "required"),
    ]
    assert error_codes(read(application(visit=AT_WORK)), "papers") == []


def test_a_document_is_due_only_while_it_is_in_force() -> None:
    assert read(application()).due["badge"] is False
    assert read(application(), day=date(2030, 1, 1)).due["badge"] is True


# Registers ---------------------------------------------------------------------------------


def test_a_record_gives_its_attributes() -> None:
    facts = read(application()).facts
    assert facts["person.name"] == "نورة العتيبي"
    assert facts["person.is_on_record"] is True


def test_an_attribute_that_a_record_lacks_is_absent() -> None:
    assert read(application(), WITHOUT_EMAIL).facts["person.email"] is ABSENT


def test_without_a_record_attributes_are_absent() -> None:
    reading = read(application(), NOT_KNOWN)
    assert reading.facts["person.name"] is ABSENT
    assert reading.facts["person.is_on_record"] is False
    assert reading.not_on_record == ("person",)


def test_a_silent_register_leaves_its_facts_unknown() -> None:
    reading = read(application(), SILENT)
    assert causes(reading.facts["person.name"]) == {CauseKind.REGISTER_SILENT}
    assert causes(reading.facts["person.is_on_record"]) == {CauseKind.REGISTER_SILENT}
    assert reading.silent == ("person",)


def test_a_register_that_the_service_does_not_need_may_be_silent() -> None:
    assert read(application()).silent == ()


# Declarations ------------------------------------------------------------------------------


def test_a_declaration_has_to_be_accepted() -> None:
    assert error_codes(read(application(terms=saved(accepted=""))), "terms") == [
        ("accepted", "must-accept")
    ]
    assert error_codes(read(application(terms=saved(accepted="yes"))), "terms") == []


# Documents asked for before what makes them due -----------------------------------------------


def test_a_document_may_depend_on_answers_after_its_step() -> None:
    visit, *others = service().steps
    papers = next(one for one in others if one.id == "papers")
    rest = [one for one in others if one is not papers]
    found = catalogue_of(replace(service(), steps=(papers, visit, *rest)))
    draft = with_file(application(visit=AT_WORK, papers=PAPERS), "documents.letter")
    reading = replace(desk(), catalogue=found).read(draft)
    assert reading.due["letter"] is True
    assert reading.facts[ISSUED] == date(2026, 11, 1)
    step = reading.step("papers")
    assert step is not None
    letter = step.document("letter")
    assert letter is not None
    assert letter.is_settled

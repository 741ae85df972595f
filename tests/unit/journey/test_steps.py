from dataclasses import replace

from engine.journey import Status, next_step, steps_of
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.register import RegisterAnswer
from tests.support.visits import SILENT, VISITOR, application, desk, saved, with_file

VISIT = saved(visit__purpose="other", visit__day="1/12/2026", visit__guests="0", visit__reason="x")
CONTACT = saved(contact__email="n@demo.example", contact__mobile="")
DONE = {
    "visit": VISIT,
    "contact": CONTACT,
    "papers": saved(),
    "terms": saved(accepted="yes"),
}


def statuses(draft: Application, answer: RegisterAnswer = VISITOR) -> dict[str, Status]:
    return {one.id: one.status for one in steps_of(desk(answer).read(draft))}


def reachable(draft: Application) -> list[str]:
    return [one.id for one in steps_of(desk().read(draft)) if one.is_reachable]


def go_to(draft: Application) -> str | None:
    return next_step(desk().read(draft))


def complete() -> Application:
    return with_file(application(**DONE), "documents.photo")


def test_a_new_application_begins_at_its_first_step() -> None:
    draft = application()
    assert go_to(draft) == "visit"
    assert reachable(draft) == ["visit"]
    assert statuses(draft)["visit"] is Status.NOT_STARTED
    assert statuses(draft)["guests"] is Status.UNKNOWN


def test_a_step_whose_condition_is_false_is_hidden_and_has_no_number() -> None:
    states = {one.id: one for one in steps_of(desk().read(application(visit=VISIT)))}
    assert states["guests"].status is Status.HIDDEN
    assert states["guests"].number is None
    assert states["contact"].number == 2
    assert go_to(application(visit=VISIT)) == "contact"


def test_a_step_whose_condition_is_true_comes_next() -> None:
    draft = application(visit=replace(VISIT, answers={**VISIT.answers, "visit.guests": "1"}))
    assert statuses(draft)["guests"] is Status.NOT_STARTED
    assert go_to(draft) == "guests"


def test_a_step_saved_with_errors_holds_the_journey() -> None:
    draft = application(visit=replace(VISIT, answers={**VISIT.answers, "visit.day": "x"}))
    assert statuses(draft)["visit"] is Status.HAS_ERRORS
    assert go_to(draft) == "visit"


def test_text_kept_by_a_language_switch_starts_a_step_and_does_not_save_it() -> None:
    draft = application(visit=replace(VISIT, is_saved=False))
    assert statuses(draft)["visit"] is Status.STARTED


def test_a_question_uncovered_on_a_saved_step_asks_for_attention() -> None:
    answers = {name: text for name, text in VISIT.answers.items() if name != "visit.reason"}
    draft = application(visit=replace(VISIT, answers=answers))
    assert statuses(draft)["visit"] is Status.STARTED
    assert go_to(draft) == "visit"


def test_a_group_with_items_is_started_until_it_is_closed() -> None:
    many = replace(VISIT, answers={**VISIT.answers, "visit.guests": "1"})
    item = ItemEntry("a", {"name": "سعد", "is_minor": "no", "card": ""})
    draft = application(visit=many, guests=StepEntry(items=(item,)))
    draft = with_file(draft, "guests.a.card")
    assert statuses(draft)["guests"] is Status.STARTED
    closed = replace(draft.step("guests"), is_complete=True, is_saved=True)
    draft = replace(draft, steps={**draft.steps, "guests": closed})
    assert statuses(draft)["guests"] is Status.SAVED


def test_when_everything_is_done_one_goes_on_to_the_last_step() -> None:
    assert go_to(complete()) == "check"
    assert reachable(complete()) == ["visit", "contact", "papers", "terms", "check"]


def test_a_step_taken_back_leads_back_to_it() -> None:
    draft = complete()
    draft = replace(draft, steps={**draft.steps, "contact": StepEntry()})
    assert go_to(draft) == "contact"
    assert "check" not in reachable(draft)


def test_a_silent_register_does_not_stop_steps_that_do_not_read_it() -> None:
    assert statuses(application(visit=VISIT), SILENT)["contact"] is Status.NOT_STARTED

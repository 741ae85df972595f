"""What would be decided before anybody applies, and what is asked for it."""

from datetime import date

import pytest

from engine.definitions.read import read_files
from engine.journey import Desk
from engine.journey.trial import NO_ENTRIES, Trial, Tryout, as_draft
from engine.model.application import ItemEntry, StepEntry
from engine.model.decision import Outcome
from engine.model.register import Answer, RegisterAnswer
from tests.support.configuration import configuration
from tests.support.visitors import config

DAY = date(2026, 11, 23)
ITEM = "0123456789abcdef"
CATALOGUE = read_files(config())
CONFIG = configuration()


def tryout(is_of_person: bool = True) -> Tryout:
    said = {"resident": RegisterAnswer(Answer.RECORD, {"resident.zone": "b"})}
    desk = Desk(CATALOGUE, said if is_of_person else {}, DAY)
    return Tryout(desk, CATALOGUE.services["fishing-licence"], "a release", is_of_person)


def asked_of(trial: Trial) -> tuple[str, list[str]] | None:
    if trial.asked is None:
        return None
    return trial.asked.step.step.id, [one.field.id for one in trial.asked.questions]


def boat(**answers: str) -> dict[str, StepEntry]:
    texts = {name.replace("__", "."): text for name, text in answers.items()}
    return {"boat": StepEntry(answers=texts, is_saved=True)}


def test_only_what_can_change_something_is_asked() -> None:
    assert asked_of(tryout().of(NO_ENTRIES, ITEM)) == ("boat", ["boat.is_own"])
    assert asked_of(tryout().of(boat(boat__is_own="yes"), ITEM)) == ("boat", ["boat.metres"])
    assert tryout().of(boat(boat__is_own="no"), ITEM).asked is None


def test_documents_are_due_and_count_as_supplied() -> None:
    trial = tryout().of(boat(boat__is_own="yes", boat__metres="12"), ITEM)
    assert trial.decision.outcome is Outcome.ELIGIBLE
    assert trial.decision.due() == ("identity", "certificates")
    assert trial.asked is None


def test_once_a_rule_is_not_met_nothing_more_is_asked() -> None:
    trial = tryout().of(boat(boat__is_own="yes", boat__metres="13"), ITEM)
    assert trial.decision.outcome is Outcome.INELIGIBLE
    assert trial.asked is None


def test_a_wrong_answer_is_asked_again_with_its_error() -> None:
    trial = tryout().of(boat(boat__is_own="yes", boat__metres="x"), ITEM)
    assert asked_of(trial) == ("boat", ["boat.metres"])
    assert trial.has_errors


def test_a_question_that_an_answer_uncovers_is_asked_without_an_error() -> None:
    first = tryout().of(NO_ENTRIES, ITEM)
    assert first.asked is not None
    entries = tryout().answered(NO_ENTRIES, first.asked, {"boat.is_own": "yes"})
    then = tryout().of(entries, ITEM)
    assert asked_of(then) == ("boat", ["boat.metres"])
    assert not then.has_errors


def test_nobody_signed_in_is_taken_to_be_on_record() -> None:
    trial = tryout(is_of_person=False).of(boat(boat__is_own="no"), ITEM)
    assert trial.decision.is_open_to is True
    assert trial.decision.outcome is Outcome.ELIGIBLE


def test_what_a_register_says_is_never_asked() -> None:
    service = CONFIG.services["registration-renewal"]
    nobody = Tryout(Desk(CONFIG, {}, DAY), service, "a release", is_of_person=False)
    trial = nobody.of(NO_ENTRIES, ITEM)
    assert trial.decision.is_open_to is True
    assert asked_of(trial) == ("options", ["employment.sector"])


def test_items_of_a_group_are_asked_until_there_is_no_more() -> None:
    service = CONFIG.services["registration-renewal"]
    person = CONFIG.people["midwife-late"]
    late = Tryout(Desk(CONFIG, person.answers, DAY), service, "a release", is_of_person=True)
    entries = {
        "options": StepEntry(answers={"employment.sector": "not_working"}, is_saved=True),
    }
    trial = late.of(entries, ITEM)
    assert trial.asked is not None
    assert asked_of(trial) == ("experience", ["employer", "from_date", "is_current"])
    typed = {"employer": "A", "from_date": "1/1/2015", "is_current": "no"}
    entries = late.answered(entries, trial.asked, typed)
    open_item = late.of(entries, "f" * 16)
    assert open_item.asked is not None
    assert open_item.asked.item == ITEM
    assert "to_date" in [one.field.id for one in open_item.asked.questions]
    entries = late.answered(entries, open_item.asked, {**typed, "is_current": "yes"})
    again = late.of(entries, "f" * 16)
    assert again.asked is not None
    assert again.asked.item == "f" * 16
    closed = late.answered(entries, again.asked, {}, is_all=True)
    assert [item.id for item in closed["experience"].items] == [ITEM]
    done = late.of(closed, "e" * 16)
    assert done.asked is None
    assert done.decision.outcome is Outcome.ELIGIBLE


def test_only_what_the_service_asks_is_kept_of_what_is_sent() -> None:
    items = tuple(ItemEntry(f"{number:016x}", {"place": "جدة\u202e"}) for number in range(5))
    sent = {
        "boat": StepEntry(answers={"boat.is_own": "yes", "resident.zone": "a"}),
        "trips": StepEntry(items=(ItemEntry("../../x", {}), *items), is_complete=True),
        "terms": StepEntry(answers={"accepted": "yes"}),
        "nowhere": StepEntry(answers={"x": "y"}),
    }
    kept = tryout().cleaned(sent)
    assert set(kept) == {"boat", "trips"}
    assert kept["boat"].answers == {"boat.is_own": "yes"}
    assert [item.answers for item in kept["trips"].items] == [{"place": "جدة"}] * 2


def test_a_draft_begins_with_what_was_typed_and_nothing_saved() -> None:
    begun = as_draft(boat(boat__is_own="yes", boat__metres="12"))
    assert begun["boat"].answers == {"boat.is_own": "yes", "boat.metres": "12"}
    assert not begun["boat"].is_saved


@pytest.mark.parametrize("service", sorted(CONFIG.services))
def test_every_service_can_be_tried_by_everybody_to_an_end(service: str) -> None:
    """Blank answers to everything end, whoever asks."""
    found = CONFIG.services[service]
    for person in (None, *CONFIG.people.values()):
        said = {} if person is None else person.answers
        desk = Desk(CONFIG, said, DAY)
        trial_of = Tryout(desk, found, "a release", is_of_person=person is not None)
        entries: dict[str, StepEntry] = {}
        for number in range(40):
            trial = trial_of.of(entries, f"{number:016x}")
            if trial.asked is None or trial.has_errors:
                break
            entries = trial_of.answered(entries, trial.asked, {}, is_all=True)
        else:
            raise AssertionError(f"{service} asks without end")

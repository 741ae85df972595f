"""The demonstration register knows the invented people and nobody else."""

from engine.model.problem import Span
from engine.model.register import Answer, DemonstrationPerson, RegisterAnswer
from engine.model.words import Text
from engine.registers import NO_RECORD, DemonstrationRegisters, snapshot_of
from tests.support.declared import SPAN

RECORD = RegisterAnswer(Answer.RECORD, {"people.name": "نورة"})
SILENT = RegisterAnswer(Answer.SILENT, {})


def person(key: str, **answers: RegisterAnswer) -> DemonstrationPerson:
    place: Span = SPAN
    return DemonstrationPerson(key, key, "x@example.org", Text("أ", "a"), answers, place)


PEOPLE = {"one": person("1", people=RECORD, hours=SILENT), "two": person("2")}


def test_a_person_is_found_by_key() -> None:
    registers = DemonstrationRegisters(lambda: PEOPLE)
    assert registers.ask("people", "1") is RECORD
    assert registers.ask("people", "2") == NO_RECORD
    assert registers.ask("people", "3") == NO_RECORD


def test_a_snapshot_holds_the_answer_of_each_register_asked() -> None:
    registers = DemonstrationRegisters(lambda: PEOPLE)
    asked = snapshot_of(registers, ("people", "hours", "courts"), "1")
    assert asked == {"people": RECORD, "hours": SILENT, "courts": NO_RECORD}


def test_people_of_a_newer_release_are_known_at_once() -> None:
    people: dict[str, DemonstrationPerson] = {}
    registers = DemonstrationRegisters(lambda: people)
    assert registers.ask("people", "1") == NO_RECORD
    people.update(PEOPLE)
    assert registers.ask("people", "1") is RECORD

"""The demonstration register knows the invented people and nobody else."""

from dataclasses import replace

from engine.definitions.read import read_files
from engine.model.register import Answer, DemonstrationPerson, RegisterAnswer
from engine.model.words import Text
from engine.registers import DemonstrationRegisters
from tests.support.declared import SPAN
from tests.support.visitors import config

CATALOGUE = read_files(config())
RECORD = RegisterAnswer(Answer.RECORD, {"resident.name": "نورة"})
SILENT = RegisterAnswer(Answer.SILENT, {})
NO_RECORD = RegisterAnswer(Answer.NO_RECORD, {})


def person(key: str, **answers: RegisterAnswer) -> DemonstrationPerson:
    return DemonstrationPerson(key, key, "x@example.org", Text("أ", "a"), answers, SPAN)


PEOPLE = {
    "one": person("1", resident=RECORD),
    "two": person("2"),
    "3": person("3", resident=SILENT),
}


def said(registers: DemonstrationRegisters, key: str) -> RegisterAnswer:
    return registers.ask(CATALOGUE, ("resident",), key)["resident"]


def test_a_person_is_found_by_key() -> None:
    registers = DemonstrationRegisters(lambda: PEOPLE)
    assert said(registers, "1") is RECORD
    assert said(registers, "2") == NO_RECORD
    assert said(registers, "3") == SILENT
    assert said(registers, "4") == NO_RECORD


def test_people_of_a_newer_release_are_known_at_once() -> None:
    people: dict[str, DemonstrationPerson] = {}
    registers = DemonstrationRegisters(lambda: people)
    assert said(registers, "1") == NO_RECORD
    people.update(PEOPLE)
    assert said(registers, "1") is RECORD


def test_a_record_is_found_by_an_attribute_that_the_register_declares() -> None:
    resident = replace(CATALOGUE.registers["resident"], found_by=("resident.name",))
    catalogue = replace(CATALOGUE, registers={"resident": resident})
    registers = DemonstrationRegisters(lambda: PEOPLE)
    assert registers.find(catalogue, "resident", "resident.name", " نورة ") is RECORD
    assert registers.find(catalogue, "resident", "resident.name", "سارة") == NO_RECORD
    assert registers.find(catalogue, "resident", "national_id", "1") is RECORD
    assert registers.find(catalogue, "resident", "national_id", "3") == SILENT

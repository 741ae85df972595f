"""Registers of outside authorities: the port, and an adapter that answers from invented people.

An adapter never raises for what the authority does: a time-out, an error or an answer that
cannot be read is `Answer.SILENT`. The lifecycle says what happens then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from engine.model.register import Answer, DemonstrationPerson, RegisterAnswer

NO_RECORD = RegisterAnswer(Answer.NO_RECORD, {})


class Registers(Protocol):
    """Asks an authority about one person."""

    def ask(self, register: str, key: str) -> RegisterAnswer:
        """What `register` says about the person whose key is `key` (a national ID or Iqama)."""
        ...


class DemonstrationRegisters:
    """Answers from config/demonstration/ of the release in force, and knows nobody else."""

    def __init__(self, people: Callable[[], Mapping[str, DemonstrationPerson]]) -> None:
        self._people = people

    def ask(self, register: str, key: str) -> RegisterAnswer:
        for person in self._people().values():
            if person.key == key:
                return person.answers.get(register, NO_RECORD)
        return NO_RECORD


def snapshot_of(
    registers: Registers, names: tuple[str, ...], key: str
) -> dict[str, RegisterAnswer]:
    """What each of the registers says about one person now."""
    return {register: registers.ask(register, key) for register in names}

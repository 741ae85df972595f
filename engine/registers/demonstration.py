"""Registers of a demonstration: invented people answer, and nobody else is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.definitions.catalogue import Catalogue
from engine.model.register import DemonstrationPerson, RegisterAnswer


class DemonstrationRegisters:
    """Answers from config/demonstration/ of the release in force."""

    def __init__(self, people: Callable[[], Mapping[str, DemonstrationPerson]]) -> None:
        self._people = people

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        said = next((one.answers for one in self._people().values() if one.key == key), {})
        return {
            id: said[id] if id in said else catalogue.registers[id].no_record() for id in registers
        }

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        if by not in catalogue.registers[register].found_by:
            return self.ask(catalogue, (register,), key)[register]
        for person in self._people().values():
            said = person.answers.get(register)
            written = None if said is None else said.attributes.get(by)
            if said is not None and isinstance(written, str) and _same(written, key):
                return said
        return catalogue.registers[register].no_record()

    def close(self) -> None:
        """Nothing is open."""


def _same(written: str, key: str) -> bool:
    """Whether two numbers of cards are one, as a clerk would say."""
    return written.casefold() == key.strip().casefold()

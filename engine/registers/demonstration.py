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
        return {id: said.get(id, catalogue.registers[id].no_record()) for id in registers}

    def close(self) -> None:
        """Nothing is open."""

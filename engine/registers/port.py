"""The port: who answers for registers of outside authorities."""

from __future__ import annotations

from typing import Protocol

from engine.definitions.catalogue import Catalogue
from engine.model.register import RegisterAnswer


class Registers(Protocol):
    """Asks authorities, about one person or for one record."""

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        """What each of the registers says now about the person whose key is `key`.

        `catalogue` declares them, none of which is our own history. Every one is in the result.
        """
        ...

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        """What one register says now of the record that it finds by `by`.

        `by` is what the register is keyed by, or the name of one of its `found_by`.
        """
        ...

    def close(self) -> None: ...

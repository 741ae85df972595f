"""What the registers said at submission beside what they say now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.answers.registers import register_facts
from engine.expressions.program import Program
from engine.model.register import Register, RegisterAnswer
from engine.model.value import State, Unknown

Snapshot = Mapping[str, RegisterAnswer]


@dataclass(frozen=True, slots=True)
class Compared:
    """One attribute of a register. `differs`: it is known now, and is not what it was."""

    register: str
    fact: str
    then: State
    now: State

    @property
    def differs(self) -> bool:
        return self.then != self.now and not self.is_silent

    @property
    def is_silent(self) -> bool:
        """The register does not answer now."""
        return isinstance(self.now, Unknown)


def compare(
    program: Program, registers: Mapping[str, Register], then: Snapshot, now: Snapshot
) -> tuple[Compared, ...]:
    """Every attribute that the program reads of the registers in `then`, in their order."""
    return tuple(_compared(program, registers, then, now))


def _compared(
    program: Program, registers: Mapping[str, Register], then: Snapshot, now: Snapshot
) -> Iterator[Compared]:
    before, after = register_facts(program, then), register_facts(program, now)
    for register in registers.values():
        if register.id not in then:
            continue
        for name in (f"{register.id}.is_on_record", *(one.name for one in register.attributes)):
            if name in before:
                yield Compared(register.id, name, before[name], after[name])

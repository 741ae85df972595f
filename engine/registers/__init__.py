"""Registers of outside authorities: the port, and what answers behind it.

An adapter never raises for what an authority does: a time-out, an error or an answer that cannot
be read is `Answer.SILENT`. The lifecycle says what happens then.
"""

from engine.registers.demonstration import DemonstrationRegisters
from engine.registers.network import Address, NetworkRegisters
from engine.registers.port import Registers

__all__ = ["Address", "DemonstrationRegisters", "NetworkRegisters", "Registers"]

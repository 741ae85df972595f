"""What the store raises."""

from __future__ import annotations

from engine.model.problem import EngineError


class StoreUnavailable(EngineError):
    """The database did not answer, or stayed locked too long; the same request may be retried."""


class Clash(EngineError):
    """Another transaction wrote first what must be unique or unchanged; nothing was written."""


class FileDamaged(EngineError):
    """A kept file was altered, cut short, swapped, or encrypted with another key."""

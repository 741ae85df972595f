"""Required documents: what must be supplied and when, and in which form it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.model.condition import Condition
from engine.model.dated import is_in_force
from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.wording import Words
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """Due when `when` is true (always, when it is None). `asks` are facts the applicant types
    beside the file; their names are `documents.<id>.<detail>`.

    `sensitive` names the kind of personal data the file holds (`health`), or is None.
    """

    id: str
    label: Text
    help: Words | None
    when: Condition | None
    asks: tuple[Fact, ...]
    sensitive: str | None
    cite: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    span: Span

    def is_in_force_on(self, day: date) -> bool:
        return is_in_force(self.effective_from, self.effective_to, day)


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """Where a step asks for a document and which files it takes. `accept` holds `pdf jpeg png`."""

    document: str
    accept: tuple[str, ...]
    max_bytes: int
    max_files: int
    span: Span

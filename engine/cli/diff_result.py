"""What `mumaris diff` found, before it is shown in one of its formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.analysis.changes import Change
from engine.analysis.comparison import Drafts, Group, grouped
from engine.cli.versions import Version
from engine.definitions.catalogue import Catalogue
from engine.model.words import Language
from engine.phrases import phrase, said
from engine.wording import isolate

if TYPE_CHECKING:
    from engine.analysis.meaning.meaning import ServiceMeaning

_CHANGED = "-changed"


@dataclass(frozen=True, slots=True)
class Result:
    """`meaning` None: words alone were asked for. `submitted` counts the applications that stay as
    they are; None: nobody looked."""

    old: Version
    new: Version
    catalogues: tuple[Catalogue, Catalogue]
    changes: tuple[Change, ...]
    meaning: tuple[ServiceMeaning, ...] | None
    drafts: tuple[Drafts, ...]
    submitted: int | None

    @property
    def is_changed(self) -> bool:
        """Whether anything is written differently, or means anything else."""
        return bool(self.changes) or not all(one.is_same for one in self.meaning or ())

    @property
    def groups(self) -> tuple[Group, ...]:
        return grouped(self.changes)

    @property
    def touched(self) -> tuple[Drafts, ...]:
        """The services whose drafts meet something, or of which drafts were counted."""
        return tuple(one for one in self.drafts if one.changes or one.fate == "gone" or one.counts)

    def between(self, language: Language) -> str:
        """From which version to which, and that the folder holds what is not committed."""
        old, new = (said(_name(one, language)) for one in (self.old, self.new))
        return phrase("diff.between", language, old=old, new=new)

    def counted(self, language: Language) -> str:
        """How many changes there are, and how many of them reach into the past."""
        if not self.changes:
            return phrase("diff.nothing", language)
        past = sum(change.is_past for change in self.changes)
        counted = phrase("diff.counted", language, count=len(self.changes))
        if not past:
            return counted
        mark = "؛ " if language is Language.AR else "; "
        return f"{counted}{mark}{phrase('diff.past', language, count=past)}"


def _name(version: Version, language: Language) -> str:
    name = isolate(version.name, language)
    if version.commit is not None and version.commit.endswith(_CHANGED):
        return phrase("diff.uncommitted", language, name=said(name))
    return name

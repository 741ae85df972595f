"""What changed and where, in the words of both configurations and of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.analysis.changes.difference import Owner, Trail
from engine.analysis.changes.speaking import Speaker, attribute_words
from engine.model.rule import Row, RuleSet, Table
from engine.model.service import Service
from engine.model.words import Language
from engine.phrases import phrase, said
from engine.wording import join

ROOTS = (Service, RuleSet)
"""What a change stands under, so that its sentence need not say it again."""


@dataclass(frozen=True, slots=True)
class Speakers:
    old: Speaker
    new: Speaker

    @property
    def language(self) -> Language:
        return self.new.language

    def titles(self, services: Iterable[str]) -> str:
        """The titles of services, of the newer configuration where it has them."""
        known = {one.id: one for one in self.old.catalogue.listed}
        known |= {one.id: one for one in self.new.catalogue.listed}
        titles = (known[id].title.in_(self.language) for id in sorted(services) if id in known)
        return join(list(dict.fromkeys(titles)), self.language)

    def whose(self, trail: Trail) -> str:
        """The part that holds what differs, of the one that holds that: two are enough."""
        shown = [one for one in trail.owners if not isinstance(one.part, ROOTS)]
        shown = shown[-2:] or list(trail.owners[-1:])
        if not shown:
            return phrase("changed-parts.catalogue", self.language)
        words = self._part(shown[-1])
        if len(shown) == 1:
            return words
        whole = self._part(shown[0])
        return phrase("changed-parts.of", self.language, part=said(words), whole=said(whole))

    def _part(self, owner: Owner) -> str:
        speaker = self.old if owner.new is None else self.new
        return speaker.part(owner.part)

    def attribute(self, trail: Trail) -> str:
        """What is said under a name is told with the name: `the outputs: amount`."""
        held = [at for at, (holder, _) in enumerate(trail.attributes) if holder]
        at = held[-1] if held else 0
        words = attribute_words(*trail.attributes[at], self.language)
        names = [name for _, name in trail.attributes[at + 1 :]]
        if not names:
            return words
        speaker = self.new
        given = " ".join(speaker.reference(one, trail.attributes[at][1]) for one in names)
        return phrase("changed-parts.for", self.language, name=said(words), given=said(given))

    def value(self, value: object, trail: Trail, speaker: Speaker) -> str:
        """A value of an attribute; of a cell, its codes by the words of their list."""
        parts = [owner.part for owner in trail.owners]
        match parts, trail.attributes:
            case [*_, Table() as table, Row()], (*_, ("", column), ("Cell", "codes")):
                return speaker.codes(value, table, column)
            case _:
                return speaker.anything(value, trail.attributes[-1][1])

    def code(self, text: str) -> str:
        return self.new.code(text)

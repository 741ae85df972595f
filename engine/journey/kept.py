"""Readings that are kept while what they were made of stays the same.

A page of an application, the change that it sends and the page that follows read one application
six times and more. A reading depends on the release, the application, the answers of registers and
the day, and on nothing else. It is kept beside all four, and given only where all four are equal to
those at hand, which come from the store each time. So nothing here can be out of date, nobody else
can be given it, and several processes need not agree.

What is kept is personal: few readings, in memory alone, of the applications that were read last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final

from engine.answers import Reading, read_application
from engine.definitions.catalogue import Catalogue
from engine.model.application import Application
from engine.model.register import RegisterAnswer

MOST_APPLICATIONS: Final = 64
MOST_OF_ONE: Final = 2  # before a change and after it


@dataclass(frozen=True, slots=True)
class _Made:
    """A reading, and what it was made of that it does not hold itself."""

    catalogue: Catalogue
    snapshot: Mapping[str, RegisterAnswer]
    reading: Reading

    def is_of(
        self,
        catalogue: Catalogue,
        application: Application,
        snapshot: Mapping[str, RegisterAnswer],
        day: date,
    ) -> bool:
        return (
            self.catalogue is catalogue
            and self.reading.decision_date == day
            and self.reading.application == application
            and self.snapshot == snapshot
        )


class KeptReadings:
    """The last readings of a process, for all of its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[str, tuple[_Made, ...]] = OrderedDict()  # the last used at the end

    def read(
        self,
        catalogue: Catalogue,
        application: Application,
        snapshot: Mapping[str, RegisterAnswer],
        day: date,
    ) -> Reading:
        """What `read_application` gives, which is asked only where nothing is kept."""
        asked = catalogue, application, snapshot, day
        with self._lock:
            of_it = self._made.get(application.reference, ())
        found = next((one for one in of_it if one.is_of(*asked)), None)
        made = found or _Made(catalogue, snapshot, read_application(*asked))
        self._keep(application.reference, made)
        return made.reading

    def forget(self) -> None:
        """Let go of everything: something was erased, which may be among it."""
        with self._lock:
            self._made.clear()

    def _keep(self, reference: str, made: _Made) -> None:
        with self._lock:
            others = (one for one in self._made.pop(reference, ()) if one is not made)
            self._made[reference] = (made, *others)[:MOST_OF_ONE]
            if len(self._made) > MOST_APPLICATIONS:
                self._made.popitem(last=False)

"""The portal as declared in config/portal.yaml: its name, calendar, biller and contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model.period import Days, Months
from engine.model.problem import Span
from engine.model.topic import Topic
from engine.model.words import Text
from engine.model.working import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday from `first_date` to `last_date`, both inclusive."""

    label: Text
    first_date: date
    last_date: date


class Lists(StrEnum):
    """What a section of the privacy notice lists of privacy.yaml, under its text."""

    PURPOSES = "purposes"
    RETENTION = "retention"
    REQUESTS = "requests"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a notice."""

    heading: Text
    text: Text
    lists: Lists | None
    span: Span


@dataclass(frozen=True, slots=True)
class Portal:
    """`weekend` holds ISO weekdays (Monday is 1). `holidays_known_to`: the last day covered.

    `biller_code` and `payment_days` are what an invoice shows; `session_minutes` ends an idle
    session; `person_register` is the register that an account is linked to, by its key.
    `lets_in_without_number`: people may sign up who have no number, and then no record anywhere.
    `claim_minutes`: how long staff have an application in hand without acting on it.
    `most_needed`: ids of the services that the home page puts first.
    `look_again_after`: how long a source stays looked at; None: nobody is reminded.
    """

    name: Text
    owner: Text
    notice: Text
    time_zone: str
    weekend: tuple[int, ...]
    holidays: tuple[Holiday, ...]
    holidays_known_to: date
    currency: str
    biller_code: str
    biller_name: Text
    payment_days: int
    contact_phone: str
    contact_hours: Text
    person_register: str
    privacy: tuple[Section, ...]
    accessibility: tuple[Section, ...]
    claim_minutes: int = 30
    lets_in_without_number: bool = False
    topics: tuple[Topic, ...] = ()
    most_needed: tuple[str, ...] = ()
    look_again_after: Months | Days | None = None

    def topic(self, topic_id: str | None) -> Topic | None:
        return next((one for one in self.topics if one.id == topic_id), None)

    @property
    def working(self) -> WorkingCalendar:
        """Which days are worked on."""
        holidays = tuple((one.first_date, one.last_date) for one in self.holidays)
        return WorkingCalendar(self.weekend, holidays, self.holidays_known_to)

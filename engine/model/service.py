"""A service as declared: who may apply, steps and fields, lifecycle and what is issued."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.actor import InvitedActor
from engine.model.check import AnswerCheck
from engine.model.condition import Condition, Formula
from engine.model.document import DocumentRequest
from engine.model.guidance import Paragraph
from engine.model.issued import IssuedDocument
from engine.model.lead import Lead
from engine.model.lifecycle import Lifecycle
from engine.model.notification import Notification
from engine.model.options import ANY_NUMBER, Options, Several
from engine.model.own_application import OwnApplication
from engine.model.partial import PartialDate
from engine.model.problem import Span
from engine.model.topic import NO_KEYWORDS, Keywords
from engine.model.types import Type
from engine.model.wording import Words
from engine.model.words import Text, Unit


class FieldType(StrEnum):
    """The input a field shows; one template in templates/forms/fields/ each."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"  # several of one list
    NATIONAL_ID = "national_id"
    MOBILE = "mobile"
    EMAIL = "email"
    IBAN = "iban"
    APPLICATION = "application"  # one of the applicant's own
    FILE = "file"
    DECLARATION = "declaration"


class ChoiceLook(StrEnum):
    RADIOS = "radios"
    SELECT = "select"
    SEARCH = "search"  # a select that a script lets one search


class Script(StrEnum):
    """The letters a text field takes."""

    ANY = "any"
    ARABIC = "arabic"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `id` is the fact it gives unless `gives` names another; inside a group it is
    the item's field name.

    `shown_when` None: always shown. `required_when` None: see `is_required`. `low` and `high` are
    inclusive bounds as formulas. `purpose` says why a field is asked that no rule reads. `options`
    None: every code that the day offers. `several` is of CHOICES, `partial` of a DATE that is not
    asked to the day, `own` of an APPLICATION.
    """

    id: str
    type: FieldType
    fact_type: Type
    label: Text
    help: Text | None
    is_required: bool
    required_when: Condition | None
    shown_when: Condition | None
    low: Formula | None
    high: Formula | None
    max_length: int | None
    script: Script
    look: ChoiceLook
    prefill: str | None
    accept: tuple[str, ...]
    max_bytes: int
    purpose: Text | None
    unit: Unit | None
    span: Span
    options: Options | None = None
    several: Several = ANY_NUMBER
    gives: str | None = None
    partial: PartialDate | None = None
    own: OwnApplication | None = None

    @property
    def fact(self) -> str:
        """The fact that the answer gives, which several fields may share."""
        return self.gives or self.id

    @property
    def chosen_from(self) -> str | None:
        """The id of the list that a choice, or several, are made from."""
        match self.type:
            case FieldType.CHOICE:
                return self.fact_type.of
            case FieldType.CHOICES:
                return self.fact_type.element.of if self.fact_type.element else None
            case _:
                return None


class StepKind(StrEnum):
    """One template in templates/forms/steps/ each."""

    FIELDS = "fields"
    DECLARATION = "declaration"
    DOCUMENTS = "documents"
    GROUP = "group"
    GUIDANCE = "guidance"  # asks nothing; passed by reading it
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Group:
    """The repeating group that a GROUP step fills: `fact` is its name; bounds are inclusive.

    `inside` is the fact of the group whose items each hold such a group: `<inside>.<name>` is the
    `fact` then.
    """

    fact: str
    item: Text
    min_items: int
    max_items: int
    purpose: Text | None
    inside: str | None = None

    @property
    def name(self) -> str:
        """What an item calls the group inside it; the fact of a group that is inside none."""
        return self.fact.removeprefix(f"{self.inside}.")


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the journey. `declaration` is what is accepted on a DECLARATION step, `says` what
    is to be known on a GUIDANCE step.

    `groups` are what each item of a GROUP step holds besides its fields: a page for each item, as
    `<step>.<group>`. They hold no groups themselves.
    """

    id: str
    kind: StepKind
    title: Text
    intro: Words | None
    proceed: Text | None  # the words on the button; the product's own when None
    shown_when: Condition | None
    shows: tuple[str, ...]
    fields: tuple[Field, ...]
    group: Group | None
    documents: tuple[DocumentRequest, ...]
    declaration: tuple[Words, ...]
    span: Span
    checks: tuple[AnswerCheck, ...] = ()  # of each item, on a GROUP step
    says: tuple[Paragraph, ...] = ()
    groups: tuple[Step, ...] = ()

    def inner(self, name: str) -> Step | None:
        """The group inside an item that the item calls `name`."""
        return next((one for one in self.groups if one.group and one.group.name == name), None)


@dataclass(frozen=True, slots=True)
class OpenTo:
    """A register that must hold a record of the person, and what to do when it does not."""

    register: str
    otherwise: Text
    span: Span
    leads_to: Lead | None = None


@dataclass(frozen=True, slots=True)
class Processing:
    working_days: int
    cite: tuple[str, ...]


class InFlight(StrEnum):
    """What a new release does to an application that has begun."""

    REBASE = "rebase"
    KEEP = "keep"


class ServiceKind(StrEnum):
    """What people do with a service."""

    APPLICATION = "application"  # apply, and something becomes of it
    RECORD = "record"  # see what is on record of them
    LOOKUP = "lookup"  # ask a register about somebody else


@dataclass(frozen=True, slots=True)
class Service:
    """One file of config/services/. A record page or a look-up has no lifecycle to speak of."""

    id: str
    title: Text
    summary: Text
    audience: Text
    rules: str
    processing: Processing | None
    open_to: tuple[OpenTo, ...]
    ineligible_may_submit: bool
    steps: tuple[Step, ...]
    reviewer_sees: tuple[str, ...]
    lifecycle: Lifecycle
    draft_in_flight: InFlight
    issues: tuple[IssuedDocument, ...]
    span: Span
    review: tuple[Field, ...] = ()  # what staff record, for the lifecycle to read
    notifications: tuple[Notification, ...] = ()
    actors: tuple[InvitedActor, ...] = ()
    kind: ServiceKind = ServiceKind.APPLICATION
    opens: Formula | None = None  # the first day on which a person can apply
    topic: str | None = None  # the id of one of portal.yaml
    keywords: Keywords = NO_KEYWORDS

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def issued(self, document: str) -> IssuedDocument | None:
        return next((one for one in self.issues if one.id == document), None)

    def actor(self, actor_id: str) -> InvitedActor | None:
        return next((one for one in self.actors if one.id == actor_id), None)

    @property
    def asking(self) -> tuple[Step, ...]:
        """The steps of the journey, each before the groups inside its items."""
        return tuple(one for step in self.steps for one in (step, *step.groups))

    @property
    def pages(self) -> tuple[Step, ...]:
        """What the applicant fills in, then what invited people do."""
        return (*self.asking, *(actor.answering for actor in self.actors))

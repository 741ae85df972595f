"""Random walks: applications filled in by chance from a catalogue alone, until they are complete.

Knows no service. Every choice comes from the given `random.Random`, so a seed repeats a walk.
Dates and numbers are drawn near the boundaries that rules have: the decision date, whole months
and years from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from engine.answers import FieldReading, Reading, StepReading, read_application
from engine.answers.inside import with_all
from engine.answers.write import field_text
from engine.definitions.catalogue import Catalogue
from engine.journey import Part, open_parts
from engine.model.application import Application, Evidence, ItemEntry, StepEntry
from engine.model.fact import Fact
from engine.model.money import Money
from engine.model.own_application import choice_key
from engine.model.period import add_months
from engine.model.register import Answer, RegisterAnswer
from engine.model.service import FieldType, Service, StepKind
from engine.model.types import Kind
from engine.model.value import ABSENT, Absent, Known, is_known
from engine.operations.own_applications import fields_of_own

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MAX_ROUNDS = 60  # a walk that is not complete by then never will be
_IDENTITY = "1000000008"


class Unanswerable(Exception):
    """The registers said something that leaves no answer: a birth date in the future, nothing."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Where a walk ended: the application, what the registers said, and how it reads."""

    application: Application
    snapshot: dict[str, RegisterAnswer]
    reading: Reading


def walk(
    catalogue: Catalogue,
    service: Service,
    day: date,
    random: Random,
    snapshot: Mapping[str, RegisterAnswer] | None = None,
) -> Walked:
    """Fill in one application of `service` until nothing is open.

    `snapshot` is what the registers say of somebody without another application here; drawn by
    chance when it is None, with an application for each field that chooses one.

    Raises Unanswerable when the bounds of a field leave nothing to answer, and AssertionError
    when something stays open however often it is answered.
    """
    said = dict(snapshot or {})
    if snapshot is None:
        said |= random_snapshot(catalogue, day, random)
        said |= _choosable(service, catalogue, day, random)
    application = blank(service)
    for _ in range(MAX_ROUNDS):
        reading = read_application(catalogue, application, said, day)
        left = open_parts(reading)
        if not left:
            return Walked(application, said, reading)
        if all(part.part is Part.REGISTER_SILENT for part in left):
            raise Unanswerable
        steps = {part.step for part in left if part.step is not None}
        assert steps, f"no page can close {left}"
        name = next(step.id for step in service.steps if step.id in steps)
        step = next(one for one in reading.steps if one.step.id == name)
        application = _answer(application, step, catalogue, day, random)
    raise AssertionError(f"seed leaves something open after {MAX_ROUNDS} rounds")


def random_snapshot(catalogue: Catalogue, day: date, random: Random) -> dict[str, RegisterAnswer]:
    """A record in every register, each attribute drawn from its type and its domain."""
    return {
        register.id: RegisterAnswer(
            Answer.RECORD,
            {one.name: _attribute(one, catalogue, day, random) for one in register.attributes},
        )
        for register in catalogue.registers.values()
    }


def _choosable(
    service: Service, catalogue: Catalogue, day: date, random: Random
) -> dict[str, RegisterAnswer]:
    """An application that each field may choose, if the service has such fields."""
    return {
        choice_key(field.fact, f"CHOICE-{number}"): RegisterAnswer(
            Answer.RECORD,
            {one.name: _attribute(one, catalogue, day, random) for one in field.own.facts},
        )
        for number, field in enumerate(fields_of_own(service))
        if field.own is not None
    }


def _attribute(fact: Fact, catalogue: Catalogue, day: date, random: Random) -> Known | Absent:
    if fact.type.is_optional and random.random() < 0.3:
        return ABSENT
    match fact.type.kind:
        case Kind.CODE:
            return random.choice(catalogue.lists[fact.type.of or ""].codes).id
        case Kind.YES_NO:
            return random.random() < 0.5
        case Kind.MONEY:
            return Money(fact.type.of or "", random.choice([0, 10_000, random.randint(1, 99_999)]))
        case Kind.DATE:
            return _near(day, random)
        case Kind.NUMBER:
            low, high = fact.type.low or Decimal(0), fact.type.high or Decimal(100)
            return Decimal(random.randint(int(low), int(min(high, low + 100))))
        case _:
            return _IDENTITY


def _near(day: date, random: Random) -> date:
    """A date at a whole number of months or years from `day`, a day either side, or anywhere."""
    months = random.choice([0, 1, 3, 12, 24, 36, 60 * 12, 65 * 12, random.randint(1, 840)])
    sign = random.choice([1, -1]) if months < 60 else -1
    return add_months(day, sign * months) + timedelta(days=random.randint(-1, 1))


def blank(service: Service) -> Application:
    """An application in which nothing is answered yet."""
    return Application(
        reference="WALK",
        account_id="walker",
        person_key=_IDENTITY,
        service=service.id,
        release="walk",
        state=service.lifecycle.start,
        revision=0,
        created_at=NOW,
        changed_at=NOW,
        steps={},
        evidence=(),
    )


def _answer(
    application: Application, step: StepReading, catalogue: Catalogue, day: date, random: Random
) -> Application:
    """Answer everything on one step and save it."""
    if step.step.kind is StepKind.GROUP:
        return _answer_group(application, step, catalogue, day, random)
    entry = application.step(step.step.id)
    answers = dict(entry.answers)
    for question in step.questions():
        if question.text is None or not question.is_settled:
            answers[question.field.id] = _text(question, catalogue, day, random)
    saved = replace(entry, answers=answers, is_saved=True, revision=entry.revision + 1)
    evidence = application.evidence
    for document in step.documents:
        open_ = [place.slot for place in document.places if place.is_asked and not place.files]
        if document.document.any_of and open_:
            open_ = [random.choice(open_)]
        for slot in open_:
            evidence = (*evidence, _file(slot, len(evidence)))
    for question in step.fields:
        if question.field.type is FieldType.FILE and not question.files:
            evidence = (*evidence, _file(question.slot, len(evidence)))
    return _with_step(application, step.step.id, saved, evidence)


def _answer_group(
    application: Application, step: StepReading, catalogue: Catalogue, day: date, random: Random
) -> Application:
    """Mend the items that are not whole; else add one, or say that it is all."""
    entry = application.step(step.step.id)
    evidence = application.evidence
    broken = [item for item in step.every_item() if not item.is_answered]
    if broken:
        texts = {item.id: dict(item.answers) for item in entry.items}
        for item in broken:
            for question in item.fields:
                if question.field.type is FieldType.FILE and not question.files:
                    evidence = (*evidence, _file(question.slot, len(evidence)))
                elif question.shown is True and not question.is_settled:
                    texts[item.id][question.field.id] = _text(question, catalogue, day, random)
        items = tuple(ItemEntry(id_, answers) for id_, answers in texts.items())
        return _with_step(application, step.step.id, replace(entry, items=items), evidence)
    groups = (item.open_group for item in step.items)
    open_ = next((one for one in groups if one is not None), step)
    group = open_.step.group
    assert group is not None
    count = len(open_.items)
    has_enough = count >= group.min_items
    if has_enough and (random.random() < 0.5 or count >= min(group.max_items, 4)):
        is_all = not open_.inside
        items = entry.items if is_all else with_all(entry, open_.inside)
        closed = replace(entry, items=items, revision=entry.revision + 1)
        closed = replace(closed, is_saved=is_all, is_complete=is_all)
        return _with_step(application, step.step.id, closed, evidence)
    own = f"{step.step.id}-{count + 1}"  # no other group has that id
    added = ItemEntry(f"{open_.inside}.{own}" if open_.inside else own, {})
    items = (*entry.items, added)
    return _with_step(application, step.step.id, replace(entry, items=items), evidence)


def _with_step(
    application: Application, step_id: str, entry: StepEntry, evidence: tuple[Evidence, ...]
) -> Application:
    return replace(application, steps={**application.steps, step_id: entry}, evidence=evidence)


def _file(slot: str, number: int) -> Evidence:
    return Evidence(f"e{number}", slot, "file.pdf", "application/pdf", 1000, "0" * 64, NOW)


def _text(question: FieldReading, catalogue: Catalogue, day: date, random: Random) -> str:
    """A valid answer within the field's bounds, or, for an optional field, sometimes nothing."""
    has_none = question.field.type is FieldType.APPLICATION and not question.choosable
    if question.required is not True and (has_none or random.random() < 0.3):
        return ""
    return field_text(question.field, next(_valid(question, catalogue, day, random)))


def _valid(
    question: FieldReading, catalogue: Catalogue, day: date, random: Random
) -> Iterator[Known]:
    field, bounds = question.field, question.bounds
    match field.type:
        case FieldType.CHOICE:
            yield random.choice(_offered(question, catalogue, day))
        case FieldType.APPLICATION:
            if not question.choosable:
                raise Unanswerable
            yield random.choice(list(question.choosable))
        case FieldType.CHOICES:
            yield _several(question, catalogue, day, random)
        case FieldType.YES_NO:
            yield random.random() < 0.5
        case FieldType.DECLARATION:
            yield True
        case FieldType.NUMBER:
            low = bounds.low if isinstance(bounds.low, Decimal) else Decimal(0)
            high = bounds.high if isinstance(bounds.high, Decimal) else low + 100
            yield Decimal(random.randint(int(low), int(high)))
        case FieldType.MONEY:
            currency = catalogue.portal.currency
            least = bounds.low if isinstance(bounds.low, Money) else Money(currency, 0)
            most = bounds.high if isinstance(bounds.high, Money) else Money(currency, 100_000)
            yield Money(currency, random.randint(least.amount_minor, most.amount_minor))
        case FieldType.DATE:
            yield _date_within(bounds.low, bounds.high, day, random)
        case FieldType.NATIONAL_ID:
            yield _IDENTITY
        case FieldType.MOBILE:
            yield "0501234567"
        case FieldType.IBAN:
            yield "SA0380000000608010167519"
        case FieldType.EMAIL:
            yield "walker@demo.example"
        case _:
            yield "ABC 123"


def _offered(question: FieldReading, catalogue: Catalogue, day: date) -> list[str]:
    codes = catalogue.lists[question.field.chosen_from or ""].codes
    offered = [
        code.id
        for code in codes
        if code.is_offered_on(day) and (question.offered is None or code.id in question.offered)
    ]
    if not offered:
        raise Unanswerable
    return offered


def _several(
    question: FieldReading, catalogue: Catalogue, day: date, random: Random
) -> tuple[str, ...]:
    offered, several = _offered(question, catalogue, day), question.field.several
    alone = [code for code in offered if code in several.excludes_others]
    others = [code for code in offered if code not in several.excludes_others]
    least = several.least or 1
    if len(others) < least or (alone and random.random() < 0.3):
        return (random.choice(alone or offered),)
    return tuple(
        random.sample(others, random.randint(least, min(several.most or 100, len(others))))
    )


def _date_within(low: object, high: object, day: date, random: Random) -> date:
    first = low if is_known(low) and isinstance(low, date) else None  # type: ignore[arg-type]
    last = high if is_known(high) and isinstance(high, date) else None  # type: ignore[arg-type]
    if first is not None and last is not None and last < first:
        raise Unanswerable
    found = _near(day, random)
    if first is not None and found < first:
        found = first if last is None else first + (last - first) * random.random()
    if last is not None and found > last:
        found = last if first is None else first + (last - first) * random.random()
    return found

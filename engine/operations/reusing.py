"""Documents used again: what a person supplied for another application, while it is valid.

The content is sealed anew for the application that takes it, under an id and a key of its own: so
each application keeps its files for as long as its own data is kept, and erasing one never reaches
another. It is not on a disk in clear meanwhile. The day that it was supplied first stays with it,
so that using something again never makes it valid for longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from engine.answers import UNBOUNDED, PlaceReading, Reading, read_answer
from engine.journey import steps_of
from engine.journey.saving import Desk
from engine.model.account import Account
from engine.model.application import Application, Evidence
from engine.model.words import Text
from engine.operations.entering import civil_date
from engine.operations.evidence import Refused, with_file
from engine.operations.opening import Opened, change, open_own, read_view
from engine.operations.ports import Ports
from engine.operations.results import NotOpen, NotThere, View
from engine.operations.slots import Slot, slot_of
from engine.store.protocols import FileDamaged

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Offer:
    """What lies in `slot` of another application and can be used here.

    `since` is the day that its validity counts from. `texts` are what was said of it, by detail.
    """

    slot: str
    reference: str
    service: Text
    files: tuple[Evidence, ...]
    since: date
    texts: tuple[tuple[str, str], ...]

    @property
    def supplied_at(self) -> datetime:
        return max(file.supplied_at for file in self.files)


def offers(ports: Ports, account: Account, view: View, step: str) -> tuple[Offer, ...]:
    """What can be used again on a step of the account's application, as it was just viewed: for
    each place that is asked and empty the newest."""
    desk = Desk(view.release.catalogue, view.snapshot, view.decision_date)
    opened = Opened(view.application, view.release, view.service, desk)
    return tuple(_offers(ports, account, opened, view.reading, step))


def reuse(
    ports: Ports, account: Account, reference: str, slot: str, source: str, now: datetime
) -> View:
    """Take what another application of the account holds in the slot, with what was said of it.

    Raises NotThere where nothing is offered from there any more, NotOpen.
    """
    opened = open_own(ports, account, reference, now)
    if not opened.is_open:
        raise NotOpen(f"application {reference} takes no files")
    reading = opened.read()
    step = slot_of(reading, slot)
    found = () if step is None else tuple(_offers(ports, account, opened, reading, step.step))
    offer = next((one for one in found if (one.slot, one.reference) == (slot, source)), None)
    if offer is None or step is None:
        raise NotThere(f"nothing of {source} is offered for {slot}")
    sealed: list[Evidence] = []
    try:
        for file in offer.files:
            sealed += [_sealed_anew(ports, file)]  # each at once, so that none is left behind
        taken = tuple(sealed)
        opened = change(
            ports, account, opened, now, lambda it: _with_all(it, offer, step.step, taken)
        )
    except BaseException:
        for file in sealed:
            ports.files.remove(file.id)
        raise
    _log.info("evidence.reused", reference=reference, slot=slot, source=source)
    return read_view(ports, opened)


def _offers(
    ports: Ports, account: Account, opened: Opened, reading: Reading, step: str
) -> Iterator[Offer]:
    found = reading.step(step)
    is_reachable = any(one.id == step and one.is_reachable for one in steps_of(reading))
    places = () if found is None else (place for one in found.documents for place in one.places)
    wanted = [place for place in places if _is_wanted(place)] if opened.is_open else []
    if not wanted or not is_reachable:
        return
    with ports.store.read() as work:
        others = [
            one
            for one in work.applications.of_account(account.id)
            if one.reference != opened.application.reference and one.erased_at is None
        ]
    for place in wanted:
        slot = slot_of(reading, place.slot)
        assert slot is not None, "a place has a slot"
        made = (_offer(ports, opened, place, slot, one) for one in others)
        held = [one for one in made if one is not None]
        if held:  # of equals the first: of the application that was changed last
            yield max(held, key=lambda one: (one.since, one.supplied_at))


def _is_wanted(place: PlaceReading) -> bool:
    return place.is_asked and not place.files and place.paper.reusable is not None


def _offer(
    ports: Ports, opened: Opened, place: PlaceReading, slot: Slot, other: Application
) -> Offer | None:
    """What another application holds, where it is taken here and still valid."""
    reusable = place.paper.reusable
    files = tuple(file for file in other.evidence if file.slot == place.slot)
    if reusable is None or not files or not _is_taken(slot, files):
        return None
    release = ports.releases.release(other.release)
    texts = dict(_texts(place, other))
    since: date | None = civil_date(
        release.catalogue.portal, min(file.supplied_at for file in files)
    )
    if reusable.since is not None:
        since = _said(opened, place, texts, f"{place.slot}.{reusable.since}")
    if since is None or not reusable.is_valid_on(opened.desk.decision_date, since):
        return None
    title = release.catalogue.services[other.service].title
    return Offer(place.slot, other.reference, title, files, since, tuple(texts.items()))


def _is_taken(slot: Slot, files: tuple[Evidence, ...]) -> bool:
    kinds = {kind.media_type for kind in slot.accept}
    is_small = all(file.size_bytes <= slot.max_bytes for file in files)
    return len(files) <= slot.max_files and is_small and kinds >= {one.media_type for one in files}


def _said(
    opened: Opened, place: PlaceReading, texts: Mapping[str, str], detail: str
) -> date | None:
    """The day that was typed there; None where it is no day that would be taken here."""
    fields = (one.field for one in place.details)
    field = next((one for one in fields if one.id == detail and detail in texts), None)
    if field is None:
        return None
    lists, day = opened.release.catalogue.lists, opened.desk.decision_date
    read = read_answer(field, texts[detail], lists, day, UNBOUNDED)
    return read if isinstance(read, date) else None


def _texts(place: PlaceReading, other: Application) -> Iterator[tuple[str, str]]:
    """What was typed there of what is asked here."""
    typed = {name: text for entry in other.steps.values() for name, text in entry.answers.items()}
    for detail in place.details:
        if text := typed.get(detail.field.id):
            yield detail.field.id, text


def _sealed_anew(ports: Ports, file: Evidence) -> Evidence:
    with suppress(FileNotFoundError, FileDamaged):
        return replace(file, id=ports.files.receive(ports.files.open(file.id)))
    raise NotThere(f"the content of file {file.id} is gone")


def _with_all(opened: Opened, offer: Offer, step: str, files: tuple[Evidence, ...]) -> Application:
    """The application with the files, and what was said of them where nothing is said yet."""
    application = opened.application
    for file in files:
        try:
            application = with_file(replace(opened, application=application), offer.slot, file)
        except Refused as refused:
            raise NotOpen(f"{offer.slot} takes no more files") from refused
    entry = application.step(step)
    kept = {name: text for name, text in entry.answers.items() if text}
    answers = {**entry.answers, **dict(offer.texts), **kept}
    entry = replace(entry, answers=answers, revision=entry.revision + 1)
    return replace(application, steps={**application.steps, step: entry})

"""Random walks made again where people make them: through the use cases, and through the pages.

A walk of `tests.support.walks` ends with a complete application on paper. A `Hand` fills in the
same one for real, step by step in the order of the journey, with real files, and submits it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import Protocol
from urllib.parse import urlsplit

from engine.answers import StepReading
from engine.answers.slots import item_slot
from engine.definitions.catalogue import Catalogue
from engine.model.account import Account
from engine.model.register import Answer, RegisterAnswer
from engine.model.service import Field, FieldType, StepKind
from engine.operations import applications, evidence, submission
from engine.operations.own_applications import fields_of_own
from engine.operations.ports import Ports
from engine.operations.submission import SubmitResult
from tests.support.html import sent_by
from tests.support.journeys import token_of
from tests.support.papers import pdf, picture
from tests.support.portal import Person, Shown
from tests.support.visitors import NOW
from tests.support.walks import Walked

Texts = Mapping[str, str]
_LATER = (StepKind.CHECK,)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file for a slot, of a kind that the slot takes."""

    slot: str
    accept: tuple[str, ...]

    @property
    def upload(self) -> tuple[str, bytes, str]:
        """Name, content and type, as a form sends them; every slot has a content of its own."""
        if "pdf" in self.accept:
            return "paper.pdf", pdf(self.slot.encode()), "application/pdf"
        kind = self.accept[0]
        return f"photo.{kind}", picture(kind.upper()), f"image/{kind}"


class Hand(Protocol):
    """Fills in one application."""

    def save(self, step: StepReading, texts: Texts, papers: list[Paper]) -> None: ...

    def add(self, step: StepReading, texts: Texts, papers: list[Paper]) -> str:
        """Add an item, and give its id; the slots of `papers` are the ids of its fields."""

    def close(self, step: StepReading) -> None: ...


def fill(hand: Hand, walked: Walked) -> None:
    """Do everything that the walk did, in the order of the journey."""
    ids: dict[str, str] = {}  # of the items: there, by what they were on paper
    for step in walked.reading.steps:
        if step.shown is not True or step.step.kind in _LATER:
            continue
        entry = walked.application.step(step.step.id)
        if step.step.group is None:
            texts = {_there(name, ids): text for name, text in entry.answers.items()}
            papers = [replace(one, slot=_there(one.slot, ids)) for one in _papers(step)]
            hand.save(step, texts, papers)
            continue
        for item in entry.items:
            asked = [one for one in step.item_questions(item.id) if one.shown is True]
            papers = [Paper(one.field.id, one.field.accept) for one in asked if one.files]
            ids[item.id] = hand.add(step, item.answers, papers)
        hand.close(step)


def _there(name: str, ids: Mapping[str, str]) -> str:
    """A slot or a name that holds the id of an item, as it is where the item was added."""
    return ".".join(ids.get(part, part) for part in name.split("."))


def _papers(step: StepReading) -> Iterator[Paper]:
    """The files of a step, where they are asked for in the end."""
    for document in step.documents:
        if document.due is True:
            yield from (Paper(place.slot, document.request.accept) for place in document.supplied)
    for question in step.fields:
        if question.shown is True and question.files:
            yield Paper(question.slot, question.field.accept)


# Registers that say what a walk drew ---------------------------------------------------------


class Said:
    """Registers that say what they are told to say, whoever asks."""

    def __init__(self) -> None:
        self.snapshot: Mapping[str, RegisterAnswer] = {}

    def ask(
        self,
        catalogue: Catalogue,
        registers: tuple[str, ...],
        key: str,
    ) -> dict[str, RegisterAnswer]:
        nothing = RegisterAnswer(Answer.NO_RECORD, {})
        return {name: self.snapshot.get(name, nothing) for name in registers}

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        del by
        return self.ask(catalogue, (register,), key)[register]

    def close(self) -> None:
        """There is nothing to close."""


def without_history(
    catalogue: Catalogue, snapshot: Mapping[str, RegisterAnswer]
) -> dict[str, RegisterAnswer]:
    """What registers say of somebody without another application here; of the rest, no record."""
    nothing = {id: one.no_record() for id, one in catalogue.registers.items()}
    others = {id: one for id, one in snapshot.items() if catalogue.registers[id].own is None}
    return {**nothing, **others}


def walked_alone(catalogue: Catalogue) -> list[str]:
    """The services that somebody without another application here can apply for."""
    return sorted(
        id
        for id, service in catalogue.services.items()
        if not any(field.is_required for field in fields_of_own(service))
    )


# Through the use cases ----------------------------------------------------------------------


@dataclass
class UseCases:
    """An application that is filled in through `engine.operations`."""

    ports: Ports
    account: Account
    reference: str

    @classmethod
    def start(cls, ports: Ports, account: Account, service: str, key: str) -> UseCases:
        started = applications.start(ports, account, service, key, NOW)
        assert isinstance(started, applications.Started), started
        return cls(ports, account, started.application.reference)

    @classmethod
    def put(cls, ports: Ports, account: Account, walked: Walked, reference: str) -> UseCases:
        """The application as it was on paper, kept at once; its files have no content."""
        release = ports.releases.active(NOW).hash
        files = walked.application.evidence
        application = replace(
            walked.application,
            reference=reference,
            evidence=tuple(replace(file, id=f"{reference}-{file.id}") for file in files),
            account_id=account.id,
            person_key=account.person_key or "",
            release=release,
        )
        with ports.store.begin() as work:
            work.applications.add(application)
        return cls(ports, account, reference)

    def save(self, step: StepReading, texts: Texts, papers: list[Paper]) -> None:
        for paper in papers:
            self._supply(paper.slot, paper)
        id = step.step.id
        applications.save_step(
            self.ports, self.account, self.reference, id, texts, self._revision(id), NOW
        )

    def add(self, step: StepReading, texts: Texts, papers: list[Paper]) -> str:
        id, item = step.step.id, applications.new_item_id()
        applications.save_item(
            self.ports, self.account, self.reference, id, item, texts, self._revision(id), NOW
        )
        assert step.step.group is not None
        for paper in papers:
            self._supply(item_slot(step.step.group, item, paper.slot), paper)
        return item

    def close(self, step: StepReading) -> None:
        id = step.step.id
        applications.close_group(
            self.ports, self.account, self.reference, id, self._revision(id), NOW
        )

    def submit(self) -> SubmitResult:
        return submission.submit(self.ports, self.account, self.reference, None, NOW)

    def _supply(self, slot: str, paper: Paper) -> None:
        name, content, _ = paper.upload
        said = evidence.supply(
            self.ports, self.account, self.reference, slot, name, BytesIO(content), NOW
        )
        assert isinstance(said, evidence.Supplied), (slot, said)

    def _revision(self, step: str) -> int:
        view = applications.view(self.ports, self.account, self.reference, NOW)
        return view.application.step(step).revision


# Through the pages ---------------------------------------------------------------------------


@dataclass
class Pages:
    """An application that is filled in through the pages of the portal."""

    person: Person
    place: str  # the address of the application

    @classmethod
    def start(cls, person: Person, service: str, language: str, key: str) -> Pages | None:
        """None when the service is not open to the person, or a register is silent."""
        start = person.get(f"/{language}/services/{service}")
        assert start.status == 200, start.path
        sent = {"csrf": token_of(start), "key": sha256(key.encode()).hexdigest()[:20]}
        response = person.ask("POST", f"{start.path}/apply", data=sent)
        if response.status_code in {422, 503}:
            return None
        assert response.status_code == 303, (service, response.status_code)
        place = urlsplit(response.headers["location"]).path
        return cls(person, place.partition("/steps/")[0])

    def save(self, step: StepReading, texts: Texts, papers: list[Paper]) -> None:
        shown = self._get(f"/steps/{step.step.id}")
        self._send(shown, step.step.fields, texts, papers)

    def add(self, step: StepReading, texts: Texts, papers: list[Paper]) -> str:
        shown = self._get(f"/steps/{step.step.id}/items/new")
        self._send(shown, step.step.fields, texts, papers)
        action = shown.page.one("form", id="step-form").get("action") or ""
        return action.rsplit("/", 1)[-1]

    def close(self, step: StepReading) -> None:
        self._send(self._get(f"/steps/{step.step.id}"), (), {}, [])

    @property
    def reference(self) -> str:
        return self.place.split("/applications/")[1].split("/")[0]

    def submit(self) -> bool:
        """Submit it, where the page of the decision offers that; whether it does."""
        shown = self._get("/decision")
        if not any((one.get("action") or "").endswith("/submit") for one in shown.page.all("form")):
            return False
        assert self.person.send(shown, "/submit").status == 200
        return True

    def _get(self, rest: str) -> Shown:
        shown = self.person.get(f"{self.place}{rest}")
        assert shown.status == 200, (shown.path, shown.status)
        return shown

    def _send(
        self, shown: Shown, fields: tuple[Field, ...], texts: Texts, papers: list[Paper]
    ) -> None:
        form = shown.page.one("form", id="step-form")
        several = {one.id for one in fields if one.type is FieldType.CHOICES}
        sent = sent_by(form)
        for name, text in texts.items():
            if name in several:
                sent |= {f"{name}:{code}": "yes" for code in text.split(",") if code}
            else:
                sent[name] = text
        address = form.get("action") or ""
        if form.get("enctype") == "multipart/form-data":
            files = [(name, (None, text)) for name, text in sent.items()]
            files += [(one.slot, one.upload) for one in papers]  # type: ignore[misc]
            response = self.person.ask("POST", address, files=files)
        else:
            assert not papers, shown.path
            response = self.person.ask("POST", address, data=sent)
        assert response.status_code in {303, 422}, (address, response.status_code)

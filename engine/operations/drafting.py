"""A new draft: opened by its applicant, or by a transition of another application."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from engine.definitions.facts import providers_of
from engine.model.application import Application, StepEntry
from engine.model.service import Service
from engine.operations.entering import note_deadlines
from engine.operations.references import new_reference
from engine.release import Release
from engine.store.protocols import Work


def carried(
    service: Service, application: Application, target: Service, facts: tuple[str, ...]
) -> dict[str, StepEntry]:
    """What was typed for these facts, on the steps of another service that ask them alike.

    The steps count as not saved: their owner looks at the answers once more.
    """
    texts = {
        fact: text
        for fact in facts
        for step, field in providers_of(service).get(fact, ())
        if (text := application.step(step.id).answers.get(field.id))
    }
    answers: dict[str, dict[str, str]] = {}
    for fact, text in texts.items():
        for step, field in providers_of(target).get(fact, ()):
            answers.setdefault(step.id, {})[field.id] = text
    return {step: StepEntry(typed) for step, typed in answers.items()}


def open_draft(
    work: Work,
    release: Release,
    service: str,
    account_id: str,
    person_key: str,
    key: str,
    now: datetime,
    steps: Mapping[str, StepEntry] = MappingProxyType({}),
) -> tuple[str, bool]:
    """The reference of the draft that `key` stands for, and whether it is new; a new one begins
    with `steps`."""
    application = Application(
        reference=new_reference(),
        account_id=account_id,
        person_key=person_key,
        service=service,
        release=release.hash,
        state=release.catalogue.services[service].lifecycle.start,
        revision=1,
        created_at=now,
        changed_at=now,
        steps=steps,
        evidence=(),
    )
    reference = work.applications.claim_key(account_id, key, application.reference)
    if reference != application.reference:
        return reference, False
    work.applications.add(application)
    note_deadlines(work, release, application, now)
    return reference, True

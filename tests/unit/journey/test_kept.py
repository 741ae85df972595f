from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.answers import Reading, read_application
from engine.definitions.catalogue import Catalogue
from engine.journey import kept
from engine.journey.kept import MOST_APPLICATIONS, KeptReadings
from engine.model.application import Application
from engine.model.register import Answer, RegisterAnswer
from tests.support.visits import DAY, application, catalogue, saved

CATALOGUE = catalogue()
SAID = {"person": RegisterAnswer(Answer.SILENT, {})}
ONE, OTHER = application(visit=saved(visit__guests="1")), application()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The references of applications that were read, each time that one was."""
    references: list[str] = []

    def noted(
        catalogue: Catalogue,
        application: Application,
        snapshot: Mapping[str, RegisterAnswer],
        day: date,
    ) -> Reading:
        references.append(application.reference)
        return read_application(catalogue, application, snapshot, day)

    monkeypatch.setattr(kept, "read_application", noted)
    return references


def test_what_is_equal_is_read_once(made: list[str]) -> None:
    readings = KeptReadings()
    first = readings.read(CATALOGUE, ONE, SAID, DAY)
    assert readings.read(CATALOGUE, replace(ONE), dict(SAID), DAY) is first
    assert len(made) == 1


def test_whatever_differs_is_read_again(made: list[str]) -> None:
    readings = KeptReadings()
    readings.read(CATALOGUE, ONE, SAID, DAY)
    readings.read(CATALOGUE, OTHER, SAID, DAY)
    readings.read(CATALOGUE, replace(ONE, account_id="another"), SAID, DAY)
    readings.read(CATALOGUE, ONE, SAID, DAY + timedelta(days=1))
    readings.read(CATALOGUE, ONE, {}, DAY)
    readings.read(replace(CATALOGUE), ONE, {}, DAY)
    assert len(made) == 6


def test_an_application_is_kept_as_it_was_and_as_it_is(made: list[str]) -> None:
    readings = KeptReadings()
    for one in (ONE, OTHER, ONE, OTHER):
        readings.read(CATALOGUE, one, SAID, DAY)
    assert len(made) == 2


def test_the_application_that_was_read_longest_ago_is_let_go(made: list[str]) -> None:
    readings = KeptReadings()
    full = [replace(ONE, reference=f"R-{number}") for number in range(MOST_APPLICATIONS)]
    for one in (*full, full[0], replace(ONE, reference="one-more"), full[0], full[1]):
        readings.read(CATALOGUE, one, SAID, DAY)
    assert made[MOST_APPLICATIONS:] == ["one-more", "R-1"]


def test_what_was_forgotten_is_read_again(made: list[str]) -> None:
    readings = KeptReadings()
    for _ in range(2):
        readings.read(CATALOGUE, ONE, SAID, DAY)
        readings.forget()
    assert len(made) == 2

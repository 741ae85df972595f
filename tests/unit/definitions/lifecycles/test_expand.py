"""A service that uses a shared lifecycle has its states, transitions, review and notifications."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.read import read_files, read_folder
from engine.model.lifecycle import EffectKind, Lifecycle
from engine.model.problem import DefinitionError
from engine.model.service import Service

GOOD = Path(__file__).parents[3] / "definitions" / "good"
STUDIED = PurePosixPath("lifecycles/studied.yaml")


def files(*edits: tuple[str, str]) -> dict[PurePosixPath, bytes]:
    """The permits, with texts of their lifecycle replaced."""
    found = read_folder(GOOD / "base") | read_folder(GOOD / "shared-lifecycle")
    for old, new in edits:
        text = found[STUDIED].decode()
        assert old in text
        found[STUDIED] = text.replace(old, new, 1).encode()
    return found


@cache
def services() -> dict[str, Service]:
    return dict(read_files(files()).services)


def ids(lifecycle: Lifecycle) -> list[str]:
    return [one.id for one in lifecycle.transitions]


def test_a_part_is_there_where_the_service_has_it_with_all_that_leads_to_it() -> None:
    with_it, without = services()["permit"], services()["visitor-permit"]
    assert ids(with_it.lifecycle) == [
        "submit",
        "abandon",
        "overdue",
        "arrange",
        "report",
        "grant",
        "close",
    ]
    assert ids(without.lifecycle) == ["submit", "abandon", "overdue", "grant", "close"]
    assert [one.id for one in with_it.review] == ["visit.report"]
    assert without.review == ()


def test_arguments_stand_for_days_for_sources_and_in_texts() -> None:
    lifecycle = services()["permit"].lifecycle
    overdue = lifecycle.transition("overdue")
    assert overdue is not None
    assert overdue.after is not None
    assert (overdue.after.days, overdue.after.is_working, overdue.cite) == (5, True, ("order",))
    [notice] = services()["permit"].notifications
    assert str(notice.subject).count("Your permit is granted") == 1


def test_an_effect_that_names_none_is_left_out() -> None:
    grant = services()["permit"].lifecycle.transition("grant")
    assert grant is not None
    assert [one.kind for one in grant.effects] == [EffectKind.CLEAR, EffectKind.NOTIFY]


def test_a_notification_of_the_service_stands_in_the_place_of_a_shared_one() -> None:
    [notice] = services()["visitor-permit"].notifications
    assert str(notice.subject).count("Your visitor may park") == 1


def test_a_place_is_in_the_file_of_the_lifecycle_and_says_where_it_is_used() -> None:
    span = services()["permit"].lifecycle.span
    assert span.path == STUDIED
    assert [str(one) for one in span.via] == ["services/permit.yaml:44:8"]


def test_a_fault_of_a_lifecycle_is_said_once_with_every_service_that_uses_it() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_files(files(("{set: is_late}", "{set: is_lat}")))
    wrong = [one for one in caught.value.problems if one.code == "D133"]
    assert [str(one.span.path) for one in wrong] == [str(STUDIED)]
    assert [str(span.path) for _, span in wrong[0].related] == [
        "services/permit.yaml",
        "services/visitor-permit.yaml",
    ]

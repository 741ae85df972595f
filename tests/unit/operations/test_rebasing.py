"""What a release would change in drafts is told as applicants will meet it, and nothing written."""

from __future__ import annotations

import pytest

from engine.inflight import ChangeKind
from engine.operations.ports import Ports
from engine.operations.rebasing import Fate, drafts_under, pinned, target_of
from engine.operations.results import NotThere
from engine.operations.submission import submit
from engine.release import Release
from tests.support.stores import on_both
from tests.support.visitors import FORM, NOW, Visitor, config, edited, publish

RETYPED = edited(
    config(), FORM, "{id: place, type: text, max_length: 40,", "{id: place, type: date,"
)


def revisions(ports: Ports) -> list[tuple[str, str, int]]:
    with ports.store.read() as work:
        found = work.applications.unsubmitted("", 100)
    return [(one.reference, one.release, one.revision) for one in found]


@on_both
def test_a_draft_is_told_what_it_will_be_shown_and_is_not_touched(
    ports: Ports, visitor: Visitor
) -> None:
    visitor.fill()
    before = revisions(ports)
    (draft,) = drafts_under(ports, Release.of(RETYPED), NOW)
    assert (draft.reference, draft.fate) == (visitor.reference, Fate.MOVES)
    assert [(one.kind, one.step, one.field) for one in draft.changes] == [
        (ChangeKind.FIELD_RETYPED, "trips", "place")
    ]
    assert draft.touched == draft.changes
    assert revisions(ports) == before
    publish(ports, RETYPED)
    assert visitor.view().changes == draft.changes


def test_a_step_that_was_not_saved_yet_is_changed_and_not_touched(
    ports: Ports, visitor: Visitor
) -> None:
    (draft,) = drafts_under(ports, Release.of(RETYPED), NOW)
    assert len(draft.changes) == 1
    assert draft.touched == ()


def test_drafts_stay_where_the_service_says_so_or_is_gone(ports: Ports, visitor: Visitor) -> None:
    keeping = edited(RETYPED, FORM, "in_flight: {draft: rebase", "in_flight: {draft: keep")
    (draft,) = drafts_under(ports, Release.of(keeping), NOW)
    assert (draft.fate, draft.changes) == (Fate.KEEPS, ())
    without = {
        path: content for path, content in config().items() if "fishing-licence" not in str(path)
    }
    (draft,) = drafts_under(ports, Release.of(without), NOW)
    assert draft.fate is Fate.GONE
    (draft,) = drafts_under(ports, target_of(ports, None, NOW), NOW)
    assert draft.fate is Fate.IS_THERE


@on_both
def test_submitted_applications_stay_and_are_no_drafts(ports: Ports, visitor: Visitor) -> None:
    submit(ports, visitor.account, visitor.fill().reference, None, NOW)
    other = Visitor.starting(ports, visitor.account, "another")
    release = target_of(ports, None, NOW).hash
    found = drafts_under(ports, Release.of(RETYPED), NOW)
    assert [draft.reference for draft in found] == [other.reference]
    assert pinned(ports).by_release == {release: 1}


@on_both
def test_drafts_are_read_a_page_at_a_time(
    ports: Ports, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.operations.rebasing._PAGE", 2)
    references = {visitor.reference} | {
        Visitor.starting(ports, visitor.account, f"key-{at}").reference for at in range(4)
    }
    found = [one.reference for one in drafts_under(ports, Release.of(RETYPED), NOW)]
    assert found == sorted(references)


def test_a_kept_release_is_found_by_the_beginning_of_its_hash(ports: Ports) -> None:
    first = target_of(ports, None, NOW).hash
    publish(ports, RETYPED)
    assert target_of(ports, first[:10], NOW).hash == first
    with pytest.raises(NotThere):
        target_of(ports, "no-such", NOW)

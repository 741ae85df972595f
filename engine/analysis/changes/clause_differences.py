"""What was found between two conditions, as differences of the part that holds them."""

from __future__ import annotations

from engine.analysis.changes.change import ChangeKind
from engine.analysis.changes.clauses import Found, Pair, Recombined, Relabelled, Reordered
from engine.analysis.changes.difference import Difference, Trail


def of_clauses(found: Found, trail: Trail) -> Difference:
    """A difference between two conditions, of the part that the trail leads to."""
    match found:
        case Pair(None, new):
            assert new is not None, "a pair has one of two"
            return Difference(ChangeKind.CLAUSE_ADDED, trail, None, new, None, new.span)
        case Pair(old, None):
            assert old is not None, "a pair has one of two"
            return Difference(ChangeKind.CLAUSE_REMOVED, trail, old, None, old.span, None)
        case Pair(old, new):
            assert old is not None, "the others are taken"
            assert new is not None, "the others are taken"
            return Difference(ChangeKind.CLAUSE_CHANGED, trail, old, new, old.span, new.span)
        case Recombined(was, is_, old_span, new_span):
            at = trail.at("Condition", "combinator")
            return Difference(ChangeKind.CHANGED, at, was, is_, old_span, new_span)
        case Reordered(old_span, new_span):
            at = trail.at("Condition", "clauses")
            return Difference(ChangeKind.MOVED, at, None, None, old_span, new_span)
        case Relabelled(old, new):
            kind = ChangeKind.WORDS if old.label and new.label else ChangeKind.CHANGED
            kind = ChangeKind.GIVEN if old.label is None else kind
            kind = ChangeKind.WITHDRAWN if new.label is None else kind
            at = trail.at("Clause", "label")
            return Difference(kind, at, old.label, new.label, old.span, new.span)

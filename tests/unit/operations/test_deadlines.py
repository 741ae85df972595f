"""Deadlines that cannot be acted on hold up no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.operations.deadlines import run_deadlines
from engine.operations.ports import Ports
from tests.support.visitors import NOW, Visitor, add_account

LATE = NOW + timedelta(days=40)


def test_a_deadline_that_fails_holds_up_no_other_and_is_tried_again(ports: Ports) -> None:
    account = add_account(ports)
    broken, fine = (Visitor.starting(ports, account, key).reference for key in ("a", "b"))
    with ports.store.begin() as work:
        draft = work.applications.get(broken)
        assert draft is not None
        gone = replace(draft, release="f" * 64, revision=draft.revision + 1)
        work.applications.update(draft, gone)
        work.deadlines.renew(broken, {"abandon": NOW})  # the first that is looked at
    assert run_deadlines(ports, LATE, most=1) == ()
    assert run_deadlines(ports, LATE, most=1) == (fine,)
    with ports.store.begin() as work:
        work.applications.update(gone, replace(draft, revision=gone.revision + 1))
    assert run_deadlines(ports, LATE + timedelta(minutes=9)) == ()
    assert run_deadlines(ports, LATE + timedelta(minutes=10)) == (broken,)

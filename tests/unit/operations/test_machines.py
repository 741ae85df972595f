"""Machines that propose: tokens that are shown once, end, and are revoked."""

from datetime import timedelta

import pytest

from engine.model.problem import EngineError
from engine.operations import machines
from engine.operations.ports import Ports
from tests.support.stores import on_both
from tests.support.visitors import NOW


@on_both
def test_a_machine_is_let_in_until_its_last_day_or_until_it_is_revoked(ports: Ports) -> None:
    made, token = machines.add(ports, "pipeline", 30, "Sara", NOW)
    assert token.startswith(machines.BEGINNING)
    assert machines.let_in(ports, token, NOW) == made
    seen = machines.let_in(ports, token, made.expires_at - timedelta(seconds=1))
    assert seen is not None
    assert seen.seen_at == NOW
    assert machines.let_in(ports, token, made.expires_at) is None
    assert machines.let_in(ports, f"{token}x", NOW) is None
    assert machines.let_in(ports, token.removeprefix(machines.BEGINNING), NOW) is None
    machines.revoke(ports, "pipeline", "Sara", NOW)
    assert machines.let_in(ports, token, NOW) is None
    assert [(one.id, one.revoked_at) for one in machines.listed(ports)] == [("pipeline", NOW)]


def test_a_name_is_used_once_and_says_something(ports: Ports) -> None:
    machines.add(ports, "pipeline", 30, "Sara", NOW)
    for name in ("pipeline", "", "Pipeline", "a b", "-a", "x" * 65):
        with pytest.raises(EngineError, match=r"already|no name"):
            machines.add(ports, name, 30, "Sara", NOW)
    machines.revoke(ports, "pipeline", "Sara", NOW)
    for name in ("nothing", "pipeline"):
        with pytest.raises(EngineError, match="no machine"):
            machines.revoke(ports, name, "Sara", NOW)


def test_a_token_lasts_a_year_and_no_longer(ports: Ports) -> None:
    made, _ = machines.add(ports, "pipeline", 4_000, "Sara", NOW)
    assert made.expires_at == NOW + timedelta(days=machines.MOST_DAYS)

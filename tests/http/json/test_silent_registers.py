"""Registers that do not answer: nothing is done, and the program is told when to come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from tests.http.json.conftest import add_account, sign_in
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller, problem
from tests.http.json.test_api_journey import fill, submit
from tests.support.paying import biller_beside
from tests.support.portal import Clock, Site
from tests.support.visitors import RESIDENT, Silenceable, open_here, publish

SERVICE = "fishing-licence"


@dataclass
class Office:
    program: Caller
    registers: Silenceable


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_here(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
    registers = Silenceable(opened.registers)
    ports = replace(opened, registers=registers)
    publish(ports)
    clock = Clock()
    settings = Settings(ports.settings, tmp_path, "http://127.0.0.1:8000", False, 1_000)
    app = create_app(settings, ports, clock)
    with (
        biller_beside(ports, clock) as beside,
        TestClient(app, raise_server_exceptions=False) as client,
    ):
        add_account(Site(app, client, beside, ports, clock), "sara", RESIDENT)
        program = Caller(client, Contract(client.get("/api/v1/openapi.json").json()))
        program.token = sign_in(program, "sara")
        yield Office(program, registers)


def test_nothing_is_started_while_a_register_is_silent(office: Office) -> None:
    office.registers.is_silent = True
    response = office.program.ask("POST", "/applications", {"service": SERVICE})
    assert problem(response, 503, "registers-silent")["registers"] == ["resident"]
    assert int(response.headers["retry-after"]) > 0
    assert office.program.get("/applications") == {"applications": []}


def test_nothing_is_submitted_while_a_register_is_silent(office: Office) -> None:
    reference = fill(office.program)
    office.registers.is_silent = True
    decision = office.program.get(f"/applications/{reference}/decision")
    assert (decision["outcome"], decision["is_open_to"]) == ("undecided", "unknown")
    problem(submit(office.program, reference), 503, "registers-silent")
    office.registers.is_silent = False
    assert submit(office.program, reference).status_code == 200

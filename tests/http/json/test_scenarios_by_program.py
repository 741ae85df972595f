"""Every scenario of a configuration is walked by a program that knows the API and no service.

Registers say what the scenario says; the day is the scenario's. Beside config/ there is a small
second service that is nothing but files. One scenario of eight is walked in every run, all of them
in the long one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.account import Account, Role
from engine.model.register import Answer, RegisterAnswer
from engine.model.scenario import Scenario
from engine.model.words import Language
from engine.operations.own_applications import fields_of_own
from engine.operations.ports import Ports
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller, problem
from tests.http.json.walking import Walker
from tests.support.configuration import catalogue_in
from tests.support.grant import grant
from tests.support.portal import PASSWORD, Clock
from tests.support.visitors import open_here, publish

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures"
FOLDERS = {
    "config": ROOT / "config",
    "small": FIXTURES / "small-service",
    "fragments": FIXTURES / "two-parents",
    "fees": FIXTURES / "every-fee",
}
FILES = {name: read_folder(folder) for name, folder in FOLDERS.items()} | {"documents": grant()}


def walked(catalogue: Catalogue) -> tuple[Scenario, ...]:
    """The scenarios of what can be applied for, without other applications being there already."""
    services = {id for id, one in catalogue.services.items() if not any(fields_of_own(one))}
    own = {id for id, one in catalogue.registers.items() if one.own is not None}
    return tuple(
        one
        for one in catalogue.scenarios
        if one.service in services
        and not any(_holds(one.situation.registers.get(id)) for id in own)
    )


def _holds(answer: RegisterAnswer | None) -> bool:
    return answer is not None and answer.answer is Answer.RECORD


SCENARIOS = {name: walked(catalogue_in(folder)) for name, folder in FOLDERS.items()}
SCENARIOS["documents"] = walked(read_files(FILES["documents"]))
assert all(SCENARIOS.values()), "a configuration without scenarios must not pass"


@dataclass
class Told:
    """Registers that say what a scenario says."""

    scenario: Scenario

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        silent = RegisterAnswer(Answer.SILENT, {})
        return {id: self.scenario.situation.registers.get(id, silent) for id in registers}

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        del by
        return self.ask(catalogue, (register,), key)[register]

    def close(self) -> None:
        pass


@dataclass
class Office:
    """A portal whose clock and registers follow the scenario."""

    program: Caller
    ports: Ports
    told: Told
    clock: Clock
    applicants: int = 0

    def begin(self, scenario: Scenario) -> None:
        """Let somebody sign in who has no other application."""
        self.told.scenario = scenario
        self.applicants += 1
        later = self.applicants * timedelta(seconds=30)  # so many do not sign in within a minute
        self.clock.now = datetime.combine(scenario.decision_date, time(6), UTC) + later
        email, key = f"applicant-{self.applicants}@example.org", f"1{self.applicants:09}"
        account = Account(email, email, key, Language.AR, Role.APPLICANT, is_active=True)
        with self.ports.store.begin() as work:
            work.accounts.add(account, self.ports.passwords.hash(PASSWORD), self.clock.now)
        credentials = {"email": email, "password": PASSWORD}
        self.program.token = self.program.ask("POST", "/sessions", credentials).json()["token"]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """A portal for each configuration."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(opened_office(name, tmp_path_factory.mktemp(name)))
            for name in FILES
        }


@contextmanager
def opened_office(name: str, folder: Path) -> Iterator[Office]:
    told, clock = Told(SCENARIOS[name][0]), Clock()
    opened = open_here(folder, f"sqlite:///{folder / 'mumaris.sqlite3'}")
    ports = replace(opened, registers=told)
    publish(ports, FILES[name])
    settings = Settings(ports.settings, folder, "http://127.0.0.1:8000", False, 1_000_000)
    app = create_app(settings, ports, clock)
    with TestClient(app, raise_server_exceptions=False) as client:
        contract = Contract(client.get("/api/v1/openapi.json").json())
        yield Office(Caller(client, contract), ports, told, clock)


WALKS = [
    pytest.param(name, one, id=one.id, marks=[] if number % 8 == 0 else pytest.mark.long)
    for name, scenarios in SCENARIOS.items()
    for number, one in enumerate(scenarios)
]


@pytest.mark.parametrize(("name", "scenario"), WALKS)
def test_the_api_decides_as_the_scenario_expects(
    offices: dict[str, Office], name: str, scenario: Scenario
) -> None:
    office = offices[name]
    office.begin(scenario)
    program = office.program
    started = program.ask("POST", "/applications", {"service": scenario.service})
    if started.status_code != 201:
        assert started.status_code in {422, 503}
        assert scenario.expected.get("outcome", "undecided") == "undecided"
        return
    reference = started.json()["reference"]
    walker = Walker(program, scenario.service, scenario.situation, reference)
    application = walker.walk()
    if not application["is_complete"]:
        assert walker.is_left or is_silent(application), application["open"]
        assert scenario.expected.get("outcome") != "eligible"
        return
    assert application["open"] == []
    decision = program.get(f"/applications/{reference}/decision")
    assert decision["outcome"] in {"eligible", "ineligible"}, "complete is never undecided"
    lines = lines_of(decision)
    for line, expected in scenario.expected.items():
        if is_settled(line, expected):
            assert lines.get(line) == expected, line
    assert_submitted(program, reference, decision)


def assert_submitted(program: Caller, reference: str, decision: dict[str, Any]) -> None:
    submitted = program.ask("POST", f"/applications/{reference}/submission")
    if decision["outcome"] == "ineligible":
        assert problem(submitted, 409, "ineligible")["decision"] == decision
        return
    assert submitted.status_code == 200, submitted.text
    binding = program.get(f"/applications/{reference}/decision")
    assert binding == decision | {"is_binding": True}
    due = [one["amount"] for one in decision["fees"] if one["stage"] == "on_submission"]
    invoice = submitted.json()["invoice"]
    assert (invoice is not None) == bool(due)
    if invoice is not None:
        assert [line["amount"] for line in invoice["lines"]] == due


def is_silent(application: dict[str, Any]) -> bool:
    """Whether a register does not answer, so that nothing may be complete."""
    return any(one["part"] == "register_silent" for one in application["open"])


def is_settled(line: str, expected: str) -> bool:
    """Whether what is filled in beyond the scenario cannot change the line, which the API has.

    Determinations are said in words.
    """
    is_said = line != "open_to" and not line.startswith("determinations.")
    return is_said and expected not in {"unknown", "undecided", "asked", "false"}


def lines_of(decision: dict[str, Any]) -> dict[str, str]:
    """The decision as scenarios write it."""
    lines = {"outcome": decision["outcome"]}
    lines |= {f"verdicts.{one['id']}": one["verdict"] for one in decision["rules"]}
    lines |= {f"fees.{one['id']}": _money(one["amount"]) for one in decision["fees"]}
    lines |= {
        f"documents.{one['id']}": "due" for one in decision["documents"] if one["due"] == "yes"
    }
    for one in decision["documents"]:
        numbers = ", ".join(str(item["item"]) for item in one["items"])
        lines |= {f"documents_of_items.{one['id']}": numbers} if numbers else {}
    if decision["total"] is not None:
        lines["total"] = _money(decision["total"])
    for end in ("starts", "ends") if decision["validity"] else ():
        lines[f"validity.{end}"] = decision["validity"][end]
    return lines


def _money(amount: dict[str, str] | None) -> str:
    return "unknown" if amount is None else f"{amount['amount']} {amount['currency']}"

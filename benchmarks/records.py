"""Recorded decisions in any number: renewals of chance, put in the ledger as submissions are.

    MUMARIS_VAR=FOLDER python -m benchmarks.records 100000

puts config/ in force in the store of the environment, and records so many decisions there, each
appended by the ledger itself with a payload like that of a submission. The applications are not
made: replaying and walking the chain read the ledger alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from benchmarks.inputs import DAY, SERVICE, applications
from engine.analysis.proofs import Prover
from engine.decide.decision import decide
from engine.definitions.read import read_folder
from engine.expressions.program import Program
from engine.operations.ports import Ports, Settings, open_ports
from engine.operations.releases import publish
from engine.release import engine_version
from engine.store.canonical import Json, write_facts
from engine.store.chain import RecordKind
from engine.store.decisions import write_decision

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONFIG = Path(__file__).parents[1] / "config"
_DISTINCT = 40  # applications of chance; they take turns
_AT_ONCE = 500  # records in one transaction


def record(ports: Ports, count: int, prover: Prover | None = None) -> None:
    """Put config/ in force and record so many decisions under it."""
    files = read_folder(CONFIG)
    release = publish(ports, files, "benchmark", "", None, NOW, prover).release
    payloads = list(_payloads(release.catalogue.programs[SERVICE], release.hash))
    for first in range(0, count, _AT_ONCE):
        with ports.store.begin() as work:
            for number in range(first, min(first + _AT_ONCE, count)):
                reference = f"R-{number:010d}"
                payload: Json = {"reference": reference, **payloads[number % _DISTINCT]}
                work.ledger.append(
                    RecordKind.DECISION,
                    reference,
                    release.hash,
                    engine_version(),
                    DAY,
                    payload,
                    NOW,
                )


def _payloads(program: Program, release: str) -> Iterator[dict[str, Json]]:
    for facts in applications(_DISTINCT):
        decision = decide(program, facts, DAY, release)
        yield {
            "account": "benchmark",
            "person": "0000000000",
            "service": SERVICE,
            "transition": "submit",
            "event": "submit",
            "by": "applicant",
            "who": "benchmark",
            "from": "draft",
            "to": "awaiting_payment",
            "reasons": None,
            "corrections": [],
            "statement": None,
            "note": None,
            "recorded": {},
            "facts": write_facts(facts),
            "decision": write_decision(decision),
            "snapshot": {},
            "evidence": [],
        }


def main() -> None:
    count = int(sys.argv[1])
    ports = open_ports(Settings.of(os.environ))
    start = perf_counter()
    record(ports, count)
    print(f"{count} decisions recorded in {perf_counter() - start:.0f} s")
    ports.close()


if __name__ == "__main__":
    main()

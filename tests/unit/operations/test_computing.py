"""Reports: asked once, computed by one worker in a process of its own, given up at last."""

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.report import ReportKey, ReportKind, ReportState
from engine.model.words import Language
from engine.operations import candidates, computing
from engine.operations.candidates import Proposer
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.phrases import phrase
from engine.release import hash_of
from engine.reports.comparing import KINDS
from tests.support.billers import submitted
from tests.support.stores import on_both
from tests.support.visitors import NOW, PROVER, RULES, Files, Visitor, config, edited

DEARER = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
BEFORE, AFTER = hash_of(config()), hash_of(DEARER)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def key(ports: Ports) -> ReportKey:
    keep(ports, DEARER)
    return ReportKey(BEFORE, AFTER, ReportKind.WORDS)


def keep(ports: Ports, files: Files) -> str:
    with ports.store.begin() as work:
        work.releases.add(hash_of(files), files, NOW)
    return hash_of(files)


def test_a_change_is_told_in_both_languages(ports: Ports, key: ReportKey) -> None:
    assert computing.report(ports, key) is None
    computing.ask(ports, key, NOW)
    waiting = computing.report(ports, key)
    assert waiting is not None
    assert waiting.state is ReportState.WAITING
    assert computing.compute_next(ports, LATER) == 1
    assert computing.compute_next(ports, LATER) == 0
    done = computing.report(ports, key)
    assert done is not None
    assert (done.state, done.failure, done.done_at) == (ReportState.DONE, "", LATER)
    assert all("990.00" in done.bodies[language] for language in ("ar", "en"))
    assert all("990.00" in done.content["words"][0]["sentence"][one] for one in ("ar", "en"))


def test_a_release_that_is_read_no_more_is_the_reason(ports: Ports) -> None:
    broken = keep(ports, {**config(), PurePosixPath("sources.yaml"): b"format: 1\n"})
    key = ReportKey(broken, BEFORE, ReportKind.WORDS)
    computing.ask(ports, key, NOW)
    computing.compute_next(ports, NOW)
    failed = computing.report(ports, key)
    assert failed is not None
    assert failed.state is ReportState.FAILED
    assert "sources.yaml" in failed.failure


@on_both
def test_a_report_is_one_workers_until_its_claim_runs_out(ports: Ports, key: ReportKey) -> None:
    computing.ask(ports, key, NOW)
    with ports.store.begin() as work:
        mine = work.reports.claim(NOW, LATER)
        assert mine is not None
        assert work.reports.claim(NOW, LATER) is None
    with ports.store.begin() as work:
        theirs = work.reports.claim(LATER, LATER + timedelta(hours=1))
        assert theirs is not None
        assert theirs.attempts == 2
        work.reports.finish(mine)  # too late: it is another's by now
    with ports.store.read() as work:
        found = work.reports.get(key)
    assert found is not None
    assert found.state is ReportState.WAITING


def test_what_never_ends_is_given_up(ports: Ports, key: ReportKey) -> None:
    """As when each worker that begins it is killed."""
    computing.ask(ports, key, NOW)
    for attempt in range(3):
        at = NOW + timedelta(hours=attempt)
        with ports.store.begin() as work:
            assert work.reports.claim(at, at + timedelta(minutes=1)) is not None
    assert computing.compute_next(ports, NOW + timedelta(hours=4)) == 1
    failed = computing.report(ports, key)
    assert failed is not None
    assert failed.state is ReportState.FAILED
    computing.ask(ports, key, NOW)
    again = computing.report(ports, key)
    assert again is not None
    assert (again.state, again.attempts) == (ReportState.WAITING, 0)


def test_another_engine_computes_anew(ports: Ports, key: ReportKey) -> None:
    with ports.store.begin() as work:
        work.reports.ask(key, "an older one", NOW)
    assert computing.report(ports, key) is None
    computing.ask(ports, key, NOW)
    assert computing.report(ports, key) is not None


def test_proposing_has_everything_computed(ports: Ports) -> None:
    candidates.propose(ports, DEARER, Proposer("operator"), "", None, NOW, PROVER)
    for kind in KINDS:
        assert computing.report(ports, ReportKey(BEFORE, AFTER, kind)) is not None


def test_what_was_never_kept_is_not_there(ports: Ports) -> None:
    with pytest.raises(NotThere):
        computing.ask(ports, ReportKey(BEFORE, "f" * 64, ReportKind.WORDS), NOW)


@pytest.mark.long
def test_impact_counts_the_applications_of_the_store(
    ports: Ports, key: ReportKey, visitor: Visitor
) -> None:
    impact = replace(key, kind=ReportKind.IMPACT)
    computing.ask(ports, impact, NOW)
    computing.compute_next(ports, NOW)
    nobody = computing.report(ports, impact)
    assert nobody is not None
    assert phrase("desk.no-applications", Language.EN) in nobody.bodies["en"]

    submitted(visitor)
    computing.ask(ports, impact, NOW)  # again, for somebody has applied since
    computing.compute_next(ports, LATER)
    done = computing.report(ports, impact)
    assert done is not None
    assert (done.state, done.failure) == (ReportState.DONE, "")
    assert visitor.reference not in done.bodies["en"]
    assert phrase("impact.references", Language.EN) not in done.bodies["en"]
    assert "Fishing licence" in done.bodies["en"]
    (counted,) = done.content["impact"]
    assert counted["title"]["en"] == "Fishing licence"


@pytest.mark.long
def test_what_is_proved_of_a_candidate_is_counted(ports: Ports, key: ReportKey) -> None:
    proof = replace(key, kind=ReportKind.PROOF)
    computing.ask(ports, proof, NOW)
    computing.compute_next(ports, NOW)
    done = computing.report(ports, proof)
    assert done is not None
    assert (done.state, done.failure) == (ReportState.DONE, "")
    assert all(done.bodies[language].strip() for language in ("ar", "en"))

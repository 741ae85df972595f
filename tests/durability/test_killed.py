"""A process killed in the middle of something leaves it done or undone, and nothing in between."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.operations import applications, payments, records
from engine.operations.ports import Ports, sweep_files
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from tests.durability.dying import ACTIONS, receive
from tests.support.visitors import NOW, Visitor, add_account, open_here, publish

ROOT = Path(__file__).parents[2]


@pytest.fixture
def visitor(tmp_path: Path, url: str) -> Iterator[Visitor]:
    """Somebody with a complete draft of the paid way."""
    ports = open_here(tmp_path, url)
    publish(ports)
    yield Visitor.starting(ports, add_account(ports)).fill(metres="10")
    ports.close()


def kill(visitor: Visitor, url: str, action: str, moment: str) -> Visitor:
    """Let another process be killed at the moment, and come back as after a restart."""
    folder = visitor.ports.settings.var.parent
    visitor.ports.close()
    arguments = (str(folder), url, visitor.reference, action, moment)
    died = subprocess.run(
        [sys.executable, "-m", "tests.durability.dying", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    return Visitor(open_here(folder, url), visitor.account, visitor.reference)


def recorded(ports: Ports) -> int:
    """The records beside the publication; the chain is whole."""
    chain = records.verify(ports)
    assert isinstance(chain, records.ChainIntact)
    return chain.records - 1


@pytest.mark.parametrize(
    ("moment", "metres"),
    [("in-the-step", "10"), ("in-the-state", "10"), ("after-the-commit", "11")],
)
def test_killed_while_saving_the_last_saved_step_is_there(
    visitor: Visitor, url: str, moment: str, metres: str
) -> None:
    after = kill(visitor, url, "save", moment)
    entry = after.view().application.step("boat")
    assert entry.answers == {"boat.is_own": "yes", "boat.metres": metres}
    ACTIONS["save"](after)
    assert after.view().application.step("boat").answers["boat.metres"] == "11"
    assert after.view().is_complete
    after.ports.close()


@pytest.mark.parametrize(
    ("moment", "is_submitted"),
    [
        ("in-the-record", False),
        ("in-the-state", False),
        ("in-the-invoice", False),
        ("after-the-commit", True),
    ],
)
def test_killed_while_submitting_it_is_submitted_once_or_not_at_all(
    visitor: Visitor, url: str, moment: str, is_submitted: bool
) -> None:
    after = kill(visitor, url, "submit", moment)
    view = after.view()
    assert (view.application.submission is not None) is is_submitted
    assert (view.invoice is not None) is is_submitted
    assert view.is_open is not is_submitted
    assert recorded(after.ports) == is_submitted
    result = submit(after.ports, after.account, after.reference, None, NOW)
    assert isinstance(result, Submitted)
    assert recorded(after.ports) == 1
    assert len(payments.invoices(after.ports, after.account)) == 1
    after.ports.close()


@pytest.mark.parametrize(
    ("moment", "is_paid"),
    [("in-the-payment", False), ("in-the-record", False), ("after-the-commit", True)],
)
def test_killed_while_taking_a_payment_it_is_taken_once_or_not_at_all(
    visitor: Visitor, url: str, moment: str, is_paid: bool
) -> None:
    submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    after = kill(visitor, url, "pay", moment)
    assert after.view().state.id == ("submitted" if is_paid else "awaiting_payment")
    assert recorded(after.ports) == 1 + 2 * is_paid  # the payment, and what it moved
    paid = receive(after)
    assert isinstance(paid, payments.Paid)
    assert paid.is_new is not is_paid
    assert after.view().state.id == "submitted"
    assert recorded(after.ports) == 3
    after.ports.close()


@pytest.mark.parametrize("moment", ["in-the-file", "before-the-evidence", "in-the-state"])
def test_killed_while_supplying_a_file_the_old_one_is_there_and_the_new_one_is_swept(
    visitor: Visitor, url: str, moment: str
) -> None:
    files = {one.id for one in visitor.view().application.evidence}
    after = kill(visitor, url, "supply", moment)
    assert {one.id for one in after.view().application.evidence} == files
    sweep_files(after.ports, datetime.now(UTC) + timedelta(hours=1))
    folder = after.ports.settings.var / "files"
    assert {place.name for place in folder.rglob("*") if place.is_file()} == files
    ACTIONS["supply"](after)
    assert after.view().is_complete
    after.ports.close()


def test_killed_while_discarding_the_draft_is_gone_and_its_files_are_swept(
    visitor: Visitor, url: str
) -> None:
    after = kill(visitor, url, "discard", "after-the-commit")
    with pytest.raises(NotThere):
        after.view()
    sweep_files(after.ports, datetime.now(UTC) + timedelta(hours=1))
    folder = after.ports.settings.var / "files"
    assert [place for place in folder.rglob("*") if place.is_file()] == []
    assert applications.list_own(after.ports, after.account, NOW) == ()
    after.ports.close()

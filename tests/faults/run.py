"""One run: an installation, clients that go their ways, and somebody who keeps killing it."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx

from engine.definitions.read import read_folder
from engine.model.account import Account
from engine.operations.accounts import seed_demonstration
from engine.operations.ports import Ports, Settings, open_ports
from tests.faults.checks import Counts, check
from tests.faults.drafts import complete_drafts
from tests.faults.processes import AHEAD, BEGAN, ROOT, Installation, clock
from tests.faults.walks import PLANS, Client, Sessions, Walk
from tests.support import gateway as gateways
from tests.support import mailbox as mailboxes
from tests.support.gateway import Gateway, gateway
from tests.support.mailbox import Mailbox, mailbox
from tests.support.ports import free_port
from tests.support.visitors import publish

CLIENTS = 6
MAIL_REPLIES = ("250 ok",) * 8 + ("451 later", mailboxes.DROP)
TEXT_REPLIES = (202,) * 8 + (503, gateways.DROP)
DIES_EARLY = 0.15  # of those just started, before they are ready
DAYS_UNTIL_LATE = 35  # every deadline of what is left lying is past, and no later one is
QUIET_SECONDS = 600  # to send what waits once nothing is killed any more


@dataclass(frozen=True)
class Ran:
    counts: Counts
    killed: Mapping[str, int]
    seconds: float


def run(folder: Path, url: str, number: int, seed: int) -> Ran:
    """Raises AssertionError with what does not hold, and TimeoutError for what never came."""
    began, random = time.monotonic(), Random(seed)
    os.environ |= {BEGAN: str(time.time()), AHEAD: "0"}
    with mailbox() as box, gateway() as telephones, ExitStack() as closing:
        box.at_content += random.choices(MAIL_REPLIES, k=number)
        telephones.replies += random.choices(TEXT_REPLIES, k=number // 2)
        environment = _environment(folder, url, box, telephones)
        ports = open_ports(Settings.of(environment))
        walks, staff, password = _prepare(ports, number, random)
        installation = _installation(folder, environment)
        clients = [
            Client(
                ports=ports,
                clock=clock,
                portal=closing.enter_context(_calling(environment["MUMARIS_BASE_URL"])),
                biller=closing.enter_context(_calling(environment["MUMARIS_BILLER_URL"])),
                staff=staff,
                password=password,
                shared=shared,
            )
            for shared in [Sessions()]
            for _ in range(CLIENTS)
        ]
        try:
            installation.start_all()
            with _killing(installation, random):
                _go(clients, walks)
            _let_time_pass(installation)
            with _killing(installation, random):
                _until(lambda: not _overdue(ports), "deadlines")
            _until(lambda: not _waiting(ports), "messages")
            assert installation.dead() == [], "a process ended by itself"
        finally:
            installation.kill_all()
        counts = check(ports, walks, folder, box, telephones)
        ports.close()
    return Ran(counts, installation.killed, time.monotonic() - began)


def _calling(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=30)


def _environment(folder: Path, url: str, box: Mailbox, telephones: Gateway) -> dict[str, str]:
    return {
        "MUMARIS_VAR": str(folder / "var"),
        "DATABASE_URL": url,
        "MUMARIS_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "MUMARIS_BILLER_URL": f"http://127.0.0.1:{free_port()}",
        "MUMARIS_STAFF_SECOND_FACTOR": "no",
        "MUMARIS_DEMONSTRATION": "yes",
        "MUMARIS_REQUESTS_PER_MINUTE": "1000000",
        "MUMARIS_SMTP_HOST": "127.0.0.1",
        "MUMARIS_SMTP_PORT": str(box.port),
        "MUMARIS_SMTP_SECURITY": "none",
        "MUMARIS_SMTP_FROM": "no-reply@portal.example",
        "MUMARIS_SMS_URL": telephones.address,
        "MUMARIS_SENDING_SECONDS": "1",
    }


def _installation(folder: Path, environment: Mapping[str, str]) -> Installation:
    def port(name: str) -> str:
        return environment[name].rpartition(":")[2]

    return Installation(
        folder=folder,
        environment=environment,
        commands={
            "server": ("server", port("MUMARIS_BASE_URL")),
            "biller": ("biller", port("MUMARIS_BILLER_URL")),
            "worker-1": ("worker",),
            "worker-2": ("worker",),
        },
    )


def _prepare(
    ports: Ports, number: int, random: Random
) -> tuple[list[Walk], dict[str, Account], str]:
    """The definitions of config/, people, and drafts that each have a plan."""
    now = clock()
    publish(ports, read_folder(ROOT / "config"), now)
    password = seed_demonstration(ports, now).password
    staff = {role: _account(ports, f"{role}@demo.example") for role in ("reviewer", "approver")}
    plans = [name for name in PLANS for _ in range(-(-number // len(PLANS)))]
    random.shuffle(plans)
    drafts = complete_drafts(ports, number, now)
    walks = [
        Walk(reference, account, plan)
        for (account, reference), plan in zip(drafts, plans, strict=False)
    ]
    return walks, staff, password


def _account(ports: Ports, email: str) -> Account:
    with ports.store.read() as work:
        found = work.accounts.by_email(email)
    assert found is not None, email
    return found.account


@contextmanager
def _killing(installation: Installation, random: Random) -> Iterator[None]:
    """Kill one process after the other, and start it again, until the block ends.

    How fast depends on how fast they start here: mostly they live to do something first.
    """
    ending = threading.Event()

    def kill() -> None:
        while not ending.wait(random.uniform(0.2, 4.0)):
            name = random.choice(sorted(installation.commands))
            installation.kill(name)
            ending.wait(random.uniform(0.0, 1.0))
            installation.start(name)
            while random.random() < DIES_EARLY and not ending.wait(random.uniform(0.0, 4.0)):
                installation.kill(name)
                installation.start(name)
            while not installation.is_answering(name) and not ending.wait(0.2):
                pass

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        ending.set()
        killer.join()


def _go(clients: Sequence[Client], walks: Sequence[Walk]) -> None:
    """Let every client take one application after the other."""
    waiting: queue.SimpleQueue[Walk] = queue.SimpleQueue()
    for walk in walks:
        waiting.put(walk)
    failures: list[BaseException] = []

    def work(client: Client) -> None:
        try:
            while not failures:
                client.go(waiting.get_nowait())
        except queue.Empty:
            pass
        except BaseException as failure:  # noqa: BLE001  # it is raised again below
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(client,), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _let_time_pass(installation: Installation) -> None:
    """Everything dies, and comes back on a later day."""
    installation.kill_all()
    installation.days_ahead = DAYS_UNTIL_LATE
    os.environ[AHEAD] = str(DAYS_UNTIL_LATE)
    installation.start_all()


def _until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + QUIET_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} are left")
        time.sleep(0.5)


def _overdue(ports: Ports) -> bool:
    with ports.store.read() as work:
        return bool(work.deadlines.past(clock(), 1))


def _waiting(ports: Ports) -> bool:
    """Whether a message has not been sent; one that was given up will not be."""
    with ports.store.read() as work:
        unsent = [mail for mail in work.outbox.newest(100_000) if mail.sent_at is None]
        return len(unsent) > len(work.outbox.given_up(100_000))

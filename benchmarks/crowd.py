"""Applicants at once, each walking a whole journey over a network: how long each page takes.

    python -m benchmarks.crowd [APPLICANTS] [SECONDS]

A server of two processes on this machine, and applicants who are signed in already. Each takes a
service, begins, answers every step with files, looks at the decision and submits, without thinking
longer than SECONDS (0 when left out) before a page; then another service. Half of the machine goes
to the applicants themselves, so that a server alone does better.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median, quantiles
from subprocess import DEVNULL, Popen
from urllib.parse import urlencode

from engine.answers import StepReading
from engine.definitions.catalogue import Catalogue
from engine.model.register import Answer, DemonstrationPerson
from engine.model.service import FieldType, Service
from engine.operations.ports import Ports, Settings, open_ports
from engine.operations.sessions import begin_session
from tests.support.driving import Paper, Texts, fill, without_history
from tests.support.ports import free_port
from tests.support.walks import Unanswerable, Walked, walk

HIDDEN = re.compile(rb'name="(csrf|revision)" value="([^"]*)"')
BOUNDARY = "mumaris-benchmark"
JOURNEYS = 2  # of each applicant


@dataclass
class Taken:
    """Seconds of each page, by what was asked, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, what: str, seconds: float) -> None:
        self.seconds.setdefault(what, []).append(seconds)


@dataclass
class Applicant:
    """Somebody with a browser: a connection that is kept, and a session."""

    port: int
    cookie: str
    thinks: float
    random: Random
    taken: Taken
    place: str = ""

    def __post_init__(self) -> None:
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def all(self, journeys: list[Journey]) -> None:
        for journey in journeys:
            self.apply(journey.service, journey.walked)
        self.line.close()

    def apply(self, service: str, walked: Walked) -> None:
        page = self.get(f"/ar/services/{service}", "start page")
        key = sha256(f"{self.cookie}{service}".encode()).hexdigest()[:20]
        sent = {**hidden(page), "key": key}
        location = self.post(f"/ar/services/{service}/apply", sent, (), "begin")
        self.place = location.partition("/steps/")[0]
        fill(self, walked)
        decision = self.get(f"{self.place}/decision", "decision")
        if b"/submit" in decision:
            self.post(f"{self.place}/submit", hidden(decision), (), "submit")

    # The hand of `tests.support.driving.fill` -----------------------------------------------

    def save(self, step: StepReading, texts: Texts, papers: list[Paper]) -> None:
        self._send(f"/steps/{step.step.id}", step, texts, papers)

    def add(self, step: StepReading, texts: Texts, papers: list[Paper]) -> str:
        action = self._send(f"/steps/{step.step.id}/items/new", step, texts, papers)
        return action.rsplit("/", 1)[-1]

    def close(self, step: StepReading) -> None:
        self._send(f"/steps/{step.step.id}", step, {}, [])

    def _send(self, rest: str, step: StepReading, texts: Texts, papers: list[Paper]) -> str:
        """Send the form of a page; where it was sent to."""
        page = self.get(f"{self.place}{rest}", "step")
        several = {one.id for one in step.step.fields if one.type is FieldType.CHOICES}
        sent = hidden(page)
        for name, text in texts.items():
            if name in several:
                sent |= {f"{name}:{code}": "yes" for code in text.split(",") if code}
            else:
                sent[name] = text
        form = page[page.index(b'<form id="step-form"') :]
        action = re.search(rb'action="([^"]*)"', form)
        assert action is not None
        is_multipart = b'enctype="multipart/form-data"' in form.partition(b">")[0]
        address = action[1].decode()
        self.post(address, sent, papers if is_multipart else None, "save")
        return address

    # One page -------------------------------------------------------------------------------

    def get(self, path: str, what: str) -> bytes:
        return self._ask("GET", path, None, {}, what)[0]

    def post(
        self, path: str, sent: dict[str, str], papers: list[Paper] | tuple[()] | None, what: str
    ) -> str:
        """Send a form; where it leads. `papers` None or empty: without files."""
        if papers is None or papers == ():
            kind, body = "application/x-www-form-urlencoded", urlencode(sent).encode()
        else:
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", multipart(sent, papers)
        return self._ask("POST", path, body, {"Content-Type": kind}, what)[1]

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], what: str
    ) -> tuple[bytes, str]:
        time.sleep(self.random.uniform(0.5, 1.5) * self.thinks)
        start = time.perf_counter()
        self.line.request(method, path, body, {"Cookie": self.cookie, **headers})
        answer = self.line.getresponse()
        content = answer.read()
        self.taken.add(what, time.perf_counter() - start)
        if answer.status not in {200, 303}:
            self.taken.wrong.append(f"{answer.status} {method} {path}")
        return content, answer.headers.get("Location") or ""


def hidden(page: bytes) -> dict[str, str]:
    """The hidden inputs of a page that its forms share."""
    return {name.decode(): value.decode() for name, value in HIDDEN.findall(page)}


def multipart(sent: dict[str, str], papers: list[Paper] | tuple[()]) -> bytes:
    pieces: list[bytes] = []
    for name, text in sent.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        pieces.append(head.encode())
    for paper in papers:
        file, content, kind = paper.upload
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{paper.slot}"; '
        pieces.append(f'{head}filename="{file}"\r\nContent-Type: {kind}\r\n\r\n'.encode())
        pieces += [content, b"\r\n"]
    return b"".join((*pieces, f"--{BOUNDARY}--\r\n".encode()))


# Setting up ---------------------------------------------------------------------------------


@contextmanager
def served(folder: Path, port: int) -> Iterator[Ports]:
    """A portal of two processes, with the demonstration, and its store."""
    environment = {
        **os.environ,
        "MUMARIS_VAR": str(folder),
        "MUMARIS_REQUESTS_PER_MINUTE": "1000000",
    }
    words = [sys.executable, "-m", "engine.cli.main", "serve", "--workers", "2"]
    with Popen(
        [*words, "--port", str(port)], env=environment, stdout=DEVNULL, stderr=DEVNULL
    ) as it:
        try:
            _wait(port)
            ports = open_ports(Settings.of(environment))
            yield ports
            ports.close()
        finally:
            it.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        line = HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError):
            line.request("GET", "/ready")
            if line.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit("the server did not start")


@dataclass(frozen=True)
class Journey:
    service: str
    walked: Walked


def journeys(catalogue: Catalogue, person: DemonstrationPerson, random: Random) -> list[Journey]:
    """Complete applications, on paper, for services that are open to the person."""
    said = without_history(catalogue, person.answers)
    found: list[Journey] = []
    services = list(catalogue.services.values())
    random.shuffle(services)
    for service in services:
        if len(found) < JOURNEYS and _is_open(service, person):
            with suppress(Unanswerable):
                today = datetime.now(UTC).date()
                found.append(Journey(service.id, walk(catalogue, service, today, random, said)))
    return found


def _is_open(service: Service, person: DemonstrationPerson) -> bool:
    answers = (person.answers.get(one.register) for one in service.open_to)
    return all(one is not None and one.answer is Answer.RECORD for one in answers)


def crowd(
    ports: Ports, port: int, applicants: int, thinks: float
) -> list[tuple[Applicant, list[Journey]]]:
    """Applicants with what they will do: people of the demonstration, in turn, in new sessions."""
    now = datetime.now(UTC)
    catalogue = ports.releases.active(now).catalogue
    able = [one for one in catalogue.people.values() if journeys(catalogue, one, Random(0))]
    made = []
    for number, person in zip(range(applicants), cycle(able), strict=False):
        with ports.store.begin() as work:
            entry = work.accounts.by_email(person.login)
            assert entry is not None
            token = begin_session(work, entry.account, now).token
        random = Random(number)
        applicant = Applicant(port, f"mumaris={token}", thinks, random, Taken())
        made.append((applicant, journeys(catalogue, person, random)))
    return made


def main() -> None:
    applicants = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    thinks = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), port) as ports:
        made = crowd(ports, port, applicants, thinks)
        start = time.perf_counter()
        with ThreadPoolExecutor(applicants) as pool:
            for _ in pool.map(lambda one: one[0].all(one[1]), made):
                pass
        report([one.taken for one, _ in made], time.perf_counter() - start)


def report(taken: list[Taken], seconds: float) -> None:
    every: dict[str, list[float]] = {}
    for one in taken:
        for what, times in one.seconds.items():
            every.setdefault(what, []).extend(times)
            every.setdefault("all", []).extend(times)
    wrong = [line for one in taken for line in one.wrong]
    pages = len(every["all"])
    print(f"{len(taken)} applicants, {pages} pages in {seconds:.1f} s, {len(wrong)} wrong")
    for line in sorted(set(wrong))[:10]:
        print(f"  {line}")
    for what, times in sorted(every.items(), key=lambda entry: -len(entry[1])):
        high = quantiles(times, n=100)[98] if len(times) > 1 else times[0]
        print(
            f"  {what:<12}{len(times):>6}   median {median(times) * 1e3:6.0f} ms"
            f"   99 of 100 within {high * 1e3:6.0f} ms   longest {max(times) * 1e3:6.0f} ms"
        )


if __name__ == "__main__":
    main()

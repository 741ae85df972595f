"""Several server processes: publishing loses no request, all follow, and stopping ends nothing."""

from __future__ import annotations

import http.client
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from engine.operations import records, releases
from engine.operations.ports import Ports
from tests.support.served import PATIENCE_SECONDS, Served, served
from tests.support.stores import copied_sqlite
from tests.support.visitors import FIXTURES, RULES, config, edited, open_here, publish

PUBLICATIONS = 4
REQUESTS = 160  # of each of two clients
ADDRESSES = ("/ar/services/fishing-licence", "/en/services/fishing-licence", "/api/v1/services")
PRICE = "2025-04-01: 120.50 SAR"
# Two servers of the other database are started among the long tests.
ON_BOTH = pytest.mark.parametrize(
    "url",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])],
    indirect=True,
)
SECONDS_TO_FOLLOW = 60  # the machine is shared


@pytest.fixture
def ports(tmp_path: Path, url: str) -> Iterator[Ports]:
    opened = open_here(tmp_path, url)
    publish(opened, now=datetime.now(UTC))
    yield opened
    opened.close()


@pytest.fixture
def server(tmp_path: Path, url: str, ports: Ports) -> Iterator[Served]:
    with served(tmp_path, url, MUMARIS_METRICS_TOKEN="a-token-of-a-test") as server:
        yield server


def counted(server: Served) -> float:
    """How many requests for the service's page the server counts, once it has stopped counting."""
    headers = {"Authorization": "Bearer a-token-of-a-test"}
    asked: list[float] = []
    while len(asked) < 2 or asked[-1] != asked[-2]:
        text = httpx.get(f"{server.address}/metrics", headers=headers, timeout=60).text
        asked.append(
            sum(
                sample.value
                for family in text_string_to_metric_families(text)
                for sample in family.samples
                if sample.name == "mumaris_request_seconds_count"
                and sample.labels["route"] == "/{language}/services/{service}"
            )
        )
    return asked[-1]


def answering(server: Served) -> set[int]:
    """The processes that have answered requests for pages and the API."""
    lines = server.lines("request")
    return {line["process"] for line in lines if line["route"] not in ("/ready", "/health")}


@ON_BOTH
def test_publishing_under_load_loses_no_request_and_every_process_follows(
    server: Served, ports: Ports
) -> None:
    statuses: list[int | str] = []

    def ask() -> None:
        for at in range(REQUESTS):
            try:
                answer = httpx.get(server.address + ADDRESSES[at % 3], timeout=60)
                statuses.append(answer.status_code)
            except httpx.HTTPError as error:
                statuses.append(repr(error))

    clients = [threading.Thread(target=ask) for _ in range(2)]
    for client in clients:
        client.start()
    for number in range(PUBLICATIONS):
        priced = edited(config(), RULES, PRICE, f"2025-04-01: {300 + number}.00 SAR")
        releases.publish(ports, priced, "tests", "", None, datetime.now(UTC))
        sleep(0.5)
    for client in clients:
        client.join()
    assert len(statuses) == 2 * REQUESTS
    assert [status for status in statuses if status != 200] == []
    assert isinstance(records.verify(ports), records.ChainIntact)

    newest = f"{300 + PUBLICATIONS - 1}.00"
    deadline, in_a_row = monotonic() + SECONDS_TO_FOLLOW, 0
    while in_a_row < 20:
        is_new = newest in httpx.get(server.address + ADDRESSES[1], timeout=60).text
        in_a_row = in_a_row + 1 if is_new else 0
        assert is_new or monotonic() < deadline, "a process still serves an older release"
    assert len(answering(server)) == 2


@ON_BOTH
def test_each_process_answers_for_all_of_them(server: Served) -> None:
    for _ in range(20):
        httpx.get(f"{server.address}/ar/services/fishing-licence", timeout=60)
    for _ in range(6):  # whichever process answers
        assert counted(server) == 20


@ON_BOTH
def test_a_request_under_way_ends_before_the_server_does(server: Served) -> None:
    host = server.address.removeprefix("http://")
    with closing(http.client.HTTPConnection(host, timeout=60)) as connection:
        connection.putrequest("POST", "/payments/callback")
        connection.putheader("Content-Length", "10")
        connection.endheaders()
        connection.send(b"12345")
        sleep(0.5)  # the server is in the middle of reading it
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        sleep(1.0)
        connection.send(b"67890")
        with connection.getresponse() as answer:
            assert answer.status == 401  # it was read whole, and is signed by nobody
    stopping.join()
    assert server.process.returncode == 0


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(signal.SIGTERM, id="told"),
        pytest.param(signal.SIGKILL, id="killed", marks=pytest.mark.long),
    ],
)
def test_the_biller_that_a_server_started_ends_with_it(
    how: signal.Signals, tmp_path: Path, ready: Path
) -> None:
    url, config = copied_sqlite(ready, tmp_path), FIXTURES / "small-service"
    with served(tmp_path, url, workers=1, config=config) as server:
        host, _, port = server.address.rpartition(":")
        biller = f"{host}:{int(port) + 1}"
        deadline = monotonic() + PATIENCE_SECONDS
        while not is_answering(biller):
            assert monotonic() < deadline, "the biller did not start"
            sleep(0.1)
        server.process.send_signal(how)
        is_killed = how is signal.SIGKILL
        assert server.process.wait(PATIENCE_SECONDS) == (-how if is_killed else 0)
        deadline = monotonic() + PATIENCE_SECONDS
        while is_killed and is_answering(biller):
            assert monotonic() < deadline, "the biller outlives the server"
            sleep(0.1)
    assert not is_answering(biller)


def is_answering(address: str) -> bool:
    try:
        httpx.get(address, timeout=5)
    except httpx.TransportError:
        return False
    return True

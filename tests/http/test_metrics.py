"""Metrics: for the holder of the token alone, about patterns and never about people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.counts import Counts
from api.settings import Settings
from engine.operations.ports import Ports
from engine.operations.watching import figures
from engine.store.protocols import StoreUnavailable
from tests.support.portal import Clock
from tests.support.visitors import NOW, open_here, publish

TOKEN = "a-token-of-a-test"
ADDRESS = "/metrics"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def ports(tmp_path: Path) -> Ports:
    ports = open_here(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
    publish(ports)
    return ports


@pytest.fixture
def client(ports: Ports) -> Iterator[TestClient]:  # type: ignore[type-arg]
    settings = Settings(ports.settings, Path(), "http://127.0.0.1:8000", False, metrics_token=TOKEN)
    app = create_app(settings, ports, Clock())
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def values(text: str) -> dict[str, float]:
    """Every sample by its name and labels, as they are written."""
    return {
        sample.name + "".join(f" {key}={value}" for key, value in sample.labels.items()): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_pattern(client: TestClient) -> None:  # type: ignore[type-arg]
    for path in ("/health", "/ar/applications/R-SECRET", "/no/such/page", "/metrics"):
        client.get(path)
    text = client.get(ADDRESS, headers=HEADERS).text
    found = values(text)
    assert found["mumaris_request_seconds_count method=GET route=/health status=200"] == 1
    assert found["mumaris_request_seconds_count method=GET route=unmatched status=404"] >= 1
    assert "SECRET" not in text
    assert found["mumaris_store_up"] == 1
    assert found["mumaris_ledger_records"] == 1
    (release,) = (name for name in found if name.startswith("mumaris_release_info"))
    with client.app.state.runtime.ports.store.read() as work:
        assert release.endswith(work.releases.active()[:12])


@pytest.mark.parametrize("given", [None, "", TOKEN, f"Bearer {TOKEN}x", "Bearer", "Bearer \xe9"])
def test_without_the_token_nothing_is_told(client: TestClient, given: str | None) -> None:  # type: ignore[type-arg]
    headers = {} if given is None else {"Authorization": given.encode("latin-1")}
    response = client.get(ADDRESS, headers=headers)  # type: ignore[arg-type]
    assert (response.status_code, response.content) == (401, b"")
    assert response.headers["www-authenticate"] == "Bearer"


def test_without_the_setting_the_address_is_not_there(ports: Ports) -> None:
    settings = Settings(ports.settings, Path(), "http://127.0.0.1:8000", False)
    with TestClient(create_app(settings, ports, Clock()), raise_server_exceptions=False) as client:
        assert client.get(ADDRESS, headers={"Authorization": "Bearer None"}).status_code == 404


def test_a_store_that_is_down_is_told_and_the_rest_still_counts(
    client: TestClient,  # type: ignore[type-arg]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def down(*_: object) -> None:
        raise StoreUnavailable("gone")

    client.get("/health")
    monkeypatch.setattr("api.counts.figures", down)
    found = values(client.get(ADDRESS, headers=HEADERS).text)
    assert found["mumaris_store_up"] == 0
    assert found["mumaris_request_seconds_count method=GET route=/health status=200"] == 1
    assert "mumaris_ledger_records" not in found


def test_events_of_the_log_are_counted_with_their_labels(ports: Ports) -> None:
    counts = Counts()
    for event in (
        {"event": "callback.refused", "reason": "forged", "reference": "R-1"},
        {"event": "callback.refused", "reason": "late"},
        {"event": "payment.taken"},
        {"event": "nothing.of.interest"},
    ):
        assert counts.event(None, "info", event) is event
    found = values(counts.text(ports, NOW).decode())
    assert found["mumaris_payments_refused_total reason=forged"] == 1
    assert found["mumaris_payments_refused_total reason=late"] == 1
    assert found["mumaris_payments_received_total"] == 1


def test_what_waits_is_counted_with_its_age(ports: Ports) -> None:
    with ports.store.begin() as work:
        for minutes in (5, 20):
            work.outbox.add("a@example.org", "x", "y", NOW - timedelta(minutes=minutes))
    found = values(Counts().text(ports, NOW).decode())
    assert found["mumaris_notifications_waiting"] == 2
    assert found["mumaris_notification_oldest_seconds"] == 20 * 60
    assert figures(ports, NOW).deadlines_overdue == 0


def test_an_invented_method_makes_no_metric_of_its_own(ports: Ports) -> None:
    counts = Counts()
    for method in ("BREW", "GET", "X" * 50):
        counts.request(method, "/x", 200, 0.1)
    names = [name for name in values(counts.text(ports, NOW).decode()) if "seconds_count" in name]
    assert {name.split()[1] for name in names} == {"method=other", "method=GET"}

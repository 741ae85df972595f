"""Counting what the log tells and how long requests take, and saying it to Prometheus.

The log is the one channel by which the engine says what happened, so metrics count its events and
the engine knows nothing of them. Several processes of one server write to files of one folder,
which `mumaris serve` makes and names in the environment before the library is loaded; each of them
then answers for all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from api.metrics import METRICS, Kind
from engine.operations.ports import Ports
from engine.operations.watching import Figures, figures
from engine.store.protocols import StoreUnavailable

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable: where several processes keep their counts."""

MEDIA_TYPE: Final = "text/plain; version=0.0.4"
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_MEANING: Final = {one.name: one.meaning for one in METRICS}


class Counts:
    """The counters of one server process, and what is said of them."""

    def __init__(self) -> None:
        # When a counter began says nothing that is asked for here.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "mumaris_request_seconds",
            _MEANING["mumaris_request_seconds"],
            ("method", "route", "status"),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self._events: dict[str, tuple[Counter, tuple[str, ...]]] = {}
        for one in METRICS:
            if one.kind is Kind.COUNTER:
                counter = Counter(one.name, one.meaning, one.labels, registry=self.registry)
                self._events |= dict.fromkeys(one.counts, (counter, one.labels))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is a pattern; an address that no route has is `unmatched`."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route or "unmatched", str(status)).observe(seconds)

    def event(self, _: object, __: str, event: Any) -> Any:
        """A processor of the log: counts the event when a metric is for it, and gives it on."""
        counted = self._events.get(event.get("event"))
        if counted is not None:
            counter, names = counted
            labels = [str(event.get(name, "")) for name in names]
            (counter.labels(*labels) if labels else counter).inc()
        return event

    def text(self, ports: Ports, now: datetime) -> bytes:
        """Everything in the text format of Prometheus: of all processes, where there are several.

        A registry of its own each time, so that nothing is counted from two places.
        """
        asked = CollectorRegistry()
        if os.environ.get(FOLDER):
            MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        else:
            asked.register(_Of(self.registry))
        asked.register(_Gauges(ports, now))
        return generate_latest(asked)


class _Of(Collector):
    """What another registry has."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        return iter(self._registry.collect())


class _Gauges(Collector):
    """What the store says now; only that it is down, when it does not answer."""

    def __init__(self, ports: Ports, now: datetime) -> None:
        self._ports = ports
        self._now = now

    def collect(self) -> Iterator[Metric]:
        try:
            found = figures(self._ports, self._now)
        except StoreUnavailable:
            yield _gauge("mumaris_store_up", 0)
            return
        yield _gauge("mumaris_store_up", 1)
        yield from self._of(found)

    def _of(self, found: Figures) -> Iterator[Metric]:
        oldest = found.notification_oldest_at
        age = 0.0 if oldest is None else (self._now - oldest).total_seconds()
        yield _gauge("mumaris_incidents_open", found.incidents_open)
        yield _gauge("mumaris_notifications_waiting", found.notifications_waiting)
        yield _gauge("mumaris_notification_oldest_seconds", max(age, 0.0))
        yield _gauge("mumaris_deadlines_overdue", found.deadlines_overdue)
        yield _gauge("mumaris_ledger_records", found.records)
        info = GaugeMetricFamily(
            "mumaris_release_info", _MEANING["mumaris_release_info"], labels=("release",)
        )
        if found.release is not None:
            info.add_metric([found.release[:12]], 1)
        yield info
        if found.released_at is not None:
            yield _gauge("mumaris_release_timestamp_seconds", found.released_at.timestamp())


def _gauge(name: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, _MEANING[name], value=value)

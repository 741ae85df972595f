"""Every metric: its name, what it means, and when to be woken for it.

`docs/reference/metrics.md` is made of this list, and a test holds it to what is exported. Counters
and durations are of the server's own processes; gauges are read from the store when they are
asked for, and are the same in every process. No label holds a reference, a name or an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    COUNTER = "counter"
    DURATIONS = "histogram"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Metric:
    """`counts` are the events of the log that a counter counts; its labels are keys of each."""

    name: str
    kind: Kind
    meaning: str
    alert: str
    labels: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()


METRICS: Final = (
    Metric(
        "mumaris_request_seconds",
        Kind.DURATIONS,
        "Requests and how long each took, by the pattern of its route (never its address).",
        "the share of status 500 or 503 over 1% in 5 minutes; the 95th percentile over 2 s",
        ("method", "route", "status"),
    ),
    Metric(
        "mumaris_decisions_total",
        Kind.COUNTER,
        "Decisions that were recorded.",
        "none; a day far from other days is worth a look",
        ("service", "outcome"),
        ("decision.recorded",),
    ),
    Metric(
        "mumaris_transitions_total",
        Kind.COUNTER,
        "Transitions of applications, submissions among them.",
        "no submission for longer than on any other working day",
        ("service", "transition"),
        ("application.moved",),
    ),
    Metric(
        "mumaris_decisions_stopped_total",
        Kind.COUNTER,
        "Decisions that could not bind; kind `disagreement`: evaluator and network differ.",
        "any increase: an applicant waits for staff",
        ("kind",),
        ("decision.stopped",),
    ),
    Metric(
        "mumaris_payments_received_total",
        Kind.COUNTER,
        "Callbacks of the biller that were accepted, repetitions included.",
        "none for longer than on any other working day",
        (),
        ("payment.taken",),
    ),
    Metric(
        "mumaris_payments_refused_total",
        Kind.COUNTER,
        "Callbacks of the biller that were refused.",
        "any increase for `forged` or `wrong_amount`",
        ("reason",),
        ("callback.refused",),
    ),
    Metric(
        "mumaris_store_errors_total",
        Kind.COUNTER,
        "Times that the database did not answer.",
        "any increase in 5 minutes",
        ("error",),
        ("store.unavailable",),
    ),
    Metric(
        "mumaris_store_up",
        Kind.GAUGE,
        "1 when the store answered just now; 0: the gauges below are missing.",
        "0 for a minute",
    ),
    Metric(
        "mumaris_incidents_open",
        Kind.GAUGE,
        "Incidents that nobody has resolved.",
        "above 0 for a day",
    ),
    Metric(
        "mumaris_notifications_waiting",
        Kind.GAUGE,
        "Messages not sent yet.",
        "growing for 15 minutes",
    ),
    Metric(
        "mumaris_notification_oldest_seconds",
        Kind.GAUGE,
        "The age of the oldest message not sent yet; 0: none waits.",
        "above 900: is the worker running?",
    ),
    Metric(
        "mumaris_deadlines_overdue",
        Kind.GAUGE,
        "Deadlines that are past and not acted on.",
        "above 0 for 15 minutes: is the worker running?",
    ),
    Metric(
        "mumaris_ledger_records",
        Kind.GAUGE,
        "Records in the ledger.",
        "any decrease",
    ),
    Metric(
        "mumaris_release_info",
        Kind.GAUGE,
        "1, with the first 12 digits of the release in force.",
        "a change that nobody announced",
        ("release",),
    ),
    Metric(
        "mumaris_release_timestamp_seconds",
        Kind.GAUGE,
        "When the release in force was put in force.",
        "none",
    ),
)

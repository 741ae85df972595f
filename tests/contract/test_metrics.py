"""The list of metrics is what a server exports, and what the page describes."""

import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from api.counts import Counts
from api.metrics import METRICS, Kind
from tests.support.visitors import NOW, open_here, publish

ROOT = Path(__file__).parents[2]


def test_every_metric_of_the_list_is_exported_and_no_other(tmp_path: Path) -> None:
    ports = open_here(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
    publish(ports)
    families = text_string_to_metric_families(Counts().text(ports, NOW).decode())
    exported = {(family.name, family.type, family.documentation) for family in families}
    declared = {(one.name.removesuffix("_total"), str(one.kind), one.meaning) for one in METRICS}
    assert exported == declared
    ports.close()


def test_every_event_that_is_counted_is_logged_with_its_labels() -> None:
    texts = [place.read_text(encoding="utf-8") for place in (ROOT / "engine").rglob("*.py")]
    for metric in METRICS:
        assert bool(metric.counts) == (metric.kind is Kind.COUNTER)
        calls = [call for text in texts for event in metric.counts for call in _calls(text, event)]
        assert bool(calls) == bool(metric.counts), f"nothing logs any of {metric.counts}"
        for label in metric.labels:
            assert all(f"{label}=" in call for call in calls), f"{metric.counts}: {label}"


def test_every_metric_has_an_alert_or_says_that_there_is_none() -> None:
    assert len({one.name for one in METRICS}) == len(METRICS)
    for metric in METRICS:
        assert metric.name.startswith("mumaris_")
        assert metric.meaning.endswith(".")
        assert metric.alert


def _calls(text: str, event: str) -> list[str]:
    """Calls of the log with this event, up to their end."""
    return re.findall(rf'_log\.\w+\(\s*"{re.escape(event)}"(?:[^()]|\([^()]*\))*\)', text)

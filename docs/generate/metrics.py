"""The page of the metrics: each with its meaning and when to be woken for it."""

from api.metrics import METRICS, Metric
from docs.generate.markdown import page as whole
from docs.generate.markdown import table

_TITLE = "# Metrics"
_INTRODUCTION = """`/metrics` answers in the text format of Prometheus when `MUMARIS_METRICS_TOKEN`
is set and the request carries it (`Authorization: Bearer ...`); without the setting the address is
not there. It is never for the public: let the proxy refuse it from outside as well.

```yaml
scrape_configs:
  - job_name: mumaris
    authorization: {credentials_file: /etc/prometheus/mumaris-token}
    static_configs: [{targets: ["127.0.0.1:8000"]}]
```

Counters and durations are of the processes of one `mumaris serve`, whichever of them is asked; sum
over machines. Gauges are read from the store at that moment and are the same everywhere: take one.
No label holds a reference, a name or an address."""
_HEAD = ("metric", "kind", "labels", "what it is", "be woken by")


def page() -> str:
    return whole(_TITLE, _INTRODUCTION, table(_HEAD, map(_row, METRICS)))


def _row(metric: Metric) -> tuple[str, ...]:
    labels = ", ".join(f"`{label}`" for label in metric.labels)
    return f"`{metric.name}`", str(metric.kind), labels, metric.meaning, metric.alert

"""The counters of this process, in the form Prometheus reads.

With ``PROMETHEUS_MULTIPROC_DIR`` set several web processes share them through files in that folder; with one web process,
as `phaodai serve` starts, nothing need be set.
"""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)
REQUESTS = Histogram(
    "phaodai_http_request_seconds",
    "Time to answer a request.",
    ["method", "route", "status"],
    buckets=BUCKETS,
)


def observe_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one request. ``route`` is a template, so the number of series stays that of the addresses."""
    known = method if method in METHODS else "OTHER"
    REQUESTS.labels(known, route, str(status)).observe(seconds)


def exposition() -> bytes:
    """The counters as text."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(REGISTRY)
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return generate_latest(shared)

"""What the database knows of the city's health, as Prometheus gauges: counts and ages, nobody's data."""

from collections.abc import Iterator

from django.db import connection
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from phaodai.core.events.stalled import read_queue_state

JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"
STEPS = "SELECT state, count(*) FROM events_delivery WHERE state <> 'done' GROUP BY 1"
CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1
"""
# Counted by the server as they are inserted: to count the rows would read the ledger.
VISITS = "SELECT coalesce(sum(n_tup_ins), 0) FROM pg_stat_user_tables WHERE relname LIKE 'movement_visit_%%'"
WAITING = """
SELECT coalesce(extract(epoch FROM max(now() - created_at)), 0) FROM events_delivery WHERE state <> 'done'
"""
DELAY = """
SELECT coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM updated_at - created_at)), 0)
FROM (SELECT created_at, updated_at FROM events_delivery WHERE state = 'done' ORDER BY id DESC LIMIT 500) AS latest
"""


class CityCollector(Collector):
    """Asks the database when it is asked, a handful of short queries."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        queue = read_queue_state()
        yield counts(
            "phaodai_jobs", "Jobs of the queue.", "status", {"todo": 0, "doing": 0, "failed": 0} | pairs(JOBS)
        )
        yield one("phaodai_jobs_stalled", "Jobs whose worker died.", queue.stalled)
        yield one("phaodai_workers", "Workers that gave a sign of life.", queue.living)
        states: dict[str, float] = {"waiting": 0, "failing": 0, "stuck": 0}
        yield counts("phaodai_playbook_steps", "Steps not done.", "state", states | pairs(STEPS))
        yield one("phaodai_playbook_oldest_seconds", "Age of the oldest step not done.", single(WAITING))
        yield one(
            "phaodai_playbook_delay_p95_seconds", "From event to done, the last 500 steps.", single(DELAY)
        )
        yield counts("phaodai_database_connections", "Connections by state.", "state", pairs(CONNECTIONS))
        yield one("phaodai_visits_recorded", "Visits inserted since the statistics began.", single(VISITS))


def one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def counts(name: str, text: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def pairs(query: str) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {str(key): float(value) for key, value in cursor.fetchall()}


def single(query: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        return float(cursor.fetchone()[0])


def city_exposition() -> bytes:
    """The gauges as text; raises DatabaseError where the database is away."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Described())
    return generate_latest(registry)


class _Described(CityCollector):
    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: to register must not ask the database."""
        return []

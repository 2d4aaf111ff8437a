"""How long the whole service call takes in this city, beside the engine's own: scope, names, evidence, audit."""

import time
from typing import Any

from django.db import connection, transaction

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.tracing.candidates import Rules, period_of
from phaodai.response.tracing.engine import engine_name, meetings_of
from phaodai.response.tracing.queries.lines import contact_lines
from phaodai.response.tracing.queries.lists import ContactFilter, call_sheet
from phaodai.response.tracing.services import trace_case

MOST = 20


def service_rows() -> list[dict[str, Any]]:
    """Rows of the contract out of this database's own live cases; none where it holds none. Nothing is kept."""
    if Case._meta.db_table not in connection.introspection.table_names():
        return []
    cases = list(Case.objects.live().filter(infectious_from__isnull=False).order_by("-pk")[:MOST])
    if not cases:
        return []
    now = clock.now()
    rules = Rules(now)
    asks = {
        "city_engine": lambda case: meetings_of([period_of(case, now)], rules.policy),
        "city_trace_case": lambda case: _taken_back(case),
        "city_call_sheet": lambda case: contact_lines(
            call_sheet(SYSTEM_ACTOR, ContactFilter(), now, case)[:25], SYSTEM_ACTOR, case
        ),
    }
    return [_timed(name, ask, cases) for name, ask in asks.items()]


def _taken_back(case: Case) -> None:
    """The search with everything it writes: exposures, contacts, decisions, audit, events; then undone."""
    with transaction.atomic():
        trace_case(case=case, by=SYSTEM_ACTOR)
        transaction.set_rollback(True)


def _timed(name: str, ask: Any, cases: list[Case]) -> dict[str, Any]:
    took = []
    for case in cases:
        began = time.perf_counter()
        ask(case)
        took.append((time.perf_counter() - began) * 1_000)
    took.sort()
    p50, p95 = took[len(took) // 2], took[min(len(took) - 1, int(0.95 * len(took)))]
    return {
        "name": name, "engine": f"city:{engine_name()}", "n": len(cases), "p50_ms": round(p50, 3),
        "p95_ms": round(p95, 3), "answer_hash": "", "rows_answered": len(cases),
    }  # fmt: skip

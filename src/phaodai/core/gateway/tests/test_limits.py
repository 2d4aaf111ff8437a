"""The limit in the database: as the rule says, and one for all processes."""

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from phaodai.core import clock
from phaodai.core.gateway import limits, services
from phaodai.core.gateway.caller import Caller, CallerKind
from phaodai.core.gateway.models import Bucket, RequestRecord
from phaodai.core.gateway.queries import usage_of
from phaodai.core.gateway.rules.limits import Limit, take


@pytest.mark.django_db
def test_the_statement_agrees_with_the_rule():
    limit, caller = Limit(per_minute=0.6, burst=5), uuid.uuid4()
    left = 5.0
    for waited_s in (0, 0, 0, 0, 0, 0, 30, 100, 0, 350, 0, 1000, 0):
        Bucket.objects.filter(pk=caller).update(at=clock.real_now() - timedelta(seconds=waited_s))
        expected, left = take(left, waited_s, limit)
        found = limits.take(caller, limit)
        assert found.is_allowed == expected.is_allowed
        assert found.remaining == expected.remaining
        assert Bucket.objects.get(pk=caller).left == pytest.approx(left, abs=0.05)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_exactly_the_burst():
    limit, caller, let_in = Limit(per_minute=0.1, burst=20), uuid.uuid4(), []
    start = threading.Barrier(8)

    def call() -> None:
        start.wait()
        let_in.extend(limits.take(caller, limit).is_allowed for _n in range(10))
        connection.close()

    threads = [threading.Thread(target=call) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(let_in), sum(let_in)) == (80, 20)


def record(**facts: Any) -> None:
    usual = {
        "caller": Caller(CallerKind.KEY, uuid.uuid4(), "x"), "actor_id": -1, "method": "GET", "operation": "/x",
        "status": 200, "duration_ms": 3, "rows": 7, "request_id": "",
    }  # fmt: skip
    services.record_request(**(usual | facts))


@pytest.mark.django_db
def test_old_lines_go_and_fresh_ones_stay(monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 2)
    for _n in range(5):
        record()
    old = RequestRecord.objects.order_by("pk")[:3].values_list("pk", flat=True)
    RequestRecord.objects.filter(pk__in=list(old)).update(recorded_at=clock.real_now() - timedelta(days=91))
    assert services.delete_old_records() == 3
    assert RequestRecord.objects.count() == 2


@pytest.mark.django_db
def test_usage_counts_by_day_and_outcome():
    caller = Caller(CallerKind.KEY, uuid.uuid4(), "x")
    for status in (200, 201, 404, 429, 500):
        record(caller=caller, status=status)
    record()
    usage = usage_of([caller.id], days=7)
    last = [series[-1] for series in (usage.answered, usage.refused, usage.limited, usage.failed)]
    assert (last, usage.total, usage.rows) == ([2, 1, 1, 1], 5, 35)

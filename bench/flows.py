"""Uploads of visits by batch, and the candidates of one case."""

import json
import time
import uuid
from datetime import timedelta
from typing import Any

from bench.pages import sign_in
from bench.timing import Row, digest, measure
from phaodai.city.accounts.models import User
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.movement.models import Visit
from phaodai.response.tracing.services import trace_case

BATCH = 500


def _batch(people: list[str], places: list[str]) -> dict[str, Any]:
    start = (clock.now() - timedelta(hours=2)).isoformat()
    end = (clock.now() - timedelta(hours=1)).isoformat()
    visits = [
        {
            "client_id": str(uuid.uuid4()),
            "person": people[number % len(people)],
            "place": places[number % len(places)],
            "start": start,
            "end": end,
        }
        for number in range(BATCH)
    ]
    return {"visits": visits}


def upload_row(batches: int) -> Row:
    """Batches of 500 visits through the API; every one must be accepted and counted in the ledger."""
    client = sign_in(User.objects.get(username="cdc"))
    people = [str(pk) for pk in Person.objects.values_list("uuid", flat=True)[:BATCH]]
    places = [str(pk) for pk in Place.objects.exclude(kind="home").values_list("uuid", flat=True)[:50]]
    before, times = Visit.objects.count(), []
    for _ in range(batches):
        body = json.dumps(_batch(people, places))
        began = time.perf_counter()
        answer = client.post("/api/v1/visits/batch", body, content_type="application/json").json()
        times.append((time.perf_counter() - began) * 1000)
        if answer.get("accepted") != BATCH:
            raise RuntimeError(f"The batch was not accepted: {answer}")
    stored = Visit.objects.count() - before
    times.sort()
    median = times[len(times) // 2]
    note = f"{BATCH / median * 1000:.0f} visits/s, {stored} stored"
    return Row(
        "visits, batch of 500",
        "api",
        batches,
        round(median, 2),
        round(times[-1], 2),
        digest(stored),
        note=note,
    )


def trace_row(n: int) -> Row:
    """All candidates of the newest listed case, written anew: search, paths, contacts, audit."""
    case = (
        Case.objects.filter(contacts_listed_at__isnull=False, closed_at__isnull=True).order_by("-pk").first()
    )
    if case is None:
        raise RuntimeError("The city has no traced case.")
    found = trace_case(case=case, by=SYSTEM_ACTOR).candidates
    row = measure(
        "candidates of one case", lambda: trace_case(case=case, by=SYSTEM_ACTOR).candidates, n=n, engine="sql"
    )
    row.note = f"{found} candidates"
    return row

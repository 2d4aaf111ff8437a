"""Periodic work on contacts."""

from typing import Any

from procrastinate.contrib.django import app

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.tracing.services import escalate_handovers, seal_ledger


@app.periodic(cron="*/10 * * * *")
@app.task(queue="tracing", queueing_lock="escalate_handovers")
def escalate(timestamp: int, **_: Any) -> None:
    """Hand-overs nobody answered in time go to the level above."""
    escalate_handovers(by=SYSTEM_ACTOR)


@app.periodic(cron="20 1 * * *")
@app.task(queue="tracing", queueing_lock="seal_ledger")
def seal(timestamp: int, **_: Any) -> None:
    """Finished days go into the segments, where these are in use."""
    seal_ledger(by=SYSTEM_ACTOR)

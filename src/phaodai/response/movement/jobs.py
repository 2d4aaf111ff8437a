"""Daily work on the ledger."""

from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.movement.partitions import ensure_partitions
from phaodai.response.movement.retention import apply_retention

DAYS_AHEAD = 3


@app.periodic(cron="10 0 * * *")
@app.task(queue="movement", queueing_lock="make_partitions")
def make_partitions(timestamp: int, **_: Any) -> None:
    """Make the tables of the coming days, so that no scan waits for one."""
    today = clock.today()
    ensure_partitions(today + timedelta(days=n) for n in range(DAYS_AHEAD + 1))


@app.periodic(cron="30 2 * * *")
@app.task(queue="movement", queueing_lock="apply_retention")
def delete_old_visits(timestamp: int, **_: Any) -> None:
    """Delete the days that are older than the policy keeps."""
    apply_retention(by=SYSTEM_ACTOR)

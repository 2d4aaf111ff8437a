"""The queued side of events: load by id, call one service."""

from typing import Any

from django.apps import apps
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from phaodai.core.clock.services import tick


@app.task(queue="steps", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def run_delivery(*, delivery_id: int) -> None:
    """Run one playbook step; procrastinate tries again with growing pauses when it fails."""
    apps.get_app_config("events").deliver(delivery_id)  # type: ignore[attr-defined]


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="tick")
def tick_clock(timestamp: int, **_: Any) -> None:
    """Note once a minute that the system is running."""
    tick()

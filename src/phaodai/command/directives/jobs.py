"""Queued work of the desk."""

from typing import Any

from procrastinate.contrib.django import app

from phaodai.command.directives.services import chase_due, open_due_rounds


@app.periodic(cron="*/5 * * * *")
@app.task(queue="steps", queueing_lock="directives_follow_up")
def follow_up(timestamp: int, **_: Any) -> None:
    """Every five minutes of the world's clock, by the scenario's: next rounds open, deadlines are chased."""
    open_due_rounds()
    chase_due()

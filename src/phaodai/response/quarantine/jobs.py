"""Queued work of quarantine."""

from typing import Any

from procrastinate.contrib.django import app

from phaodai.response.quarantine.services import record_room_visits


@app.periodic(cron="10 * * * *")
@app.task(queue="steps", queueing_lock="room_visits")
def write_room_visits(timestamp: int, **_: Any) -> None:
    """Once an hour the ledger of visits learns who lay in which room."""
    record_room_visits()

"""Daily work: yesterday's unusual looks, files whose time is over; and the making of a file."""

from datetime import timedelta
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from phaodai.city.oversight.services import build_file, expire_files, find_unusual
from phaodai.core import clock


@app.task(queue="oversight", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def make_file(*, file_id: int) -> None:
    """Make the file of one person."""
    build_file(file_id=file_id)


@app.periodic(cron="40 5 * * *")
@app.task(queue="oversight", queueing_lock="find_unusual_looks")
def find_unusual_looks(timestamp: int, **_: Any) -> None:
    """Ask the rules about yesterday, once its night is over."""
    find_unusual(day=clock.today() - timedelta(days=1))


@app.periodic(cron="20 * * * *")
@app.task(queue="oversight", queueing_lock="expire_person_files")
def expire_person_files(timestamp: int, **_: Any) -> None:
    """Delete the files whose time is over."""
    expire_files()

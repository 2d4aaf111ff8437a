"""Keeping the daily table up to date."""

from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from phaodai.city.indicators.services.roll import check_rolled, roll_up_what_is_due
from phaodai.core import clock

CHECKED_DAYS = 14


@app.periodic(cron="*/5 * * * *")
@app.task(queue="indicators", queueing_lock="roll_up_figures")
def roll_up_figures(timestamp: int, **_: Any) -> None:
    """Roll up the past days whose facts changed."""
    roll_up_what_is_due()


@app.periodic(cron="20 3 * * *")
@app.task(queue="indicators", queueing_lock="check_figures")
def check_figures(timestamp: int, **_: Any) -> None:
    """Count the last two weeks anew, whatever the notes of changes say."""
    yesterday = clock.today() - timedelta(days=1)
    check_rolled(yesterday - timedelta(days=back) for back in range(CHECKED_DAYS))

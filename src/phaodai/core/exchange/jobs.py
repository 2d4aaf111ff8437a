"""The queued side of imports: load by id, call one service."""

from typing import Any

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from phaodai.core.exchange import services

LOST = RetryStrategy(max_attempts=6, wait=5, retry_exceptions=[OperationalError, InterfaceError])
"""The database went away; whatever was written went with it, so the stage begins anew."""


@app.task(queue="imports", retry=LOST)
def run_import(*, import_id: int) -> None:
    """Take one import one stage further."""
    services.advance_import(import_id)


@app.periodic(cron="10 2 * * *")
@app.task(queue="clock", queueing_lock="forget_imports")
def forget_imports(timestamp: int, **_: Any) -> None:
    """Delete uploaded files whose time is up."""
    services.forget_old_imports()

"""Nightly work on the store."""

from typing import Any

from procrastinate.contrib.django import app

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.files.retention import apply_file_retention
from phaodai.core.files.verification import verify_store


@app.periodic(cron="50 2 * * *")
@app.task(queue="files", queueing_lock="file_retention")
def delete_old_files(timestamp: int, **_: Any) -> None:
    """Delete what is past its term, and prove it."""
    apply_file_retention(by=SYSTEM_ACTOR)


@app.periodic(cron="20 3 * * 0")
@app.task(queue="files", queueing_lock="verify_store")
def read_whole_store(timestamp: int, **_: Any) -> None:
    """Read every byte once a week, so that a dying disk is seen while yesterday's backup is still good."""
    verify_store()

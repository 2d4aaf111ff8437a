"""Daily work: the log of requests is kept for so long and no longer."""

from typing import Any

from procrastinate.contrib.django import app

from phaodai.core.gateway.services import delete_old_records


@app.periodic(cron="50 2 * * *")
@app.task(queue="gateway", queueing_lock="gateway_retention")
def delete_old_requests(timestamp: int, **_: Any) -> None:
    """Delete lines older than the policy keeps."""
    delete_old_records()

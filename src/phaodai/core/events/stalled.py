"""Jobs whose worker died: finding them, and putting them back into the queue."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from phaodai.core import clock

logger = logging.getLogger(__name__)

HEARTBEAT_S = 3.0
# Three missed beats: a worker in the middle of a heavy step is not yet dead.
STALLED_AFTER_S = 10.0


async def requeue_stalled_jobs(app: App, *, seconds: float = STALLED_AFTER_S) -> int:
    """Put back every job whose worker has been silent for ``seconds``; return how many.

    Steps are idempotent (their delivery row is locked and done is done), so a job that had finished its work
    but not its book-keeping does no harm when it runs again.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        await app.job_manager.retry_job(job)
    if stalled:
        logger.warning("%d jobs of a dead worker are back in the queue", len(stalled))
    return len(stalled)


@dataclass(frozen=True)
class QueueState:
    """How the queue is: workers that gave a sign of life lately, and jobs whose worker did not."""

    living: int
    stalled: int


def read_queue_state(seconds: float = STALLED_AFTER_S) -> QueueState:
    """Return the state of the queue by the world's clock; two short queries."""
    since = clock.real_now() - timedelta(seconds=seconds)
    living = ProcrastinateWorker.objects.filter(last_heartbeat__gte=since)
    stalled = ProcrastinateJob.objects.filter(status="doing").exclude(worker__in=living)
    return QueueState(living.count(), stalled.count())

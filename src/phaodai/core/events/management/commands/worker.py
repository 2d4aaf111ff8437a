"""The worker process: runs queued jobs, and takes over those of a worker that died."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate import App
from procrastinate.contrib.django import app

from phaodai.core.events.stalled import HEARTBEAT_S, STALLED_AFTER_S, requeue_stalled_jobs


class Command(BaseCommand):
    help = "Run queued jobs until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (threads)")
        parser.add_argument(
            "--grace", type=float, default=8.0, help="seconds for running jobs to finish on stop"
        )
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        # A second app over the same tasks, not `replace_connector`: what a step defers must go through
        # Django's connection, inside the step's transaction; only the book-keeping has a pool of its own.
        worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        asyncio.run(work(worker_app, **{key: options[key] for key in ("concurrency", "grace", "once")}))


async def work(worker_app: App, *, concurrency: int, grace: float, once: bool) -> None:
    """Run the worker beside the watch for dead ones; when either fails, the process ends and is restarted."""
    async with worker_app.open_async():
        await requeue_stalled_jobs(worker_app)
        watch = asyncio.create_task(take_over(worker_app))
        job_loop = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=concurrency,
                shutdown_graceful_timeout=grace,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=STALLED_AFTER_S,
                wait=not once,
            )
        )
        await asyncio.wait({watch, job_loop}, return_when=asyncio.FIRST_COMPLETED)
        watch.cancel()
        await job_loop


async def take_over(worker_app: App) -> None:
    """Every few seconds put the jobs of dead workers back into the queue."""
    while True:
        await asyncio.sleep(HEARTBEAT_S)
        await requeue_stalled_jobs(worker_app)

"""By hand what the worker does by itself: put jobs of dead workers back into the queue."""

import asyncio
from typing import Any

from django.core.management.base import CommandParser
from procrastinate.contrib.django import app

from phaodai.core.commands import JsonCommand
from phaodai.core.events.stalled import STALLED_AFTER_S, requeue_stalled_jobs


class Command(JsonCommand):
    help = "Put back into the queue the jobs whose worker has died."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--seconds", type=float, default=STALLED_AFTER_S, help="silence that means death")

    def answer(self, **options: Any) -> tuple[dict[str, int], bool]:
        return {"requeued": asyncio.run(requeue(options["seconds"]))}, False

    def tell(self, document: dict[str, int]) -> str:
        return f"{document['requeued']}"


async def requeue(seconds: float) -> int:
    """Open the queue, put back, close."""
    queue = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with queue.open_async():
        return await requeue_stalled_jobs(queue, seconds=seconds)

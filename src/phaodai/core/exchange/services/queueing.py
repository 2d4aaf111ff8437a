"""The queue of imports."""

from procrastinate.contrib.django import app

from phaodai.core.exchange.models import Import

TASK = "phaodai.core.exchange.jobs.run_import"


def queue_import(row: Import) -> None:
    """Let the worker take the import one stage further; part of the caller's transaction."""
    app.configure_task(TASK, queue="imports").defer(import_id=row.pk)

"""The queued side of webhooks."""

from typing import Any

from django.apps import apps
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from phaodai.city.clients.models import WebhookMessage
from phaodai.city.clients.terms import SendState, WebhookState
from phaodai.core import clock


@app.task(queue="webhooks")
def send_messages(*, webhook_id: int) -> None:
    """Send what is due to one receiver."""
    apps.get_app_config("clients").send_due(webhook_id)  # type: ignore[attr-defined]


def defer_sending(webhook_id: int) -> bool:
    """Have the worker send what is due to a receiver; False where a job for it waits already."""
    lock = f"webhook-{webhook_id}"
    try:
        with transaction.atomic():
            send_messages.configure(queueing_lock=lock).defer(webhook_id=webhook_id)
    except AlreadyEnqueued:
        return False
    return True


@app.periodic(cron="* * * * *")
@app.task(queue="webhooks", queueing_lock="webhooks_due")
def send_what_is_due(timestamp: int, **_: Any) -> None:
    """Once a minute: whatever is to be tried again, and whatever a lost job left behind."""
    due = WebhookMessage.objects.filter(
        state__in=(SendState.WAITING, SendState.RETRYING),
        next_at__lte=clock.real_now(),
        webhook__state=WebhookState.ACTIVE,
    )
    for webhook_id in due.values_list("webhook_id", flat=True).distinct().order_by():
        defer_sending(webhook_id)

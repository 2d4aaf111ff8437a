"""The log of programs' requests, as far as one's reach goes."""

from typing import Any

from django.db.models import QuerySet

from phaodai.city.clients.models import ApiKey, Device
from phaodai.core.gateway.models import RequestRecord
from phaodai.core.gateway.queries import narrowed

VIEW, DEVICES = "clients.view", "devices.manage"


def log_in_reach(
    user: Any, *, text: str = "", group: str = "", kind: str = "", sort: str = "-at"
) -> "QuerySet[RequestRecord]":
    """Lines of keys and devices in reach; who reaches the whole system sees those of personal tokens as well."""
    rows = RequestRecord.objects.all()
    if not user.reach(VIEW).everywhere:
        keys = ApiKey.objects.visible_to(user, VIEW).values("uuid")
        devices = Device.objects.visible_to(user, VIEW).values("uuid")
        rows = rows.filter(caller_id__in=keys.union(devices))
    return narrowed(rows, text=text, group=group, kind=kind, sort=sort)

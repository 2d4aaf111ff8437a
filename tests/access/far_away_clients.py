"""A device, a key and a receiver of another district, with what hangs on them."""

import uuid
from datetime import timedelta
from typing import Any

from phaodai.city.clients.models import ApiKey, Device, Enrolment, KeySecret, Webhook, WebhookMessage
from phaodai.core import clock
from phaodai.core.gateway.models import RequestRecord
from tests.cast import Cast, at, make_organization

NAME = "Ngõ Rất Xa"


def build_clients(cast: Cast) -> dict[str, Any]:
    """The rows by the name of the URL parameter that takes their id."""
    until = clock.real_now() + timedelta(days=9)
    made = {"made_by_name": NAME, "expires_at": until}
    place = {"name": NAME, "holder": cast.ward_clerk_c, "area": cast.ward_c}
    device = Device.objects.create(
        **place, prefix="pdd_xa", digest="xa", expires_at=until, enrolled_by_name=NAME
    )
    offer = Enrolment.objects.create(**place, **made, digest="xa", used_at=clock.real_now(), device=device)
    station = make_organization("TYT-XA", "Trạm Y tế Láng Hạ", "health_station", cast.ward_c)
    key = ApiKey.objects.create(
        organization=station, area=cast.ward_c, name=NAME, capabilities=["tests.view"], **made
    )
    KeySecret.objects.create(key=key, prefix="pdk_xa", digest="xa")
    hook = Webhook.objects.create(
        key=key,
        name=NAME,
        url="https://xa.example/",
        event_types=["result_recorded"],
        salt="x",
        last_sequence=1,
        made_by_name=NAME,
    )
    message = WebhookMessage.objects.create(
        webhook=hook, sequence=1, event_id=uuid.uuid4(), event_type="result_recorded", occurred_at=at(12),
        subject_kind="tube", subject_id=uuid.uuid4(), state="dead", died_at=at(13),
    )  # fmt: skip
    for row, kind in ((key, "key"), (device, "device")):
        RequestRecord.objects.create(
            caller_kind=kind, caller_id=row.uuid, caller_name=NAME, method="GET", operation="/x", status=200,
            duration_ms=1,
        )  # fmt: skip
    return {"device": device, "offer": offer, "api_key": key, "webhook": hook, "webhook_message": message}

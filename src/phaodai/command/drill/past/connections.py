"""What is connected: a telephone whose clock runs fast, a lost tablet, a hospital's program that reads results, and
its receiver, which has been failing for days.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from phaodai.city.clients.models import ApiKey, Device, SendAttempt, Webhook, WebhookMessage
from phaodai.city.clients.services import end_device, enrol_device, make_key, offer_device
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.gateway import CallerKind
from phaodai.core.gateway.models import RequestRecord
from phaodai.core.gateway.rules.skew import ClockReading, Standing
from phaodai.response.movement.clocks import DeviceClock, record_device_visits
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.terms import VisitSource
from phaodai.response.quarantine.models import Room
from phaodai.response.testing.models import Tube

FAST_S = 412
ANDROID = "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 Chrome/93.0 Mobile Safari/537.36"
DAYS, SEED = 30, 7
TUBES, TUBE, RESULTS = "/api/v1/tests/tubes", "/api/v1/tests/tubes/<uuid>", "/api/v1/tests/results/batch"


def plan_connections(stage: Stage) -> None:
    """Shown as they stand now: what programs do follows the world's clock."""
    stage.player.at(stage.now - timedelta(minutes=5), _connect, stage)


def _connect(stage: Stage) -> None:
    offices, users = stage.organizations.by_code, stage.accounts.users
    gate = _device("Điện thoại cổng khu cách ly 1", users["site_manager"], organization=offices["KCL-DK"])
    _seen(gate, minutes=3, skew_s=FAST_S, app="tram/1.4.0")
    _corrected_visits(stage, gate)
    post = _device("Máy quét chốt Trung Hiền", users["checkpoint"], area=stage.areas["00298"])
    _seen(post, minutes=1, skew_s=1, app="tram/1.4.0")
    tablet = _device("Máy tính bảng tổ lấy mẫu 2", users["sampler"], area=stage.areas["00271"])
    _seen(tablet, minutes=60 * 26, skew_s=-3, app="tram/1.3.2")
    end_device(
        device=tablet, by=users["sampler"], reason="Rơi trên đường từ điểm lấy mẫu về trạm", is_lost=True
    )
    key, _secret = make_key(
        organization=offices["BV-TN"], name="Phần mềm quản lý xét nghiệm", days=180, by=SYSTEM_ACTOR,
        capabilities=["areas.view", "organizations.view", "tests.view", "tests.result"],
        contact="Tổ công nghệ thông tin, 0900 000 456",
    )  # fmt: skip
    _usage(key)
    _failing_receiver(key)


def _device(name: str, holder: Any, **where: Any) -> Device:
    _offer, code = offer_device(name=name, holder=holder, by=SYSTEM_ACTOR, **where)
    return enrol_device(code=code, user_agent=ANDROID)[0]


def _seen(device: Device, *, minutes: int, skew_s: int, app: str) -> None:
    seen = clock.real_now() - timedelta(minutes=minutes)
    Device.objects.filter(pk=device.pk).update(last_seen_at=seen, skew_s=skew_s, skew_at=seen, app=app)
    for number in range(4):
        RequestRecord.objects.create(
            caller_kind=CallerKind.DEVICE, caller_id=device.uuid, caller_name=device.name,
            actor_id=device.holder_id, method="POST", operation="/api/v1/visits/batch", status=200,
            duration_ms=31 + 7 * number, rows=3 + number, skew_s=skew_s,
            recorded_at=seen - timedelta(minutes=20 * (3 - number)),
        )  # fmt: skip


def _corrected_visits(stage: Stage, device: Device) -> None:
    """Three people came through the gate this morning; the telephone was some minutes ahead."""
    room = Room.objects.filter(site__organization=device.organization).select_related("place").first()
    if room is None:
        return
    reading = ClockReading(timedelta(seconds=FAST_S), Standing.CORRECTED)
    people = stage.healthy(3)
    sent = [
        VisitInput(uuid.uuid4(), int(stage.ids.persons[index]), room.place_id, _this_morning(stage, n), None)
        for n, index in enumerate(people)
    ]
    record_device_visits(
        visits=sent,
        device=DeviceClock(device.uuid, device.name, reading),
        source=VisitSource.SCAN,
        by=SYSTEM_ACTOR,
    )


def _this_morning(stage: Stage, number: int) -> datetime:
    return clock.at_local(clock.local_day(stage.now), 7, 40) + timedelta(minutes=11 * number)


def _usage(key: ApiKey) -> None:
    """A month of a program that asks every quarter of an hour and one day asked too often."""
    rng, now = np.random.default_rng(SEED), clock.real_now()
    rows = []
    for back in range(DAYS):
        for _call in range(int(rng.integers(6, 22))):
            moment = now - timedelta(days=back, minutes=int(rng.integers(0, 600)))
            rows.append(_request(key, moment, rng, 404 if rng.random() < 0.04 else 200))
    rows += [_request(key, now - timedelta(days=4, seconds=n), rng, 429) for n in range(18)]
    RequestRecord.objects.bulk_create(sorted(rows, key=lambda row: row.recorded_at))
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=max(row.recorded_at for row in rows))


def _request(key: ApiKey, moment: datetime, rng: np.random.Generator, status: int) -> RequestRecord:
    operation = (TUBES, TUBE, RESULTS)[int(rng.choice(3, p=(0.6, 0.25, 0.15)))]
    answered = status == 200
    many = {TUBES: int(rng.integers(5, 60)), TUBE: 1, RESULTS: int(rng.integers(2, 30))}[operation]
    return RequestRecord(
        caller_kind=CallerKind.KEY, caller_id=key.uuid, caller_name=key.name, actor_id=-key.pk,
        method="POST" if operation == RESULTS else "GET", operation=operation, status=status,
        duration_ms=int(rng.integers(12, 90)) if answered else 3, rows=many if answered else None, recorded_at=moment,
    )  # fmt: skip


def _failing_receiver(key: ApiKey) -> None:
    """Its server went away five days ago: what was given up waits for somebody."""
    now = clock.real_now()
    hook = Webhook.objects.create(
        key=key, name="Cổng tiếp nhận của bệnh viện", url="https://tiep-nhan.thanh-nhan.example/phao-dai",
        event_types=["result_recorded", "result_corrected"], salt="demo", state="disabled",
        state_reason="unresolved", failing_since=now - timedelta(days=5),
        last_success_at=now - timedelta(days=5, hours=2), made_by_name="Lương Thị Nga",
    )  # fmt: skip
    tubes = list(
        Tube.objects.filter(laboratory=key.organization, resulted_at__isnull=False).order_by("-pk")[:9]
    )
    for number, tube in enumerate(reversed(tubes), start=1):
        _message(hook, tube, number, is_dead=number > len(tubes) - 3)
    Webhook.objects.filter(pk=hook.pk).update(last_sequence=len(tubes))


def _message(hook: Webhook, tube: Tube, number: int, *, is_dead: bool) -> None:
    now = clock.real_now()
    outcome: dict[str, Any] = {
        "state": "dead", "died_at": clock.now(), "attempts": 12, "last_fault": "unresolved",
    } if is_dead else {
        "state": "delivered", "delivered_at": now - timedelta(days=6), "attempts": 1, "last_status": 204,
    }  # fmt: skip
    message = WebhookMessage.objects.create(
        webhook=hook, sequence=number, event_id=uuid.uuid4(), event_type="result_recorded",
        occurred_at=tube.resulted_at or clock.now(), subject_kind="tube", subject_id=tube.uuid, **outcome,
    )  # fmt: skip
    for back in range(3 if is_dead else 1):
        SendAttempt.objects.create(
            message=message, recorded_at=now - timedelta(days=3 if is_dead else 6, hours=6 * back),
            status=outcome.get("last_status"), fault=outcome.get("last_fault", ""), duration_ms=41 + back,
        )  # fmt: skip

"""Lists of visits: every mistake with its row and column, the good rows written, nothing twice."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from phaodai.core.exchange.cells import Code, Moment, Text
from phaodai.core.exchange.kinds import Field, ImportKind, Row, Run, Written, register_kind
from phaodai.response.movement.envelope import SentVisit, take_batch
from phaodai.response.movement.queries import known_visits
from phaodai.response.movement.services import fault_text, withdraw_visits
from phaodai.response.movement.terms import VisitSource

RECORDING = "visits.record"
# Rows without an id of their own get one from their content, so that the same file twice is one import.
NAMESPACE = uuid.UUID("6f1f9a52-5f0e-4a53-9a27-0d7a9d0f6f51")
AT_FAULT = {
    "unknown_person": "person",
    "unknown_place": "place",
    "bad_client_id": "client_id",
    "end_before_start": "end",
    "longer_than_a_day": "end",
}
FIELDS = (
    Field(
        "person", "Người", "Person", Code(12, least=9, most=500), required=True, example="001074000123",
        also=("mã người", "số cccd", "cccd", "qr", "mã qr", "person code"),
        hint_vi="Số CCCD, mã trong hệ thống hoặc nội dung QR", hint_en="Citizen code, our id, or what the QR says",
    ),
    Field("place", "Địa điểm", "Place", Text(500), required=True, example="D-000123-K", also=("mã địa điểm", "điểm", "place code", "nơi"), hint_vi="Mã in dưới QR của địa điểm", hint_en="The code printed under the place's QR"),
    Field("start", "Giờ đến", "Arrival", Moment(bare_day=False), required=True, example="14/9/2021 08:30", also=("đến lúc", "từ", "vào", "thời gian đến", "start time", "check in", "giờ vào")),
    Field("end", "Giờ đi", "Departure", Moment(bare_day=False), example="14/9/2021 09:15", also=("đi lúc", "ra", "đến giờ", "thời gian đi", "end time", "check out", "giờ ra")),
    Field("client_id", "Mã lượt (UUID)", "Visit's own id", Text(40), also=("id", "uuid", "mã lượt")),
)  # fmt: skip


def take_visits(rows: Sequence[Row], run: Run) -> None:
    """Look up people and places, and write what can be written."""
    ready = [row for row in rows if row.is_good]
    sent = [_sent(row) for row in ready]
    known = known_visits(key for visit in sent if (key := _key(visit)))
    outcome = take_batch(sent=sent, source=VisitSource.IMPORT, by=run.by, dry_run=run.dry_run)
    for one in outcome.rejected:
        ready[one.position].refuse(AT_FAULT.get(one.code, "start"), one.code, str(fault_text(one.code)))
    good = [(row, visit) for row, visit in zip(ready, sent, strict=True) if row.is_good]
    for row, visit in good:
        key = uuid.UUID(visit.client_id)
        if key in known or run.seen("visit", key, row.number) is not None:
            row.repeat(key)
        else:
            row.accept(key)


def _key(visit: SentVisit) -> uuid.UUID | None:
    try:
        return uuid.UUID(visit.client_id)
    except ValueError:
        return None


def _sent(row: Row) -> SentVisit:
    person, place = str(row.values["person"]), str(row.values["place"])
    start, end = _iso(row.values["start"]), _iso(row.values["end"])
    client_id = row.values["client_id"] or str(uuid.uuid5(NAMESPACE, "|".join((person, place, start))))
    return SentVisit(client_id, person, place, start, end or None)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def undo_visits(written: Sequence[Written], run: Run) -> dict[uuid.UUID, str]:
    """Take the visits of a list out of the ledger; what tracing has copied as evidence stays with its case."""
    withdraw_visits(client_ids=[one.subject for one in written], source=VisitSource.IMPORT, by=run.by)
    return {}


VISITS = register_kind(
    ImportKind(
        "visits", "Lượt đến", "Visits", RECORDING, FIELDS, take_visits, undo_visits, chunk=2_000, icon="qr",
        hint_vi="Ai ở đâu, từ giờ nào đến giờ nào. Cùng một lượt gửi lại được nhận ra, không ghi hai lần.",
        hint_en="Who was where, from when to when. A visit sent again is recognised and not written twice.",
    )
)  # fmt: skip

"""The pages of the ledger, and its import."""

import uuid

import pytest
from django.urls import reverse

from phaodai.city.places.qr import place_token
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.commands import WrongInput
from phaodai.core.exchange.files import importers
from phaodai.response.movement.models import Visit
from phaodai.response.movement.retention import apply_retention
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.services import record_visit, record_visits
from phaodai.response.movement.terms import VisitSource
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db

CARD = "001074000011||Nguyễn Văn An|01011974|Nam|Ngõ 12, số 7, Thanh Nhàn|10052021"


@pytest.fixture
def keeper(cast: Cast, client_as):
    return client_as(cast.place_keeper)


def record(client, person: str, place: str, **more):
    return client.post(reverse("movement:record"), {"person": person, "place": place, **more})


@pytest.mark.parametrize("form", ["uuid", "citizen_code", "card"])
def test_a_person_is_scanned_or_typed(cast: Cast, keeper, form: str) -> None:
    person = {"uuid": str(cast.an.uuid), "citizen_code": "001074000011", "card": CARD}[form]
    assert record(keeper, person, cast.canteen.code).status_code == 302
    visit = Visit.objects.get()
    assert (visit.person_id, visit.place_id, visit.start_at) == (cast.an.pk, cast.canteen.pk, cast.now)


def test_the_place_stays_and_its_poster_can_be_scanned(cast: Cast, keeper) -> None:
    record(keeper, "001074000011", place_token(cast.canteen))
    text = keeper.get(reverse("movement:record")).content.decode()
    assert "Quán bún số 12" in text
    assert "Đã ghi." in text


def test_a_keeper_of_a_gate_sees_initials_only(cast: Cast, keeper) -> None:
    record(keeper, "001074000011", cast.canteen.code)
    text = keeper.get(reverse("movement:record")).content.decode()
    assert "Nguyễn Văn An" not in text
    assert "VA" in text


@pytest.mark.parametrize(
    ("person", "place", "more", "words"),
    [
        ("001074999999", "canteen", {}, "Không có ai đăng ký mã này"),
        ("001074000011", "market", {}, "Không có địa điểm này trong địa bàn"),
        ("001074000011", "canteen", {"start": "2021-09-14T18:00"}, "Thời điểm ở tương lai"),
        (
            "001074000011",
            "canteen",
            {"start": "2021-09-14T10:00", "end": "2021-09-14T09:00"},
            "Giờ về trước giờ đến",
        ),
        ("", "canteen", {}, "Quét hoặc gõ mã của người đến"),
    ],
)
def test_mistakes_say_what_is_wrong_and_keep_what_was_typed(
    cast: Cast, keeper, person: str, place: str, more: dict, words: str
) -> None:
    answer = record(keeper, person, getattr(cast, place).code, **more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert person in answer.content.decode()
    assert not Visit.objects.exists()


def test_undo_and_departure(cast: Cast, keeper, client_as) -> None:
    record(keeper, "001074000011", cast.canteen.code, start="2021-09-14T10:00")
    visit = Visit.objects.get()
    key = [visit.day.isoformat(), visit.client_id]
    assert client_as(cast.checkpoint).post(reverse("movement:undo", args=key)).status_code in (403, 404)
    assert keeper.post(reverse("movement:leave", args=key)).status_code == 302
    assert Visit.objects.get().end_at == cast.now
    assert keeper.post(reverse("movement:undo", args=key)).status_code == 302
    assert not Visit.objects.exists()


HEAD = "person,place,start,end\n"


def import_visits(**asked):
    return importers()["visits"](**asked)


def rows(cast: Cast) -> str:
    code = cast.canteen.code
    return (
        f"001074000011,{code},2021-09-10T07:10:00+07:00,2021-09-10T07:40:00+07:00\n"
        f"{cast.chi.uuid},{code},10/09/2021 07:15,\n"
        f"nobody,{code},10/09/2021 07:15,\n"
        f"001074000011,NOWHERE,10/09/2021 07:15,\n"
        f"001074000011,{code},yesterday,\n"
        f"001074000011,{code},10/09/2021 07:15,later\n"
        f"001074000011,{code},10/09/2021 07:15,10/09/2021 07:10\n"
    )


def test_an_import_names_every_mistake_and_writes_the_rest_once(cast: Cast) -> None:
    content = (HEAD + rows(cast)).encode()
    dry = import_visits(content=content, dry_run=True, by=SYSTEM_ACTOR)
    assert not Visit.objects.exists()
    first = import_visits(content=content, dry_run=False, by=SYSTEM_ACTOR)
    again = import_visits(content=content, dry_run=False, by=SYSTEM_ACTOR)
    assert dry.as_document() == first.as_document()
    assert (first.rows, first.accepted, first.duplicates) == (7, 2, 0)
    assert [(one.row, one.column, one.code) for one in first.rejected] == [
        (3, "person", "unknown_person"),
        (4, "place", "unknown_place"),
        (5, "start", "bad_time"),
        (6, "end", "bad_time"),
        (7, "end", "end_before_start"),
    ]
    assert (again.accepted, again.duplicates, len(again.rejected)) == (0, 2, 5)
    assert Visit.objects.get(person_id=cast.chi.pk).start_at == at(10, 7, 15)


def test_a_dry_run_knows_what_is_there_already(cast: Cast) -> None:
    content = (HEAD + rows(cast)).encode()
    import_visits(content=content, dry_run=False, by=SYSTEM_ACTOR)
    dry = import_visits(content=content, dry_run=True, by=SYSTEM_ACTOR)
    assert (dry.accepted, dry.duplicates) == (0, 2)


def test_an_empty_file_and_missing_columns_are_wrong_input(cast: Cast) -> None:
    for content in (b"", HEAD.encode(), b"person,place\n", "x".encode("utf-16")):
        with pytest.raises(WrongInput):
            import_visits(content=content, dry_run=False, by=SYSTEM_ACTOR)


def test_lists_of_visits_come_in_where_every_list_does(cast: Cast, keeper) -> None:
    answer = keeper.get(reverse("movement:import"))
    assert (answer.status_code, answer.url) == (302, reverse("exchange:new", args=["visits"]))


def test_retention_shows_the_proof(cast: Cast, client_as) -> None:
    client = client_as(cast.data_officer)
    assert "Chưa chạy lần nào" in client.get(reverse("movement:retention")).content.decode()
    apply_retention(by=SYSTEM_ACTOR)
    assert "14/9/2021 16:00" in client.get(reverse("movement:retention")).content.decode()
    assert client_as(cast.investigator).get(reverse("movement:retention")).status_code == 404


def test_who_was_there_needs_a_reason_and_is_put_on_record(cast: Cast, client_as) -> None:
    visit = VisitInput(uuid.uuid4(), cast.an.pk, cast.canteen.pk, at(10, 7), at(10, 8))
    record_visits(visits=[visit], source=VisitSource.SCAN, by=SYSTEM_ACTOR)
    client, url = client_as(cast.investigator), reverse("movement:place_panel", args=[cast.canteen.uuid])
    assert "Nguyễn Văn An" not in client.get(url).content.decode()
    refused = client.post(url, {"day": "2021-09-10", "reason": ""})
    assert refused.status_code == 422
    assert "Nguyễn Văn An" not in refused.content.decode()
    shown = client.post(url, {"day": "2021-09-10", "reason": "truy vết ca HBT-0412"})
    assert "Nguyễn Văn An" in shown.content.decode()
    assert ReadLog.objects.filter(subject_type="person", subject_id=cast.an.uuid).exists()
    assert ActionLog.objects.get(action="visitors_read").reason == "truy vết ca HBT-0412"
    for stranger in (cast.ward_clerk_b, cast.place_keeper, cast.lab):
        assert client_as(stranger).get(url).status_code == 404


def test_where_somebody_was_is_shown_for_a_reason_on_record(cast, client_as):
    record_visit(
        person_id=cast.an.pk, place_id=cast.workshop.pk, start_at=at(13, 8), end_at=at(13, 17), source=VisitSource.SCAN,
        by=SYSTEM_ACTOR,
    )  # fmt: skip
    path = reverse("movement:person_panel", args=[cast.an.uuid])
    tracer = client_as(cast.investigator)
    assert cast.workshop.name not in tracer.get(path).content.decode()
    assert tracer.post(path, {"reason": ""}).status_code == 422
    assert not ReadLog.objects.exists()
    assert cast.workshop.name in tracer.post(path, {"reason": "Điều tra ca bệnh"}).content.decode()
    row = ReadLog.objects.get(subject_type="person", subject_id=cast.an.uuid)
    assert row.purpose.endswith("Điều tra ca bệnh")
    for stranger in (cast.ward_clerk_b, cast.checkpoint, cast.sampler):
        assert client_as(stranger).post(path, {"reason": "tò mò thôi"}).status_code == 404

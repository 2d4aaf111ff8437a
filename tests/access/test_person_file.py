import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from phaodai.city.oversight import services
from phaodai.city.oversight.models import PersonFile
from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.audit.services import record_read
from phaodai.core.holdings.masking import masked
from phaodai.response.cases.models import Case, DeclaredContact
from tests.cast import NOW, Cast, at

CODE = "001074000011"
ASKED = {"number": CODE, "audience": "person", "reason": "Đơn số 31, đã kiểm tra giấy tờ"}


def url(name: str, *args: Any) -> str:
    return reverse(f"oversight:{name}", args=args)


@pytest.fixture
def case(cast: Cast) -> Case:
    case = Case.objects.create(
        code="HBT-0412", person=cast.an, area=cast.ward_a, status="confirmed", definition_version="x",
        reported_at=at(12), confirmed_at=at(12), reported_by_name="Đặng Tuấn Kiệt",
    )  # fmt: skip
    DeclaredContact.objects.create(case=case, name="Lê Thị Chi", phone="+84900000103", person=cast.chi)
    record_read(actor=cast.investigator, subject_type="case", subject_ids=[case.uuid], purpose="Điều tra")
    return case


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_persons_file_from_the_request_to_its_end(cast: Cast, case: Case, client_as: Any) -> None:
    client = client_as(cast.data_officer)
    assert client.post(url("files"), {**ASKED, "number": "1"}).status_code == 422
    address = client.post(url("files"), ASKED).headers["Location"]
    assert "Đang lập" in client.get(address).content.decode()
    job = ProcrastinateJob.objects.filter(task_name="phaodai.city.oversight.jobs.make_file").latest("id")
    services.build_file(**job.args)
    services.build_file(**job.args)
    file = PersonFile.objects.get()
    assert address == url("file", file.uuid)
    answer = client.post(url("fetch", file.uuid))
    assert answer.headers["Content-Type"] == "application/zip"
    parts = unpacked(answer.content)
    assert parts["paper.pdf"][:5] == b"%PDF-"
    held = json.loads(parts["data.json"])["held"]
    assert held["people.Person"][0]["full_name"] == "Nguyễn Văn An"
    assert held["people.Identifier"][0]["value"] == CODE
    assert held["cases.Case"][0]["reported_by_name"] == "cán bộ"
    met = held["cases.DeclaredContact"][0]
    assert (met["name"], met["phone"], met["person"]) == ("L. T. C.", "•••03", "L. T. C.")
    everything = b"".join(body for name, body in parts.items() if name != "paper.pdf").decode()
    for text in ("Lê Thị Chi", "900000103", "Phạm Thu Hà", "Đặng Tuấn Kiệt"):
        assert text not in everything, "neither third parties nor staff by name"
    [reader] = json.loads(parts["readers.json"])["readers"]
    assert (reader["who"], reader["looks"], reader["why"]) == ("Tổ truy vết", 1, ["Điều tra"])
    assert ReadLog.objects.filter(purpose__startswith="Hồ sơ dữ liệu", about_id=cast.an.pk).count() == 1
    assert list(ActionLog.objects.filter(action__startswith="file.").values_list("action", flat=True)) == [
        "file.requested", "file.fetched",
    ]  # fmt: skip
    with clock.frozen(NOW + timedelta(days=8)):
        with pytest.raises(ValidationError):
            services.fetch_file(file=file, by=cast.data_officer)
        assert services.expire_files() == 1
        assert services.expire_files() == 0
    file.refresh_from_db()
    assert file.state == "expired"


def test_the_data_officers_own_copy_names_staff_but_no_third_party(cast: Cast, case: Case) -> None:
    file = services.request_file(**{**ASKED, "audience": "officer"}, by=cast.data_officer)
    services.build_file(file_id=file.pk)
    parts = unpacked(services.fetch_file(file=file, by=cast.data_officer))
    assert "Đặng Tuấn Kiệt" in parts["data.json"].decode()
    assert json.loads(parts["readers.json"])["readers"][0]["name"] == "Phạm Thu Hà"
    assert "Lê Thị Chi" not in parts["data.json"].decode()


def test_the_file_takes_a_query_a_model(cast: Cast, case: Case, django_assert_max_num_queries: Any) -> None:
    file = services.request_file(**ASKED, by=cast.data_officer)
    with django_assert_max_num_queries(60):
        services.build_file(file_id=file.pk)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Lê Thị Chi", "L. T. C."), ("+84900000103", "•••03"), ("", ""), (None, None), ({"a": 1}, "•••"), ([], []),
        ("số 12, gọi 0900000103", "•••03"), ("…", "•••"),
    ],
)  # fmt: skip
def test_masking(value: Any, shown: Any) -> None:
    assert masked(value) == shown

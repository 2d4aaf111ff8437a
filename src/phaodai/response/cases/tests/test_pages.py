"""The pages: who sees what, what is recorded, what comes back after a mistake, how many queries it takes."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phaodai.city.people.models import Person
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.disclosures.services import record_told
from phaodai.response.cases import services
from phaodai.response.cases.models import Case, InterviewStop
from phaodai.response.cases.tests.factories import confirmed_case, moment, suspected_case


@pytest.fixture
def case(cast: Any) -> Case:
    return confirmed_case(cast.an)


def url(name: str, case: Case, *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.uuid, *more])


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_case_is_read_on_record(cast: Any, client_as: Any, case: Case) -> None:
    answer = client_as(cast.ward_clerk_a).get(url("case", case))
    assert answer.status_code == 200
    assert "Nguyễn Văn An" in text_of(answer)
    row = ReadLog.objects.get(subject_type="case", subject_id=case.uuid)
    assert (row.actor_name, row.purpose) == ("Đặng Tuấn Kiệt", "Hồ sơ ca")


@pytest.mark.parametrize("name", ["case", "interview", "edit"])
@pytest.mark.parametrize("who", ["ward_clerk_b", "ward_clerk_c", "lab", "checkpoint", "admin"])
def test_others_find_nothing(cast: Any, client_as: Any, case: Case, name: str, who: str) -> None:
    answer = client_as(getattr(cast, who)).get(url(name, case))
    assert answer.status_code == 404
    assert client_as(getattr(cast, who)).get(reverse(f"cases:{name}", args=[uuid4()])).status_code == 404
    assert not ReadLog.objects.exists()


ACTIONS = [
    "confirm",
    "discard",
    "close",
    "reopen",
    "isolate",
    "assign",
    "period",
    "basis",
    "stop",
    "quiet",
    "contact",
]


@pytest.mark.parametrize("name", ACTIONS)
def test_deeds_are_not_for_the_ward_nor_by_get(cast: Any, client_as: Any, case: Case, name: str) -> None:
    assert client_as(cast.ward_clerk_a).post(url(name, case)).status_code == 404
    assert client_as(cast.ward_clerk_b).post(url(name, case)).status_code == 404
    assert client_as(cast.health_officer).get(url(name, case)).status_code == 405


def test_the_page_shows_period_basis_and_dialogs(cast: Any, client_as: Any, case: Case) -> None:
    page = text_of(client_as(cast.health_officer).get(url("case", case)))
    assert "QĐ 3638/QĐ-BYT" in page
    assert "tính từ 14 ngày trước khi lấy mẫu (13/9/2021)" in page
    for name in ("correct", "discard", "close", "isolate", "assign", "period", "missing"):
        assert f'id="{name}"' in page
    assert 'id="confirm"' not in page
    assert "UBND" not in page
    assert 'style="' not in page


def test_a_mistake_opens_the_dialog_again_with_what_was_typed(cast: Any, client_as: Any, case: Case) -> None:
    given = {
        "start": "2021-09-05T00:00",
        "end": "2021-09-01T00:00",
        "document": "CV 12/TTYT",
        "reason": "vì sao",
    }
    answer = client_as(cast.investigator).post(url("period", case), given)
    page = text_of(answer)
    assert answer.status_code == 422
    assert re.search(r'id="period"[^>]*data-reopen', page)
    assert "CV 12/TTYT" in page
    assert "vì sao" in page
    assert "Thời kỳ phải kết thúc sau khi bắt đầu." in page


def test_deeds_of_the_page(cast: Any, client_as: Any, case: Case) -> None:
    client = client_as(cast.health_officer)
    assert client.post(url("isolate", case), {"at": "2021-09-14T09:30"}).status_code == 302
    assert client.post(url("assign", case), {"user": str(cast.investigator.uuid)}).status_code == 302
    assert client.post(url("basis", case)).status_code == 302
    assert client.post(url("close", case), {"outcome": "died", "at": "2021-09-14T10:00"}).status_code == 302
    assert client.post(url("reopen", case), {"reason": "nhầm"}).status_code == 302
    case.refresh_from_db()
    assert (case.isolated_at, case.investigator, case.status) == (
        moment(14, 9, 30),
        cast.investigator,
        "confirmed",
    )
    assert client.post(url("discard", case), {"reason": "nhầm ống"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "discarded"


def test_confirming_by_a_result_read_out(cast: Any, client_as: Any) -> None:
    case = suspected_case(cast.an, cast.investigator)
    given = {
        "method": "antigen",
        "laboratory": "BV Thanh Nhàn",
        "tube_code": "12/XN",
        "resulted_at": "2021-09-14T12:00",
    }
    client = client_as(cast.health_officer)
    assert client.post(url("confirm", case), given).status_code == 422
    assert client.post(url("confirm", case), {**given, "method": "pcr"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "confirmed"


def test_who_was_told_is_told_again(cast: Any, client_as: Any, case: Case) -> None:
    told = record_told(
        subject_type="case", subject_id=case.uuid, audience="UBND phường", channel="phone", summary="F0",
        by=cast.investigator,
    )  # fmt: skip
    services.discard_case(case=case, reason="nhầm", by=cast.health_officer)
    client = client_as(cast.ward_clerk_a)
    assert "Đã báo đính chính" in text_of(client.get(url("case", case)))
    assert client.post(url("told", case, told.uuid)).status_code == 302
    assert client.post(url("told", case, uuid4())).status_code == 404
    assert "đã báo đính chính" in text_of(client.get(url("case", case)))


def test_the_list_filters_sorts_exports_and_is_on_record(cast: Any, client_as: Any, case: Case) -> None:
    suspected_case(cast.chi, cast.ward_clerk_b)
    client = client_as(cast.investigator)
    everything = text_of(client.get("/cases/"))
    assert "HBT-0001" in everything
    assert "HBT-0002" in everything
    for query, shown in {
        "status=suspected": ["HBT-0002"],
        "q=nguyen+van": ["HBT-0001"],
        "q=hbt-0002": ["HBT-0002"],
        f"area={cast.ward_a.uuid}": ["HBT-0001"],
        f"area={cast.hbt.uuid}": ["HBT-0001", "HBT-0002"],
        "confirmed=1&hours=24": ["HBT-0001"],
        "setting=other": ["HBT-0001"],
        "source=open&live=1": ["HBT-0001", "HBT-0002"],
        "since=2021-09-15": [],
        "until=2021-09-14&sort=name": ["HBT-0001", "HBT-0002"],
        "view=late": [],
        "status=nonsense&sort=nonsense&page=x&area=no": ["HBT-0001", "HBT-0002"],
    }.items():
        page = text_of(client.get(f"/cases/?{query}"))
        assert sorted(set(re.findall(r">(HBT-\d+)<", page))) == shown, query
    export = client.get("/cases/?format=xlsx&status=suspected")
    assert export["Content-Disposition"].endswith('.xlsx"')
    assert b"".join(export.streaming_content).startswith(b"PK")
    row = ActionLog.objects.get(action="export")
    assert row.data == {"count": 1, "filters": {"status": "suspected"}}


def test_an_empty_list_teaches(cast: Any, client_as: Any) -> None:
    assert "Địa bàn chưa có ca bệnh" in text_of(client_as(cast.ward_clerk_a).get("/cases/"))
    assert "Không có ca nào khớp" in text_of(client_as(cast.ward_clerk_a).get("/cases/?q=xyz"))


def test_the_person_panel(cast: Any, client_as: Any, case: Case) -> None:
    assert case.code in text_of(
        client_as(cast.ward_clerk_a).get(reverse("cases:person_panel", args=[cast.an.uuid]))
    )
    for who, person in ((cast.ward_clerk_b, cast.an), (cast.ward_clerk_a, cast.hoa)):
        assert client_as(who).get(reverse("cases:person_panel", args=[person.uuid])).status_code == 404


# --- Report by telephone ---------------------------------------------------------------------------------


def told(cast: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Trần Văn Tâm",
        "birth_year": "1980",
        "phone": "0900000999",
        "area": str(cast.ward_a.uuid),
        **changes,
    }


def test_four_fields_open_a_case(cast: Any, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    first = text_of(client.get("/cases/report"))
    assert re.search(rf'value="{cast.ward_a.uuid}"\s+selected', first)
    answer = client.post("/cases/report", told(cast))
    case = Case.objects.get()
    assert answer.headers["Location"] == url("case", case)
    assert (case.person.full_name, case.setting, case.status) == ("Trần Văn Tâm", "unknown", "suspected")


def test_the_same_person_is_offered_before_a_second_record(cast: Any, client_as: Any) -> None:
    client, people = client_as(cast.ward_clerk_a), Person.objects.count()
    known = told(cast, name="nguyễn văn an", birth_year="1974", phone="")
    page = text_of(client.post("/cases/report", known))
    assert "Có phải một trong những người này?" in page
    assert not Case.objects.exists()
    client.post("/cases/report", {**known, "person": str(cast.an.uuid)})
    assert Case.objects.get().person == cast.an
    assert Person.objects.count() == people
    assert "đã là ca HBT-0001" in text_of(client.post("/cases/report", known))
    client.post("/cases/report", {**known, "person": "new"})
    assert Person.objects.count() == people + 1


def test_a_report_across_the_border_arrives_without_showing_the_case(cast: Any, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    answer = client.post("/cases/report", told(cast, area=str(cast.ward_b.uuid)), follow=True)
    page = text_of(answer)
    assert "Phường Bạch Mai đã nhận được báo cáo." in page
    assert "HBT-0001" not in page


def test_a_sampler_may_report_and_a_lab_may_not(cast: Any, client_as: Any) -> None:
    assert client_as(cast.sampler).post("/cases/report", told(cast)).status_code == 302
    assert client_as(cast.lab).get("/cases/report").status_code == 404


def test_mistakes_keep_what_was_typed(cast: Any, client_as: Any) -> None:
    answer = client_as(cast.ward_clerk_a).post("/cases/report", told(cast, phone="123"))
    assert answer.status_code == 422
    assert "Trần Văn Tâm" in text_of(answer)
    assert not Case.objects.exists()
    assert client_as(cast.ward_clerk_a).post("/cases/report", {}).status_code == 422


# --- Interview -------------------------------------------------------------------------------------------


def test_a_stop_is_saved_corrected_removed_and_restored(cast: Any, client_as: Any, case: Case) -> None:
    client, uuid = client_as(cast.investigator), uuid4()
    form = text_of(client.get(url("interview", case) + "?add=2021-09-10"))
    assert 'name="q"' in form
    given = {"uuid": str(uuid), "day": "2021-09-10", "q": "chợ mơ", "start": "06:20", "end": "06:45"}
    for _twice in range(2):
        assert client.post(url("stop", case), given).status_code == 302
    line = InterviewStop.objects.get()
    assert (line.place, line.start_at) == (cast.market, moment(10, 6, 20))
    assert cast.market.code in text_of(client.get(url("interview", case) + f"?edit={uuid}"))
    client.post(url("stop_remove", case, uuid))
    assert "undo" not in text_of(client.get(url("interview", case))).split("<main")[0]
    client.post(url("stop_restore", case, uuid))
    assert InterviewStop.objects.get().removed_at is None


def test_a_wrong_stop_comes_back_with_what_was_typed(cast: Any, client_as: Any, case: Case) -> None:
    given = {
        "uuid": str(uuid4()),
        "day": "2021-09-14",
        "q": "quán cà phê",
        "start": "23:00",
        "companions": "chị Hoa",
    }
    answer = client_as(cast.investigator).post(url("stop", case), given)
    assert answer.status_code == 422
    assert "quán cà phê" in text_of(answer)
    assert "chị Hoa" in text_of(answer)
    bad_day = client_as(cast.investigator).post(url("stop", case), {**given, "day": "x"})
    assert bad_day.status_code == 422


def test_quiet_days_and_named_people(cast: Any, client_as: Any, case: Case) -> None:
    client, uuid = client_as(cast.investigator), uuid4()
    client.post(url("quiet", case), {"day": "2021-09-11", "quiet": "1"})
    assert client.post(url("quiet", case), {"day": "?"}).status_code == 400
    named = {"uuid": str(uuid), "name": "Trần Thị Bình", "phone": "0900000102", "relation": "household"}
    assert client.post(url("contact", case), named).status_code == 302
    assert client.post(url("contact", case), {**named, "name": ""}).status_code == 422
    case.refresh_from_db()
    assert case.answers["quiet_days"] == ["2021-09-11"]
    assert case.declared_contacts.get().person == cast.binh
    assert "có trong danh sách dân cư" in text_of(client.get(url("interview", case) + "?name=1"))
    client.post(url("contact_remove", case, uuid))
    client.post(url("contact_restore", case, uuid))
    assert case.declared_contacts.get().removed_at is None


def test_the_form_is_written_part_by_part(cast: Any, client_as: Any, case: Case) -> None:
    client = client_as(cast.investigator)
    assert client.get(url("edit", case)).status_code == 200
    ill = {"part": "illness", "has_symptoms": "yes", "symptoms": ["fever"], "symptom_onset": "2021-09-10"}
    assert client.post(url("edit", case), ill).status_code == 302
    source = {"part": "source", "setting": "community", "source_status": "unknown", "is_imported": "on"}
    assert client.post(url("edit", case), source).status_code == 302
    assert client.post(url("edit", case), {"part": "answers", "occupation": "thợ in"}).status_code == 302
    case.refresh_from_db()
    assert (case.symptom_onset, case.setting, case.is_imported) == (date(2021, 9, 10), "community", True)
    assert case.answers == {"occupation": "thợ in"}
    assert client.post(url("edit", case), {**ill, "has_symptoms": "no"}).status_code == 422
    assert client.post(url("edit", case), {"part": "shoes"}).status_code == 400


# --- Queries ---------------------------------------------------------------------------------------------


def queries_of(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def fill(cast: Any, case: Case, count: int) -> None:
    for number in range(count):
        stop = services.Stop(day=date(2021, 9, 10), start_at=moment(10, 6, number), place=cast.market)
        services.save_stop(case=case, uuid=uuid4(), stop=stop, by=cast.investigator)
        services.declare_contact(
            case=case, uuid=uuid4(), named=services.Named(f"Người {chr(65 + number)}"), by=cast.investigator
        )
        record_told(
            subject_type="case",
            subject_id=case.uuid,
            audience="UBND",
            channel="phone",
            summary="F0",
            by=cast.authority,
        )


@pytest.mark.parametrize("name", ["case", "interview"])
def test_queries_do_not_grow_with_the_case(cast: Any, client_as: Any, case: Case, name: str) -> None:
    client = client_as(cast.health_officer)
    empty = queries_of(client, url(name, case))
    fill(cast, case, 8)
    assert queries_of(client, url(name, case)) <= empty
    assert empty <= 50


def test_queries_of_the_list_do_not_grow(cast: Any, client_as: Any, case: Case) -> None:
    client = client_as(cast.health_officer)
    one = queries_of(client, "/cases/")
    for person in (cast.binh, cast.chi, cast.dung, cast.hoa):
        services.assign_investigator(
            case=confirmed_case(person), user=cast.investigator, by=cast.investigator
        )
    assert queries_of(client, "/cases/") <= one
    assert one <= 35


def test_the_national_code_is_written_by_a_dialog_that_keeps_mistakes(
    cast: Any, client_as: Any, case: Case
) -> None:
    client = client_as(cast.investigator)
    assert 'data-open="national"' in text_of(client.get(url("case", case)))
    answer = client.post(url("national", case), {"national_code": "số 5"})
    assert answer.status_code == 422
    assert "số 5" in text_of(answer)
    assert "data-reopen" in text_of(answer)
    assert client.post(url("national", case), {"national_code": "bn5"}).status_code == 302
    assert "BN5" in text_of(client.get(url("case", case)))
    assert client_as(cast.ward_clerk_a).post(url("national", case), {}).status_code == 404

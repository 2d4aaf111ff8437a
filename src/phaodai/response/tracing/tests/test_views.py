"""The pages of tracing."""

import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Handover
from phaodai.response.tracing.services import hand_over, trace_case
from phaodai.response.tracing.terms import ContactState
from phaodai.response.tracing.tests.factories import contact_of, make_case, ten_september, visit
from tests.cast import Cast, at, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    row = ten_september(cast)
    trace_case(case=row, by=SYSTEM_ACTOR)
    return row


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"tracing:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def bulk(client, **data):
    return client.post(reverse("tracing:bulk"), {"next": "/contacts/", **data}, follow=False)


def test_the_call_sheet_says_who_why_when_and_how_to_reach_them(cast: Cast, case: Case, client_as) -> None:
    text = page(client_as(cast.investigator), "call_sheet", case.uuid)
    for words in (
        "Lê Thị Chi",
        "Quán bún số 12",
        "10/9 07:10–07:40",
        "trùng 20 phút",
        "0900 000 103",
        "Chờ xác minh",
    ):
        assert words in text, words
    assert "Ca HBT-0412" in text
    assert ActionLog.objects.filter(action="list_read", data__case="HBT-0412").exists()
    assert ReadLog.objects.filter(subject_type="case", subject_id=case.uuid).exists()


def test_ward_b_sees_its_contact_and_the_exposure_but_not_the_patient(
    cast: Cast, case: Case, client_as
) -> None:
    client = client_as(cast.ward_clerk_b)
    for text in (page(client, "list"), page(client, "contact", contact_of(cast.chi).uuid)):
        assert "Lê Thị Chi" in text
        assert "Quán bún số 12" in text
        assert "HBT-0412" in text
        assert "Nguyễn Văn An" not in text
        assert reverse("cases:case", args=[case.uuid]) not in text
    assert "Bùi Thị Hoa" not in page(client, "list")
    assert client.get(reverse("tracing:call_sheet", args=[case.uuid])).status_code == 404
    assert client.get(reverse("tracing:contact", args=[contact_of(cast.hoa).uuid])).status_code == 404


def test_the_contact_page_is_a_look_on_record(cast: Cast, case: Case, client_as) -> None:
    contact = contact_of(cast.chi)
    page(client_as(cast.investigator), "contact", contact.uuid)
    assert ReadLog.objects.filter(subject_type="contact", subject_id=contact.uuid).count() == 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kind": "household"}, {"Trần Thị Bình"}),
        ({"q": "chi"}, {"Lê Thị Chi"}),
        ({"q": "0900000103"}, {"Lê Thị Chi"}),
        ({"state": "verified"}, set()),
        ({"state": "moved"}, set()),
        ({"call": "none", "q": "hoa"}, {"Bùi Thị Hoa"}),
        ({"overdue": "1"}, set()),
        ({"place": "not-a-uuid", "q": "chi"}, {"Lê Thị Chi"}),
        ({"q": "\x00", "kind": "household"}, {"Trần Thị Bình"}),
    ],
)
def test_filters(cast: Cast, case: Case, client_as, query: dict, names: set) -> None:
    answer = client_as(cast.investigator).get(reverse("tracing:list"), query)
    assert {line.name for line in answer.context["lines"]} == names


def test_filter_by_place_and_sort_by_name(cast: Cast, case: Case, client_as) -> None:
    client = client_as(cast.investigator)
    answer = client.get(reverse("tracing:call_sheet", args=[case.uuid]), {"place": str(cast.market.uuid)})
    assert [line.name for line in answer.context["lines"]] == ["Phạm Văn Dũng"]
    answer = client.get(reverse("tracing:list"), {"sort": "name"})
    assert [line.name.split()[-1] for line in answer.context["lines"]] == ["Bình", "Chi", "Dũng", "Hoa"]


def test_confirm_in_bulk_then_undo(cast: Cast, case: Case, client_as) -> None:
    client = client_as(cast.investigator)
    ids = [str(contact_of(cast.chi).uuid), str(contact_of(cast.hoa).uuid)]
    assert bulk(client, action="verify", ids=ids).status_code == 302
    assert contact_of(cast.hoa).state == ContactState.VERIFIED
    text = page(client, "list")
    assert "Đã xác nhận 2 người" in text
    undo = text.split('action="/contacts/undo/')[1].split('"')[0]
    assert client.post(f"/contacts/undo/{undo}").status_code == 302
    assert contact_of(cast.hoa).state == ContactState.CANDIDATE
    assert client.post("/contacts/undo/rubbish").status_code == 302


def test_ruling_out_asks_for_the_reason_first(cast: Cast, case: Case, client_as) -> None:
    client = client_as(cast.investigator)
    contact = contact_of(cast.chi)
    asked = bulk(client, only=f"reject:{contact.uuid}")
    assert asked.status_code == 200
    assert "Loại trừ 1 người?" in asked.content.decode()
    wrong = bulk(client, action="reject", ids=[str(contact.uuid)], because="other", note="")
    assert wrong.status_code == 422
    done = bulk(client, action="reject", ids=[str(contact.uuid)], because="far", note="cách 5 m")
    assert done.status_code == 302
    assert contact_of(cast.chi).decisions.get().reason.endswith(": cách 5 m")


def test_nobody_reaches_rows_outside_their_area(cast: Cast, case: Case, client_as) -> None:
    contact = contact_of(cast.chi)
    assert bulk(client_as(cast.ward_clerk_c), only=f"verify:{contact.uuid}").status_code == 404
    assert bulk(client_as(cast.commander), only=f"verify:{contact.uuid}").status_code == 404
    assert bulk(client_as(cast.investigator), only=f"nothing:{contact.uuid}").status_code == 404
    assert bulk(client_as(cast.investigator), only=f"verify:{uuid.uuid4()}").status_code == 404
    assert bulk(client_as(cast.investigator), action="verify").status_code == 302


def test_hand_over_and_acknowledge(cast: Cast, case: Case, client_as) -> None:
    contact = contact_of(cast.chi)
    sender, receiver = client_as(cast.ward_clerk_b), client_as(cast.ward_clerk_c)
    asked = bulk(sender, only=f"hand_over:{contact.uuid}").content.decode()
    assert "Phường Láng Hạ" in asked
    nowhere = sender.post(reverse("tracing:hand_over"), {"ids": [contact.uuid], "to_external": ""})
    assert nowhere.status_code == 422
    data = {"ids": [contact.uuid], "to_area": cast.ward_c.pk, "to_external": "", "note": "ở với bố mẹ"}
    assert sender.post(reverse("tracing:hand_over"), data).status_code == 302

    handover = Handover.objects.get()
    assert "Lê Thị Chi" in page(receiver, "handovers")
    text = page(receiver, "handover", handover.uuid)
    assert "Tiếp nhận" in text
    assert "Nguyễn Văn An" not in text
    answer = reverse("tracing:answer_handover", args=[handover.uuid])
    assert receiver.post(answer, {"answer": "refuse", "note": ""}).status_code == 422
    assert receiver.post(answer, {"answer": "accept"}).status_code == 302
    assert contact_of(cast.chi).area == cast.ward_c


def test_calls_and_isolation_on_the_contact_page(cast: Cast, case: Case, client_as) -> None:
    client, contact = client_as(cast.investigator), contact_of(cast.chi)
    call, isolate = (reverse(f"tracing:{name}", args=[contact.uuid]) for name in ("record_call", "isolate"))
    assert client.post(call, {}).status_code == 422
    assert client.post(call, {"outcome": "wrong_number"}).status_code == 302
    assert client.post(isolate, {"at": "2021-09-14T18:00"}).status_code == 422
    assert client.post(isolate, {"at": "2021-09-14T12:00"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.call_state, contact.isolated_at) == ("wrong_number", at(14, 12))
    assert "Sai số" in page(client, "contact", contact.uuid)


def test_panels_print_and_spreadsheets(cast: Cast, case: Case, client_as) -> None:
    client = client_as(cast.investigator)
    assert "Lê Thị Chi" in page(client, "case_panel", case.uuid)
    printed = client.post(reverse("tracing:print_sheet", args=[case.uuid]))["Location"]
    sheet = PdfReader(io.BytesIO(client.get(printed).content)).pages[0].extract_text()
    assert "Lê Thị Chi" in sheet
    assert case.code in sheet
    assert "Chờ xác minh" in page(client, "person_panel", cast.chi.uuid)
    assert page(client_as(cast.ward_clerk_c), "person_panel", cast.chi.uuid).strip() == ""
    for query in ({}, {"case": str(case.uuid)}, {"format": "csv"}):
        answer = client.get(reverse("tracing:export"), query)
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content)
        assert body[:2] == b"PK" or "Lê Thị Chi" in body.decode()
    assert ActionLog.objects.filter(action="export").count() == 3


def test_no_scans_never_reads_as_no_contact(cast: Cast, client_as) -> None:
    case = make_case(cast.giang, "DDA-0001")
    client = client_as(cast.cdc_officer)
    assert "Chưa truy vết" in page(client, "case_panel", case.uuid)
    assert client.post(reverse("tracing:search_again", args=[case.uuid])).status_code == 302
    assert "Không có lượt quét nào" in page(client, "call_sheet", case.uuid)


def test_a_list_is_sent_from_the_page(cast: Cast, case: Case, client_as) -> None:
    client = client_as(cast.investigator)
    send = reverse("tracing:send_list", args=[case.uuid])
    assert client.post(send).status_code == 302
    assert case.sent_lists.count() == 0
    bulk(client, only=f"verify:{contact_of(cast.chi).uuid}")
    assert "Gửi danh sách F1 đợt 1" in page(client, "call_sheet", case.uuid)
    assert client.post(send).status_code == 302
    assert case.sent_lists.count() == 1


def test_queries_do_not_grow_with_the_list(
    cast: Cast, case: Case, client_as, django_assert_max_num_queries
) -> None:
    client = client_as(cast.investigator)
    page(client, "list")
    for number in range(40):
        visit(make_person(f"Khách {number}", cast.ward_b), cast.market, at(8, 6, number), at(8, 7))
    trace_case(case=case, by=SYSTEM_ACTOR)
    hand_over(contact=contact_of(cast.chi), to_area=cast.ward_c, by=cast.investigator)
    with django_assert_max_num_queries(34):
        page(client, "list")
    with django_assert_max_num_queries(42):
        page(client, "call_sheet", case.uuid)

"""Pages: what they show, whom they refuse, how many queries they cost."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.disclosures.models import Told
from phaodai.response.testing import services
from phaodai.response.testing.models import TestOrder, TestResult, Tube, TubeMember
from phaodai.response.testing.terms import Method, OrderReason
from phaodai.response.testing.tests.factories import make_labelled, make_pool, make_resulted, make_taken


@pytest.fixture
def lab(cast, client_as):
    return client_as(cast.lab)


@pytest.fixture
def sampler(cast, client_as):
    return client_as(cast.sampler)


@pytest.fixture
def doctor(cast, client_as):
    return client_as(cast.health_officer)


def text_of(response):
    return response.content.decode()


def body_of(download):
    """The bytes of a download; its temporary file is closed as the server would."""
    body = b"".join(download.streaming_content)
    for close in download._resource_closers:
        close()
    return body


# ---- the list


def test_the_list_narrows_by_code_name_state_method_and_deadline(cast, doctor):
    an, chi = make_taken(cast, cast.an), make_taken(cast, cast.chi, method=Method.ANTIGEN)
    done = make_resulted(cast, "negative", cast.hoa)
    page = text_of(doctor.get(reverse("testing:list")))
    assert all(tube.code in page for tube in (an, chi, done.tube))
    for query, shown in (
        (f"q={an.code[2:8]}", {an}),
        ("q=nguyen an", {an}),
        ("method=antigen", {chi}),
        ("value=negative", {done.tube}),
        (f"area={cast.ward_a.uuid}&state=taken", {an, chi}),
        (f"laboratory={cast.other_lab.uuid}", set()),
        ("late=yes", set()),
        ("state=nonsense", {an, chi, done.tube}),
    ):
        page = text_of(doctor.get(reverse("testing:list") + f"?{query}"))
        assert {tube for tube in (an, chi, done.tube) if tube.code in page} == shown, query


def test_a_laboratory_sees_its_own_tubes_only(cast, client_as, lab):
    mine = make_taken(cast, cast.an)
    theirs = make_taken(cast, cast.binh, laboratory=cast.other_lab)
    page = text_of(lab.get(reverse("testing:list")))
    assert mine.code in page
    assert theirs.code not in page
    assert lab.get(reverse("testing:tube", args=[theirs.uuid])).status_code == 404


@pytest.mark.parametrize("who", ["checkpoint", "place_keeper", "admin", "data_officer", "site_manager"])
def test_who_has_nothing_to_do_with_tests_finds_nothing(cast, client_as, who):
    tube = make_taken(cast, cast.an)
    client = client_as(getattr(cast, who))
    for url in (
        reverse("testing:list"),
        reverse("testing:tube", args=[tube.uuid]),
        reverse("testing:orders"),
    ):
        assert client.get(url).status_code == 404


def test_missing_and_forbidden_answer_alike(cast, client_as):
    tube = make_taken(cast, cast.an)
    client = client_as(cast.ward_clerk_b)
    forbidden = client.get(reverse("testing:tube", args=[tube.uuid]))
    missing = client.get(reverse("testing:tube", args=["3f0c2f60-0000-4000-8000-000000000000"]))
    assert (forbidden.status_code, missing.status_code) == (404, 404)


def test_the_list_goes_out_as_a_spreadsheet_and_that_is_on_record(cast, doctor):
    make_taken(cast, cast.an)
    response = doctor.get(reverse("testing:list") + "?format=xlsx")
    book = zipfile.ZipFile(io.BytesIO(body_of(response)))
    assert "xl/worksheets/sheet1.xml" in book.namelist()
    assert ActionLog.objects.get(action="export").data["rows"] == 1


def test_the_list_costs_the_same_however_long_it_is(cast, doctor, django_assert_max_num_queries):
    for person in (cast.an, cast.binh, cast.hoa):
        make_resulted(cast, "negative", person)
    with django_assert_max_num_queries(22):
        doctor.get(reverse("testing:list"))


# ---- one tube


def test_a_tube_page_leaves_a_trace_and_names_the_way_of_the_tube(cast, doctor):
    tube = make_taken(cast, cast.an)
    page = text_of(doctor.get(reverse("testing:tube", args=[tube.uuid])))
    assert "Nguyễn Văn An" in page
    assert ReadLog.objects.get(subject_type="tube").subject_id == tube.uuid


def test_a_laboratory_reads_name_and_year_but_no_address_and_no_link(cast, lab):
    tube = make_taken(cast, cast.an)
    page = text_of(lab.get(reverse("testing:tube", args=[tube.uuid])))
    assert "Nguyễn Văn An" in page
    assert "1974" in page
    assert cast.an.address not in page
    assert str(cast.an.uuid) not in page


def test_a_positive_pool_says_that_everybody_waits(cast, doctor):
    tube = make_pool(cast).tube
    page = text_of(doctor.get(reverse("testing:tube", args=[tube.uuid])))
    assert "Chờ tách mẫu" in page
    doctor.post(reverse("testing:unpool", args=[tube.uuid]))
    assert TestOrder.objects.filter(reason=OrderReason.UNPOOL).count() == 2


def test_correcting_asks_first_and_says_who_is_affected(cast, lab):
    result = make_resulted(cast, "positive", cast.an)
    url = reverse("testing:correct", args=[result.uuid])
    page = text_of(lab.get(url))
    assert "1 người trong ống" in page
    assert lab.post(url, {"value": "negative", "reason": ""}).status_code == 422
    lab.post(url, {"value": "negative", "reason": "Nhầm ống"})
    assert TestResult.objects.get(is_current=True).value == "negative"


def test_nobody_corrects_a_tube_of_another_laboratory(cast, client_as):
    result = make_resulted(cast, "positive", cast.an)
    client = client_as(cast.other_lab_user)
    answer = client.post(reverse("testing:correct", args=[result.uuid]), {"value": "negative", "reason": "x"})
    assert answer.status_code == 404
    assert TestResult.objects.count() == 1


def test_telling_and_discarding_on_the_page(cast, sampler):
    tube = make_resulted(cast, "negative", cast.an).tube
    sampler.post(reverse("testing:notify", args=[tube.uuid]), {"channel": "phone"})
    tube.refresh_from_db()
    assert tube.notified_at == cast.now
    lost = make_taken(cast, cast.binh)
    sampler.post(reverse("testing:discard", args=[lost.uuid]), {"reason": "vỡ"})
    lost.refresh_from_db()
    assert lost.state == "discarded"


def test_everybody_who_heard_the_wrong_result_is_listed_with_a_button(cast, sampler, lab):
    result = make_resulted(cast, "positive", cast.an)
    tube = result.tube
    services.notify_tubes(tubes=[tube], by=cast.sampler)
    told = Told.objects.get()
    path = reverse("testing:correction_told", args=[tube.uuid, told.uuid])
    assert sampler.post(path).status_code == 404  # nothing was corrected yet
    services.correct_result(result=result, value="invalid", reason="Mẫu hỏng", by=cast.lab)
    page = reverse("testing:tube", args=[tube.uuid])
    assert path in text_of(sampler.get(page))
    assert path not in text_of(lab.get(page))
    assert lab.post(path).status_code == 404
    assert path not in text_of(sampler.post(path, follow=True))
    told.refresh_from_db()
    assert told.retraction_told_by_name == cast.sampler.full_name


def test_sending_chosen_tubes(cast, sampler):
    chosen = [make_taken(cast, cast.an), make_taken(cast, cast.binh)]
    sampler.post(reverse("testing:send"), {"ids": [tube.uuid for tube in chosen], "laboratory": ""})
    assert set(Tube.objects.values_list("state", flat=True)) == {"sent"}


def test_a_rapid_test_is_read_on_its_own_page(cast, sampler):
    tube = make_taken(cast, cast.an, method=Method.ANTIGEN)
    sampler.post(reverse("testing:record", args=[tube.uuid]), {"value": "positive"})
    assert TestResult.objects.get().value == "positive"


def test_a_tube_page_costs_few_queries(cast, doctor, django_assert_max_num_queries):
    tube = make_pool(cast).tube
    services.unpool_tube(tube=tube, by=SYSTEM_ACTOR)
    with django_assert_max_num_queries(34):
        doctor.get(reverse("testing:tube", args=[tube.uuid]))


# ---- the bench


def test_scan_choose_enter_next(cast, lab):
    tube = make_taken(cast, cast.an)
    first = lab.post(reverse("testing:entry"), {"tube": tube.code.lower().replace("-", "")})
    assert "Nguyễn Văn An" in text_of(first)
    second = lab.post(reverse("testing:entry"), {"tube": tube.code, "value": "positive", "ct": "21,5"})
    assert second.url == reverse("testing:entry")
    assert TestResult.objects.get().ct == 21.5
    assert tube.code in text_of(lab.get(reverse("testing:entry")))


@pytest.mark.parametrize("kind", ["mistyped", "foreign", "done", "empty"])
def test_the_bench_says_in_one_sentence_what_is_wrong(cast, lab, kind):
    code = {
        "mistyped": lambda: "M-000001-0",
        "foreign": lambda: make_taken(cast, cast.an, laboratory=cast.other_lab).code,
        "done": lambda: make_resulted(cast, "negative", cast.an).tube.code,
        "empty": lambda: make_labelled(cast).code,
    }[kind]()
    page = text_of(lab.post(reverse("testing:entry"), {"tube": code}))
    assert 'id="entry-tube-error"' in page
    assert code in page


def test_a_list_is_checked_first_and_written_by_choice(cast, lab):
    tubes = [make_taken(cast, cast.an), make_taken(cast, cast.binh)]
    text = f"mã ống\tkết quả\n{tubes[0].code}\tÂm tính\nM-1\tÂm tính\n{tubes[1].code}\tkhông rõ"
    url = reverse("testing:entry_list")
    page = text_of(lab.post(url, {"text": text, "deed": "check"}))
    assert "2 dòng sai" in page
    assert not TestResult.objects.exists()
    assert "2 dòng sai" in text_of(lab.post(url, {"text": text, "deed": "all"}))
    assert not TestResult.objects.exists()
    lab.post(url, {"text": text, "deed": "valid"})
    assert TestResult.objects.get().tube == tubes[0]


def test_a_file_of_results(cast, lab):
    tube = make_taken(cast, cast.an)
    content = f"ma_xn,ho_va_ten,ket_qua,thoi_gian_tra_ket_qua\n{tube.code},A,DƯƠNG TÍNH,14/9/2021 15:30\n"
    file = SimpleUploadedFile("ket-qua.csv", content.encode("utf-8-sig"))
    lab.post(reverse("testing:entry_list"), {"file": file, "deed": "all"})
    assert TestResult.objects.get().value == "positive"


def test_a_rack_is_scanned_in_at_once(cast, lab):
    tubes = [make_taken(cast, cast.an), make_taken(cast, cast.binh)]
    codes = "\n".join([*(tube.code for tube in tubes), "M-000001-0"])
    page = text_of(lab.post(reverse("testing:receive"), {"codes": codes}, follow=True))
    assert "Đã nhận 2 ống" in page
    assert "M-000001-0" in page
    assert set(Tube.objects.values_list("state", flat=True)) == {"received"}


# ---- the station


def test_scan_the_tube_then_the_people_then_close(cast, sampler):
    tube, url = make_labelled(cast), reverse("testing:sample")
    assert sampler.get(url).status_code == 200
    page = text_of(sampler.get(url, {"tube": tube.code, "method": "pcr_pool"}))
    assert tube.code in page
    state = {"tube": tube.code, "method": "pcr_pool"}
    page = text_of(sampler.post(url, {**state, "person": "001074000011"}))
    assert "Nguyễn Văn An" in page
    assert "Trần Thị Bình" in page  # lives with him, offered
    people = [cast.an.uuid, cast.binh.uuid]
    sampler.post(url, {**state, "people": people[:1], "join": people[1]})
    sampler.post(url, {**state, "people": people, "deed": "close"})
    assert TubeMember.objects.filter(tube=tube).count() == 2


def test_a_typed_name_offers_people_and_a_stranger_is_not_found(cast, sampler):
    tube, url = make_labelled(cast), reverse("testing:sample")
    state = {"tube": tube.code, "method": "pcr"}
    page = text_of(sampler.post(url, {**state, "person": "binh"}))
    assert str(cast.binh.uuid) in page
    page = text_of(sampler.post(url, {**state, "person": "Giang"}))
    assert "Đoàn Quốc Giang" not in page
    assert "Không thấy ai" in page


def test_enter_in_the_field_looks_up_and_takes_nobody_out(cast, sampler):
    state = {"tube": make_labelled(cast).code, "method": "pcr_pool", "people": [cast.an.uuid]}
    page = text_of(sampler.post(reverse("testing:sample"), {**state, "person": "x y z"}))
    form = page[page.index('id="station"') :]
    first = form[form.index("<button") : form.index("</button>")]
    assert "name=" not in first  # a browser presses the form's first button on Enter
    assert cast.an.full_name in page


def test_people_out_of_reach_cannot_be_smuggled_in(cast, sampler):
    tube, url = make_labelled(cast), reverse("testing:sample")
    sampler.post(url, {"tube": tube.code, "method": "pcr", "people": [cast.giang.uuid], "deed": "close"})
    assert not TubeMember.objects.exists()


def test_the_station_refuses_a_used_tube(cast, sampler):
    tube = make_taken(cast, cast.an)
    page = text_of(sampler.get(reverse("testing:sample"), {"tube": tube.code}))
    assert "Hãy lấy ống mới" in page


def test_labels_come_as_pdf(cast, sampler):
    answer = sampler.post(
        reverse("testing:labels"), {"count": 31, "area": cast.ward_a.pk, "laboratory": cast.cdc.pk}
    )
    assert answer.content.startswith(b"%PDF")
    assert Tube.objects.count() == 31
    assert sampler.post(reverse("testing:labels"), {"count": 5, "area": cast.ward_b.pk}).status_code == 422
    again = sampler.get(reverse("testing:label", args=[Tube.objects.first().uuid]))
    assert again["Content-Type"] == "application/pdf"


# ---- orders and panels


def test_orders_by_household_and_one_withdrawn(cast, doctor):
    people = [cast.an, cast.binh, cast.chi]
    services.order_tests(people=people, reason=OrderReason.CONTACT, by=SYSTEM_ACTOR)
    page = text_of(doctor.get(reverse("testing:orders")))
    assert all(person.full_name in page for person in people)
    sheet = doctor.get(reverse("testing:orders") + "?format=xlsx")
    assert body_of(sheet).startswith(b"PK")
    order = TestOrder.objects.get(person=cast.an)
    assert cast.an.full_name in text_of(doctor.get(reverse("testing:order", args=[order.uuid])))
    url = reverse("testing:withdraw", args=[order.uuid])
    assert doctor.post(url, {"reason": ""}).status_code == 422
    doctor.post(url, {"reason": "Đã lấy nơi khác"})
    order.refresh_from_db()
    assert order.state == "withdrawn"


def test_a_persons_panel(cast, doctor, client_as):
    make_pool(cast)
    url = reverse("testing:person_panel", args=[cast.an.uuid])
    assert "Chờ tách mẫu" in text_of(doctor.get(url))
    assert client_as(cast.ward_clerk_b).get(url).status_code == 404
    assert client_as(cast.lab).get(url).status_code == 404


def test_a_panel_links_only_tubes_that_can_be_opened(cast, client_as):
    tube = make_taken(cast, cast.an, area=cast.ward_b)
    clerk = client_as(cast.ward_clerk_a)
    page = text_of(clerk.get(reverse("testing:person_panel", args=[cast.an.uuid])))
    assert tube.code in page
    assert reverse("testing:tube", args=[tube.uuid]) not in page


@pytest.mark.parametrize("name", ["list", "orders", "entry", "entry_list", "receive", "sample", "labels"])
def test_english(cast, client_as, name):
    who = cast.lab if name in ("entry", "entry_list", "receive") else cast.sampler
    client = client_as(who)
    client.cookies["phaodai_language"] = "en"
    page = text_of(client.get(reverse(f"testing:{name}")))
    assert "<h1>" in page
    assert "Xét nghiệm</h1>" not in page

"""The pages: what each reader sees and can do there, and how many queries they cost."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from phaodai.city.papers.models import Paper, RegisterEntry
from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment, Directive, Opinion
from phaodai.command.directives.queries.evidence import with_files
from phaodai.command.directives.reading.tests.test_files import HOSTILE
from phaodai.command.directives.services import ReportFields
from phaodai.command.directives.tests.factories import TEXT, assignment_of, fields, make_draft, one_task
from phaodai.core.files.tests.makers import png
from phaodai.core.worklists.queries import items_for
from tests.cast import at

PICTURE = png()

EMPTY_FILE = "The submitted file is empty."
"""Django's own sentence."""


def page(client, name, *args, **query):
    answer = client.get(reverse(f"directives:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(client, name, *args, **data):
    answer = client.post(reverse(f"directives:{name}", args=args), data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


@pytest.fixture
def desk(office, client_as):
    return client_as(office.clerk)


def test_a_pasted_text_becomes_a_draft(office, desk):
    assert 'name="text"' in page(desk, "new")
    answer = post(desk, "new", issuer=office.issuer.pk, text=TEXT, title="Kết luận giao ban")
    made = Directive.objects.get()
    assert answer["Location"] == reverse("directives:directive", args=[made.uuid])
    assert "Kết luận giao ban" in page(desk, "directive", made.uuid)


def test_nothing_pasted_is_said_in_a_sentence(office, desk):
    answer = desk.post(reverse("directives:new"), {"issuer": office.issuer.pk, "text": " "})
    assert answer.status_code == 200
    assert not Directive.objects.exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_hostile_file_is_one_sentence_and_what_was_typed_stays(office, desk, language):
    desk.cookies["phaodai_language"] = language
    with translation.override(language):
        for name, (data, called, reason) in HOSTILE.items():
            file = SimpleUploadedFile(called, data)
            typed = {
                "issuer": office.issuer.pk,
                "title": "Tên tự đặt",
                "text": "Câu đã gõ",
                "is_incoming": "on",
            }
            answer = desk.post(reverse("directives:new"), {**typed, "file": file})
            assert answer.status_code == 200, name
            form, shown = answer.context["form"], answer.content.decode()
            said = [str(line) for lines in form.errors.values() for line in lines]
            assert said == [gettext(reason if data else EMPTY_FILE)], name
            assert shown.count(escape(said[0])) == 1, name
            assert 'value="Tên tự đặt"' in shown
            assert "Câu đã gõ</textarea>" in shown
            assert form["is_incoming"].value()
    assert not Directive.objects.exists()
    assert not RegisterEntry.objects.exists()


def test_a_task_is_corrected_beside_its_passage(office, desk):
    draft = make_draft(office)
    answer = post(
        desk, "add_task", draft.uuid, action="rà soát người có nguy cơ", kind="assign",
        leads="PYT-HBT\nUBND các phường", due_at="2021-09-17T23:59", passage="rà soát người có nguy cơ",
    )  # fmt: skip
    task = draft.tasks.get()
    assert answer["Location"].endswith(f"#t-{task.uuid}")
    assert {row.unit for row in task.units.all()} == {
        office.health,
        office.ward_a,
        office.ward_b,
        office.cast.committee,
    } - {office.cast.committee}
    shown = page(desk, "directive", draft.uuid)
    assert f'<mark id="p-{task.uuid}"' in shown
    assert page(desk, "task", draft.uuid, task.uuid)
    wrong = desk.post(
        reverse("directives:task", args=[draft.uuid, task.uuid]),
        {"action": "x", "kind": "assign", "leads": "Đơn vị không có"},
    )
    assert "Đơn vị không có" in wrong.content.decode()


def test_the_way_from_draft_to_done(office, client_as, desk):
    draft = make_draft(office)
    services.add_task(
        directive=draft, fields=fields("rà soát", office.health, due_at=at(17)), by=office.clerk
    )
    post(desk, "ask", draft.uuid, asked="Phòng Y tế quận", question="Hạn có kịp không?")
    unit, chief = client_as(office.health_user), client_as(office.chief)
    assert "Hạn có kịp không?" in page(unit, "directive", draft.uuid)
    post(unit, "opinion", Opinion.objects.get().uuid, agrees="no", text="Xin lùi một ngày.")
    post(desk, "answer", draft.uuid, Opinion.objects.get().uuid, words="Giữ nguyên hạn.")
    assert "Giữ nguyên hạn." in page(chief, "directive", draft.uuid)
    post(chief, "sign", draft.uuid)
    post(desk, "issue", draft.uuid)
    row = Assignment.objects.get()
    post(unit, "receive", row.uuid, handler="Chị Hà")
    file = SimpleUploadedFile("bien-ban.png", PICTURE)
    post(unit, "progress", row.uuid, text="đang làm", percent=30, evidence=file)
    post(unit, "finish", row.uuid, text="đã xong")
    shown = page(desk, "assignment", row.uuid)
    assert "bien-ban.png" in shown
    assert "Chị Hà" in shown
    post(desk, "accept", row.uuid, words="Tốt.")
    row.refresh_from_db()
    assert row.state == "done"


def test_a_refusal_is_a_sentence_and_changes_nothing(office, client_as, desk):
    draft = make_draft(office)
    services.add_task(directive=draft, fields=fields("không ai nhận"), by=office.clerk)
    chief = client_as(office.chief)
    answer = chief.post(reverse("directives:sign", args=[draft.uuid]), follow=True)
    assert answer.context["messages"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_draft_does_not_exist_for_those_outside_the_desk(office, client_as):
    draft = make_draft(office)
    for name in ("directive", "pdf", "docx"):
        address = reverse(f"directives:{name}", args=[draft.uuid])
        assert client_as(office.ward_b_user).get(address).status_code == 404


def test_what_an_authority_above_issued_can_be_read_below(office, client_as):
    issued = one_task(office)
    assert "rà soát người có nguy cơ" in page(client_as(office.ward_b_user), "directive", issued.uuid)


def test_a_unit_does_not_see_the_task_of_another(office, client_as):
    row = assignment_of(one_task(office), office.health)
    other = client_as(office.ward_b_user)
    assert other.get(reverse("directives:assignment", args=[row.uuid])).status_code == 404
    for name in ("receive", "progress", "finish", "accept", "take_back", "pass_on"):
        assert other.post(reverse(f"directives:{name}", args=[row.uuid])).status_code == 404


def test_evidence_is_a_download_for_those_who_see_the_task(office, client_as):
    row = assignment_of(one_task(office), office.health)
    file = SimpleUploadedFile("a.png", PICTURE)
    report = services.report_progress(
        assignment=row, fields=ReportFields("xem ảnh", files=[file]), by=office.health_user
    )
    address = reverse("directives:evidence", args=[with_files([report])[0].files[0].uuid])
    answer = client_as(office.clerk).get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PICTURE
    assert client_as(office.ward_b_user).get(address).status_code == 404


def test_the_papers_follow_the_national_form(office, desk):
    issued = one_task(office)
    pdf = desk.get(reverse("directives:pdf", args=[issued.uuid]))
    assert pdf.content.startswith(b"%PDF-")
    printed = desk.post(reverse("directives:print", args=[issued.uuid]))["Location"]
    assert desk.get(printed).content.startswith(b"%PDF-")
    assert Paper.objects.get().number == issued.number
    docx = desk.get(reverse("directives:docx", args=[issued.uuid]))
    with zipfile.ZipFile(io.BytesIO(docx.content)) as book:
        text = book.read("word/document.xml").decode()
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        issued.number,
        "THÔNG BÁO",
        "Nơi nhận:",
        "Lã Quang Huy",
    ):
        assert part in text


def test_search_finds_without_diacritics_and_on_a_day(office, desk):
    issued = one_task(office)
    assert issued.number in page(desk, "list", q="nguoi co nguy co")
    assert issued.number in page(desk, "list", on="2021-09-14")
    assert issued.number not in page(desk, "list", on="2021-09-13")
    assert issued.number not in page(desk, "list", q="khong co chu nay")
    services.end_directive(directive=issued, reason="hết dịch", by=office.clerk)
    assert issued.number not in page(desk, "list", on="2021-09-14")


def test_lists_and_exports(office, desk):
    one_task(office, office.health, office.ward_a, due=at(13))
    assert "Quá hạn" in page(desk, "tasks", standing="open_overdue")
    assert "Phòng Y tế quận" in page(desk, "tasks", q="phong y te")
    assert "UBND phường Thanh Nhàn" in page(desk, "overview")
    for name in ("list", "tasks", "overview"):
        answer = desk.get(reverse(f"directives:{name}"), {"format": "xlsx"})
        assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_worklists_bring_each_thing_to_whoever_must_act(office):
    draft = make_draft(office)
    services.add_task(
        directive=draft,
        fields=fields("rà soát", office.ward_a, report_via=office.health, due_at=at(17)),
        by=office.clerk,
    )
    assert _codes(office.chief) == {"directives_to_sign"}
    services.ask_opinions(directive=draft, asked=[office.health], by=office.clerk)
    assert _codes(office.chief) == set()
    assert _codes(office.health_user) == {"opinions_asked"}
    services.give_opinion(opinion=Opinion.objects.get(), agrees=True, text="", by=office.health_user)
    services.sign_directive(directive=draft, by=office.chief)
    assert _codes(office.clerk) == {"directives_to_issue"}
    services.issue_directive(directive=draft, by=office.clerk)
    row = Assignment.objects.get()
    assert _codes(office.ward_a_user) == {"tasks_to_do"}
    services.ask_extension(assignment=row, new_due_at=at(18), reason="chờ", by=office.ward_a_user)
    assert _codes(office.chief) == {"extensions_asked"}
    services.report_done(assignment=row, fields=ReportFields("xong"), by=office.ward_a_user)
    assert _codes(office.health_user) == {"reports_to_pass_on"}
    services.pass_report_on(assignment=row, remark="", by=office.health_user)
    assert "reports_to_accept" in _codes(office.clerk)


def _codes(user):
    user.__dict__.pop("live_grants", None)
    return {item.worklist.code for item in items_for(user)}


@pytest.mark.parametrize(("name", "most"), [("list", 17), ("tasks", 18), ("overview", 17)])
def test_lists_cost_the_same_however_long(office, desk, django_assert_max_num_queries, name, most):
    for _turn in range(6):
        one_task(office, office.health, office.ward_a)
    with django_assert_max_num_queries(most):
        page(desk, name)


def test_the_page_of_a_directive_costs_the_same_however_many_tasks(
    office, desk, django_assert_max_num_queries
):
    draft = make_draft(office)
    for number in range(12):
        services.add_task(
            directive=draft, fields=fields(f"việc {number}", office.health, office.ward_a), by=office.clerk
        )
    services.sign_directive(directive=draft, by=office.chief)
    services.issue_directive(directive=draft, by=office.clerk)
    with django_assert_max_num_queries(32):
        page(desk, "directive", draft.uuid)

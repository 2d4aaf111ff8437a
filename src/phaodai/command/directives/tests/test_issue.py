"""From a draft to assignments; what a new document does to earlier ones."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment, Directive
from phaodai.command.directives.reader import read_pasted
from phaodai.command.directives.reading.values import Citation, Reading, TaskDraft
from phaodai.command.directives.tests.factories import (
    TEXT,
    assignment_of,
    fields,
    issue,
    make_draft,
    one_task,
)
from phaodai.core import clock
from tests.cast import at


def reading(**more):
    first = TEXT.index("Giao Phòng")
    second = TEXT.index("UBND phường Thanh")
    given = {
        "support": (), "monitor": None, "condition": None, "recurrence": None, "report_to": None, "report_via": None,
        "kind": "assign",
    }  # fmt: skip
    tasks = (
        TaskDraft(
            **given | {"support": ("UBND các phường",)}, lead=("Phòng Y tế quận",), lead_code=("PYT-HBT",),
            action="rà soát người có nguy cơ", due_at=at(17, 23, 59), start=first, end=first + 40,
        ),
        TaskDraft(
            **given | {"report_via": "phòng y tế quận"}, lead=("UBND phường Thanh Nhàn", "Đội xung kích"),
            lead_code=(None, None), action="lập danh sách hộ khó khăn", due_at=at(16, 23, 59), start=second,
            end=second + 30,
        ),
    )  # fmt: skip
    facts = {
        "text": TEXT, "number": "03-TB/BCĐ", "issued_on": None, "issuer": "Ban Chỉ đạo", "title": "Kết luận",
        "tasks": tasks, "cites": (Citation("TB", "01-TB/BCĐ", None, 0, 3),),
    }  # fmt: skip
    return Reading(**facts | more)


def test_the_day_a_daily_task_ends_is_read(office):
    text = TEXT + "\n3. Giao Phòng Y tế quận báo cáo trước 16h00 hằng ngày cho đến hết ngày 30/9/2021.\n"
    text += "\n4. Giao Phòng Y tế quận trực hằng ngày trong thời gian giãn cách.\n"
    draft = services.draft_from_reading(reading=read_pasted(text), issuer=office.issuer, by=office.clerk)
    daily, while_it_lasts = draft.tasks.order_by("position")[2:]
    assert (daily.due_at, daily.recurs_until) == (at(14, 16), at(30).date())
    assert (while_it_lasts.due_at, while_it_lasts.condition) == (None, "trong thời gian giãn cách")


def test_a_reading_becomes_a_draft_with_units_of_the_tree(office):
    draft = services.draft_from_reading(reading=reading(), issuer=office.issuer, by=office.clerk)
    first, second = draft.tasks.all()
    assert (draft.state, draft.sign, draft.written_number) == ("draft", "-TB/BCĐ", "03-TB/BCĐ")
    lead = first.units.get(role="lead")
    assert lead.unit == office.health
    assert {row.unit for row in first.units.filter(role="support")} == {office.ward_a, office.ward_b}
    assert second.report_via == office.health
    assert [str(row) for row in second.units.all()] == ["UBND phường Thanh Nhàn", "Đội xung kích"]
    assert [link.written for link in draft.links.all()] == ["01-TB/BCĐ"]


def test_a_refused_text_becomes_no_draft(office):
    with pytest.raises(ValidationError):
        services.draft_from_reading(
            reading=reading(refused="This is a scan.", tasks=()), issuer=office.issuer, by=office.clerk
        )
    assert not Directive.objects.exists()


def test_only_the_issuers_own_desk_drafts(office):
    with pytest.raises(PermissionDenied):
        services.draft_directive(issuer=office.issuer, title="x", text="y", by=office.ward_a_user)


def test_numbers_come_from_the_register_of_issuer_kind_and_year(office):
    assert [one_task(office).number for _turn in range(2)] == ["01/TB-BCĐ", "02/TB-BCĐ"]


def test_the_database_refuses_a_number_twice(office):
    first, second = one_task(office), one_task(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.filter(pk=second.pk).update(entry=first.entry)


def test_a_task_without_an_owner_cannot_be_signed(office):
    draft = make_draft(office)
    task = services.add_task(directive=draft, fields=fields("việc chưa ai nhận"), by=office.clerk)
    with pytest.raises(ValidationError, match="1"):
        services.sign_directive(directive=draft, by=office.chief)
    services.withdraw_task(task=task, reason="không phải nhiệm vụ", by=office.clerk)
    assert services.sign_directive(directive=draft, by=office.chief).state == "signed"


def test_all_addressees_means_the_recipients(office):
    draft = make_draft(office)
    services.add_task(directive=draft, fields=fields("trực 24/7", kind="all"), by=office.clerk)
    services.edit_directive(
        directive=draft, by=office.clerk, title=draft.title, sign=draft.sign, kind="TB",
        recipients=[office.ward_a, office.ward_b],
    )  # fmt: skip
    issue(office, draft)
    assert {row.unit for row in Assignment.objects.all()} == {office.ward_a, office.ward_b}


def test_a_signed_text_is_closed_until_the_signer_takes_it_back(office):
    draft = make_draft(office)
    services.sign_directive(directive=draft, by=office.chief)
    with pytest.raises(ValidationError):
        services.add_task(directive=draft, fields=fields("thêm", office.health), by=office.clerk)
    with pytest.raises(PermissionDenied):
        services.unsign_directive(directive=draft, reason="sửa", by=office.clerk)
    services.unsign_directive(directive=draft, reason="sửa", by=office.chief)
    services.add_task(directive=draft, fields=fields("thêm", office.health), by=office.clerk)


def test_opinions_are_awaited_until_their_time(office):
    draft = make_draft(office)
    asked = services.ask_opinions(directive=draft, asked=[office.health, office.ward_a], by=office.clerk)
    services.give_opinion(opinion=asked[0], agrees=False, text="Hạn quá gấp.", by=office.health_user)
    with pytest.raises(ValidationError, match="Thanh Nhàn"):
        services.sign_directive(directive=draft, by=office.chief)
    with clock.frozen(clock.now() + timedelta(days=3)):
        services.sign_directive(directive=draft, by=office.chief)
    assert set(draft.opinions.values_list("state", flat=True)) == {"remarks", "silent"}


def test_a_unit_answers_once_and_only_for_itself(office):
    draft = make_draft(office)
    (opinion,) = services.ask_opinions(directive=draft, asked=[office.health], by=office.clerk)
    with pytest.raises(PermissionDenied):
        services.give_opinion(opinion=opinion, agrees=True, text="", by=office.ward_a_user)
    with pytest.raises(ValidationError):
        services.give_opinion(opinion=opinion, agrees=False, text=" ", by=office.health_user)
    services.give_opinion(opinion=opinion, agrees=True, text="", by=office.health_user)
    with pytest.raises(ValidationError):
        services.give_opinion(opinion=opinion, agrees=True, text="", by=office.health_user)


def test_ending_a_document_ends_its_tasks_and_keeps_their_reports(office):
    old = one_task(office)
    row = assignment_of(old, office.health)
    services.report_progress(
        assignment=row, fields=services.ReportFields("đã rà 3 tổ"), by=office.health_user
    )
    draft = make_draft(office, "Thay thế")
    services.link_directive(directive=draft, kind="ends", target=old, by=office.clerk)
    new = issue(office, draft)
    old.refresh_from_db()
    row.refresh_from_db()
    assert (old.state, old.ended_on, row.state) == ("ended", clock.today(), "withdrawn")
    assert new.number in row.closed_reason
    assert row.reports.count() == 1


def test_a_replaced_task_is_continued_by_the_new_one(office):
    old = one_task(office)
    row = assignment_of(old, office.health)
    services.report_progress(
        assignment=row, fields=services.ReportFields("một nửa", 50), by=office.health_user
    )
    draft = make_draft(office, "Sửa đổi")
    more = fields("rà soát lại", office.health, due_at=at(20), replaces=old.tasks.get())
    services.add_task(directive=draft, fields=more, by=office.clerk)
    new = issue(office, draft)
    old.refresh_from_db()
    successor = assignment_of(new, office.health)
    assert old.state == "amended"
    assert old.tasks.get().state == "replaced"
    assert successor.continues == row
    assert successor.percent == 50


def test_a_document_from_outside_keeps_its_number(office):
    read = reading(issued_on=at(6).date())
    draft = services.draft_from_reading(reading=read, issuer=office.issuer, by=office.clerk, is_incoming=True)
    services.enter_directive(directive=draft, number="03-TB/BCĐ", by=office.clerk)
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.issued_on) == ("issued", "03-TB/BCĐ", at(6).date())
    assert assignment_of(draft, office.ward_a).via == office.health


def test_a_citation_finds_its_document_once_it_arrives(office):
    draft = make_draft(office)
    link = services.cite_document(directive=draft, number="01/TB-BCĐ")
    cited = one_task(office)
    link.refresh_from_db()
    assert link.target == cited


def test_split_and_merge_keep_passages_and_owners(office):
    draft = services.draft_from_reading(reading=reading(), issuer=office.issuer, by=office.clerk)
    task = draft.tasks.first()
    first, second = services.split_task(task=task, first_part="Giao Phòng Y tế quận", by=office.clerk)
    assert TEXT[first.start : first.end] == "Giao Phòng Y tế quận"
    assert first.end == second.start
    assert {row.unit for row in second.units.all()} == {row.unit for row in first.units.all()}
    merged = services.merge_tasks(tasks=[first, second], by=office.clerk)
    assert (merged.start, merged.end) == (task.start, task.end)
    assert list(draft.tasks.filter(state="active").values_list("position", flat=True)) == [1, 3]


def test_a_corrected_passage_must_stand_in_the_text(office):
    draft = make_draft(office)
    task = services.add_task(directive=draft, fields=fields("rà soát", office.health), by=office.clerk)
    with pytest.raises(ValidationError):
        services.correct_task(
            task=task, fields=fields("rà soát", office.health, passage="không có câu này"), by=office.clerk
        )
    passage = "rà soát người có nguy cơ"
    services.correct_task(
        task=task, fields=fields("rà soát", office.health, passage=passage), by=office.clerk
    )
    task.refresh_from_db()
    assert TEXT[task.start : task.end] == passage

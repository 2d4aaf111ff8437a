"""A notice becomes tasks: pasted, corrected, asked about, signed, issued, reported through a unit, carried over."""

import re

import pytest

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

NOTICE = """Số 04-TB/BCĐ

THÔNG BÁO
kết luận của Trưởng Ban Chỉ đạo phòng, chống dịch quận Hai Bà Trưng
tại cuộc họp ngày 14/9/2021

Ngày 14/9/2021, Ban Chỉ đạo phòng, chống dịch quận Hai Bà Trưng tổ chức họp đánh giá tình hình. Sau khi nghe báo cáo và ý kiến của các thành viên, Trưởng Ban Chỉ đạo kết luận như sau:

I- Đối với công tác phòng, chống dịch

1. Giao Ủy ban nhân dân phường Thanh Nhàn rà soát người cao tuổi sống một mình, gửi báo cáo qua Trung tâm Y tế quận Hai Bà Trưng trước ngày 17/9/2021.

2. Giao Công an quận Hai Bà Trưng kiểm tra các chốt kiểm soát trên địa bàn, báo cáo trong ngày 13/9/2021.

3. Đề nghị Trung tâm Y tế quận Hai Bà Trưng tổng hợp nhu cầu sinh phẩm xét nghiệm, gửi báo cáo qua Sở Y tế Hà Nội trước ngày 16/9/2021.

Nơi nhận:
- Thành viên Ban Chỉ đạo,
- Lưu Văn phòng.
"""  # noqa: E501
CENTRE = "Trung tâm Y tế quận Hai Bà Trưng"
WARD = "Ủy ban nhân dân phường Thanh Nhàn"
POLICE = "Công an quận Hai Bà Trưng"
DEPARTMENT = "unit_health_department"
SUPPLIES = "tổng hợp nhu cầu sinh phẩm xét nghiệm"
CORRECTED = "rà soát, lập danh sách người cao tuổi sống một mình"


def press(visitor, dialog):
    """Open a dialog from the head of the page."""
    visitor.page.locator(f"[data-open='{dialog}']:visible").first.click()
    return visitor.page.locator(f"dialog#{dialog}")


def confirm(visitor, dialog):
    """Send the dialog's form."""
    visitor.page.locator(f"dialog#{dialog} footer button[type=submit]").click()
    visitor.page.wait_for_load_state()


def card_of(visitor, words):
    """The task beside the text that says these words."""
    return visitor.page.locator("article.task-card", has_text=words).first


def paste(office):
    """The clerk pastes the notice; its three tasks stand beside the text, marked in it."""
    office.go("/directives/new/")
    office.page.fill("textarea[name=text]", NOTICE)
    office.page.locator("form#new-form footer button[type=submit]").click()
    office.page.wait_for_load_state()
    assert office.page.locator("article.task-card").count() == 3
    assert office.page.locator(".document mark").count() >= 2
    return office.page.url


def correct(office):
    card_of(office, WARD).get_by_text("Chỉnh nhiệm vụ").click()
    office.page.fill("#task-form textarea[name=action]", CORRECTED)
    office.page.fill("#task-form textarea[name=leads]", WARD)
    office.page.fill("#task-form input[name=report_via]", CENTRE)
    office.page.fill("#task-form input[name=due_at]", "2021-09-16T23:59")
    office.page.locator(".actions button[type=submit]").click()
    office.page.wait_for_load_state()
    assert CORRECTED in card_of(office, WARD).inner_text()


def ask_and_answer(office, unit, page):
    press(office, "ask").locator("textarea[name=asked]").fill(CENTRE)
    confirm(office, "ask")
    unit.go(page)
    dialog = press(unit, "opinion-1")
    dialog.locator("input[value=yes]").check()
    confirm(unit, "opinion-1")
    assert "Đồng ý" in unit.page.content()


def sign_and_issue(authority, office, page):
    authority.go(page)
    press(authority, "sign")
    confirm(authority, "sign")
    office.go(page)
    press(office, "issue")
    confirm(office, "issue")
    found = re.search(r"\d\d-TB/BCĐ", office.page.locator("h1").inner_text())
    assert found, "the register gives the number the sign of the pasted notice"
    return found.group()


def open_task(visitor, page, words):
    """From the directive to the task of the unit."""
    visitor.go(page)
    card_of(visitor, words).locator("a[href*='/directives/tasks/']").first.click()
    visitor.page.wait_for_load_state()
    return visitor.page.url.removeprefix(visitor.city.web)


def report_through(unit, above, office, page, words, said, added):
    """The unit reports; the unit its report passes through adds a remark; the office accepts."""
    task = open_task(unit, page, words)
    press(unit, "receive").locator("input[name=handler]").fill("Chị Hòa")
    confirm(unit, "receive")
    press(unit, "done").locator("textarea[name=text]").fill(said)
    confirm(unit, "done")
    above.go(task)
    press(above, "pass-on").locator("textarea[name=words]").fill(added)
    confirm(above, "pass-on")
    office.go(task)
    assert added in office.page.content()
    press(office, "accept")
    confirm(office, "accept")
    assert "Hoàn thành đúng hạn" in office.page.content()


def grant_more_time(office):
    """The demo's ward Bạch Mai has asked for more time."""
    office.go("/")
    office.page.locator("a", has_text="xin gia hạn").first.click()
    office.page.wait_for_load_state()
    press(office, "decide").locator("input[value=grant]").check()
    confirm(office, "decide")
    assert "Đồng ý gia hạn" in office.page.content()


def test_from_the_pasted_notice_to_the_next_meeting(as_role, pictures):
    office, unit, authority = as_role("office"), as_role("unit"), as_role("authority")
    page = paste(office).removeprefix(office.city.web)
    correct(office)
    ask_and_answer(office, unit, page)
    number = sign_and_issue(authority, office, page)
    ward = as_role("ward_clerk", PHONE, user="ward_clerk")
    report_through(ward, unit, office, page, CORRECTED, "Có 34 người.", "Đã đối chiếu với trạm y tế.")
    department = as_role("unit", user=DEPARTMENT)
    report_through(unit, department, office, page, SUPPLIES, "Cần 9.000 bộ.", "Sở đã cân đối kho.")
    grant_more_time(office)

    # One is overdue, and the same everywhere: the list, the overview, the meeting's carry-over.
    office.go("/directives/tasks/?standing=open_overdue&q=cong an")
    assert number in office.page.content()
    office.go("/directives/meetings/")
    press(office, "call").locator("input[name=title]").fill("Giao ban chiều")
    office.page.fill("dialog#call input[name=held_at]", "2021-09-14T17:00")
    confirm(office, "call")
    agenda = office.page.locator("section.card", has=office.page.locator("h2", has_text="Chương trình"))
    assert POLICE in agenda.inner_text()
    assert CORRECTED not in agenda.inner_text()
    assert SUPPLIES not in agenda.inner_text()
    office.page.screenshot(path=pictures / "meeting.png")

    paper = office.page.request.get(f"{office.city.web}{page}pdf/")
    assert paper.body().startswith(b"%PDF-")

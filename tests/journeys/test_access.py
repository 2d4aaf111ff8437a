"""A ward clerk comes in: invited by the district, with a second factor, reading; and who watches those who read."""

import re

import pytest

from tests.journeys.conftest import Visitor
from tests.journeys.running_city import one_time_code

pytestmark = pytest.mark.journey
PASSWORD = "mùa thu hà nội 2021"
REASON = "Cấp cứu 115 hỏi người này có đang cách ly không"


def invite(district, username):
    """The district's administrator opens the account; the link is on the screen once."""
    district.go("/accounts/users/add")
    page = district.page
    page.fill("[name=username]", username)
    page.fill("[name=full_name]", "Bùi Thị Tâm")
    page.select_option("[name=role]", "ward_clerk")
    ward = page.locator("[name=area] option", has_text="Thanh Nhàn").first.get_attribute("value")
    page.select_option("[name=area]", ward)
    page.click("form.form button.btn.p")
    page.wait_for_load_state()
    found = re.search(r"/accounts/enter/[\w-]{43}", page.content())
    assert found, "the link is shown"
    return found.group()


def come_in(clerk, link, username):
    """The clerk chooses a password, signs in, and sets the authenticator app up."""
    page = clerk.page
    clerk.go(link)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("form.form button.btn.p")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.form button.btn.p")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("form.form button.btn.p")
    secret = page.locator(".key-text").inner_text().strip()
    page.fill("input[name=code]", one_time_code(secret))
    page.click("form.form button.btn.p")
    page.wait_for_load_state()


def test_invited_reading_watched(as_role, running_city, browser):
    username = "bui.tam"
    district = as_role("local_admin")
    link = invite(district, username)

    context = browser.new_context()
    clerk = Visitor(context.new_page(), running_city)
    come_in(clerk, link, username)
    clerk.go("/people/")
    clerk.page.click("table.t tbody a.name")
    clerk.page.wait_for_load_state()
    person = clerk.page.url.rstrip("/").split("/")[-1]
    assert not clerk.complaints
    context.close()

    # Whose last sign-in the administrator sees.
    district.go("/accounts/users?q=bui.tam")
    assert "chưa từng" not in district.page.locator("table.t tbody").inner_text()

    # The data officer finds the look.
    officer = as_role("data_officer")
    officer.go("/oversight/log?actor=Bùi Thị Tâm")
    assert person in officer.page.content()

    # A tracer opens one record in an emergency; the officer reviews it.
    case = running_city.get("/api/v1/cases?limit=1", "cdc")["cases"][0]["code"]
    tracer = as_role("investigator")
    tracer.go("/oversight/emergency")
    tracer.page.fill("[name=number]", case)
    tracer.page.check("[name=ground][value=life]")
    tracer.page.fill("[name=reason]", REASON)
    tracer.page.click("form.form button.btn.x")
    tracer.page.wait_for_load_state()
    assert "Đang mở khẩn cấp" in tracer.page.content()
    assert case in tracer.page.content()
    tracer.page.click("form[action$='/close'] button >> visible=true")

    officer.wait_for_text("Xét lần mở khẩn cấp", path="/")
    officer.go("/oversight/openings?conclusion=waiting")
    officer.page.click("table.t tbody tr:has-text('115 hỏi người này') a.name")
    officer.page.check("[name=answer][value=justified]")
    officer.page.fill("[name=note]", "Đã gọi lại 115, đúng ca trực")
    officer.page.click("form.form button.btn.p")
    officer.wait_for_text("Có căn cứ")

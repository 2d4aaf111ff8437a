"""The main job, as its users do it: a tube turns out positive, and everything follows; then it turns out wrong."""

import re

import pytest

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey


def a_tube_for_one_person(city):
    """A single RT-PCR tube that waits for its result, and whose person lives in the district."""
    tubes = city.get("/api/v1/tests/tubes?limit=200", "lab")["tubes"]
    waiting = [
        tube for tube in tubes if tube["method"] == "pcr" and tube["state"] not in ("resulted", "discarded")
    ]
    assert waiting, "the demo leaves the laboratory a single tube that waits for its result"
    return city.get(f"/api/v1/tests/tubes/{waiting[0]['uuid']}", "lab")


def enter_positive(lab, code):
    lab.go("/tests/entry")
    lab.page.fill("#entry-tube", code)
    lab.page.press("#entry-tube", "Enter")
    lab.page.check("input[name=value][value=positive]")
    lab.page.click("form.form button.btn.p")
    lab.page.wait_for_load_state()


def case_number(text):
    found = re.search(r"[A-ZĐ]{2,4}-\d{4}", text)
    assert found, "no case number on the page"
    return found.group()


def new_cases(commander):
    """The figure that leads the dashboard."""
    commander.go("/dashboard")
    return int(commander.page.locator(".tiles.lead .tile .v a").first.inner_text())


def picture(visitor, path):
    """What stands on the screen, without the scroll."""
    visitor.page.evaluate("window.scrollTo(0, 0)")
    visitor.page.screenshot(path=path)


def test_positive_verified_signed_printed_corrected(as_role, running_city, pictures):
    tube = a_tube_for_one_person(running_city)
    name = tube["members"][0]["full_name"]

    commander = as_role("commander")
    before = new_cases(commander)

    lab = as_role("lab")
    enter_positive(lab, tube["code"])
    picture(lab, pictures / "entry.png")

    investigator = as_role("investigator")
    investigator.wait_for_text("F0 xác định", seconds=10, path=f"/cases/?q={name}")
    investigator.page.click("table.t tbody a.name")
    investigator.page.wait_for_load_state()
    case_url = investigator.page.url
    case_id = case_url.rstrip("/").split("/")[-1]
    code = case_number(investigator.page.content())

    # Within seconds: candidates with their reasons, the draft order, the investigator's work.
    sheet = f"/contacts/cases/{case_id}"
    investigator.wait_for_text("Chờ xác minh", seconds=10, path=sheet)
    assert investigator.page.locator("table.t tbody tr").count() >= 3, "people who shared the case's places"
    picture(investigator, pictures / "contacts.png")
    investigator.wait_for_text(code, path="/")
    picture(investigator, pictures / "home.png")
    investigator.go(f"/cases/{case_id}")
    picture(investigator, pictures / "case.png")

    # The investigator concludes: the first candidate is F1.
    investigator.go(sheet)
    investigator.page.locator("table.t tbody [data-pick]").first.check()
    investigator.page.click("button[name=action][value=verify]")
    investigator.wait_for_text("F1", path=sheet)

    # A health officer confirms, the authority signs: two people.
    officer = as_role("health_officer")
    officer.wait_for_text(name, path=f"/quarantine/?q={name}")
    officer.page.click("table.t tbody a.name")
    order_url = officer.page.url
    officer.page.click("[data-open=confirm] >> visible=true")
    officer.page.click("button[form=confirm-form]")
    officer.page.wait_for_load_state()

    authority = as_role("authority")
    authority.page.goto(order_url)
    authority.page.click("[data-open=sign] >> visible=true")
    authority.page.click("button[form=sign-form]")
    authority.wait_for_text("QĐ-CLYT")
    picture(authority, pictures / "order.png")
    with authority.page.expect_popup() as paper:
        authority.page.click("form[action$='/printed/'] button >> visible=true")
    assert authority.page.request.get(paper.value.url).body()[:5] == b"%PDF-"
    paper.value.close()

    # The numbers have moved.
    assert new_cases(commander) == before + 1
    picture(commander, pictures / "dashboard.png")

    # The laboratory takes the result back: everything is withdrawn, and who had been told is listed.
    lab.go(f"/tests/{tube['uuid']}")
    lab.page.click("[data-open=correct] >> visible=true")
    lab.page.check("dialog[open] input[name=value][value=negative]")
    lab.page.fill("dialog[open] [name=reason]", "Nhầm ống khi đọc kết quả")
    lab.page.click("dialog[open] button.btn.x")
    lab.page.wait_for_load_state()
    investigator.wait_for_text("Đã loại", seconds=15, path=f"/cases/{case_id}")
    authority.wait_for_text("Đã thu hồi", seconds=15, path=order_url.removeprefix(running_city.web))
    told = investigator.page.locator("#told .li")
    assert told.count() >= 1, "the printed order told somebody, who must hear of the correction"
    told.first.get_by_role("button", name="Đã báo đính chính").click()
    investigator.page.wait_for_load_state()
    assert "đã báo đính chính" in investigator.page.locator("#told .li").first.inner_text()
    picture(investigator, pictures / "corrected.png")
    assert new_cases(commander) == before


def test_a_case_by_telephone_on_a_phone(as_role):
    clerk = as_role("ward_clerk", viewport=PHONE, user="ward_clerk")
    clerk.go("/cases/report")
    clerk.page.fill("[name=name]", "Trịnh Thị Thử Nghiệm")
    clerk.page.fill("[name=birth_year]", "1988")
    clerk.page.fill("[name=phone]", "0900 000 999")
    clerk.page.locator("form.form button.btn.p, button[form].btn.p").first.click()
    clerk.wait_for_text("Trịnh Thị Thử Nghiệm", path="/cases/?q=Trịnh Thị Thử Nghiệm")
    width = clerk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, "the page is wider than the phone"


PHONE_PAGES = (
    "/",
    "/cases/",
    "/contacts/",
    "/tests/",
    "/quarantine/",
    "/people/",
    "/places/",
    "/areas/",
    "/dashboard",
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_fit_a_phone(as_role, language):
    visitor = as_role("cdc", viewport=PHONE, language=language)
    for path in PHONE_PAGES:
        visitor.go(path)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360, path

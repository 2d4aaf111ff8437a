"""A list on paper: printed, checked by anybody who holds it, withdrawn, and the check says so."""

from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.journey


def submit(visitor, form):
    """Send a form that opens another window, here without one; returns what came back."""
    token = form.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    address = f"{visitor.city.web}{form.get_attribute('action')}"
    return visitor.page.request.post(
        address, form={"csrfmiddlewaretoken": token}, headers={"Referer": visitor.city.web}
    )


def test_printed_checked_withdrawn(as_role, running_city):
    tracer = as_role("investigator")
    tracer.go("/cases/?confirmed=1")
    printed = submit(tracer, tracer.page.locator("form[action*='/cases/print']"))
    assert printed.body().startswith(b"%PDF-")

    tracer.go("/papers/?kind=line_list")
    row = tracer.page.locator("tbody tr").first
    code = row.locator("a.name").inner_text()
    row.locator("a.name").click()
    check = tracer.page.locator("a[href*='/verify/']:visible").first.get_attribute("href")

    def anybody_reads():
        with urlopen(f"{running_city.web}{check}", timeout=30) as answer:
            return answer.read().decode()

    assert code in anybody_reads()
    assert "Đang có hiệu lực" in anybody_reads()

    tracer.page.locator("[data-open='withdraw']:visible").first.click()
    tracer.page.locator("dialog#withdraw textarea").fill("In nhầm bộ lọc")
    tracer.page.locator("dialog#withdraw button[type=submit]").click()
    tracer.wait_for_text("Đã thu hồi")
    assert "Đã thu hồi, không có giá trị" in anybody_reads()
    assert "In nhầm bộ lọc" not in anybody_reads()

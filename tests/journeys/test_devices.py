"""A site manager hands out a telephone: the code is scanned, a visit sent, the clock seen, the telephone lost."""

import json
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tests.journeys.conftest import PHONE, Visitor

pytestmark = pytest.mark.journey

FAST = timedelta(minutes=10)


class Telephone:
    """The program on the telephone: calls with its token and a clock that is ten minutes fast."""

    def __init__(self, city, token):
        self.city, self.token = city, token

    def call(self, path, document=None):
        request = urllib.request.Request(
            self.city.web + path,
            data=None if document is None else json.dumps(document).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "X-Client-Time": (datetime.now(UTC) + FAST).isoformat(),
                "X-Client-App": "tram/1.0",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def offer(manager, name):
    """The code on the manager's screen, as the address it stands for."""
    manager.go("/connections/devices/")
    manager.page.locator("a[href='/connections/devices/add']:visible").first.click()
    manager.page.fill("input[name=name]", name)
    manager.page.locator("form#enrol button[type=submit]").click()
    manager.page.wait_for_selector(".enrol-qr")
    return manager.page.locator("[data-enrol-address]").text_content()


def take(phone, address):
    """The telephone opens the link and enrols itself; its token."""
    phone.page.goto(address)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.page.locator("form button.btn.p").click()
    phone.page.wait_for_selector("[data-device-token]")
    phone.page.get_by_text("Kết nối tốt").wait_for()
    assert phone.page.evaluate("localStorage.getItem('phaodai.device')")
    return phone.page.locator("[data-device-token]").get_attribute("data-device-token")


def a_room(city):
    """A room of the site, and somebody of the ward."""
    rooms = city.get("/api/v1/places?kind=quarantine_room", "commander")
    people = city.get(f"/api/v1/people?q={quote('Nguyễn')}&limit=5", "commander")
    return [room["code"] for room in rooms], people[0]["uuid"]


def test_a_telephone_is_enrolled_sends_and_is_lost(as_role, browser, running_city, pictures):
    manager = as_role("site_manager")
    address = offer(manager, "Điện thoại cổng phụ")
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    phone = Visitor(context.new_page(), running_city)
    token = take(phone, address)
    manager.page.get_by_text("Đã ghi danh").first.wait_for()
    manager.page.screenshot(path=pictures / "device-enrolled.png")
    phone.page.goto(address)  # once only
    assert "hết hiệu lực" in phone.page.content()
    assert not phone.complaints
    context.close()

    device = Telephone(running_city, token)
    me = device.call("/api/v1/me")
    assert (me["kind"], me["clock"]["standing"]) == ("device", "corrected")
    opened = json.loads((running_city.home / "run.json").read_text())["scenario_now"]
    start = (datetime.fromisoformat(opened) - timedelta(hours=1)).isoformat()
    rooms, person = a_room(running_city)
    visits = [
        {"client_id": str(uuid.uuid4()), "person": person, "place": room, "start": start} for room in rooms
    ]
    answer = device.call("/api/v1/visits/batch", {"visits": visits})
    assert answer["accepted"] >= 1, answer
    assert answer["clock"]["standing"] == "corrected"

    manager.page.get_by_role("link", name="Mở thiết bị").click()
    manager.page.get_by_text("nhanh 10 phút").first.wait_for()
    manager.page.get_by_text("Đã chỉnh giờ").first.wait_for()
    manager.page.screenshot(path=pictures / "device.png", full_page=True)
    manager.page.locator("[data-open=lost]:visible").first.click()
    manager.page.fill("dialog#lost input[name=reason]", "Rơi ở cổng")
    manager.page.locator("dialog#lost footer button[type=submit]").click()
    manager.page.get_by_text("Đã báo mất").first.wait_for()
    with pytest.raises(urllib.error.HTTPError) as refused:
        device.call("/api/v1/me")
    with refused.value as answer:
        assert answer.code == 401

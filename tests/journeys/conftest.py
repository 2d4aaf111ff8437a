"""Fixtures of the journeys: one running city, one browser, a signed-in page per role."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.running_city import RunningCity, one_time_code, start_city, stop_city

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def running_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCity]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    home = tmp_path_factory.mktemp("city")
    process, city = start_city(home)
    yield city
    stop_city(process)


@pytest.fixture(scope="session")
def browser(running_city: RunningCity) -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Visitor:
    """Somebody at a screen; fails the journey when a page breaks or its script complains."""

    def __init__(self, page: Page, city: RunningCity) -> None:
        self.page, self.city, self.complaints = page, city, []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._note)
        page.set_default_timeout(15_000)

    def _note(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def go(self, path: str) -> None:
        self.page.goto(self.city.web + path)

    def wait_for_text(self, text: str, seconds: float = 10, path: str = "") -> None:
        """The text appears within so many seconds, reading the page again and again."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if path:
                self.go(path)
            if text in self.page.content():
                return
            time.sleep(0.5)
        raise AssertionError(f"{text!r} did not appear on {self.page.url} within {seconds} s")


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Sign-ins by user name, kept for the whole run."""
    return {}


@pytest.fixture
def as_role(
    browser: Browser, running_city: RunningCity, sessions: dict[str, Any]
) -> Iterator[Callable[..., Visitor]]:
    """``as_role("lab")``: that user, signed in with password and one-time code."""
    visitors: list[Visitor] = []

    def sign_in(
        role: str, viewport: dict[str, int] | None = None, user: str = "", language: str = "vi"
    ) -> Visitor:
        login = running_city.login(role, user)
        context = browser.new_context(viewport=viewport or DESK, storage_state=sessions.get(login["user"]))
        context.add_cookies([{"name": "phaodai_language", "value": language, "url": running_city.web}])
        visitor = Visitor(context.new_page(), running_city)
        visitors.append(visitor)
        if login["user"] not in sessions:  # a one-time code serves once, so each user signs in once
            sign_in_with_code(visitor, login)
            sessions[login["user"]] = context.storage_state()
        visitor.go("/")
        return visitor

    yield sign_in
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.page.context.close()
    assert not complaints


def sign_in_with_code(visitor: Visitor, login: dict[str, str]) -> None:
    """Password, then the second factor where the role has one; a code can be used once, so wait for a fresh one."""
    visitor.go("/account/login/")
    page = visitor.page
    page.fill("input[name=login]", login["user"])
    page.fill("input[name=password]", login["password"])
    page.click("form.form button.btn.p")
    if login.get("totp_secret") and "authenticate" in page.url:
        page.fill("input[name=code]", one_time_code(login["totp_secret"]))
        page.click("form.form button.btn.p")
    page.wait_for_url(visitor.city.web + "/")


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where journeys leave their screenshots: ``make pictures`` keeps them in the docs."""
    kept = os.environ.get("PHAODAI_PICTURES")
    return Path(kept) if kept else tmp_path_factory.mktemp("pictures")

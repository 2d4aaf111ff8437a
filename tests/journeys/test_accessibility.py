"""No page breaks WCAG 2.1 AA as far as a program can tell (axe-core): desk and phone, both languages."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LISTS = {
    "cdc": (
        "/", "/dashboard", "/cases/", "/cases/report", "/contacts/", "/tests/", "/tests/orders", "/quarantine/",
        "/people/", "/people/add", "/places/", "/areas/", "/areas/boundaries/",
        "/areas/changes/", "/areas/changes/gaps/", "/map", "/map?what=cases.new",
        "/organizations/", "/visits/record", "/policy/",
        "/playbook/", "/ui/", "/search?q=Nguyen", "/accounts/me",
    ),
    "sampler": ("/tests/sample", "/tests/labels"),
    "lab": ("/tests/entry", "/tests/entry/list", "/tests/receive"),
    "health_officer": ("/quarantine/to-confirm/", "/quarantine/sites/"),
    "authority": ("/quarantine/to-sign/",),
    "data_officer": ("/oversight/log", "/oversight/openings", "/oversight/looks", "/oversight/files", "/visits/retention"),
    "admin": ("/accounts/users", "/accounts/users/add", "/accounts/roles"),
}  # fmt: skip
FIRST_ROWS = ("/cases/", "/contacts/", "/tests/", "/quarantine/", "/people/", "/places/", "/areas/")
"""Lists whose first row is opened too."""


def violations(visitor: Any, path: str) -> list[str]:
    """One line a broken rule: the page, the rule, the first element at fault."""
    visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visitor.page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [f"{path}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def rows_of(visitor: Any) -> list[str]:
    """The addresses of the first row of each list."""
    links = []
    for path in FIRST_ROWS:
        visitor.go(path)
        links += visitor.page.locator("table.t tbody a[href^='/']").evaluate_all(
            "found => found.slice(0, 1).map(link => link.getAttribute('href'))"
        )
    return links


@pytest.mark.parametrize(("viewport", "language"), [(DESK, "vi"), (PHONE, "en")], ids=["desk", "phone"])
def test_every_page_can_be_read_by_everybody(as_role: Any, viewport: dict[str, int], language: str) -> None:
    broken: list[str] = []
    for role, paths in LISTS.items():
        visitor = as_role(role, viewport=viewport, language=language)
        for path in [*paths, *(rows_of(visitor) if role == "cdc" else [])]:
            visitor.go(path)
            broken += violations(visitor, path)
    assert not broken, "\n".join(broken)


def test_a_fault_is_found(as_role: Any) -> None:
    visitor = as_role("checkpoint")
    visitor.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any("image-alt" in line for line in violations(visitor, "/"))

"""The guide is whole: a page a role in both languages, every picture there and used, every link leading somewhere."""

import re
from pathlib import Path

import pytest

from phaodai.city.accounts.permissions import Role

GUIDE = Path(__file__).resolve().parents[2] / "docs/guide"
PAGES = sorted(GUIDE.rglob("*.md"))
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_role_has_a_page(language: str) -> None:
    assert {page.stem for page in (GUIDE / language).glob("*.md")} == set(Role.values)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(GUIDE)))
def test_every_link_and_picture_is_there(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert not missing


def test_no_picture_is_left_over() -> None:
    used = {
        (page.parent / link).resolve() for page in PAGES for link in LINK.findall(page.read_text("utf-8"))
    }
    assert not {picture for picture in GUIDE.glob("images/*/*") if picture.resolve() not in used}

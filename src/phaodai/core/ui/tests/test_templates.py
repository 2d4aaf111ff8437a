"""The CSP forbids inline styles and scripts; these tests read every template so that none creeps in."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[4]
TEMPLATES = sorted(p for p in SOURCE.rglob("*.html") if "templates" in p.parts)
DATA_SCRIPT = re.compile(r'type="application/json"')


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert "javascript:" not in text
    bodies = re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.S)
    assert all(not body.strip() or DATA_SCRIPT.search(attrs) for attrs, body in bodies), "script body"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_comes_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", text)


def test_stylesheets_are_ours_and_load_nothing_from_outside() -> None:
    sheets = sorted((SOURCE / "phaodai/core/ui/static/ui/css").glob("*.css"))
    index = (SOURCE / "phaodai/core/ui/static/ui/css/pd.css").read_text(encoding="utf-8")
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        assert sheet.name == "pd.css" or f'"{sheet.name}"' in index
        assert len(text.splitlines()) < 400

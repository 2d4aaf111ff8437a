"""What a fresh machine may lack is told in one sentence; what is there is not installed again."""

import ast
import gettext
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, aimed at an empty checkout."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, path in {
        "VENV": ".venv",
        "PYTHON": ".venv/bin/python",
        "STAMP": ".venv/phaodai-setup.json",
        "NODE_STAMP": "node_modules/.phaodai-setup",
    }.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    return module


def told(bootstrap: ModuleType, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert bootstrap.main(list(words)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    return lines


def test_an_old_python_can_read_the_script_far_enough_to_be_told() -> None:
    for name in ("bootstrap.py", "messages.py"):
        ast.parse((ROOT / "scripts" / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_python_too_old(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    vi, en = told(bootstrap, capsys)
    assert "Cần Python 3.11 trở lên, máy này có 3.9.2" in vi
    assert "Python 3.11 or later is needed, this is 3.9.2" in en


def test_no_python3_venv(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "ensurepip" else find(name, *rest)
    )
    vi, en = told(bootstrap, capsys)
    assert "apt-get install python3-venv" in vi
    assert "apt-get install python3-venv" in en


def test_no_node(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    vi, en = told(bootstrap, capsys)
    assert vi.startswith("✗ Thiếu Node.js")
    assert "Node.js is missing; install Node.js 20" in en


def test_no_npm(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fake(tmp_path / "node", "echo v20.1.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "npm is missing" in told(bootstrap, capsys)[1]


def test_node_too_old(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fake(tmp_path / "node", "echo v18.19.0")
    fake(tmp_path / "npm", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Node.js is too old (v18.19.0)" in told(bootstrap, capsys)[1]


def test_a_tool_that_fails_is_named_without_a_traceback(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise subprocess.CalledProcessError(1, ["/x/bin/uv", "pip"])

    monkeypatch.setattr(bootstrap, "check_node", lambda dev: "npm")
    monkeypatch.setattr(bootstrap, "sync_python", fail)
    assert "uv could not install (exit 1)" in told(bootstrap, capsys)[1]


def fake(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("asked", "stamp", "system", "expected"),
    [
        ([], [], True, ["base", "engine"]),
        ([], [], False, ["base", "engine", "postgresql"]),
        (["dev"], [], True, ["base", "engine", "dev"]),
        ([], ["base", "dev"], True, ["base", "engine", "dev"]),
        (["dev"], ["base", "postgresql"], True, ["base", "engine", "postgresql", "dev"]),
    ],
)
def test_what_was_installed_once_stays(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
    stamp: list[str],
    system: bool,
    expected: list[str],
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(bootstrap, "has_system_postgresql", lambda: system)
    bootstrap.VENV.mkdir()
    bootstrap.STAMP.write_text(json.dumps({"groups": stamp}))
    assert bootstrap.wanted_groups(asked) == expected


def test_with_a_database_of_ones_own_no_server_is_installed(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@db/city")
    monkeypatch.setattr(bootstrap, "has_system_postgresql", lambda: False)
    assert bootstrap.wanted_groups([]) == ["base", "engine"]


def test_the_front_end_is_ready_only_for_its_own_lock_file(bootstrap: ModuleType) -> None:
    bootstrap.NODE_STAMP.parent.mkdir()
    assert not bootstrap.front_end_is_ready(False)
    bootstrap.NODE_STAMP.write_text(f"{bootstrap.digest(ROOT / 'package-lock.json')} base")
    assert bootstrap.front_end_is_ready(False)
    assert not bootstrap.front_end_is_ready(True)
    bootstrap.NODE_STAMP.write_text("another dev")
    assert not bootstrap.front_end_is_ready(False)


def test_make_without_python_says_so() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "setup", "PYTHON=no-such-python"],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Python is missing" in done.stderr


def test_every_requirement_is_pinned_with_a_hash_and_no_address() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        pinned = [line for line in text.splitlines() if line and line[0].isalpha()]
        assert pinned
        assert all("==" in line and line.endswith("\\") for line in pinned), file
        assert "http" not in text, file


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Compile a .po text with our compiler and read it back with Python's own gettext."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec
    assert spec.loader
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)

    def compile_and_read(text: str) -> dict[str, str]:
        (tmp_path / "django.po").write_text(text, encoding="utf-8")
        assert messages.compile_all(tmp_path) == [tmp_path / "django.po"]
        assert messages.compile_all(tmp_path) == []
        with open(tmp_path / "django.mo", "rb") as file:
            found = gettext.GNUTranslations(file)
        return dict(found._catalog)  # type: ignore[attr-defined]

    return compile_and_read


PO = """
# header
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#: views.py
msgid "Contact"
msgstr "Người tiếp xúc"

msgctxt "verb"
msgid "Contact"
msgstr "Liên hệ"

msgid ""
"Two "
"lines\\n\\"quoted\\""
msgstr ""
"Hai "
"dòng\\n\\"trích\\""

msgid "%(n)s case"
msgid_plural "%(n)s cases"
msgstr[0] "%(n)s ca"

#, fuzzy
msgid "Guess"
msgstr "Đoán"

msgid "Untranslated"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Mất"
"""


def test_catalogues_are_compiled_as_gettext_does(catalogue: Callable[[str], dict[str, str]]) -> None:
    found = catalogue(PO)
    found.pop("")
    assert found == {
        "Contact": "Người tiếp xúc",
        "verb\x04Contact": "Liên hệ",
        'Two lines\n"quoted"': 'Hai dòng\n"trích"',
        ("%(n)s case", 0): "%(n)s ca",
    }

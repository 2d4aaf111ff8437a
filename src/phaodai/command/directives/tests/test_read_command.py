"""`phaodai directive read`: the document of the contract, and how it ends."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from phaodai.command.directives.reading.tests.answers import notices

LETTER = next(notice for notice in notices() if notice.name == "so_y_te")
KEYS = ["text", "number", "issued_on", "issuer", "title", "cites", "refused", "tasks"]
TASK_KEYS = [
    "lead",
    "lead_code",
    "support",
    "monitor",
    "action",
    "condition",
    "due_at",
    "recurrence",
    "report_to",
    "report_via",
    "kind",
    "start",
    "end",
    "why",
]


def run(*words: str) -> tuple[dict[str, Any], str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("directive", "read", *words, stdout=out, stderr=err)
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()) if "--json" in words else {"said": out.getvalue()}, err.getvalue(), code


def test_the_document(tmp_path: Path) -> None:
    file = tmp_path / "thong-bao.txt"
    file.write_text(LETTER.text, "utf-8")
    document, said, code = run(str(file), "--json")
    assert (code, said) == (0, "")
    assert list(document) == KEYS
    assert [list(task) for task in document["tasks"]] == [TASK_KEYS] * len(LETTER.answers)
    first = document["tasks"][0]
    assert document["text"][first["start"] : first["end"]].startswith("Giao Trung tâm Kiểm soát")
    assert (first["lead_code"], first["due_at"], first["kind"]) == (
        ["CDC-HN"],
        "2021-09-21T10:00:00+07:00",
        "assign",
    )


def test_a_text_refused_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Nothing in here is Vietnamese, not even a little.", "utf-8")
    document, said, code = run(str(file), "--json")
    assert (code, document["tasks"]) == (1, [])
    assert document["refused"]
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.txt", "a.exe"])
def test_a_file_that_cannot_be_opened_ends_with_two(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ\0\0" * 20)
    document, said, code = run(str(tmp_path / name), "--json")
    assert (code, document["tasks"], said.count("\n")) == (2, [], 1)


def test_for_people_one_line_a_task(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LETTER.text, "utf-8")
    said = run(str(file))[0]["said"]
    assert "4127/SYT-NVY · 2021-09-20" in said
    assert said.count("\n") == 2 + len(LETTER.answers)

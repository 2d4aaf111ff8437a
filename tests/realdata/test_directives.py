"""Real notices: five with answers decided by hand before the rules were written, and those that give nobody a task.

The answers in `notices/` are facts (offsets, units, days, kinds); the texts stay where they are.
"""

from pathlib import Path

import pytest

from bench.reading import answered, answers_of, folder, reading_of, scores, table
from phaodai.command.directives.reading.files import read_file

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "directives.md"
NO_TASK = ("N17", "N19", "N20", "N21", "N22", "N26", "N37")
ENOUGH = 0.9

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not folder().is_dir(), reason="no real notices: PHAODAI_REALDATA has no seeds"),
]


@pytest.mark.parametrize("notice", answered())
def test_tasks_and_deadlines_are_found(notice: str) -> None:
    for score in scores(notice):
        if score.kind in ("assign", "deadline"):
            assert score.precision >= ENOUGH, score
            assert score.recall >= ENOUGH, score


@pytest.mark.parametrize("notice", answered())
def test_offsets_cut_the_passage_out(notice: str) -> None:
    reading = reading_of(notice)
    assert all(
        reading.text[one.start : one.end] == reading.text[one.start : one.end].strip()
        for one in reading.tasks
    )
    assert all(answer.end <= len(reading.text) for answer in answers_of(notice))


def test_heads() -> None:
    heads = {notice: reading_of(notice) for notice in answered()}
    assert {key: one.number for key, one in heads.items()} == {
        "000": "08/TB-TCT01", "001": None, "002": None, "003": "03-TB/BCĐ", "004": "1580/UBND-YT",
    }  # fmt: skip
    assert {key: str(one.issued_on) for key, one in heads.items()} == {
        "000": "2021-08-04", "001": "2021-09-14", "002": "2021-07-29", "003": "2021-09-06", "004": "2021-09-15",
    }  # fmt: skip


@pytest.mark.parametrize("name", NO_TASK)
def test_a_notice_that_gives_nobody_a_task_gives_none(name: str) -> None:
    path = next((folder().parent / "data" / "notices").glob(f"{name}_*"))
    assert read_file(path).tasks == ()


def test_the_table_in_the_documentation_is_this_one() -> None:
    print(table())  # noqa: T201
    assert table() in DOCUMENT.read_text("utf-8")

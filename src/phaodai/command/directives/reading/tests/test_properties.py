"""What must hold of any text at all."""

import sys
import textwrap
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phaodai.command.directives.reading.flat import flatten
from phaodai.command.directives.reading.letters import bare, one_spelling
from phaodai.command.directives.reading.reader import read_text
from phaodai.command.directives.reading.repair import repaired
from phaodai.command.directives.reading.tests.answers import notices
from phaodai.command.directives.reading.values import Reading

_PIECES = (
    "Giao ",
    "Đề nghị ",
    "Yêu cầu ",
    "Sở Y tế",
    "UBND các quận, huyện",
    ", ",
    "; ",
    ". ",
    ": ",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "a) ",
    "II. ",
    "+ ",
    "chủ trì",
    " phối hợp với ",
    "Công an Thành phố",
    "trước ngày 15/9/2021",
    "trong ngày 31/2",
    "chậm nhất 10h00' ngày 99/99/9999",
    "kể từ ",
    "(",
    ")",
    "“",
    "”",
    "Số: 12/TB-UBND",
    "Hà Nội, ngày 04 tháng 8 năm 2021",
    "Nơi nhận:",
    "./.",
    "**",
    "|",
    "Kính gửi:",
    "hằng ngày",
    "như sau:",
    "các Sở: Y tế, Tài chính",
    "12",
    "Điều 1. ",
    "đến hết ngày 0/0",
    "trong tháng 13/2021",
    "quý IV năm 2021",
    "\u0301",
    "İ",
    "\u200b",
    "ﬁ",
    "Tổ ",
    "Bộ ",
    "rà soát ",
    "thực hiện ",
)
notice_like = st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=60).map("".join)


def check(reading: Reading) -> None:
    """Offsets slice, NFC stays, every task is within the text and says its kind."""
    assert unicodedata.is_normalized("NFC", reading.text)
    for one in (*reading.tasks, *reading.cites):
        assert 0 <= one.start < one.end <= len(reading.text)
        assert reading.text[one.start : one.end].strip()
    for task in reading.tasks:
        assert len(task.lead) == len(task.lead_code)
        assert task.kind in ("assign", "request", "all")
        assert not task.due_at or task.due_at.utcoffset() is not None


@given(notice_like)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    check(read_text(text))


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_letters_break_it(text: str) -> None:
    check(read_text(text))


@given(notice_like)
@settings(max_examples=80, deadline=None)
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    first = read_text(text)
    assert read_text(first.text) == first


@given(st.text(max_size=200))
def test_the_rules_see_a_text_of_the_same_length(text: str) -> None:
    flat = flatten(unicodedata.normalize("NFC", text))
    assert (
        len(repaired(flat.text))
        == len(one_spelling(flat.text))
        == len(bare(flat.text))
        == len(flat.text)
        == len(flat.low)
    )
    assert list(flat.at) == sorted(flat.at)


_TIDY = [notice for notice in notices() if notice.name not in ("cong_dien", "khong_giao_viec", "bao_chi")]


def essence(text: str) -> list[tuple[object, ...]]:
    return [
        (one.kind, tuple(" ".join(name.split()) for name in one.lead), one.due_at, one.action)
        for one in read_text(text).tasks
    ]


@pytest.mark.parametrize("notice", _TIDY, ids=lambda notice: notice.name)
@given(width=st.integers(min_value=66, max_value=110))
@settings(max_examples=12, deadline=None)
def test_where_lines_break_does_not_matter(notice, width: int) -> None:  # type: ignore[no-untyped-def]
    wrapped = "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        if len(line) > width
        else line
        for line in notice.text.split("\n")
    )
    assert essence(wrapped) == essence(notice.text)


@pytest.mark.parametrize("notice", notices(), ids=lambda notice: notice.name)
def test_blanks_marks_and_line_ends_do_not_matter(notice) -> None:  # type: ignore[no-untyped-def]
    spaced = notice.text.replace("\n", "\r\n").replace(" ", "  ")
    decomposed = unicodedata.normalize("NFD", notice.text)
    assert essence(spaced) == essence(decomposed) == essence(notice.text)


_ENDLESS = {
    "units": "Sở Y tế, ",
    "levels": "các quận, huyện, ",
    "brackets": "(a ",
    "orders": "giao phân công ",
    "generic": "nghiêm túc thực hiện ",
    "leaders": "đồng chí Giám đốc, ",
    "dates": "trước ngày 1/1 ",
    "blanks": "\n \n",
    "items": "- rà soát\n",
}


@pytest.mark.parametrize("name", _ENDLESS)
def test_the_work_grows_with_the_text_not_with_its_square(name: str) -> None:
    """Calls are counted, not seconds: four times the text is no more than some six times the work."""
    small, large = (_work("1. Giao Sở Y tế rà soát. " + _ENDLESS[name] * times) for times in (400, 1600))
    assert large < 6 * small


def _work(text: str) -> int:
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        read_text(text)
    finally:
        sys.setprofile(None)
    return calls

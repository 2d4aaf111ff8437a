"""Notices in files; hostile files end in one sentence."""

import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phaodai.command.directives.reading import refusals
from phaodai.command.directives.reading.files import read_file
from phaodai.command.directives.reading.legacy import _TCVN3, from_old_font
from phaodai.command.directives.reading.tests import papers
from phaodai.command.directives.reading.tests.answers import Notice, notices, pairs, same_leads
from phaodai.command.directives.reading.tests.papers import docx, link, paragraph, pdf, table

BY_NAME = {notice.name: notice for notice in notices()}
LETTER = BY_NAME["so_y_te"]
OLD_FONT = {new: chr(old) for old, new in _TCVN3.items()}
# Capitals with a tone were drawn by a font of their own; a notice in small letters is enough here.
SMALL = "số: 9/tb-ubnd\n\n1. giao sở y tế khẩn trương rà soát, báo cáo ủy ban nhân dân trước ngày 20/9/2021."


def leads(data: bytes, name: str) -> list[tuple[str, ...]]:
    return [task.lead for task in read_file(data, name).tasks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_in_any_unicode(encoding: str) -> None:
    reading = read_file(LETTER.text.encode(encoding), "thong-bao.txt")
    assert reading.refused is None
    assert len(pairs(reading.tasks, LETTER.answers)) == len(LETTER.answers)


def test_windows_1258() -> None:
    composed = codecs.lookup("cp1258")
    data = "".join(_for_1258(sign) for sign in LETTER.text)
    reading = read_file(composed.encode(data, "replace")[0], "cu.txt")
    assert len(reading.tasks) == len(LETTER.answers)
    assert reading.tasks[0].lead == ("Trung tâm Kiểm soát bệnh tật Thành phố",)


def _for_1258(sign: str) -> str:
    """1258 has the vowels and the tones apart."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    parts = unicodedata.normalize("NFD", sign)
    tone = "".join(one for one in parts if one in tones)
    return unicodedata.normalize("NFC", "".join(one for one in parts if one not in tones)) + tone


def test_the_font_of_the_nineties() -> None:
    drawn = "".join(OLD_FONT.get(sign, sign) for sign in SMALL)
    assert drawn != SMALL
    assert read_file(drawn.encode("latin-1"), "cu.txt").text == SMALL
    assert from_old_font(drawn) == SMALL
    assert from_old_font("Già, Thượng tướng") == "Già, Thượng tướng"


def test_docx_with_a_letterhead_in_a_table_and_numbers_of_its_own() -> None:
    data = docx(
        table(
            paragraph("UBND THÀNH PHỐ HÀ NỘI") + paragraph("SỞ Y TẾ") + paragraph("Số: 12/SYT-NVY"),
            paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Hà Nội, ngày 01 tháng 9 năm 2021"),
        ),
        paragraph("Sở Y tế triển khai như sau:"),
        paragraph("Giao Trung tâm Y tế các quận, huyện, thị xã:", (1, 0)),
        paragraph("Rà soát người có bệnh nền trước ngày 05/9/2021;", (1, 1)),
        paragraph("Lập danh sách trẻ em dưới 12 tuổi.", (1, 1)),
        paragraph("Giao Văn phòng Sở:", (1, 0)),
        paragraph("Cấp giấy đi đường cho nhân viên y tế.", (2, 0)),
        paragraph("Nơi nhận:"),
    )
    reading = read_file(data, "thong-bao.docx")
    assert reading.number == "12/SYT-NVY"
    assert "1. Giao Trung tâm" in reading.text
    assert "b) Lập danh sách" in reading.text
    assert [task.lead for task in reading.tasks] == [
        ("Trung tâm Y tế các quận, huyện, thị xã",),
        ("Trung tâm Y tế các quận, huyện, thị xã",),
        ("Văn phòng Sở",),
    ]


def test_docx_leaves_out_what_was_struck() -> None:
    struck = (
        "<w:p><w:r><w:t>1. Giao Sở Y tế </w:t></w:r><w:del><w:r><w:delText>không "
        "</w:delText></w:r></w:del><w:r><w:t>tổ chức tiêm ngay.</w:t></w:r></w:p>"
    )
    reading = read_file(docx(paragraph("Thành phố chỉ đạo như sau:"), struck), "a.docx")
    assert reading.tasks[0].action == "tổ chức tiêm ngay."


@pytest.mark.parametrize(
    "notice", [LETTER, BY_NAME["quan_su"], BY_NAME["thuong_vu_thanh_uy"]], ids=lambda notice: notice.name
)
def test_pdf_with_text(notice: Notice) -> None:
    reading = read_file(pdf(notice.text), "thong-bao.pdf")
    assert reading.refused is None
    assert all(
        same_leads(task.lead, answer.lead) for task, answer in zip(reading.tasks, notice.answers, strict=True)
    )
    assert [task.due_at and task.due_at.isoformat() for task in reading.tasks] == [
        answer.due_at for answer in notice.answers
    ]


def test_twenty_pages_are_no_trouble() -> None:
    body = "\n".join(
        f"{number}. Giao Sở Y tế rà soát khu vực số {number}, báo cáo trước ngày 20/9/2021."
        for number in range(1, 400)
    )
    head = LETTER.text.split("1. Giao")[0]
    assert len(read_file(pdf(head + body), "dai.pdf").tasks) == 399


HOSTILE = {
    "empty": (b"", "a.txt", refusals.EMPTY),
    "blank": ("\n \u00a0\n12\n".encode(), "a.txt", refusals.EMPTY),
    "english": (
        b"The department shall report to the committee before Friday and keep the list of contacts.",
        "a.txt",
        refusals.NOT_VIETNAMESE,
    ),
    "without_marks": (
        b"Giao So Y te chu tri phoi hop voi Cong an thanh pho ra soat bao cao",
        "a.txt",
        refusals.UNMARKED,
    ),
    "garbled": (
        ("Gl@o S0' Y t3 chµ† trl pbốl hqp vól Cônq 4n rá s0ét bắ0 cqo tw0c nqẳy " * 5).encode(),
        "a.txt",
        refusals.GARBLED,
    ),
    "two": (
        (LETTER.text + BY_NAME["quan_su"].text + "\nNơi nhận:\n- Lưu.").encode(),
        "a.txt",
        refusals.TWO_NOTICES,
    ),
    "long": (("Giao Sở Y tế rà soát. " * 40_000).encode(), "a.txt", refusals.TOO_LONG),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "scan.png", refusals.SCAN),
    "sheet": (
        docx(extra={"xl/workbook.xml": "<a/>"}).replace(b"word/document.xml", b"xl/documents1.xml"),
        "a.xlsx",
        refusals.WRONG_TYPE,
    ),
    "old_word": (b"\xd0\xcf\x11\xe0" + bytes(500), "a.doc", refusals.WRONG_TYPE),
    "program": (b"\x7fELF" + bytes(500), "a.bin", refusals.WRONG_TYPE),
    "pdf_in_name_only": (b"hello", "a.pdf", refusals.BROKEN),
    "docx_in_name_only": (b"hello", "a.docx", refusals.BROKEN),
    "torn_docx": (docx(paragraph("Giao"))[:200], "a.docx", refusals.BROKEN),
    "torn_pdf": (b"%PDF-1.7\n1 0 obj <<", "a.pdf", refusals.BROKEN),
    "macros": (
        docx(paragraph("Giao Sở Y tế rà soát."), extra={"word/vbaProject.bin": b"x"}),
        "a.docm",
        refusals.MACROS,
    ),
    "template_elsewhere": (
        docx(paragraph("Giao"), extra=link("attachedTemplate", "http://example.org/a.dotm")),
        "a.docx",
        refusals.LINKED,
    ),
    "picture_elsewhere": (
        docx(paragraph("Giao"), extra=link("image", "http://example.org/a.png")),
        "a.docx",
        refusals.LINKED,
    ),
    "entities": (
        docx(extra={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "a.docx",
        refusals.BOMB,
    ),
    "zip_bomb": (docx(extra={"word/media/a.bin": bytes(70_000_000)}), "a.docx", refusals.BOMB),
    "scan": (papers.pages_of_nothing(3), "scan.pdf", refusals.SCAN),
    "500_pages": (papers.pages_of_nothing(500), "a.pdf", refusals.TOO_MANY_PAGES),
    "locked": (papers.locked(papers.pages_of_nothing(1)), "a.pdf", refusals.ENCRYPTED),
    "huge": (b"a" * 20_000_001, "a.txt", refusals.TOO_LARGE),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_one_sentence(name: str) -> None:
    data, called, reason = HOSTILE[name]
    reading = read_file(data, called)
    assert reading.refused == reason
    assert reading.tasks == ()


def test_a_link_to_follow_is_no_harm() -> None:
    data = docx(
        paragraph("1. Giao Sở Y tế rà soát các ca bệnh."), extra=link("hyperlink", "https://example.org")
    )
    assert leads(data, "a.docx") == [("Sở Y tế",)]


def test_a_missing_file(tmp_path: Path) -> None:
    assert read_file(tmp_path / "nothing.txt").refused == refusals.NO_FILE
    assert read_file(tmp_path).refused == refusals.NO_FILE


@given(
    st.binary(max_size=400),
    st.sampled_from(["a.txt", "a.pdf", "a.docx", "a"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04"]),
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_it(data: bytes, name: str, head: bytes) -> None:
    reading = read_file(head + data, name)
    assert reading.refused is None or reading.tasks == ()

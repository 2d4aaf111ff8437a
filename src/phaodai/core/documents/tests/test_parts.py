"""The parts: days, signatures, digests, and a small paper read back."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from phaodai.core.documents import Verification, content_digest, render_pages, render_pdf
from phaodai.core.documents.signing import signature_lines
from phaodai.core.documents.words import bare_name, in_sentence, long_day

TEMPLATE = """
#import "parts.typ": *
#let d = json("data.json")
#show: body => paper(d, flipped: d.flipped, body)
#national-heading(d.heading)
#title-block("Danh sách", d.title)
#list-table(("STT", "Họ và tên"), (10mm, 1fr), d.rows)
#signature-block(d)
"""
CONTENT = {
    "title": "Thử chữ: Ẳ ẵ Ộ ộ Ễ ễ Ự ự Ỵ ỵ Đ đ",
    "flipped": False,
    "heading": {
        "office_above": "UBND thành phố Hà Nội", "office": "UBND quận Hai Bà Trưng", "number": "05/QĐ-UBND",
        "place_and_date": "Hà Nội, ngày 05 tháng 9 năm 2021",
    },
    "rows": [[str(n), "Nguyễn Thị Ngọc Ánh"] for n in range(1, 80)],
    "signature": {
        "recipients": ["Như trên", "Lưu: VT"], "lines": ["KT. Chủ tịch", "Phó Chủ tịch"], "name": "Đỗ Minh Quân",
        "signed_at": "16:05 ngày 14/09/2021", "unsigned": "",
    },
}  # fmt: skip
CHECK = Verification(
    url="https://phaodai.example/verify/PD1.x", code="VB-000012-K", digest="ab" * 32, copy=2,
    printed_at="16:10 ngày 14/09/2021", printed_by="Hồ Thu Thủy", replaces="VB-000011-M",
)  # fmt: skip


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "list.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@pytest.mark.parametrize("flipped", [False, True])
def test_a_paper_is_a4_with_its_head_on_every_page_and_all_of_vietnamese(template, flipped):
    reader = PdfReader(io.BytesIO(render_pdf(template, {**CONTENT, "flipped": flipped}, verification=CHECK)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 1
    size = reader.pages[0].mediabox
    assert sorted((round(size.width / 72 * 25.4), round(size.height / 72 * 25.4))) == [210, 297]
    assert (size.width > size.height) is flipped
    for number, page in enumerate(pages, 1):
        assert f"trang {number}/{len(pages)}" in page
        assert "bản thứ 2" in page
    assert all("Họ và tên" in page for page in pages[:-1])
    whole = "\n".join(pages)
    for text in ("Ẳ ẵ Ộ ộ Ễ ễ Ự ự Ỵ ỵ Đ đ", "KT. CHỦ TỊCH", "Số: 05/QĐ-UBND", "Thay thế bản số VB-000011-M"):
        assert text in whole
    assert whole.count("Nguyễn Thị Ngọc Ánh") == 79
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    descriptors = [font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert all("/FontFile3" in one or "/FontFile2" in one for one in descriptors)


def test_a_stamp_stands_across_a_draft(template):
    text = PdfReader(io.BytesIO(render_pdf(template, CONTENT, stamp="DỰ THẢO"))).pages[0].extract_text()
    assert "DỰ THẢO" in text
    assert "không có giá trị thi hành" in text
    assert render_pages(template, CONTENT, ppi=30)[0].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("post", "body", "lines"),
    [
        ("Chủ tịch UBND quận", "", ["Chủ tịch"]),
        ("Chủ tịch UBND quận", "Ủy ban nhân dân", ["TM. Ủy ban nhân dân", "Chủ tịch"]),
        ("Phó Chủ tịch UBND quận phụ trách văn xã", "", ["KT. Chủ tịch", "Phó Chủ tịch"]),
        (
            "Phó Chủ tịch UBND quận",
            "Ủy ban nhân dân",
            ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"],
        ),
        (
            "Phó Trưởng ban thường trực",
            "Ban Chỉ đạo",
            ["TM. Ban Chỉ đạo", "KT. Trưởng ban", "Phó Trưởng ban"],
        ),
        ("TL. Chủ tịch, Chánh Văn phòng UBND quận", "Ủy ban nhân dân", ["TL. Chủ tịch", "Chánh Văn phòng"]),
        ("TUQ. Giám đốc; Trưởng phòng Nghiệp vụ Y", "", ["TUQ. Giám đốc", "Trưởng phòng"]),
        ("Q. Giám đốc, Phó Giám đốc Sở Y tế", "", ["Q. Giám đốc", "Phó Giám đốc Sở Y tế"]),
        ("Chỉ huy phó", "", ["KT. Chỉ huy trưởng", "Chỉ huy phó"]),
        ("Bác sĩ, khoa Kiểm soát dịch bệnh", "", ["Bác sĩ"]),
        ("", "", ["Người có thẩm quyền"]),
    ],
)
def test_the_lines_above_a_signature_follow_the_post(post, body, lines):
    assert signature_lines(post, in_name_of=body) == lines


@given(st.text(max_size=60), st.sampled_from(["", "Ủy ban nhân dân"]))
def test_any_post_has_lines_to_sign_under(post, body):
    lines = signature_lines(post, in_name_of=body)
    assert lines
    assert all(isinstance(line, str) for line in lines)


def test_days_and_names_as_offices_write_them():
    assert long_day(date(2021, 9, 5)) == "ngày 05 tháng 9 năm 2021"
    assert long_day(date(2022, 2, 14)) == "ngày 14 tháng 02 năm 2022"
    assert long_day(None).startswith("ngày …")
    assert in_sentence("Quận Hai Bà Trưng") == "quận Hai Bà Trưng"
    assert (bare_name("Thành phố Hà Nội"), bare_name("Hà Nội")) == ("Hà Nội", "Hà Nội")


def test_the_digest_is_of_the_content_and_not_of_its_order():
    assert content_digest({"a": 1, "b": [1, 2]}) == content_digest({"b": [1, 2], "a": 1})
    assert content_digest({"a": 1}) != content_digest({"a": 2})

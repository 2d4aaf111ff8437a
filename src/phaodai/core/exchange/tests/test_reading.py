"""Cells, headings and encodings: what people and programs write, read as what was meant."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from phaodai.core.exchange.cells import LOCAL, BadCell, Born, Code, Day, Habits, Moment, Phone, Text
from phaodai.core.exchange.headings import column_letter, find_heading, guess_columns
from phaodai.core.exchange.kinds import kinds
from phaodai.core.exchange.transcribing import read_rows, transcribe
from phaodai.core.sheets.legacy import detect_legacy, from_tcvn3, from_vni, to_tcvn3, to_vni
from phaodai.core.sheets.separated import decode, separator_of

HABITS = Habits(date(2021, 9, 14))
TEXT = (
    "Họ và tên,Địa chỉ\nNguyễn Thị Hường,Ngõ Trạm phường Thanh Nhàn\nĐặng Quốc Khánh,Đường Bạch Mai quận Hai Bà Trưng\n"
    "Trần Đức Thuỷ,Phố Lò Đúc\n"
)
DAYS = {
    "14/9/2021": date(2021, 9, 14), "14-09-2021": date(2021, 9, 14), "14.9.21": date(2021, 9, 14),
    "2021-09-14": date(2021, 9, 14), "ngày 14 tháng 9 năm 2021": date(2021, 9, 14), "1/1/74": date(1974, 1, 1),
    "5/6/22": date(2022, 6, 5), "5/6/23": date(1923, 6, 5),
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_days_as_people_write_them(text, day):
    assert Day().read(text, HABITS) == day


@given(st.dates(date(1923, 1, 1), date(2021, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day):
    two = f"{day.day}/{day.month}/{day.year % 100:02d}"
    ways = [
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        {"date": day.isoformat()},
        two,
    ]
    ways.append((day - date(1899, 12, 30)).days)
    assert {Day().read(way, HABITS) for way in ways} == {day}
    month_first = Habits(HABITS.today, month_first=True)
    assert Day().read(f"{day.month}/{day.day}/{day.year}", month_first) == day


@pytest.mark.parametrize("text", ["32/1/2021", "30/2/2021", "x", "2021", "1/2", "99999999999", "=TODAY()"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(BadCell):
        Day().read(text, HABITS)


def test_births_moments_codes_and_telephones():
    assert Born().read(1974, HABITS) == (None, 1974)
    assert Born().read("15/3/74", HABITS) == (date(1974, 3, 15), 1974)
    at = datetime(2021, 9, 14, 16, 30, tzinfo=LOCAL)
    for text in (
        "14/9/2021 16:30",
        "16:30 14/9/2021",
        "16h30 ngày 14/9/2021",
        "2021-09-14T16:30:00+07:00",
        44453.6875,
    ):
        assert Moment().read(text, HABITS) == at, text
    assert Code(5, least=2).read(271, HABITS) == "00271"
    assert Code(12, least=9).read(1074000011, HABITS) == "001074000011"
    assert Code(5).read('="00271"', HABITS) == "00271"
    assert Phone().read(912345678, HABITS) == "0912345678"
    assert Phone().read("'+84 912 345 678", HABITS) == "+84 912 345 678"
    for wrong in ("1,07E+11", 1.5):
        with pytest.raises(BadCell):
            Code(12).read(wrong, HABITS)


def sentence(reader, text):
    try:
        return str(reader.read(text, HABITS)) or "nothing"
    except BadCell as bad:
        return bad.message


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text):
    for reader in (Text(), Day(), Born(), Moment(), Code(5), Phone()):
        assert sentence(reader, text) != ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_dress(encoding):
    assert decode(TEXT.encode(encoding))[0] == TEXT


def test_legacy_encodings_are_found_out():
    lower = TEXT.replace("Đường", "đường")
    for name, write, read in (("tcvn3", to_tcvn3, from_tcvn3), ("vni", to_vni, from_vni)):
        raw = write(lower).encode("latin-1")
        text, encoding = decode(raw)
        assert encoding == "latin-1"
        assert detect_legacy(text.split("\n")) == name
        assert read(text) == lower
    modern = "".join(_as_1258(sign) for sign in TEXT)
    text, encoding = decode(modern.encode("cp1258"))
    assert encoding == "windows-1258"
    assert detect_legacy([TEXT, "Müller", "café"]) == ""


def _as_1258(sign: str) -> str:
    """windows-1258 has letters with hats and horns, and tones as signs of their own."""
    import unicodedata  # noqa: PLC0415

    parts = unicodedata.normalize("NFD", sign)
    tone = "".join(mark for mark in parts if mark in "\u0300\u0301\u0309\u0303\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tone)) + tone


def test_separators():
    assert [separator_of(f"a{sign}b\n1{sign}2") for sign in ",;\t|"] == list(",;\t|")


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_workbook_as_offices_make_them(tmp_path, is_1904):
    """A title, merged cells, real dates of both calendars, numbers that lost their zeros, an empty row, a cover sheet."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": is_1904})
    book.add_worksheet("Bìa").write(0, 0, "DANH SÁCH")
    sheet, day = book.add_worksheet("Tổ 4"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range("B1:D1", "DANH SÁCH NHÂN KHẨU")
    sheet.write_row(2, 1, ["Số hộ", "HỌ TÊN", "Ngày sinh", "Phường"])
    sheet.merge_range("B4:B5", "12")
    sheet.write_row(3, 2, ["Lê Văn Ba"])
    sheet.write_datetime(3, 3, datetime(1974, 3, 15), day)  # noqa: DTZ001 - a spreadsheet's day
    sheet.write_row(4, 2, ["Lê Thị Tư", 1976, 271])
    sheet.merge_range("C7:D7", "Tổ 5")
    book.close()
    about = transcribe(path, tmp_path / "rows", most_rows=100)
    assert (about["sheet"], about["sheets"]) == ("Tổ 4", ["Bìa", "Tổ 4"])
    rows = list(read_rows(tmp_path / "rows"))
    heading = find_heading(kinds()["people"], rows)
    assert heading.line == 3
    assert guess_columns(kinds()["people"], heading).columns == {
        "household": 1,
        "full_name": 2,
        "birth": 3,
        "ward": 4,
    }
    assert rows[2] == [4, ["", "12", "Lê Văn Ba", {"date": "1974-03-15"}]] or rows[2] == (
        4,
        ["", "12", "Lê Văn Ba", {"date": "1974-03-15"}],
    )
    assert rows[3][1] == ["", "12", "Lê Thị Tư", 1976, 271]
    assert rows[4][1][2]["fault"] == "merged"


def test_every_heading_means_one_column_of_its_kind():
    for kind in kinds().values():
        seen: dict[str, str] = {}
        for one in kind.fields:
            for key in one.keys:
                assert seen.setdefault(key, one.name) == one.name, (kind.code, key)


def test_letters_of_columns():
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_spreadsheets_bytes_are_not_kept_in_memory_by_the_export(monkeypatch):
    """Constant memory by design: no row is asked for before the one before it has been written."""
    from phaodai.core.exchange import Column, export_response  # noqa: PLC0415

    asked: list[int] = []

    def rows():
        for number in range(10_000):
            asked.append(number)
            yield number

    answer = iter(export_response("csv", "x", [Column("n", lambda row: row)], rows()).streaming_content)
    next(answer), next(answer)
    assert len(asked) <= 2
    assert io.BytesIO  # the workbook goes to a temporary file, row by row (constant_memory)

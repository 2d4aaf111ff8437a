"""Lists out are harmless to a spreadsheet; lists in say what is wrong."""

import io
import zipfile

import pytest
from python_calamine import load_workbook

from phaodai.core.commands import WrongInput
from phaodai.core.exchange import Column, export_response, neutralise, read_csv

COLUMNS = [Column("Tên", lambda row: row[0]), Column("Số", lambda row: row[1])]
ROWS = [("=HYPERLINK(1)", 1), ("Nguyễn Văn An", 2)]


@pytest.mark.parametrize("text", ["=1+1", "+84900", "-2", "@SUM(A1)", "\tx"])
def test_formulas_are_neutralised(text):
    assert neutralise(text) == "'" + text


def test_csv_streams_with_a_byte_order_mark():
    body = b"".join(export_response("csv", "list", COLUMNS, iter(ROWS)).streaming_content).decode()
    assert body.startswith("\ufeffTên,Số")
    assert "'=HYPERLINK(1)" in body


@pytest.mark.django_db  # closing a response closes old connections
def test_xlsx_holds_no_formula():
    response = export_response("xlsx", "list", COLUMNS, iter(ROWS))
    body = b"".join(response.streaming_content)
    response.close()
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_columns_come_in_any_order():
    rows = list(read_csv("\ufeffSố,Tên\n1, An \n".encode(), ("tên", "số")))
    assert rows == [(1, {"số": "1", "tên": "An"})]


def test_a_missing_column_is_one_sentence():
    with pytest.raises(WrongInput, match="Missing column: tên"):
        list(read_csv(b"a,b\n1,2\n", ("tên",)))


@pytest.mark.parametrize("content", [b"\x00\x01", b"PK\x03\x04\x00", "tên".encode("utf-16"), b"\xff\xfe\xfa"])
def test_what_is_not_text_is_refused(content):
    with pytest.raises(WrongInput):
        list(read_csv(content, ("tên",)))


@pytest.mark.django_db
def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr("phaodai.core.exchange.exports.ROWS_OF_A_SHEET", 3)
    response = export_response("xlsx", "list", COLUMNS, iter([("a", 1), ("b", 2), ("c", 3)]))
    body = b"".join(response.streaming_content)
    response.close()
    book = load_workbook(io.BytesIO(body))
    sheets = [book.get_sheet_by_index(number).to_python() for number in range(2)]
    assert sheets == [[["Tên", "Số"], ["a", 1.0], ["b", 2.0]], [["Tên", "Số"], ["c", 3.0]]]

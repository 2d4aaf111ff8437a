"""Files nobody should send, made one by one: bytes by name, with the refusal each deserves ("" where it is read)."""

# ruff: noqa: E501 - a file a line
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import xlsxwriter

HEAD = ["Họ và tên", "Năm sinh", "Phường"]
ROW = ["Nguyễn Văn Lành", "1980", "00271"]
DOC = '<?xml version="1.0" encoding="UTF-8"?>'
TYPES = "[Content_Types].xml"


def book(*rows: list, **options) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"strings_to_formulas": False, **options})
    sheet = made.add_worksheet("Danh sách")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    made.close()
    return out.getvalue()


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """The workbook with parts replaced, added or (None) left out; "__" stands for "/"."""
    wanted = {name.replace("__", "/").replace("DOT", "."): part for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in wanted:
                new.writestr(info.filename, old.read(info))
        for name, part in wanted.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def sheet_xml(cells: str, before: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{DOC}{before}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def with_sheet(xml: bytes) -> bytes:
    return changed(book(HEAD, ROW), xl__worksheets__sheet1DOTxml=xml)


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name.replace("__", "/").replace("DOT", "."), part)
    return out.getvalue()


def bomb() -> bytes:
    """1.6 GB of blanks in a sheet, a few hundred kilobytes on the wire."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        with zipfile.ZipFile(io.BytesIO(book(HEAD, ROW))) as old:
            for info in old.infolist():
                new.writestr(info.filename, old.read(info))
        with new.open("xl/media/blank.png", "w", force_zip64=True) as part:
            piece = bytes(1 << 22)
            for _number in range(400):
                part.write(piece)
    return out.getvalue()


def nested(depth: int = 12) -> bytes:
    content = b"0" * 10_000
    for _level in range(depth):
        content = zipped(aDOTzip=content)
    return content


def lying_sizes() -> bytes:
    """A workbook whose directory says that its sheet has minus one byte."""
    content = bytearray(book(HEAD, ROW))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 0xFFFFFFFF)
    struct.pack_into("<I", content, at + 20, 0xFFFFFFFF)
    return bytes(content)


def encrypted_part() -> bytes:
    content = bytearray(book(HEAD, ROW))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(name.encode("utf-16-le") for name in streams)
    )


def hidden_sheet() -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    made.add_worksheet("a").write_row(0, 0, HEAD)
    made.close()
    xml = zipfile.ZipFile(io.BytesIO(out.getvalue())).read("xl/workbook.xml")
    return changed(out.getvalue(), xl__workbookDOTxml=xml.replace(b'name="a"', b'name="a" state="hidden"'))


def twice_named() -> bytes:
    """Two parts of one name: which of them is the sheet?"""
    out = io.BytesIO(book(HEAD, ROW))
    with zipfile.ZipFile(out, "a") as more:
        more.writestr("XL/worksheets/Sheet1.xml", sheet_xml(inline("A1", "x")))
    return out.getvalue()


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def broken_zip() -> bytes:
    content = book(HEAD, ROW)
    return content[: len(content) // 2]


def bad_checksum() -> bytes:
    content = bytearray(book(HEAD, *[ROW] * 50))
    at = content.find(b"xl/worksheets/sheet1.xml") + 40
    content[at : at + 4] = b"\x00\xff\x00\xff"
    return bytes(content)


LINE = "Họ và tên,Năm sinh,Phường\n"
PERSON = "Nguyễn Văn Lành,1980,00271\n"
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing.csv": (lambda: b"", "empty"),
    "blank lines.csv": (lambda: b"\n\n  \n,,,\n", "empty"),
    "an empty sheet.xlsx": (lambda: book(), "empty"),
    "only headings.csv": (lambda: csv(LINE), "only_headings"),
    "only headings.xlsx": (lambda: book(HEAD), "only_headings"),
    "a zip bomb.xlsx": (bomb, "swollen"),
    "a zip in a zip in a zip.xlsx": (nested, "wrong_type"),
    "minus one bytes.xlsx": (lying_sizes, "damaged"),
    "torn off.xlsx": (broken_zip, "damaged"),
    "a wrong checksum.xlsx": (bad_checksum, "damaged"),
    "two parts of one name.xlsx": (twice_named, "damaged"),
    "macros.xlsm": (lambda: changed(book(HEAD, ROW), xl__vbaProjectDOTbin=b"\x00"), "macros"),
    "binary.xlsb": (lambda: zipped(xl__workbookDOTbin=b"\x00", xl__workbookDOTxml=b"<x/>"), "other_format"),
    "no workbook.xlsx": (lambda: zipped(word__documentDOTxml=b"<x/>"), "wrong_type"),
    "a workbook without sheets.xlsx": (lambda: changed(book(HEAD, ROW), xl__worksheets__sheet1DOTxml=None), "damaged"),
    "hidden.xlsx": (hidden_sheet, "no_sheet"),
    "a password.xlsx": (lambda: ole("EncryptedPackage", "EncryptionInfo"), "protected"),
    "locked parts.xlsx": (encrypted_part, "protected"),
    "old.xls": (lambda: ole("Workbook"), "old_excel"),
    "a picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "wrong_type"),
    "a letter.csv": (lambda: b"%PDF-1.7\n1 0 obj", "wrong_type"),
    "a program.csv": (lambda: b"MZ\x90\x00" + bytes(200), "wrong_type"),
    "another entity.xlsx": (lambda: with_sheet(sheet_xml("<row r='1'>&e;</row>", ENTITY)), "entities"),
    "a billion laughs.xlsx": (lambda: with_sheet(sheet_xml("<row r='1'>&b;</row>", LAUGHS)), "entities"),
    "two million rows.xlsx": (lambda: with_sheet(sheet_xml(f'<row r="2000000">{inline("A2000000", "x")}</row>')), "too_many_rows"),
    "declared two million.xlsx": (
        lambda: with_sheet(sheet_xml(inline("A1", "x")).replace(b"<sheetData>", b'<dimension ref="A1:C2000000"/><sheetData>')),
        "too_many_rows",
    ),
    "row minus five.xlsx": (lambda: with_sheet(sheet_xml(f'<row r="-5">{inline("A-5", "x")}</row>')), "damaged"),
    "a cell in column ZZZZ.xlsx": (lambda: with_sheet(sheet_xml(f'<row r="1">{inline("ZZZZ1", "x")}</row>')), "damaged"),
    "two far corners.xlsx": (
        lambda: with_sheet(sheet_xml(f'<row r="1">{inline("A1", "x")}</row><row r="250000">{inline("XFD250000", "y")}</row>')),
        "too_wide",
    ),
    "no xml at all.xlsx": (lambda: with_sheet(b"<worksheet><sheetData><row"), "damaged"),
    "xml in another alphabet.xlsx": (lambda: with_sheet(sheet_xml(inline("A1", "x")).decode().encode("utf-16")), "damaged"),
    "ten megabytes in a cell.csv": (lambda: csv(LINE + '"' + "x" * 10_000_000 + '",1980,00271\n'), "long_cell"),
    "ten megabytes in a cell.xlsx": (lambda: with_sheet(sheet_xml(f'<row r="1">{inline("A1", "x" * 10_000_000)}</row>')), "long_cell"),
    "a quote that never ends.csv": (lambda: csv(LINE + '"' + PERSON * 10_000), "long_cell"),
    "nul bytes.csv": (lambda: csv(LINE + "Nguyễn\x00Văn,1980,00271\n"), "not_text"),
    "noise.csv": (lambda: b"\x81\x8d\xfe\xe7" + zlib.compress(b"x" * 999)[2:].replace(b"\x00", b"\xf7"), "encoding"),
    "half a letter.csv": (lambda: csv(LINE + PERSON)[:-10] + b"\xc3\n", "encoding"),
    "another list.csv": (lambda: csv("a,b\n1,2\n"), "no_headings"),
    "no name.csv": (lambda: csv("Năm sinh,Phường\n1980,00271\n"), "missing_columns"),
    "two names.csv": (lambda: csv("Họ và tên,Full name,Phường\nA,B,00271\n"), "column_twice"),
}  # fmt: skip

READ: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "a formula for a name.csv": (lambda: csv(LINE + "=HYPERLINK(1),1980,00271\n"), ["formula"]),
    "a formula nobody calculated.xlsx": (
        lambda: with_sheet(
            sheet_xml(
                f'<row r="1">{inline("A1", "Họ và tên")}{inline("B1", "Phường")}</row>'
                f'<row r="2"><c r="A2"><f>B2&amp;"x"</f></c>{inline("B2", "00271")}</row>'
            )
        ),
        ["formula"],
    ),
    "a cell in error.xlsx": (
        lambda: with_sheet(
            sheet_xml(
                f'<row r="1">{inline("A1", "Họ và tên")}{inline("B1", "Phường")}</row>'
                f'<row r="2"><c r="A2" t="e"><v>#REF!</v></c>{inline("B2", "00271")}</row>'
            )
        ),
        ["error"],
    ),
    "a script for a name.csv": (lambda: csv(LINE + "<script>alert(1)</script>,1980,00271\n"), ["bad_name"]),
    "a statement for a name.csv": (lambda: csv(LINE + "x'; DROP TABLE people_person; --,1980,00271\n"), ["bad_name"]),
    "right to left.csv": (lambda: csv(LINE + "Nguyễn\u202e Văn Lành,1980,00271\n"), []),
    "rows of every length.csv": (lambda: csv(LINE + "Lê Văn Ba\nLê Văn Tư,1980,00271,a,b,c,d\n"), ["missing"]),
    "styled to the last row.xlsx": (
        lambda: with_sheet(
            sheet_xml(
                "".join(f'<row r="{n}">{inline(f"A{n}", t)}{inline(f"B{n}", w)}</row>' for n, t, w in ((1, "Họ và tên", "Phường"), (2, "Lê Văn Ba", "00271")))
                + '<row r="1048576"><c r="A1048576" s="1"/></row>'
            )
        ),
        [],
    ),
}  # fmt: skip

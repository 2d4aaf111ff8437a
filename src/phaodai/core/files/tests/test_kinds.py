"""What is accepted, and what hostile files are told."""

import io
import random
import zipfile

import pytest

from phaodai.core.files.kinds import Refused, recognise
from phaodai.core.files.kinds.refusals import SENTENCES
from phaodai.core.files.names import clean_name, download_name
from phaodai.core.files.terms import Kind
from phaodai.core.files.tests import makers

TABLE = "STT,Họ và tên,Năm sinh\n1,Nguyễn Văn An,1974\n2,Trần Thị Bình,1976\n"
ACCEPTED = {
    "pdf": (makers.pdf(), Kind.PDF),
    "png": (makers.png(), Kind.PNG),
    "jpeg": (makers.jpeg(), Kind.JPEG),
    "jpeg of a telephone, two in a row": (makers.jpeg() + makers.jpeg(4, 4), Kind.JPEG),
    "docx": (makers.docx(), Kind.DOCX),
    "xlsx": (makers.xlsx(), Kind.XLSX),
    "csv": (TABLE.encode(), Kind.CSV),
    "csv with a mark of order": (TABLE.encode("utf-8-sig"), Kind.CSV),
    "csv in UTF-16": (TABLE.encode("utf-16"), Kind.CSV),
    "csv in an old Vietnamese font": ("Hä vµ tªn;N¨m sinh\nNguyÔn V¨n An;1974\n".encode("latin-1"), Kind.CSV),
    "csv of semicolons": (TABLE.replace(",", ";").encode(), Kind.CSV),
    "text": ("Biên bản làm việc\nngày 14/9/2021\n".encode(), Kind.TXT),
}
HOSTILE = {
    "empty": (b"", "file_empty"),
    "program of Windows": (b"MZ\x90\0" + b"\0" * 100, "file_kind"),
    "program of Linux": (b"\x7fELF\x02\x01\x01\0" + b"\0" * 100, "file_kind"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "file_kind"),
    "gif": (b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0;", "file_kind"),
    "random bytes": (random.Random(1).randbytes(5_000), "file_kind"),
    "svg with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "file_markup"),
    "svg behind a declaration": (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "file_markup"),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", "file_markup"),
    "html as a table": (b"a,b\n<script>alert(1)</script>,2\n", "file_markup"),
    "png cut short": (makers.png()[:-15], "file_broken"),
    "png of one wrong byte": (makers.png().replace(b"IDAT", b"IDAU", 1), "file_broken"),
    "png with an archive behind": (makers.png() + makers.packed({"a": b"x"}), "file_hidden"),
    "png with a tail": (makers.png() + b"tail", "file_hidden"),
    "png of a script": (makers.png(extra=makers.png_text(b"<script>alert(1)</script>")), "file_active"),
    "png that claims four billion pixels": (makers.png(claim=2**31 - 1), "file_bomb"),
    "png that unpacks to more than it shows": (makers.png(2_000, 1_000, claim=1), "file_bomb"),
    "jpeg cut short": (makers.jpeg()[:-2], "file_broken"),
    "jpeg with an archive behind": (makers.jpeg() + makers.packed({"a": b"x"}), "file_hidden"),
    "jpeg with a tail": (makers.jpeg() + b"tail", "file_hidden"),
    "jpeg with a page in its comment": (makers.jpeg(comment=b"<html><script>x</script>"), "file_active"),
    "jpeg that is also a paper": (makers.jpeg(comment=b"%PDF-1.7 x"), "file_hidden"),
    "picture of nothing": (b"\xff\xd8\xff\xd9", "file_broken"),
    "pdf of one line": (b"%PDF-1.7 ...", "file_broken"),
    "pdf cut short": (makers.pdf()[:-200], "file_broken"),
    "pdf that runs a script": (makers.pdf(script="app.alert(1)"), "file_active"),
    "pdf with an attachment": (makers.pdf(attachment=b"MZ"), "file_active"),
    "pdf with a password": (makers.pdf(password="x"), "file_encrypted"),
    "pdf with an archive behind": (makers.pdf() + makers.packed({"a": b"x"}), "file_hidden"),
    "pdf with a page behind": (makers.pdf() + b"<html><script>x</script>", "file_hidden"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "file_old_office"),
    "docx cut short": (makers.docx()[:-60], "file_broken"),
    "docx with macros": (makers.repacked(makers.docx(), {"word/vbaProject.bin": b"x"}), "file_active"),
    "docx with a program": (makers.repacked(makers.docx(), {"word/embeddings/oleObject1.bin": b"x"}), "file_active"),
    "xlsx that allows macros": (
        makers.repacked(makers.xlsx(), {"[Content_Types].xml": b"sheet.macroEnabled.main+xml"}), "file_active"
    ),
    "docx with a comment behind": (makers.repacked(makers.docx(), {}, comment=b"<?php x"), "file_hidden"),
    "docx behind a program": (makers.repacked(makers.docx(), {}, before=b"PK\x03\x04MZ"), "file_hidden"),
    "package that climbs out": (makers.repacked(makers.docx(), {"../../x": b"x"}), "file_hidden"),
    "just a zip": (makers.packed({"a.txt": b"x"}), "file_broken"),
    "zip of nothing": (makers.packed({"[Content_Types].xml": b"<Types/>"}), "file_kind"),
    "zip bomb": (makers.repacked(makers.xlsx(), {"xl/x.xml": b"\0" * 60_000_000}), "file_bomb"),
}  # fmt: skip


def kind_of(body: bytes) -> Kind:
    return recognise(io.BytesIO(body), len(body))


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_people_give_is_told_by_its_content(name):
    body, kind = ACCEPTED[name]
    assert kind_of(body) == kind


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_one_sentence(name):
    body, code = HOSTILE[name]
    with pytest.raises(Refused) as caught:
        kind_of(body)
    assert caught.value.code == code
    assert code in SENTENCES


def test_whatever_is_cut_out_of_a_whole_file_is_refused_or_whole_again():
    """No cut makes a parser fail in another way."""
    rng = random.Random(7)
    for body, _kind in list(ACCEPTED.values())[:6]:
        for _turn in range(25):
            start, end = sorted(rng.sample(range(len(body)), 2))
            spoiled = body[:start] + body[end:]
            try:
                kind_of(spoiled)
            except Refused:
                continue


def test_two_parts_of_one_name_are_refused():
    file = io.BytesIO(makers.docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as package:
        package.writestr("word/document.xml", b"<other/>")
    with pytest.raises(Refused, match="file_hidden"):
        kind_of(file.getvalue())


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Biên bản.pdf", "Biên bản.pdf"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        ('a"b<c>;%.txt', "a_b_c___.txt"),
        ("\0\r\nSet-Cookie: x.pdf", "Set-Cookie_ x.pdf"),
        ("", "tep"),
        ("....", "tep"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe(given, clean):
    assert clean_name(given) == clean


def test_the_downloaded_name_tells_the_truth():
    assert download_name("a.exe", Kind.PNG) == "a.exe.png"
    assert download_name("ảnh.JPEG", Kind.JPEG) == "ảnh.JPEG"
    assert download_name("", Kind.PDF) == "tep.pdf"

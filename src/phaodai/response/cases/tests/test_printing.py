"""The line list on paper: read back from the PDF and from the picture of its page, checked, replaced, withdrawn."""

import io
import struct
import zlib
from datetime import timedelta
from urllib.parse import urlsplit

import numpy as np
import pytest
import zxingcpp
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from phaodai.city.papers import queries as papers
from phaodai.city.papers.models import Paper
from phaodai.city.papers.rendering import copy_pdf, verification_of
from phaodai.core.audit.models import ActionLog
from phaodai.core.documents import render_pages
from phaodai.response.cases.models import Case
from phaodai.response.cases.printing import HEADS, TEMPLATE
from phaodai.response.cases.queries import CaseFilters
from phaodai.response.cases.services import print_line_list
from tests.cast import at, make_person

pytestmark = pytest.mark.django_db
BASE = "https://phaodai.example"


def make_cases(cast, count=1, **facts):
    """Cases of people of ward A, each of a long name and address."""
    for number in range(count):
        person = make_person(
            f"Nguyễn Hoàng Phương Quỳnh {number}", cast.ward_a, phone=f"+8490000{2000 + number}",
            birth_year=1950 + number % 60, address=f"Số {number}, ngách 12/34, ngõ Quỳnh, tổ dân phố số 7",
        )  # fmt: skip
        Case.objects.create(
            code=f"HBT-{7000 + number}", person=person, area=cast.ward_a, status="confirmed", definition_version="x",
            reported_at=at(13), confirmed_at=at(13), symptom_onset=at(11).date(), **facts,
        )  # fmt: skip


def printed(cast, by=None, **filters):
    return print_line_list(filters=CaseFilters(**filters), sort="code", by=by or cast.investigator)


def pages_of(copy):
    reader = PdfReader(io.BytesIO(copy_pdf(copy.paper, copy, base_url=BASE)))
    return reader, [page.extract_text() for page in reader.pages]


def pixels(png):
    """The grey picture of a PNG of 8 bits a channel, as the typesetter writes them."""
    at_byte, data, size = 8, b"", (0, 0)
    while at_byte < len(png):
        length, name = struct.unpack(">I4s", png[at_byte : at_byte + 8])
        body = png[at_byte + 8 : at_byte + 8 + length]
        size = struct.unpack(">II", body[:8]) if name == b"IHDR" else size
        data += body if name == b"IDAT" else b""
        at_byte += length + 12
    raw = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(size[1], -1)
    depth = (raw.shape[1] - 1) // size[0]
    rows, above = [], np.zeros((size[0], depth), dtype=np.int64)
    for line in raw:
        above = _unfiltered(int(line[0]), line[1:].astype(np.int64).reshape(size[0], depth), above)
        rows.append(above)
    return np.stack(rows)[:, :, 0].astype(np.uint8)


def _unfiltered(kind, line, above):
    if kind == 0:
        return line
    if kind == 2:
        return (line + above) % 256
    out = np.zeros_like(line)
    left, corner = np.zeros(line.shape[1], dtype=np.int64), np.zeros(line.shape[1], dtype=np.int64)
    for place in range(len(line)):
        up = above[place]
        guess = {1: left, 3: (left + up) // 2, 4: _paeth(left, up, corner)}[kind]
        left = out[place] = (line[place] + guess) % 256
        corner = up
    return out


def _paeth(left, up, corner):
    base = left + up - corner
    near = np.stack([abs(base - left), abs(base - up), abs(base - corner)])
    return np.choose(near.argmin(axis=0), [left, up, corner])


def test_the_list_is_whole_across_pages_on_a4_with_its_head_on_each(cast):
    make_cases(cast, 60)
    reader, pages = pages_of(printed(cast))
    assert len(pages) > 2
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (842, 595)
    whole = " ".join(" ".join(pages).split())
    for number in range(60):
        assert f"HBT-{7000 + number}" in whole
        assert f"0900002{number:03d}"[-7:] in whole.replace(" ", "")
    for text in pages[:-1]:
        assert all(head.split()[0] in text for head in HEADS)
    assert f"trang {len(pages)}/{len(pages)}" in pages[-1]
    assert "Người lập danh sách".upper() in pages[-1]
    assert "DANH SÁCH CA BỆNH COVID-19" in pages[0]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert all("/FontFile3" in font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts)


def test_only_what_the_reader_may_see_stands_in_it(cast):
    make_cases(cast)
    far = make_person("Lý Xa Lắm", cast.ward_c)
    Case.objects.create(
        code="XA-1",
        person=far,
        area=cast.ward_c,
        status="confirmed",
        definition_version="x",
        reported_at=at(13),
    )
    text = " ".join(pages_of(printed(cast))[1])
    assert "HBT-7000" in text
    assert "XA-1" not in text
    masked = " ".join(pages_of(printed(cast, by=cast.commander))[1])
    assert "0900002000" not in masked.replace(" ", "")
    assert "HBT-7000" in masked
    with pytest.raises(ValidationError):
        printed(cast, by=cast.ward_clerk_b)


def test_the_code_on_the_page_leads_to_a_public_check_without_names(cast, client, client_as):
    make_cases(cast)
    copy = printed(cast)
    paper = papers.paper_for(cast.investigator, copy.paper.uuid)
    png = render_pages(
        TEMPLATE, papers.content_of(paper), verification=verification_of(paper, copy, BASE), ppi=150
    )[-1]
    (found,) = zxingcpp.read_barcodes(pixels(png))
    assert found.text.startswith(f"{BASE}/verify/PD1.")
    address = urlsplit(found.text).path
    page = client.get(address).content.decode()
    assert "Đang có hiệu lực" in page
    assert paper.code in page
    assert paper.digest[:16] in page
    assert "Quỳnh" not in page
    assert "papers/" not in page
    assert str(paper.uuid) in client_as(cast.investigator).get(address).content.decode()
    forged = address[:-6] + "AAAAA/"
    assert client.get(forged).status_code == 404
    client_as(cast.investigator).post(
        reverse("papers:withdraw", args=[paper.uuid]), {"reason": "In nhầm phường"}
    )
    assert "Đã thu hồi" in client.get(address).content.decode()
    assert "In nhầm phường" not in client.get(address).content.decode()


def test_the_same_question_replaces_the_last_answer_and_every_copy_counts(cast, client_as):
    make_cases(cast)
    first = printed(cast, hours=48)
    cast_now = Case.objects.get()
    cast_now.symptom_onset = cast_now.symptom_onset - timedelta(days=1)
    cast_now.save()
    second = printed(cast, hours=48)
    assert second.paper.replaces == first.paper
    other = printed(cast, by=cast.health_officer, hours=48)
    assert other.paper.replaces is None
    assert f"Thay thế bản số {first.paper.code}" in " ".join(pages_of(second)[1])
    client = client_as(cast.investigator)
    again = client.post(reverse("papers:again", args=[second.paper.uuid]))["Location"]
    assert again.endswith("/copies/2/")
    assert "bản thứ 2" in PdfReader(io.BytesIO(client.get(again).content)).pages[0].extract_text()
    client.post(reverse("papers:again", args=[first.paper.uuid]))
    assert Paper.objects.get(pk=first.paper.pk).copies == 1
    assert ActionLog.objects.filter(action="paper_printed").count() == 4


def test_a_list_is_seen_by_whoever_printed_it_alone(cast, client_as, django_assert_max_num_queries):
    make_cases(cast, 3)
    mine = client_as(cast.investigator)
    answer = mine.post(reverse("cases:print_list") + "?sort=code&hours=48")
    assert mine.get(answer["Location"]).content.startswith(b"%PDF-")
    paper = Paper.objects.get()
    assert paper.title == "Danh sách 3 ca bệnh, quận Hai Bà Trưng, 48 giờ qua"
    for stranger in (cast.health_officer, cast.ward_clerk_c, cast.unit_clerk):
        other = client_as(stranger)
        for name, args in (("paper", [paper.uuid]), ("copy", [paper.uuid, 1])):
            assert other.get(reverse(f"papers:{name}", args=args)).status_code == 404
        assert paper.code not in other.get(reverse("papers:list")).content.decode()
    with django_assert_max_num_queries(30):
        assert paper.code in mine.get(reverse("papers:list"), {"kind": "line_list"}).content.decode()
    assert paper.code in mine.get(reverse("papers:list") + "?format=csv").getvalue().decode()
    assert mine.get(reverse("papers:paper", args=[paper.uuid])).status_code == 200
    empty = mine.post(reverse("cases:print_list") + "?q=khongcoai", follow=True)
    assert "Không có ca nào để in" in empty.content.decode()


def test_nothing_anybody_searched_for_stands_in_the_public_title(cast):
    make_cases(cast)
    copy = printed(cast, text="Quỳnh")
    assert "Quỳnh" not in copy.paper.title

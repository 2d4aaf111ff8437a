"""The paper: what it says in each state, what its printing leaves behind, and what anybody learns of it."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from phaodai.city.papers import queries
from phaodai.city.papers.models import Paper, RegisterEntry
from phaodai.city.papers.rendering import copy_pdf
from phaodai.city.papers.terms import Standing
from phaodai.city.papers.tokens import paper_token
from phaodai.response.quarantine.printing import paper_data, preview_order, stamp_of
from phaodai.response.quarantine.services import confirm_order, mark_printed, sign_order, withdraw_order
from phaodai.response.quarantine.tests.factories import make_case, make_order, make_site

pytestmark = pytest.mark.django_db
BASE = "https://phaodai.example"


def signed_order(cast, person, **facts):
    order = make_order(person, **facts)
    return sign_order(order=confirm_order(order=order, by=cast.health_officer), by=cast.authority)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_draft_says_so_and_carries_no_code(cast):
    order = make_order(cast.binh)
    data = paper_data(order)
    assert data["heading"]["number"].startswith("…")
    assert stamp_of(order) == "DỰ THẢO"
    assert mark_printed(order=order, by=cast.health_officer) is None
    assert not Paper.objects.exists()


def test_a_signed_paper_names_office_person_days_and_signer(cast):
    order = signed_order(cast, cast.binh, site=make_site(cast.site), setting="site")
    data = paper_data(order)
    assert data["heading"]["office"] == "Ủy ban nhân dân quận Hai Bà Trưng"
    assert data["heading"]["place_and_date"] == "Hà Nội, ngày 14 tháng 9 năm 2021"
    assert data["person"][0] == ["Họ và tên:", cast.binh.full_name]
    assert "27/9/2021" in data["period"]
    assert cast.site.name in data["location"]
    assert data["signature"]["name"] == cast.authority.full_name
    assert stamp_of(order) == "BẢN XEM"


def test_the_pdf_embeds_a_font_with_vietnamese_and_loses_no_text(cast):
    paper = preview_order(signed_order(cast, cast.binh))
    assert paper.startswith(b"%PDF-")
    assert b"LibertinusSerif" in paper
    text = text_of(paper)
    for part in (
        cast.binh.full_name,
        "QUYẾT ĐỊNH",
        "Độc lập - Tự do - Hạnh phúc",
        "Điều 6.",
        "i nhận:",
        cast.authority.full_name,
    ):
        assert part in text
    assert "BẢN XEM" in text


def test_an_isolation_lasts_until_recovery(cast):
    order = make_order(cast.an, kind="isolation", case=make_case(cast.an), ends_on=None, test_days=[])
    assert "khỏi bệnh" in paper_data(order)["period"]
    assert preview_order(order)


def test_the_number_stands_in_the_register_with_who_took_it(cast):
    first, second = signed_order(cast, cast.binh), signed_order(cast, cast.chi)
    assert [first.number, second.number] == ["01/QĐ-CLYT", "02/QĐ-CLYT"]
    entry = RegisterEntry.objects.get(number=2)
    assert (entry.subject_id, entry.taken_by_name, entry.register.organization) == (
        second.uuid, cast.authority.full_name, cast.committee,
    )  # fmt: skip
    assert cast.chi.full_name not in entry.title


def test_every_copy_counts_and_a_changed_order_replaces_its_paper(cast):
    order = signed_order(cast, cast.binh)
    one = mark_printed(order=order, by=cast.authority)
    two = mark_printed(order=order, by=cast.ward_clerk_a)
    assert (one.paper, one.number, two.number) == (two.paper, 1, 2)
    order.address = "Ngõ 12, số 9"
    order.save()
    three = mark_printed(order=order, by=cast.ward_clerk_a)
    assert (three.paper.replaces, three.paper.version, three.number) == (one.paper, 2, 1)
    text = text_of(copy_pdf(queries.paper_for(cast.authority, three.paper.uuid), three, base_url=BASE))
    assert f"Thay thế bản số {one.paper.code}" in text
    assert "Ngõ 12, số 9" in text
    old = queries.paper_for(cast.authority, one.paper.uuid)
    assert queries.standing_of(old) == Standing.REPLACED
    text = text_of(copy_pdf(old, one, base_url=BASE))
    assert "ĐÃ THAY THẾ" in text
    assert "bản thứ 1" in text


def test_anybody_can_check_a_paper_and_learns_nothing_of_the_person(cast, client, client_as):
    order = signed_order(cast, cast.binh)
    paper = mark_printed(order=order, by=cast.ward_clerk_a).paper
    address = reverse("verify_paper", args=[paper_token(paper.uuid, paper.digest)])
    page = client.get(address).content.decode()
    assert order.number in page
    assert "Đang có hiệu lực" in page
    assert paper.digest[:16] in page
    for secret in (cast.binh.full_name, cast.binh.address, str(order.uuid)):
        assert secret not in page
    assert str(order.uuid) in client_as(cast.authority).get(address).content.decode()
    assert str(order.uuid) not in client_as(cast.ward_clerk_b).get(address).content.decode()
    withdraw_order(order=order, reason="Nhầm người", by=cast.authority)
    assert "Đã thu hồi" in client.get(address).content.decode()
    assert "ĐÃ THU HỒI" in text_of(copy_pdf(paper, paper.printings.get(), base_url=BASE))

"""The paper: what it says in each state, and that Vietnamese is in the font."""

import pytest

from phaodai.core import codes
from phaodai.response.quarantine.printing import in_sentence, paper_data, render_order, verify_token
from phaodai.response.quarantine.queries.verify import check_paper
from phaodai.response.quarantine.services import confirm_order, sign_order
from phaodai.response.quarantine.tests.factories import make_case, make_order, make_site

pytestmark = pytest.mark.django_db


def test_a_draft_says_so_and_carries_no_code(cast):
    data = paper_data(make_order(cast.binh))
    assert data["is_draft"]
    assert not data["has_qr"]
    assert data["number"].startswith("…")


def test_a_signed_paper_names_office_person_days_and_signer(cast):
    order = make_order(cast.binh, site=make_site(cast.site), setting="site")
    order = sign_order(order=confirm_order(order=order, by=cast.health_officer), by=cast.authority)
    data = paper_data(order, "https://phaodai.example")
    assert data["office"] == "Ủy ban nhân dân quận Hai Bà Trưng"
    assert data["place_and_date"] == "Thành phố Hà Nội, ngày 14 tháng 09 năm 2021".removeprefix("Thành phố ")
    assert data["person"][0] == ["Họ và tên:", cast.binh.full_name]
    assert "27/9/2021" in data["period"]
    assert cast.site.name in data["location"]
    assert data["signer"] == cast.authority.full_name
    assert not data["is_draft"]


def test_the_pdf_embeds_a_font_with_vietnamese(cast):
    order = make_order(cast.binh, state="signed")
    paper = render_order(order, base_url="https://phaodai.example")
    assert paper.startswith(b"%PDF-")
    assert b"LibertinusSerif" in paper


def test_an_isolation_lasts_until_recovery(cast):
    order = make_order(cast.an, kind="isolation", case=make_case(cast.an), ends_on=None, test_days=[])
    assert "khỏi bệnh" in paper_data(order)["period"]
    assert render_order(order, base_url="")


def test_the_token_names_the_order_alone(cast):
    order = make_order(cast.binh, state="signed")
    payload = codes.verify(verify_token(order))
    assert set(payload) == {"t", "id", "n"}
    assert check_paper(verify_token(order)).number == order.number
    assert check_paper(codes.sign({"t": "qd", "id": "nonsense", "n": order.number})) is None
    assert check_paper(codes.sign({"t": "place", "id": str(order.uuid), "n": order.number})) is None


def test_area_names_inside_a_sentence():
    assert in_sentence("Quận Hai Bà Trưng") == "quận Hai Bà Trưng"
    assert in_sentence("Thành phố Hà Nội") == "thành phố Hà Nội"
    assert in_sentence("Hà Nội") == "Hà Nội"

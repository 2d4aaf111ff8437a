"""The area report: figures as on the dashboard, levels, open work, who signs; no person named."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from phaodai.city.areas.services import compute_level
from phaodai.city.papers.models import Paper
from phaodai.city.papers.queries import content_of
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.site.area_report import print_area_report
from tests.cast import at

pytestmark = pytest.mark.django_db


def make_case(cast, person, number, reported_at):
    Case.objects.create(
        code=f"HBT-{number}", person=person, area=person.area, status="confirmed", definition_version="x",
        reported_at=reported_at, confirmed_at=reported_at, setting="community",
    )  # fmt: skip


@pytest.fixture
def waves(cast):
    make_case(cast, cast.an, 1, at(14, 9))
    make_case(cast, cast.binh, 2, at(14, 10))
    make_case(cast, cast.chi, 3, at(13, 10))


def test_the_report_says_what_the_dashboard_says_and_names_nobody(cast, waves, client_as):
    compute_level(area=cast.ward_a, computed="high", reason="thử", by=SYSTEM_ACTOR)
    client = client_as(cast.commander)
    address = client.post(reverse("print_report"), {"days": "1"})["Location"]
    pages = PdfReader(io.BytesIO(client.get(address).content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    content = content_of(Paper.objects.get())
    assert content["figures"][0][1:] == ["2", "1", "+1"]
    assert "Tình hình dịch COVID-19 tại quận Hai Bà Trưng" in text
    assert "Phường Thanh Nhàn" in text
    assert "Chưa quyết định" in text
    assert cast.commander.full_name in text
    assert not any(person.full_name in text for person in (cast.an, cast.binh, cast.chi))
    assert round(pages[0].mediabox.height) == 842
    assert client_as(cast.unit_clerk).post(reverse("print_report")).status_code == 404


def test_a_later_report_of_as_many_days_takes_its_place(cast, waves):
    first = print_area_report(area=cast.hbt, days=7, by=cast.commander)
    daily = print_area_report(area=cast.hbt, days=1, by=cast.commander)
    make_case(cast, cast.hoa, 4, at(14, 15))
    second = print_area_report(area=cast.hbt, days=7, by=cast.authority)
    assert second.paper.replaces == first.paper
    assert daily.paper.replaces is None
    with pytest.raises(ValidationError):
        print_area_report(area=cast.hbt, days=3, by=cast.commander)

"""The report: gathered in the order in force, frozen, with what is missing and what changed."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from phaodai.city.indicators import find
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ReadLog
from phaodai.response.cases.models import CaseEvidence
from phaodai.response.cases.services import edit_answers
from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.investigations.rules import Section, Table, changes_between, completeness_of
from phaodai.response.investigations.services import make_report
from phaodai.response.tracing.services import trace_case, verify_contacts
from phaodai.response.tracing.tests.factories import contact_of, ten_september
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
ORDER = ["reporter", "patient", "addresses", "course", "treatment", "history", "milestones", "tests", "contacts",
         "source", "measures", "assessment"]  # fmt: skip


def a_case(cast: Cast):
    case = ten_september(cast)
    CaseEvidence.objects.create(
        case=case, result_id=case.uuid, method="pcr", value="positive", resulted_at=at(14, 8)
    )
    trace_case(case=case, by=SYSTEM_ACTOR)
    verify_contacts(contacts=[contact_of(cast.chi)], reason="x", by=cast.investigator)
    case.refresh_from_db()
    return case


def test_completeness_counts_items_and_tables():
    full = Section("a", "A", (("x", "1"), ("y", "")), optional=frozenset({"y"}))
    half = Section("b", "B", (("x", "1"), ("y", "")), (Table(("h",), (("v",),)),))
    none = Section("c", "C", lacks_table="T")
    assert completeness_of([full]) == 100
    assert half.missing == ["y"]
    assert none.missing == ["T"]
    assert completeness_of([full, half, none]) == 60
    assert completeness_of([]) == 100


def test_changes_name_section_label_before_and_after():
    before = [Section("a", "A", (("x", "1"), ("gone", "2"))).frozen()]
    after = [Section("a", "A", (("x", "3"),), (Table(("h", "i"), (("v", "w"),)),)).frozen()]
    assert changes_between(before, after) == [
        {"section": "A", "label": "x", "before": "1", "after": "3"},
        {"section": "A", "label": "gone", "before": "2", "after": ""},
        {"section": "A", "label": "h · i", "before": "", "after": "v · w"},
    ]


def test_a_report_follows_the_order_and_says_what_is_missing(cast: Cast):
    report = make_report(case=a_case(cast), conclusion="", by=cast.investigator)
    assert [one["code"] for one in report.sections] == ORDER
    by_code = {one["code"]: one for one in report.sections}
    assert "Bệnh nền" in by_code["history"]["missing"]
    assert by_code["assessment"]["missing"] == ["Nhận định của người điều tra"]
    assert by_code["contacts"]["tables"][0]["rows"][0][:2] == ["F1", "Lê Thị Chi"]
    assert 0 < report.completeness < 100
    assert report.hours_to_list == 8.0


def test_versions_are_kept_and_corrections_show(cast: Cast):
    case = a_case(cast)
    first = make_report(case=case, conclusion="Lây tại quán", by=cast.investigator)
    edit_answers(case=case, answers={"comorbidities": "Tiểu đường"}, by=cast.investigator)
    second = make_report(case=case, conclusion="Lây tại quán", by=cast.investigator)
    assert {"section": "Tiền sử", "label": "Bệnh nền", "before": "", "after": "Tiểu đường"} in second.changes
    assert second.completeness > first.completeness
    first.refresh_from_db()
    assert "Bệnh nền" in next(one for one in first.sections if one["code"] == "history")["missing"]
    with pytest.raises(PermissionDenied):
        make_report(case=case, conclusion="", by=cast.sampler)


def test_pdf_docx_screen_and_api_hold_the_same_and_looks_are_on_record(cast: Cast, client_as):
    case = a_case(cast)
    client = client_as(cast.investigator)
    address = f"/investigations/cases/{case.uuid}"
    made = client.post(address, {"conclusion": "Lây tại <quán>"})
    report = InvestigationReport.objects.get()
    assert made.url == f"/investigations/{report.uuid}"
    page = client.get(made.url).content.decode()
    assert "Lây tại &lt;quán&gt;" in page
    assert client.get(f"{made.url}.pdf").content[:5] == b"%PDF-"
    with zipfile.ZipFile(io.BytesIO(client.get(f"{made.url}.docx").content)) as book:
        body = book.read("word/document.xml").decode()
    assert "BÁO CÁO ĐIỀU TRA CA BỆNH" in body
    assert "Lê Thị Chi" in body
    api = client.get(f"/api/v1/investigations/{report.uuid}").json()
    assert api["sections"] == report.sections
    again = client.post(
        f"/api/v1/investigations/cases/{case.uuid}", {"conclusion": "x"}, content_type="application/json"
    )
    assert (again.status_code, again.json()["version"]) == (201, 2)
    assert client.get(f"{address}/panel").status_code == 200
    assert client.get(address).status_code == 200
    purposes = set(ReadLog.objects.filter(subject_id=case.uuid).values_list("purpose", flat=True))
    assert {"Báo cáo điều tra 1", "Báo cáo điều tra 1 (PDF)", "Báo cáo điều tra 1 (DOCX)"} <= purposes


def test_hours_and_completeness_are_indicators(cast: Cast):
    make_report(case=a_case(cast), conclusion="", by=cast.investigator)

    def total(code: str) -> float:
        return sum(row[3] for row in find(code).fact_rows(1))

    assert total("investigations.reported") == 1
    assert total("investigations.completeness_sum") == InvestigationReport.objects.get().completeness
    assert (total("investigations.listed"), total("investigations.hours_to_list")) == (1, 8.0)
    assert total("investigations.listed_in_time") == 0

"""Everything known of a case, section by section, in the words of the form. Always in Vietnamese: it is the ministry's."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils import translation

from phaodai.city.people.models import Identifier, Residence
from phaodai.city.people.terms import IdentifierKind, ResidenceKind, Sex
from phaodai.core import clock
from phaodai.response.cases.forms import SYMPTOMS
from phaodai.response.cases.models import Case
from phaodai.response.cases.queries.page import standing_stops
from phaodai.response.investigations.rules import Section, Table
from phaodai.response.outbreaks.queries.sources import sources_page
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.terms import OrderState
from phaodai.response.testing.queries.panels import memberships_of
from phaodai.response.tracing.models import Contact, Exposure
from phaodai.response.tracing.terms import ContactState

CONTACTS_MOST = 300
MISSING = ""


def gather(case: Case, order: Iterable[str], conclusion: str, by: Any) -> list[Section]:
    """The sections in this order. ``by`` decides what of other localities is named."""
    with translation.override("vi"):
        return [BUILDERS[code](case, conclusion, by) for code in order if code in BUILDERS]


def _reporter(case: Case, conclusion: str, by: Any) -> Section:
    return Section(
        "reporter",
        "Người báo cáo",
        (
            ("Người báo cáo", case.reported_by_name or getattr(by, "full_name", "")),
            ("Ngày báo cáo", _moment(case.reported_at)),
            ("Người điều tra", case.investigator.full_name if case.investigator else ""),
            ("Đơn vị", str(getattr(case.investigator or by, "title", "") or "")),
        ),
    )


def _patient(case: Case, conclusion: str, by: Any) -> Section:
    person, answers = case.person, case.answers
    code = Identifier.objects.filter(person=person, kind=IdentifierKind.CITIZEN).first()
    born = _day(person.birth_on) or (str(person.birth_year) if person.birth_year else "")
    rows = [
        ("Mã ca bệnh", " / ".join(filter(None, (case.code, case.national_code)))),
        ("Họ và tên", person.full_name),
        ("Ngày, năm sinh", born),
        ("Giới", "" if person.sex == Sex.UNKNOWN else str(person.get_sex_display())),
        ("Số định danh", code.value if code else ""),
        ("Nghề nghiệp", person.occupation or str(answers.get("occupation", ""))),
        ("Quốc tịch", person.nationality),
        ("Điện thoại", person.phone),
    ]
    if person.sex != Sex.MALE:
        rows.append(("Thai sản", str(answers.get("pregnancy", ""))))
    return Section("patient", "Thông tin ca bệnh", tuple(rows), optional=frozenset({"Thai sản"}))


def _addresses(case: Case, conclusion: str, by: Any) -> Section:
    person, answers = case.person, case.answers
    homes = Residence.objects.filter(person=person, kind=ResidenceKind.PERMANENT).select_related("area")
    permanent = homes.order_by("-valid").first()
    works = person.affiliations.select_related("place__area").order_by("-valid").first()
    work = f"{works.place.name}, {works.place.area.name}" if works else str(answers.get("workplace", ""))
    registered = _where(permanent.address, permanent.area) if permanent else ""
    return Section(
        "addresses",
        "Địa chỉ",
        (
            ("Nơi sinh sống", _where(person.address, person.area)),
            ("Nơi làm việc, học tập", work),
            ("Nơi đăng ký thường trú", registered or str(answers.get("permanent_residence", ""))),
            ("Nơi khởi phát", case.area.name),
        ),
    )


def _where(address: str, area: Any) -> str:
    parts = [address, area.name if area else "", area.parent.name if area and area.parent else ""]
    return ", ".join(filter(None, parts))


def _course(case: Case, conclusion: str, by: Any) -> Section:
    known = {None: "", False: "Không có triệu chứng", True: "Có triệu chứng"}[case.has_symptoms]
    named = ", ".join(str(SYMPTOMS.get(code, code)).lower() for code in case.symptoms)
    rows = [
        ("Tình trạng khi phát hiện", known),
        ("Triệu chứng", named),
        ("Ngày khởi phát", _day(case.symptom_onset)),
        ("Thời kỳ lây truyền", _span(case.infectious_from, case.infectious_to)),
        ("Căn cứ", str(case.infectious_basis.get("document", ""))),
        ("Phân loại", str(case.get_status_display())),
    ]
    optional = (
        frozenset({"Triệu chứng", "Ngày khởi phát"}) if case.has_symptoms is False else frozenset[str]()
    )
    return Section("course", "Diễn biến bệnh", tuple(rows), optional=optional)


def _treatment(case: Case, conclusion: str, by: Any) -> Section:
    return Section(
        "treatment",
        "Nơi điều trị",
        (
            ("Cơ sở điều trị", str(case.answers.get("treatment_place", ""))),
            ("Thời điểm cách ly", _moment(case.isolated_at)),
        ),
    )


def _history(case: Case, conclusion: str, by: Any) -> Section:
    return Section(
        "history",
        "Tiền sử",
        (
            ("Bệnh nền", str(case.answers.get("comorbidities", ""))),
            ("Tiêm chủng", str(case.answers.get("vaccination", ""))),
        ),
    )


def _milestones(case: Case, conclusion: str, by: Any) -> Section:
    told = [
        (
            _day(stop.day),
            _hours(stop.start_at, stop.end_at),
            stop.place.name if stop.place else stop.place_text,
            stop.activity,
            stop.companions,
        )
        for stop in standing_stops(case)
    ]
    quiet = ", ".join(_day(date.fromisoformat(day)) for day in sorted(case.answers.get("quiet_days", [])))
    heads = ("Ngày", "Giờ", "Nơi đến", "Hoạt động", "Người đi cùng")
    return Section(
        "milestones",
        "Mốc dịch tễ 14 ngày",
        (("Ngày không ra khỏi nhà", quiet),),
        (Table(heads, told),) if told else (),
        frozenset({"Ngày không ra khỏi nhà"}),
        "" if told or quiet else "Mốc dịch tễ",
    )


def _tests(case: Case, conclusion: str, by: Any) -> Section:
    rows = []
    for member in memberships_of(case.person_id):
        tube = member.tube
        result = tube.results.order_by("-pk").first()
        laboratory = tube.laboratory.name if tube.laboratory else ""
        value = str(result.get_value_display()) if result else "chờ kết quả"
        rows.append((tube.code, str(tube.get_method_display()), _moment(tube.taken_at), value, laboratory))
    heads = ("Mã ống", "Kỹ thuật", "Lấy mẫu", "Kết quả", "Phòng xét nghiệm")
    first = case.evidence.filter(withdrawn_at__isnull=True).order_by("resulted_at").first()
    return Section(
        "tests",
        "Xét nghiệm",
        (("Kết quả xác định ca", _moment(first.resulted_at) if first else ""),),
        (Table(heads, rows),) if rows else (),
        lacks_table="" if rows else "Mẫu và kết quả",
    )


def _contacts(case: Case, conclusion: str, by: Any) -> Section:
    live = Exposure.objects.filter(case=case, withdrawn_at__isnull=True).values("contact")
    contacts = Contact.objects.visible_to(by, "contacts.view").filter(pk__in=live)
    counts = [contacts.filter(state=state, tier=tier).count() for state, tier in COUNTED]
    verified = contacts.filter(state=ContactState.VERIFIED).select_related("person", "area")
    rows = [
        (
            f"F{one.tier}",
            one.person.full_name,
            str(one.person.birth_year or ""),
            one.area.name if one.area else "",
            _moment(one.last_exposed_at),
            "đã cách ly" if one.isolated_at else "chưa cách ly",
        )
        for one in verified.order_by("tier", "-score", "pk")[:CONTACTS_MOST]
    ]
    trace = case.traces.order_by("-pk").first()
    scans = "" if trace is None else f"{trace.case_visits} lượt" if trace.case_visits else NO_SCANS
    heads = ("Loại", "Họ và tên", "Năm sinh", "Nơi ở", "Tiếp xúc lần cuối", "Cách ly")
    return Section(
        "contacts",
        "Người tiếp xúc",
        (
            ("F1 đã xác minh", str(counts[0])),
            ("F2 đã xác minh", str(counts[1])),
            ("Chờ xác minh", str(counts[2] + counts[3])),
            ("Lượt đến ghi được của ca bệnh", scans),
        ),
        (Table(heads, rows),) if rows else (),
    )


NO_SCANS = "Không có lượt quét nào: không phải là không tiếp xúc"
COUNTED = (
    (ContactState.VERIFIED, 1),
    (ContactState.VERIFIED, 2),
    (ContactState.CANDIDATE, 1),
    (ContactState.CANDIDATE, 2),
)


def _source(case: Case, conclusion: str, by: Any) -> Section:
    page = sources_page(by, case)
    rows = [
        (
            line.case.code,
            "đã xác định" if line.state == "confirmed" else f"{line.percent:g}%".replace(".", ","),
            "" if line.days is None else f"{line.days} ngày",
            "; ".join(reason.kind for reason in line.reasons),
        )
        for line in page.lines
    ]
    confirmed = page.confirmed
    return Section(
        "source",
        "Nguồn lây",
        (
            ("Kết luận", str(case.get_source_status_display())),
            ("Nguồn đã xác định", confirmed.infector.code if confirmed else ""),
            ("Ca nhập cảnh", "Có" if case.is_imported else "Không"),
            ("Nơi phát hiện", str(case.get_setting_display())),
        ),
        (Table(("Ca có thể là nguồn", "Xác suất", "Cách ngày khởi phát", "Lý do"), rows),) if rows else (),
        frozenset({"Nguồn đã xác định"}),
    )


def _measures(case: Case, conclusion: str, by: Any) -> Section:
    live = QuarantineOrder.objects.visible_to(by, "quarantine.view").filter(case=case)
    signed = live.exclude(state__in=[OrderState.DRAFT]).select_related("person").order_by("pk")
    rows = [
        (
            one.number or "chưa có số",
            str(one.get_kind_display()),
            str(one.get_setting_display()),
            str(one.get_state_display()),
            _moment(one.starts_at),
        )
        for one in signed[:CONTACTS_MOST]
    ]
    sent = case.sent_lists.order_by("number")
    listed = ", ".join(f"đợt {one.number} ({_moment(one.sent_at)})" for one in sent)
    heads = ("Số quyết định", "Loại", "Nơi", "Tình trạng", "Từ")
    return Section(
        "measures",
        "Biện pháp đã triển khai",
        (("Danh sách F1 đã gửi", listed),),
        (Table(heads, rows),) if rows else (),
        lacks_table="" if rows else "Quyết định cách ly",
    )


def _assessment(case: Case, conclusion: str, by: Any) -> Section:
    return Section(
        "assessment", "Nhận định và đề xuất", (("Nhận định của người điều tra", conclusion.strip()),)
    )


BUILDERS: dict[str, Callable[[Case, str, Any], Section]] = {
    "reporter": _reporter,
    "patient": _patient,
    "addresses": _addresses,
    "course": _course,
    "treatment": _treatment,
    "history": _history,
    "milestones": _milestones,
    "tests": _tests,
    "contacts": _contacts,
    "source": _source,
    "measures": _measures,
    "assessment": _assessment,
}
"""How each section of the policy is filled."""


def hours_to_list(case: Case) -> float | None:
    """Hours from the first standing result to the first list; None while either is missing."""
    first = case.evidence.filter(withdrawn_at__isnull=True).order_by("resulted_at").first()
    if first is None or case.contacts_listed_at is None or case.contacts_listed_at < first.resulted_at:
        return None
    return round((case.contacts_listed_at - first.resulted_at).total_seconds() / 3600, 2)


def _moment(at: datetime | None) -> str:
    return f"{clock.to_local(at):%H:%M %d/%m/%Y}" if at else ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _hours(start: datetime | None, end: datetime | None) -> str:
    if start is None:
        return ""
    last = f"–{clock.to_local(end):%H:%M}" if end else ""
    return f"{clock.to_local(start):%H:%M}{last}"


def _span(start: datetime | None, end: datetime | None) -> str:
    if start is None:
        return ""
    return f"{_moment(start)} – {_moment(end) or 'nay'}"

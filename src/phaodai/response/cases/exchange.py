"""Lists of cases as units report them, and of the people cases have named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.finding import WardColumn
from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import path_name
from phaodai.city.people.exchange import ADDRESS, BORN, CITIZEN, DISTRICT, NAME, PHONE, SEX, WARD
from phaodai.city.people.models import Person
from phaodai.city.people.recognising import Named, read_named, recognise
from phaodai.city.people.services import register_person
from phaodai.city.people.terms import IdentifierKind, Sex
from phaodai.core import clock
from phaodai.core.exchange.cells import Choice, Day, Moment, Text
from phaodai.core.exchange.kinds import CellFault, Field, ImportKind, Row, Run, Written, register_kind
from phaodai.core.text import search_key
from phaodai.response.cases.models import Case, DeclaredContact
from phaodai.response.cases.services import Named as NamedContact
from phaodai.response.cases.services import (
    declare_contact,
    remove_declared_contact,
    report_case,
    set_national_code,
)
from phaodai.response.cases.services.opening import live_case_of
from phaodai.response.cases.services.withdrawing import withdraw_reports
from phaodai.response.cases.terms import DetectionSetting, Relation

REPORTING, INVESTIGATING = "cases.report", "cases.investigate"
MOST_ROWS = 5_000
SETTING_WORDS = {
    "cach ly": "quarantine", "khu cach ly tap trung": "quarantine", "phong toa": "lockdown", "ngoai cong dong": "community",
    "co so y te": "health_facility", "benh vien": "health_facility", "sang loc": "health_facility", "-": "unknown",
}  # fmt: skip
RELATION_WORDS = {
    "nguoi nha": "family", "gia dinh": "family", "vo": "family", "chong": "family", "con": "family", "bo": "family",
    "me": "family", "song cung nha": "household", "cung ho": "household", "dong nghiep": "colleague", "ban hoc": "classmate",
    "ban": "friend", "khac": "other", "-": "other",
}  # fmt: skip

CASE_FIELDS = (
    NAME,
    BORN,
    SEX,
    PHONE,
    CITIZEN,
    replace(WARD, hint_vi="Nơi đang ở; mã hoặc tên", hint_en="Where they live now; code or name"),
    DISTRICT,
    ADDRESS,
    Field("setting", "Nơi phát hiện", "Where found", Choice(DetectionSetting, SETTING_WORDS), example="Cộng đồng", also=("hình thức phát hiện", "phát hiện tại", "setting", "phân loại", "nguồn phát hiện")),
    Field("symptom_onset", "Ngày khởi phát", "Day of onset", Day(past=True), example="12/9/2021", also=("khởi phát", "ngày có triệu chứng", "onset", "date of onset", "symptom onset", "date onset")),
    Field("reported_at", "Ngày báo", "Reported at", Moment(), example="14/9/2021 08:30", also=("ngày báo cáo", "thời gian báo", "report date", "date of report", "ngày ghi nhận", "date report")),
    Field("national_code", "Mã BN", "National code", Text(20), example="BN12345", also=("bn", "mã bệnh nhân", "số bn", "mã ca bệnh quốc gia", "mã số bn")),
)  # fmt: skip


def take_cases(rows: Sequence[Row], run: Run) -> None:
    """Recognise or register each person and report the case; who has a live case is there already."""
    wards = WardColumn.of(run, REPORTING)
    for row in rows:
        named, area = read_named(row), wards.read(row)
        if row.values["reported_at"] and row.values["reported_at"] > clock.now():
            row.refuse(
                "reported_at",
                str(CellFault.IN_FUTURE.value),
                text=f"{row.values['reported_at']:%d/%m/%Y %H:%M}",
            )
        if row.is_good and area is not None:
            _guarded(row, lambda row=row, named=named, area=area: _report(row, named, area, run))


def _guarded(row: Row, deed: Any) -> None:
    """Run one row's deed; what it refuses is said of the row, and nothing of the row stays."""
    try:
        with transaction.atomic():
            deed()
    except ValidationError as error:
        fields = getattr(error, "error_dict", None)
        row.refuse(_column(fields), "refused", error.messages[0])
    except PermissionDenied:
        row.refuse("ward", "out_of_reach", _("This lies outside what you may work on."))


def _column(fields: dict[str, Any] | None) -> str:
    name = next(iter(fields), "full_name") if fields else "full_name"
    return {
        "birth_year": "birth",
        "birth_on": "birth",
        "name": "full_name",
        "last_contact_on": "last_contact_on",
    }.get(name, name)


def _report(row: Row, named: Named, area: Area, run: Run) -> None:
    person = recognise(named, run.by)
    live = live_case_of(person) if person else None
    if live is not None:
        row.repeat(live.uuid, _("There is a live case of this person: %(code)s.") % {"code": live.code})
        return
    values = row.values
    case = report_case(
        person=person or _register(row, named, area, run.by),
        setting=values["setting"] or DetectionSetting.UNKNOWN,
        symptom_onset=values["symptom_onset"],
        reported_at=values["reported_at"],
        reason=_("By a list"),
        by=run.by,
    )
    if values["national_code"] and run.by.may(INVESTIGATING):
        set_national_code(case=case, national_code=values["national_code"], by=run.by)
    row.accept(case.uuid, f"{case.code} · {named.name}")


def _register(row: Row, named: Named, area: Area, by: Any) -> Person:
    born_on, year = row.values.get("birth") or (None, None)
    return register_person(
        full_name=named.name, birth_year=year, birth_on=born_on, sex=row.values.get("sex") or Sex.UNKNOWN, phone=named.phone,
        address=row.values.get("address") or "", area=area, by=by,
        identifiers=[(IdentifierKind.CITIZEN, named.citizen_code)] if named.citizen_code else [],
    )  # fmt: skip


def undo_cases(written: Sequence[Written], run: Run) -> dict[UUID, str]:
    """Discard the cases an import reported and nobody has worked on since."""
    return withdraw_reports(
        cases=[one.subject for one in written], reason=_("The list was taken back."), by=run.by
    )


CASES = register_kind(
    ImportKind(
        "cases", "Ca bệnh", "Cases", REPORTING, CASE_FIELDS, take_cases, undo_cases, chunk=200, most_rows=MOST_ROWS,
        checks_by_writing=True, icon="virus",
        hint_vi="Danh sách ca nghi nhiễm do đơn vị báo. Người chưa có trong hệ thống được đăng ký; người đang có ca bệnh được báo là đã có.",
        hint_en="Suspected cases as units report them. Unknown people are registered; who has a live case is said to be there.",
    )
)  # fmt: skip

CONTACT_FIELDS = (
    Field("case_code", "Mã ca bệnh", "Case code", Text(40), required=True, example="HBT-0412", also=("ca bệnh", "f0", "mã f0", "case", "mã bn", "bn", "tiếp xúc với", "case id")),
    NAME,
    BORN,
    SEX,
    PHONE,
    CITIZEN,
    replace(WARD, hint_vi="Có phường thì người lạ được đăng ký và truy vết ngay", hint_en="With a ward, somebody unknown is registered and traced at once"),
    DISTRICT,
    Field("relation", "Quan hệ", "Relation", Choice(Relation, RELATION_WORDS), example="Đồng nghiệp", also=("mối quan hệ", "quan hệ với f0")),
    Field("first_contact_on", "Tiếp xúc từ ngày", "First contact", Day(past=True), example="8/9/2021", also=("ngày tiếp xúc đầu", "first contact on")),
    Field("last_contact_on", "Tiếp xúc lần cuối", "Last contact", Day(past=True), example="11/9/2021", also=("ngày tiếp xúc", "ngày tiếp xúc cuối", "lần cuối", "last contact date", "last contact on", "contact date")),
    Field("note", "Ghi chú", "Note", Text(300), also=("hoàn cảnh tiếp xúc", "notes", "remark")),
)  # fmt: skip
NAMESPACE = UUID("5a0f6f0e-52f7-4a57-9d0b-1d5a6f7c2e11")
"""The same person named by the same case is one line, however often the list is sent."""


def take_contacts(rows: Sequence[Row], run: Run) -> None:
    """Write down whom each case has named."""
    wards, cases = WardColumn.of(run, INVESTIGATING), _cases(rows, run.by)
    for row in rows:
        named = read_named(row)
        area = _area_of(row, wards)
        case = cases.get(row.values["case_code"].upper())
        if row.values["case_code"] and case is None:
            row.refuse(
                "case_code",
                "unknown_case",
                _("There is no case %(code)s, or it is not yours.") % {"code": row.values["case_code"][:40]},
            )
        if row.is_good and case is not None:
            _guarded(
                row, lambda row=row, case=case, named=named, area=area: _declare(row, case, named, area, run)
            )


def _area_of(row: Row, wards: WardColumn) -> Area | None:
    """The ward, where one is given: a contact's ward may lie anywhere, and may be unknown."""
    text = str(row.values["ward"])
    if not text:
        return None
    found = wards.finder.find(text, str(row.values["district"]))
    if len(found) != 1:
        wards.read(row)
        return None
    return found[0]


def _elsewhere(area: Area | None, run: Run) -> bool:
    """A list registers nobody in a ward out of reach: the name is kept, with the ward, for a hand-over."""
    wards = WardColumn.of(run, INVESTIGATING)
    return area is not None and wards.reached is not None and area.pk not in wards.reached


def _cases(rows: Sequence[Row], by: Any) -> dict[str, Case]:
    codes = {str(row.values["case_code"]).upper() for row in rows if row.values["case_code"]}
    found = Case.objects.visible_to(by, INVESTIGATING)
    by_code = {case.code.upper(): case for case in found.filter(code__in=codes)}
    return {case.national_code.upper(): case for case in found.filter(national_code__in=codes)} | by_code


def _declare(row: Row, case: Case, named: Named, area: Area | None, run: Run) -> None:
    key = "|".join(
        (
            str(case.uuid),
            search_key(named.name),
            named.phone or named.citizen_code or str(named.birth_year or ""),
        )
    )
    uuid = uuid5(NAMESPACE, key)
    before = DeclaredContact.objects.filter(uuid=uuid, removed_at__isnull=True).exists()
    if before:
        row.repeat(uuid, _("Named by this case already."))
        return
    if DeclaredContact.objects.filter(uuid=uuid).exists():
        uuid = uuid5(NAMESPACE, f"{key}|{DeclaredContact.objects.filter(case=case).count()}")
    note, person = row.values["note"], recognise(named, run.by)
    if person is None and area is not None and _elsewhere(area, run):
        note = "; ".join(filter(None, (path_name(area), note)))
        area = None
    if person is None and area is not None:
        person = _register(row, named, area, run.by)
    declare_contact(
        case=case,
        uuid=uuid,
        named=NamedContact(
            named.name, named.phone, area, row.values["relation"] or Relation.OTHER, _day(row, "first_contact_on"),
            _day(row, "last_contact_on"), note, person,
        ),
        by=run.by,
    )  # fmt: skip
    row.accept(uuid, f"{case.code} · {named.name}")


def _day(row: Row, name: str) -> date | None:
    found: date | None = row.values[name]
    return found


def undo_contacts(written: Sequence[Written], run: Run) -> dict[UUID, str]:
    """Take back the named contacts, except where the person is being worked on because of it."""
    why: dict[UUID, str] = {}
    lines = DeclaredContact.objects.filter(uuid__in=[one.subject for one in written]).select_related(
        "case", "person"
    )
    for line in lines:
        if line.person and line.person.contacts.exclude(call_state="").exists():
            why[line.uuid] = _("This contact has been called already.")
            continue
        try:
            remove_declared_contact(case=line.case, uuid=line.uuid, by=run.by)
        except PermissionDenied:
            why[line.uuid] = _("This lies outside what you may work on.")
    return why


CONTACTS = register_kind(
    ImportKind(
        "contacts", "Người tiếp xúc do ca bệnh khai", "Contacts named by cases", INVESTIGATING, CONTACT_FIELDS,
        take_contacts, undo_contacts, chunk=200, most_rows=MOST_ROWS, checks_by_writing=True, icon="trace",
        hint_vi="Ai đã tiếp xúc với ca bệnh nào. Điều tra viên kết luận F1 sau; danh sách này không tự làm ai thành F1.",
        hint_en="Who met which case. Investigators conclude afterwards; this list makes nobody an F1.",
    )
)  # fmt: skip

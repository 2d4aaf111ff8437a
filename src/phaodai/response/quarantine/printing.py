"""The order on paper: its texts, a look before printing, and what is put on record when it is printed."""

from pathlib import Path
from typing import Any

from phaodai.city.papers.services import Draft
from phaodai.core import clock, policy
from phaodai.core.documents import render_pdf
from phaodai.core.documents.signing import signature_lines
from phaodai.core.documents.words import BLANK, bare_name, in_sentence, long_day, moment, short_day
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.queries.orders import test_days_of
from phaodai.response.quarantine.terms import SUBJECTS, OrderKind, OrderSetting, OrderState

TEMPLATE = Path(__file__).parent / "paper.typ"
MEASURES = {
    OrderKind.ISOLATION: "cách ly y tế để điều trị, theo dõi người mắc hoặc nghi mắc COVID-19",
    OrderKind.QUARANTINE: "cách ly y tế người tiếp xúc gần (F1) với người mắc COVID-19",
}
STAMPS = {OrderState.WITHDRAWN: "ĐÃ THU HỒI", OrderState.ENDED: "HẾT HIỆU LỰC", OrderState.SIGNED: "BẢN XEM"}


def preview_order(order: QuarantineOrder) -> bytes:
    """The order as A4 PDF to look at: without code, and stamped, because no printing of it is on record.

    Raises:
        typst.TypstError: the template is broken.
    """
    return render_pdf(TEMPLATE, paper_data(order), stamp=stamp_of(order))


def stamp_of(order: QuarantineOrder) -> str:
    """What stands across a look at the order."""
    return STAMPS.get(OrderState(order.state), "DỰ THẢO") if order.number else "DỰ THẢO"


def paper_draft(order: QuarantineOrder) -> Draft:
    """A numbered order as the paper about to be printed."""
    area = _authority_area(order)
    return Draft(
        subject_id=order.uuid, content=paper_data(order), title=SUBJECTS[OrderKind(order.kind)],
        issuer=_office(order), number=order.number, area=area,
        issued_on=clock.local_day(order.signed_at) if order.signed_at else None,
    )  # fmt: skip


def paper_data(order: QuarantineOrder) -> dict[str, Any]:
    """Everything the paper says, as texts."""
    return {
        "title": f"{SUBJECTS[OrderKind(order.kind)]} {order.number}".strip(),
        "subject": SUBJECTS[OrderKind(order.kind)],
        "heading": _heading(order),
        "signature": _signature(order),
        **_content(order),
    }


def _authority_area(order: QuarantineOrder) -> Any:
    return order.entry.register.area if order.entry else None


def _office(order: QuarantineOrder) -> str:
    area = _authority_area(order)
    return f"Ủy ban nhân dân {in_sentence(area.name)}" if area else "Cơ quan ban hành"


def _heading(order: QuarantineOrder) -> dict[str, str]:
    area = _authority_area(order)
    signed_on = clock.local_day(order.signed_at) if order.signed_at else None
    above = area.parent.name if area and area.parent else ""
    return {
        "office_above": f"UBND {in_sentence(above)}" if above else "Ủy ban nhân dân",
        "office": _office(order),
        "number": order.number or f"{BLANK}/QĐ-CLYT",
        "place_and_date": f"{_city_of(order)}, {long_day(signed_on)}",
    }


def _city_of(order: QuarantineOrder) -> str:
    area = order.area
    while area is not None and area.parent is not None:
        area = area.parent
    return bare_name(area.name) if area else BLANK


def _content(order: QuarantineOrder) -> dict[str, Any]:
    after = order.basis.get("after_days") or 0
    return {
        "authority": f"Chủ tịch {_office(order)}" if order.entry else "Người có thẩm quyền",
        "legal_basis": list(policy.get("quarantine.legal_basis", order.signed_at).value),
        "rule": order.basis.get("document", ""),
        "confirmed_by": f"cơ quan y tế ({order.confirmed_by_name})"
        if order.confirmed_by_name
        else "cơ quan y tế",
        "measure": MEASURES[OrderKind(order.kind)],
        "person": _person_rows(order),
        "period": _period(order),
        "location": _location(order),
        "tests": ", ".join(short_day(day) for day in test_days_of(order)),
        "after": f"Sau đó tự theo dõi sức khỏe tại nhà {after} ngày." if after else "",
        "appeal_days": f"{policy.get('quarantine.appeal_days', order.signed_at).value:g}",
        "executors": _executors(order),
    }


def _person_rows(order: QuarantineOrder) -> list[list[str]]:
    person = order.person
    return [
        ["Họ và tên:", person.full_name],
        ["Năm sinh, giới tính:", f"{person.birth_year or BLANK}, {person.get_sex_display()}"],
        ["Nơi ở hiện tại:", ", ".join(filter(None, [person.address, order.area.name if order.area else ""]))],
    ]


def _period(order: QuarantineOrder) -> str:
    start = short_day(clock.local_day(order.starts_at))
    if order.ends_on is None:
        return (
            f"Thời gian cách ly: từ ngày {start} cho đến khi cơ quan y tế kết luận khỏi bệnh hoặc loại trừ."
        )
    days = order.basis.get("days")
    end = short_day(order.ends_on)
    return f"Thời gian cách ly: {days} ngày, tính từ lần tiếp xúc cuối ngày {start} đến hết ngày {end}."


def _location(order: QuarantineOrder) -> str:
    if order.setting == OrderSetting.HOME:
        return f"tại nhà, {order.address or order.person.address or BLANK}"
    if order.site is None:
        return "cơ sở cách ly tập trung do Ban Chỉ đạo phòng, chống dịch bố trí"
    return ", ".join(filter(None, [order.site.organization.name, order.site.organization.address]))


def _executors(order: QuarantineOrder) -> str:
    ward = f"Ủy ban nhân dân {in_sentence(order.area.name)}" if order.area else "Ủy ban nhân dân nơi cư trú"
    keeper = "" if order.site is None else f", {order.site.organization.name}"
    return f"Cơ quan y tế, {ward}{keeper} và ông (bà) {order.person.full_name}"


def _signature(order: QuarantineOrder) -> dict[str, Any]:
    ward = f"UBND {in_sentence(order.area.name)}" if order.area else "UBND nơi cư trú"
    return {
        "recipients": ["Như Điều 6", ward, "Cơ quan y tế", "Lưu: VT"],
        "lines": signature_lines(order.signed_by_title),
        "name": order.signed_by_name or BLANK,
        "signed_at": moment(order.signed_at),
        "unsigned": "(chưa ký)",
    }

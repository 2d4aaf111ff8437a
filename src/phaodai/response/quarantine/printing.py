"""The order as a PDF: typst draws it, with the Vietnamese serif the compiler carries (Libertinus Serif)."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst
from django.urls import reverse

from phaodai.core import clock, codes, policy
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.queries.orders import test_days_of
from phaodai.response.quarantine.terms import OrderKind, OrderSetting, OrderState

TEMPLATE = Path(__file__).parent / "paper.typ"
BLANK = "………"
COMMON_NOUNS = ("Phường ", "Xã ", "Thị ", "Quận ", "Huyện ", "Thành phố ", "Tỉnh ", "Tổ ", "Thôn ")
MEASURES = {
    OrderKind.ISOLATION: "cách ly y tế để điều trị, theo dõi người mắc hoặc nghi mắc COVID-19",
    OrderKind.QUARANTINE: "cách ly y tế người tiếp xúc gần (F1) với người mắc COVID-19",
}
SUBJECTS = {
    OrderKind.ISOLATION: "Về việc cách ly y tế người mắc, nghi mắc COVID-19",
    OrderKind.QUARANTINE: "Về việc cách ly y tế người tiếp xúc gần",
}


def verify_token(order: QuarantineOrder) -> str:
    """What the QR on the paper holds: the order's id and number, signed; nothing about the person."""
    return codes.sign({"t": "qd", "id": str(order.uuid), "n": order.number})


def render_order(order: QuarantineOrder, *, base_url: str) -> bytes:
    """The order as A4 PDF. ``base_url`` ("https://host") heads the address in the QR; drafts carry none.

    Raises:
        typst.TypstError: the template is broken.
    """
    data = paper_data(order, base_url)
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    if data["has_qr"]:
        files["qr.svg"] = _qr(base_url + reverse("quarantine:verify", args=[verify_token(order)]))
    # The stubs lack the dictionary of files that the compiler documents.
    compile_files: Any = typst.compile
    made: bytes = compile_files(files, format="pdf", ignore_system_fonts=True)
    return made


def _qr(text: str) -> bytes:
    file = io.BytesIO()
    segno.make(text, error="m", boost_error=False).save(file, kind="svg", border=2)
    return file.getvalue()


def paper_data(order: QuarantineOrder, base_url: str = "") -> dict[str, Any]:
    """Everything the paper says, as texts."""
    is_numbered = bool(order.number)
    return {
        "title": f"{SUBJECTS[OrderKind(order.kind)]} {order.number}".strip(),
        "is_draft": order.state in (OrderState.DRAFT, OrderState.CONFIRMED) or not is_numbered,
        "is_withdrawn": order.state == OrderState.WITHDRAWN and is_numbered,
        "has_qr": is_numbered,
        "verify_host": base_url.split("://")[-1],
        "footer": "Pháo Đài" if is_numbered else "Dự thảo, không có giá trị thi hành",
        **_heading(order),
        **_content(order),
        **_signature(order),
    }


def in_sentence(name: str) -> str:
    """The name of an area inside a sentence: "Quận Hai Bà Trưng" → "quận Hai Bà Trưng"."""
    return name[:1].lower() + name[1:] if name.startswith(COMMON_NOUNS) else name


def _heading(order: QuarantineOrder) -> dict[str, Any]:
    area = order.register.area if order.register else None
    signed_on = clock.local_day(order.signed_at) if order.signed_at else None
    return {
        "office_above": f"UBND {in_sentence(area.parent.name)}"
        if area and area.parent
        else "Ủy ban nhân dân",
        "office": f"Ủy ban nhân dân {in_sentence(area.name)}" if area else "Cơ quan ban hành",
        "authority": f"Chủ tịch Ủy ban nhân dân {in_sentence(area.name)}" if area else "Người có thẩm quyền",
        "number": order.number or f"{BLANK}/QĐ-CLYT",
        "place_and_date": f"{_city_of(order)}, {_long_day(signed_on)}",
        "subject": SUBJECTS[OrderKind(order.kind)],
    }


def _city_of(order: QuarantineOrder) -> str:
    area = order.area
    while area is not None and area.parent is not None:
        area = area.parent
    name = area.name if area else BLANK
    return name.removeprefix("Thành phố ").removeprefix("Tỉnh ")


def _long_day(day: date | None) -> str:
    if day is None:
        return "ngày ….. tháng ….. năm ………"
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _content(order: QuarantineOrder) -> dict[str, Any]:
    after = order.basis.get("after_days") or 0
    return {
        "legal_basis": list(policy.get("quarantine.legal_basis", order.signed_at).value),
        "rule": order.basis.get("document", ""),
        "confirmed_by": f"cơ quan y tế ({order.confirmed_by_name})"
        if order.confirmed_by_name
        else "cơ quan y tế",
        "measure": MEASURES[OrderKind(order.kind)],
        "person": _person_rows(order),
        "period": _period(order),
        "location": _location(order),
        "tests": ", ".join(_day(day) for day in test_days_of(order)),
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
    start = _day(clock.local_day(order.starts_at))
    if order.ends_on is None:
        return (
            f"Thời gian cách ly: từ ngày {start} cho đến khi cơ quan y tế kết luận khỏi bệnh hoặc loại trừ."
        )
    days = order.basis.get("days")
    end = _day(order.ends_on)
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
    signed = clock.to_local(order.signed_at) if order.signed_at else None
    ward = f"UBND {in_sentence(order.area.name)}" if order.area else "UBND nơi cư trú"
    return {
        "recipients": ["Như Điều 6", ward, "Cơ quan y tế", "Lưu: VT"],
        "signer_title": order.signed_by_title or "Người có thẩm quyền",
        "signed_at": signed.strftime("%H:%M ngày %d/%m/%Y") if signed else "",
        "signer": order.signed_by_name or BLANK,
    }

"""The line list on paper: which columns, what stands in them. Papers are Vietnamese whatever the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from phaodai.city.papers.offices import Office
from phaodai.city.people.rules import shown_phone
from phaodai.core import clock
from phaodai.core.documents.words import moment
from phaodai.response.cases.models import Case

TEMPLATE = Path(__file__).parent / "line_list.typ"
MOST_ROWS = 2_000
HEADS = [
    "STT", "Mã ca", "Họ và tên", "Năm sinh", "Giới", "Nghề nghiệp", "Nơi ở hiện tại", "Điện thoại", "Khởi phát",
    "Lấy mẫu", "Xác định", "Nơi phát hiện", "Nguồn lây", "Nơi điều trị", "Tình trạng",
]  # fmt: skip
NOTE = (
    "Dữ liệu sức khỏe, chỉ dùng trong công tác phòng, chống dịch; giữ kín và hủy sau khi dùng. "
    "Ngày ghi ngày/tháng; dấu – là chưa rõ."
)


def list_content(
    rows: Iterable[Case], *, office: Office, about: str, by: Any, at: datetime
) -> dict[str, Any]:
    """Everything the paper says. Telephone numbers are masked for whoever may not see them."""
    clear = by.may("people.unmask")
    return {
        "title": "Danh sách ca bệnh COVID-19",
        "about": f"{about}; số liệu đến {moment(at)}",
        "heading": office.heading(clock.local_day(at)),
        "heads": HEADS,
        "rows": [_cells(number, case, clear) for number, case in enumerate(rows, 1)],
        "note": NOTE,
        "signature": {
            "recipients": [],
            "lines": ["Người lập danh sách"],
            "name": by.full_name,
            "signed_at": "",
            "unsigned": "(ký, ghi rõ họ tên)",
        },
    }


def _cells(number: int, case: Case, clear: bool) -> list[str]:
    person, answers = case.person, case.answers
    given = [
        str(number),
        " ".join(filter(None, [case.code, case.national_code])),
        person.full_name,
        str(person.birth_year or ""),
        str(person.get_sex_display()),
        person.occupation or str(answers.get("occupation") or ""),
        ", ".join(filter(None, [person.address, case.area.name])),
        shown_phone(person.phone, clear),
        _day(case.symptom_onset),
        _day(case.sampled_at),
        _day(case.confirmed_at),
        str(case.get_setting_display()) + (" (nhập cảnh)" if case.is_imported else ""),
        str(case.get_source_status_display()),
        str(answers.get("treatment_place") or ""),
        str(case.get_status_display()),
    ]
    return [text or "–" for text in given]


def _day(when: Any) -> str:
    if when is None:
        return ""
    day = clock.local_day(when) if isinstance(when, datetime) else when
    return f"{day.day}/{day.month}"

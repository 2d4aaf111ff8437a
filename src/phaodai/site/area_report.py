"""The report of one area on paper: key figures, levels, open work, the areas below. No person is named in it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import levels_of
from phaodai.city.areas.terms import RiskLevel
from phaodai.city.indicators import Indicator
from phaodai.city.indicators.queries import Figure, Period, child_areas, figures
from phaodai.city.papers.models import PaperCopy
from phaodai.city.papers.offices import Office, committee_office
from phaodai.city.papers.services import Draft, print_paper
from phaodai.city.papers.signing import post_on
from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.documents.signing import signature_lines
from phaodai.core.documents.words import in_sentence, moment, short_moment
from phaodai.core.ui.formats import number_text
from phaodai.site.chosen_area import chosen_area
from phaodai.site.dashboard import COLUMNS, LEAD, LEAD_PARTS, SCHEME, TILES, chosen

TEMPLATE = Path(__file__).parent / "area_report.typ"
LENGTHS = {"1": 1, "7": 7, "14": 14}
UNKNOWN = "–"
NOTE = (
    "Ca bệnh tính theo lúc báo cáo, trừ ca đã loại; chỉ số tồn tính tại thời điểm báo cáo; dấu – là chưa có số liệu, "
    "không phải bằng 0."
)
Numbers = dict[tuple[str, int], Figure]


@requires("dashboard.view")
@require_POST
def print_report(request: HttpRequest) -> HttpResponse:
    """Print the report of the area chosen in the header: put on record and opened."""
    area = chosen_area(request)
    if area is None:
        raise Http404
    days = LENGTHS.get(request.POST.get("days", "1"), 1)
    try:
        copy = print_area_report(area=area, days=days, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("dashboard")
    return redirect("papers:copy", uuid=copy.paper.uuid, number=copy.number)


@transaction.atomic
def print_area_report(*, area: Area, days: int, by: Any) -> PaperCopy:
    """The last ``days`` days of an area as a paper; a later report of as many days takes its place.

    Raises:
        ValidationError: a period no report is made of.
    """
    if days not in LENGTHS.values():
        raise ValidationError(_("A report covers 1, 7 or 14 days."), code="days")
    with translation.override("vi"):
        draft = _draft(area, Period(clock.now() - timedelta(days=days), clock.now()), days, by)
    return print_paper(kind="area_report", draft=draft, by=by).copy


def _draft(area: Area, period: Period, days: int, by: Any) -> Draft:
    office = committee_office(area)
    about = f"tình hình dịch COVID-19 tại {in_sentence(area.name)}"
    return Draft(
        subject_id=area.uuid, content=_content(area, office, about, period, by),
        title=f"Báo cáo {about}, {days} ngày đến {short_moment(period.end)}", issuer=office.name,
        issued_on=clock.local_day(period.end), area=area, series=uuid5(NAMESPACE_URL, f"report:{area.uuid}:{days}"),
    )  # fmt: skip


def _content(area: Area, office: Office, about: str, period: Period, by: Any) -> dict[str, Any]:
    children = list(child_areas(area))
    shown = chosen((LEAD, *LEAD_PARTS, *TILES, *COLUMNS))
    numbers = figures(shown, [area.pk, *(child.pk for child in children)], period)
    levels = levels_of([area, *children], SCHEME)
    return {
        "title": f"Báo cáo {about}",
        "subject": about[:1].upper() + about[1:],
        "period": f"Từ {moment(period.start)} đến {moment(period.end)}",
        "heading": office.heading(clock.local_day(period.end), "………/BC-BCĐ"),
        "figures": [_figure_cells(numbers[one.code, area.pk]) for one in shown if one.kind == "flow"],
        "open": [_open_cells(numbers[one.code, area.pk]) for one in shown if one.kind != "flow"],
        "level": _level_sentence(area, levels.get(area.pk)),
        "levels": _level_rows(children, levels),
        "child_heads": ["Đơn vị", *(_short(one) for one in chosen(COLUMNS))],
        "children": _child_rows(children, numbers) if children else [],
        "note": NOTE,
        "signature": _signature(by, period.end),
    }


def _short(indicator: Indicator) -> str:
    return str(indicator.title)


def _text(value: Any) -> str:
    return UNKNOWN if value is None else number_text(value)


def _figure_cells(figure: Figure) -> list[str]:
    change = UNKNOWN
    if figure.value is not None and figure.previous is not None:
        step = figure.value - figure.previous
        change = "0" if not step else f"{'+' if step > 0 else '−'}{number_text(abs(step))}"
    return [str(figure.indicator.title), _text(figure.value), _text(figure.previous), change]


def _open_cells(figure: Figure) -> list[str]:
    return [str(figure.indicator.title), _text(figure.value)]


def _level_sentence(area: Area, status: Any) -> str:
    if status is None:
        return f"{area.name}: chưa có kết luận cấp độ nguy cơ."
    applied = str(RiskLevel(status.level).label_vi) if status.level else "chưa quyết định"
    computed = str(RiskLevel(status.computed).label_vi) if status.computed else "chưa tính"
    document = f" ({status.document})" if status.document else ""
    return f"{area.name}: đang áp dụng {applied}{document}; hệ thống tính: {computed}."


def _level_rows(children: list[Area], levels: dict[int, Any]) -> list[list[str]]:
    rows = []
    for level in reversed(RiskLevel):
        names = [area.name for area in children if area.pk in levels and levels[area.pk].level == level]
        if names:
            rows.append([str(level.label_vi), str(len(names)), ", ".join(names)])
    undecided = [area.name for area in children if area.pk not in levels or not levels[area.pk].level]
    return [*rows, ["Chưa quyết định", str(len(undecided)), ", ".join(undecided)]] if undecided else rows


def _child_rows(children: list[Area], numbers: Numbers) -> list[list[str]]:
    columns = chosen(COLUMNS)
    return [[area.name, *(_text(numbers[one.code, area.pk].value) for one in columns)] for area in children]


def _signature(by: Any, at: datetime) -> dict[str, Any]:
    post = post_on(by, clock.local_day(at))
    return {
        "recipients": ["Ban Chỉ đạo cấp trên", "Thành viên Ban Chỉ đạo", "Lưu: VT"],
        "lines": signature_lines(post),
        "name": by.full_name,
        "signed_at": "",
        "unsigned": "(ký, ghi rõ họ tên)",
    }

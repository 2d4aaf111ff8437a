"""What stands behind a figure: the rows of a computed one, the reports of a reported one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from phaodai.city.indicators.forms import RowsForm
from phaodai.city.indicators.queries import sheets
from phaodai.city.indicators.registry import Indicator
from phaodai.city.indicators.services.looking import open_rows
from phaodai.city.indicators.views.explorer import asked_area
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import Column, export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("indicators.view")
def facts(request: GuardedRequest) -> HttpResponse:
    """The rows a computed figure counts, as far as the user may see them; seeing them goes on record."""
    form = RowsForm(request.GET, reported=False)
    indicator = form.indicator()
    if indicator is None:
        raise Http404
    area, (first, last) = asked_area(request), form.days()
    moment = form.cleaned_data.get("at")
    found, whole = sheets.facts_of(request.user, indicator, area, first, last, moment)
    outside = whole - found.count()
    page = asked_page(request, found, PAGE)
    rows = [_row(indicator, row) for row in page.object_list]
    open_rows(indicator=indicator, rows=[row["key"] for row in rows], by=request.user)
    context = {
        "indicator": indicator, "area": area, "first": first, "last": last, "moment": moment, "page": page,
        "rows": rows, "outside": outside, "whole": whole,
    }  # fmt: skip
    return render(request, "indicators/facts.html", context)


def _row(indicator: Indicator, row: Any) -> dict[str, Any]:
    key = _follow(row, indicator.row_key)
    return {
        "title": str(row), "at": _follow(row, indicator.at.replace("__", ".")), "key": key,
        "area": _follow(row, indicator.area.replace("__", ".").removesuffix("_id")),
        "url": reverse(indicator.row_page, args=[key]) if indicator.row_page else "",
    }  # fmt: skip


def _follow(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name, None)
    return row


@require_safe
@requires("indicators.view")
def reports(request: GuardedRequest) -> HttpResponseBase:
    """What units reported for a figure, each with its submission."""
    form = RowsForm(request.GET, reported=True)
    indicator = form.indicator()
    if indicator is None:
        raise Http404
    area, (first, last) = asked_area(request), form.days()
    found, outside = sheets.reported_rows(request.user, indicator, area, first, last)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "bao-cao-nhap-tay", REPORT_COLUMNS, found.iterator(chunk_size=1000)
        )
    page = asked_page(request, found, PAGE)
    context = {
        "indicator": indicator, "area": area, "first": first, "last": last, "page": page, "outside": outside,
    }  # fmt: skip
    return render(request, "indicators/reports.html", context)


REPORT_COLUMNS = [
    Column(_("Day"), lambda row: row.day, 12),
    Column(_("Code"), lambda row: row.area.code, 10),
    Column(_("Unit"), lambda row: row.area.name, 28),
    Column(_("Figure"), lambda row: float(row.value), 14),
    Column(_("State"), lambda row: row.get_state_display(), 20),
    Column(_("Signed by"), lambda row: row.submission.signed_by_name, 24),
    Column(_("Entered by"), lambda row: row.by_name, 24),
    Column(_("Source"), lambda row: row.submission.source, 30),
    Column(_("Why it was replaced"), lambda row: row.reason, 30),
]

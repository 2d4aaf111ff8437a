"""Printing the line list: the look is on record, and so is every copy."""

from typing import Any
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.papers.models import PaperCopy
from phaodai.city.papers.offices import Office, office_for
from phaodai.city.papers.services import Draft, print_paper
from phaodai.core import clock
from phaodai.core.documents.words import in_sentence, short_day
from phaodai.response.cases.printing import MOST_ROWS, list_content
from phaodai.response.cases.queries import CaseFilters, list_cases
from phaodai.response.cases.services.reading import LISTS, note_list_read

VIEW = "cases.view"


@transaction.atomic
def print_line_list(*, filters: CaseFilters, sort: str, by: Any) -> PaperCopy:
    """The visible cases that pass the filters, as a paper of its own; the same question asked again replaces it.

    Raises:
        ValidationError: none, or more than a paper should hold.
    """
    with translation.override("vi"):
        return _print(filters, sort, by)


def _print(filters: CaseFilters, sort: str, by: Any) -> PaperCopy:
    rows = list(list_cases(by, filters, sort)[: MOST_ROWS + 1])
    if not rows:
        raise ValidationError(_("No case to print with these filters."), code="no_rows")
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("More than %(n)s cases: narrow the list, or take it as XLSX.") % {"n": MOST_ROWS},
            code="too_many",
        )
    note_list_read(action="print", count=len(rows), filters=filters.used, by=by)
    area = (
        Area.objects.select_related("parent__parent").filter(uuid=filters.area).first()
        if filters.area
        else None
    )
    office = office_for(by, VIEW, area)
    return print_paper(kind="line_list", draft=_draft(rows, filters, area, office, by), by=by).copy


def _draft(rows: Any, filters: CaseFilters, area: Area | None, office: Office, by: Any) -> Draft:
    now, where = clock.now(), area or office.area
    about = _about(filters, where)
    asked = f"{by.pk}:{sorted(filters.used.items())}"
    return Draft(
        subject_id=where.uuid if where else uuid5(LISTS, "nowhere"),
        content=list_content(rows, office=office, about=about, by=by, at=now),
        title=f"Danh sách {len(rows)} ca bệnh, {about}", issuer=office.name, issued_on=clock.local_day(now), area=where,
        series=uuid5(LISTS, f"line-list:{asked}"),
    )  # fmt: skip


def _about(filters: CaseFilters, area: Area | None) -> str:
    """Where and when, without a name anybody searched for."""
    parts = [in_sentence(area.name) if area else "toàn hệ thống"]
    if filters.hours:
        parts.append(f"{filters.hours} giờ qua")
    if filters.since:
        parts.append(f"từ {short_day(filters.since)}")
    if filters.until:
        parts.append(f"đến {short_day(filters.until)}")
    named = ("status", "setting", "source", "late", "live", "confirmed", "imported", "mine", "text")
    return ", ".join(parts) + (" (đã lọc)" if any(getattr(filters, name) for name in named) else "")

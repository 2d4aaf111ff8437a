"""The sheets themselves: which figures, which units, how often, until when."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.indicators.models import FormUnit, ReportForm
from phaodai.city.indicators.registry import all_indicators
from phaodai.city.indicators.scope import areas_of
from phaodai.city.indicators.terms import Rhythm
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action


@transaction.atomic
def make_sheet(
    *,
    title: str,
    indicators: list[str],
    due_after: timedelta,
    rhythm: str = Rhythm.DAILY,
    weekday: str = "1",
    document: str = "",
    by: Any,
) -> ReportForm:
    """Ask units for figures.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no figure, or one that no unit reports.
    """
    if not by.may("indicators.manage"):
        raise PermissionDenied
    reported = {row.code for row in all_indicators() if row.is_reported}
    if not indicators or not set(indicators) <= reported:
        raise ValidationError(_("Choose figures that units report."), code="no_indicator")
    form = ReportForm.objects.create(
        title=title.strip()[:200], indicators=list(dict.fromkeys(indicators)), due_after=due_after, rhythm=rhythm,
        weekday=weekday, document=document.strip()[:300], made_by_name=actor_name(by),
    )  # fmt: skip
    log_action(actor=by, action="make_sheet", subject_type="report_form", subject_id=form.uuid)
    return form


@transaction.atomic
def set_units(*, form: ReportForm, areas: Iterable[Area], by: Any) -> tuple[int, int]:
    """Who owes the sheet from today on; returns how many came and went. Units out of reach stay as they are.

    Raises:
        PermissionDenied: ``by`` may not manage sheets of one of these areas.
    """
    wanted = {area.pk for area in areas}
    reach = (
        set(areas_of(by, "indicators.manage").values_list("pk", flat=True))
        if by.may("indicators.manage")
        else set()
    )
    if not reach or not wanted <= reach:
        raise PermissionDenied
    today = clock.today()
    open_now = FormUnit.objects.select_for_update().filter(form=form, valid__contains=today)
    standing = {row.area_id: row for row in open_now}
    gone = [row for pk, row in standing.items() if pk in reach and pk not in wanted]
    for row in gone:
        _end(row, today)
    new = [FormUnit(form=form, area_id=pk, valid=(today, None)) for pk in wanted - set(standing)]
    FormUnit.objects.bulk_create(new)
    log_action(
        actor=by, action="set_units", subject_type="report_form", subject_id=form.uuid,
        data={"came": len(new), "went": len(gone)},
    )  # fmt: skip
    return len(new), len(gone)


def _end(row: FormUnit, today: Any) -> None:
    if row.valid.lower >= today:
        row.delete()
        return
    row.valid = (row.valid.lower, today)
    row.save(update_fields=["valid"])


@transaction.atomic
def close_sheet(*, form: ReportForm, by: Any) -> None:
    """Nobody owes it any more; what was reported stays.

    Raises:
        PermissionDenied: ``by`` may not.
    """
    if not by.may("indicators.manage"):
        raise PermissionDenied
    form.is_active = False
    form.save(update_fields=["is_active"])
    log_action(actor=by, action="close_sheet", subject_type="report_form", subject_id=form.uuid)

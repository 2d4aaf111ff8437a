"""A sheet that two wards owe, and figures on it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from phaodai.city.indicators.models import FormUnit, ReportForm, Submission
from phaodai.city.indicators.services import Sheet, submit_sheet
from phaodai.core import clock
from tests.cast import NOW, at

TODAY = NOW.date()
CODES = ["vaccination.first_doses", "vaccination.adults_reached", "checkpoints.posts", "welfare.bags"]


def make_form(*areas: Any, codes: list[str] | None = None, **more: Any) -> ReportForm:
    """A daily sheet due at 17:00, owed since August."""
    form = ReportForm.objects.create(
        title="Báo cáo nhanh",
        indicators=codes or CODES,
        due_after=timedelta(hours=17),
        made_by_name="…",
        **more,
    )
    FormUnit.objects.bulk_create(
        FormUnit(form=form, area=area, valid=(date(2021, 8, 1), None)) for area in areas
    )
    return form


def report(
    form: ReportForm, area: Any, by: Any, day: date = TODAY, *, reason: str = "", **figures: float
) -> Submission:
    """Hand in figures by short names: ``first_doses=12`` is vaccination.first_doses."""
    full = {code.split(".")[1]: code for code in form.indicators}
    sheet = Sheet(
        form=form, area=area, day=day, figures={full[name]: Decimal(value) for name, value in figures.items()},
        source="Sổ tiêm", signed_by_name="Chủ tịch phường", reason=reason,
    )  # fmt: skip
    with clock.frozen(clock.now()):
        return submit_sheet(sheet=sheet, by=by)


__all__ = ["CODES", "TODAY", "at", "make_form", "report"]

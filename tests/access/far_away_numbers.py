"""A sheet, a unit that owes it, what it handed in and a held figure, all in the other district."""

from datetime import timedelta
from typing import Any

from phaodai.city.indicators.models import FormUnit, Observation, ReportForm, Submission
from tests.cast import Cast, at


def build_numbers(cast: Cast) -> dict[str, Any]:
    form = ReportForm.objects.create(
        title="Biểu Ngõ Rất Xa", indicators=["welfare.bags"], due_after=timedelta(hours=17), made_by_name="…"
    )
    unit = FormUnit.objects.create(form=form, area=cast.ward_c, valid=(at(1).date(), None))
    submission = Submission.objects.create(
        form=form, area=cast.ward_c, day=at(13).date(), source="Sổ Ngõ Rất Xa", signed_by_name="Lý Thị Xa", by_name="…",
        submitted_at=at(13), due_at=at(13, 17),
    )  # fmt: skip
    figure = Observation.objects.create(
        submission=submission, indicator="welfare.bags", area=cast.ward_c, day=at(13).date(), value=7, state="held",
        by_name="…", occurred_at=at(13),
    )  # fmt: skip
    return {"report_form": form, "form_unit": unit, "submission": submission, "figure": figure}

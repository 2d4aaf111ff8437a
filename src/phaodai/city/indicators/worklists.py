"""What waits about numbers: sheets owed today, figures to look at a second time."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators.queries.sheets import held_rows, owed_by
from phaodai.core.worklists import Worklist, project, register


def to_report(user: Any) -> QuerySet:
    """Sheets the user's units owe today."""
    return project(
        owed_by(user), "indicators.report", ref="uuid", subject="form__title", place="area__name", due_at=F("due_at"),
        started_at=None, state="form__rhythm",
    )  # fmt: skip


def to_confirm(user: Any) -> QuerySet:
    """Improbable figures somebody else reported."""
    rows = held_rows(user, "indicators.confirm").exclude(by_id=user.pk)
    return project(
        rows, "indicators.confirm", ref="submission__uuid", subject="submission__form__title", place="area__name",
        due_at=None, started_at=F("occurred_at"), state="state",
    )  # fmt: skip


register(
    Worklist(
        code="indicators.report",
        title=_("Figures to report"),
        headline=_("Report figures: {subject}, {place}"),
        capability="indicators.report",
        rows=to_report,
        url_name="indicators:fill",
        group=_("Reports"),
        action=_("Report"),
    )
)
register(
    Worklist(
        code="indicators.confirm",
        title=_("Figures to confirm"),
        headline=_("An improbable figure is held: {subject}, {place}"),
        capability="indicators.confirm",
        rows=to_confirm,
        url_name="indicators:submission",
        group=_("Reports"),
        action=_("Look and decide"),
    )
)

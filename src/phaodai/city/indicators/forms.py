"""What the pages of the numbers are asked and given."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.indicators.queries.explorer import MEASURES, MOST_DAYS, STEPS, Question
from phaodai.city.indicators.registry import Indicator, all_indicators, known
from phaodai.city.indicators.terms import Rhythm, Weekday
from phaodai.core import clock
from phaodai.core.ui.offering import offer_choices, offer_rows

DAY = {"type": "date"}
FIRST_SHOWN = "cases.new"
USUAL_DAYS = 14


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs=DAY)


class ExplorerForm(forms.Form):
    """The explorer's address, read; anything unreadable is left out."""

    i = forms.MultipleChoiceField(required=False)
    level = forms.ChoiceField(required=False, choices=[("", ""), *AreaLevel.choices])
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    by = forms.ChoiceField(required=False, choices=[("", ""), *((step, step) for step in STEPS)])
    measure = forms.ChoiceField(required=False, choices=[(name, name) for name in MEASURES])
    tab = forms.CharField(required=False, max_length=12)
    sort = forms.CharField(required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "i", [(row.code, row.title) for row in all_indicators()])

    def question(self, area: Area, compared: tuple[Area, ...] = ()) -> Question:
        """What is asked about this area."""
        self.is_valid()
        given = self.cleaned_data
        last = min(given.get("until") or clock.today(), clock.today())
        first = min(given.get("since") or last - timedelta(days=USUAL_DAYS - 1), last)
        first = max(first, last - timedelta(days=MOST_DAYS - 1))
        rows = known(given.get("i") or self.readable_codes() or [FIRST_SHOWN])
        return Question(
            tuple(rows), area, first, last, given.get("level") or "", given.get("by") or "",
            given.get("measure") or "number", compared,
        )  # fmt: skip

    def readable_codes(self) -> list[str]:
        """The codes of the address that are indicators, when others beside them are not."""
        given = self.data.getlist("i") if hasattr(self.data, "getlist") else []
        return [row.code for row in known(given)]


class RowsForm(forms.Form):
    """Which rows stand behind a figure."""

    code = forms.ChoiceField()
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    at = forms.DateField(required=False)

    def __init__(self, *args: Any, reported: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [row for row in all_indicators() if row.is_reported == reported]
        offer_choices(self, "code", [(row.code, row.title) for row in rows])

    def indicator(self) -> Indicator | None:
        """The indicator asked for, None where there is none of the kind."""
        self.is_valid()
        rows = known([self.cleaned_data.get("code", "")])
        return rows[0] if rows else None

    def days(self) -> tuple[date | None, date | None]:
        """From, to; both included, None is open."""
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")


class DayForm(forms.Form):
    """The day a list is about."""

    day = forms.DateField(required=False)

    def wanted(self) -> date:
        """The day asked for, today where none is."""
        self.is_valid()
        return min(self.cleaned_data.get("day") or clock.today(), clock.today())


class FiguresForm(forms.Form):
    """A sheet to be filled in: one field a figure, then source and signature. A blank figure is unknown."""

    day = forms.DateField(label=_("Figures of the day"), widget=day_input())
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Book, list or report they were taken from")
    )
    signed_by_name = forms.CharField(label=_("Signed by"), max_length=200)
    signed_by_title = forms.CharField(label=_("Office of who signs"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    reason = forms.CharField(
        label=_("Why a figure is replaced"), required=False, max_length=300,
        help_text=_("Needed when a figure that was reported changes; the old one is kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for row in indicators:
            self.fields[name_of(row.code)] = forms.DecimalField(
                label=row.title, required=False, min_value=0, max_digits=16, decimal_places=2, localize=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def figures(self) -> dict[str, Decimal]:
        """The figures that were entered, by code."""
        found = {row.code: self.cleaned_data.get(name_of(row.code)) for row in self.indicators}
        return {code: value for code, value in found.items() if value is not None}


def name_of(code: str) -> str:
    """An indicator's field."""
    return "f_" + code.replace(".", "_")


class DecideForm(forms.Form):
    """The second look."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class SheetForm(forms.Form):
    """A new sheet."""

    title = forms.CharField(label=_("Title of the sheet"), max_length=200)
    document = forms.CharField(label=_("Order that asks for it"), max_length=300, required=False)
    indicators = forms.MultipleChoiceField(label=_("Figures"), widget=forms.CheckboxSelectMultiple)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices)
    weekday = forms.ChoiceField(label=_("On which day, when weekly"), choices=Weekday.choices, required=False)
    due_hour = forms.IntegerField(label=_("Deadline: hour of the day"), min_value=0, max_value=47, initial=16)
    units: Any = forms.ModelMultipleChoiceField(
        label=_("Units that owe it"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: "QuerySet[Area]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reported = [row for row in all_indicators() if row.is_reported]
        offer_choices(self, "indicators", [(row.code, row.title) for row in reported])
        offer_rows(self, "units", units)

    def sheet_fields(self) -> dict[str, Any]:
        """The values as the service takes them."""
        given = self.cleaned_data
        wanted = {name: given[name] for name in ("title", "document", "indicators", "rhythm")}
        return wanted | {"weekday": given["weekday"] or "1", "due_after": timedelta(hours=given["due_hour"])}


class UnitsForm(forms.Form):
    """Who owes a sheet from today on."""

    units: Any = forms.ModelMultipleChoiceField(
        label=_("Units that owe it"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, units: "QuerySet[Area]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "units", units)

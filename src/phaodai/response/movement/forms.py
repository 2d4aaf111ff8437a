"""What the pages of the ledger ask of people."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.core import clock

MAX_UPLOAD = 5 * 1024 * 1024
LOCAL = "%Y-%m-%dT%H:%M"


class LocalTime(forms.DateTimeField):
    """A local date and time, as browsers' own pickers send it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        super().__init__(input_formats=[LOCAL, f"{LOCAL}:%S"], widget=widget, **options)


class RecordForm(forms.Form):
    """One visit at a gate: who and where, scanned or typed; when, if not now."""

    place = forms.CharField(
        label=_("Place"), max_length=400, error_messages={"required": _("Scan or type the place.")}
    )
    person = forms.CharField(
        label=_("Person"), max_length=4_000, error_messages={"required": _("Scan or type the person's code.")}
    )
    start = LocalTime(label=_("Arrival"), required=False, help_text=_("Empty means now."))
    end = LocalTime(label=_("Departure"), required=False)


class LookForm(forms.Form):
    """Why somebody looks."""

    reason = forms.CharField(
        label=_("Why do you look?"), min_length=5, max_length=180, help_text=_("It is kept with your name.")
    )


class VisitorsForm(forms.Form):
    """Which day's visitors, between which hours, and why somebody looks."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    since = forms.TimeField(
        label=_("From hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    until = forms.TimeField(
        label=_("To hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reason = forms.CharField(
        label=_("Why do you look?"), min_length=5, max_length=180, help_text=_("It is kept with your name.")
    )

    def clean(self) -> Any:
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and until <= since:
            raise forms.ValidationError({"until": _("The last hour is after the first.")})
        return asked

    def clean_day(self) -> Any:
        day, today = self.cleaned_data["day"], clock.today()
        if not today - timedelta(days=366) < day <= today:
            raise forms.ValidationError(_("Choose a day of the past weeks."))
        return day

"""Shapes of input about notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.response.notices.queries.notices import SORTS, NoticeFilter
from phaodai.response.notices.rules import read_windows

STATES = ("", "draft", "published", "updated", "withdrawn", "refused", "expired")


class HoursForm(forms.Form):
    windows = forms.CharField(
        label=_("Hours"),
        max_length=2_000,
        help_text=_("One line each, like 10/9/2021 07:00-08:30. They are widened to half-hours."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_windows(self) -> list[Any]:
        try:
            return read_windows(self.cleaned_data["windows"])
        except ValueError as error:
            raise forms.ValidationError(
                _("This line cannot be read: %(line)s"), params={"line": error}
            ) from None


class NoticeForm(HoursForm):
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Its code, or its whole name."))
    case = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("place", "windows")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For the file; it is not published.")
    )


class NoticeFilterForm(forms.Form):
    """The filters of the list; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=[(state, state) for state in STATES])
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS])

    def wanted(self) -> NoticeFilter:
        self.is_valid()
        values = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return NoticeFilter(values["q"], values["state"], values["sort"] or "new")

"""The shape of input about reports."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReportForm(forms.Form):
    conclusion = forms.CharField(
        label=_("Assessment and proposals"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Your own words; the rest comes from the data."),
    )

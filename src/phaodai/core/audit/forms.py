"""Shapes of input about the trail."""

from typing import Any

from django import forms

from phaodai.core.audit.terms import Subject

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class LogFilter(forms.Form):
    """What the log can be narrowed to; anything unreadable is left out."""

    actor = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Subject.choices])
    subject = forms.UUIDField(required=False)
    first = forms.DateField(required=False, input_formats=DAYS)
    last = forms.DateField(required=False, input_formats=DAYS)

    def wanted(self) -> dict[str, Any]:
        """The readable values by name, empty ones as None or ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

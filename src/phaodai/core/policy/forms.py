"""The form of a proposed rule."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.core.policy.services import parse_value
from phaodai.core.policy.values import PolicyValue


class ProposalForm(forms.Form):
    value = forms.CharField(label=_("Value"), widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}))
    document = forms.CharField(label=_("Document it rests on"), max_length=300)
    effective_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    confirmed = forms.BooleanField(
        label=_("The figure was read in the signed document itself"), required=False, initial=True
    )
    note = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_value(self) -> Any:
        return parse_value(self.code, self.cleaned_data["value"])


def starting_values(value: PolicyValue) -> dict[str, str]:
    """What the form shows first: the value in force."""
    return {"value": json.dumps(value.value, ensure_ascii=False, indent=2)}

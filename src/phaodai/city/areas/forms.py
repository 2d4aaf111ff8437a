"""Shapes of input about areas."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.terms import AreaLevel, RiskLevel

SORTS = ("name", "code", "population", "parent", "children", "risk")


class AreaFilter(forms.Form):
    """What the list of areas can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    level = forms.ChoiceField(required=False, choices=[("", ""), *AreaLevel.choices])
    risk = forms.ChoiceField(required=False, choices=[("", ""), *RiskLevel.choices])
    under = forms.UUIDField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(way + key, key) for key in SORTS for way in ("", "-")])

    def wanted(self) -> dict[str, object]:
        """The readable values by name, empty ones as ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class DecideLevelForm(forms.Form):
    """The authority's decision on an area's level."""

    level = forms.ChoiceField(label=_("Level to apply"), choices=RiskLevel.choices, widget=forms.RadioSelect)
    document = forms.CharField(
        label=_("Document"), max_length=300, help_text=_("Number and date, as signed"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

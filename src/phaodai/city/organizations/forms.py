"""Shapes of input about organisations."""

from django import forms

from phaodai.city.organizations.terms import OrganizationKind

SORTS = ("name", "kind", "area", "posts")


class OrganizationFilter(forms.Form):
    """What the list can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *OrganizationKind.choices])
    under = forms.UUIDField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(way + key, key) for key in SORTS for way in ("", "-")])

    def wanted(self) -> dict[str, object]:
        """The readable values by name, empty ones as ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

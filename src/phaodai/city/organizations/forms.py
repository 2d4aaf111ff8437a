"""Shapes of input about organisations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core.ui.offering import offer_rows

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


class OrganizationForm(forms.Form):
    """An organisation or body: what it is, where it belongs, how to reach it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("As papers and files name it, like TYT-00271.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganizationKind.choices)
    parent: Any = forms.ModelChoiceField(
        label=_("Part of"), queryset=None, required=False, to_field_name="uuid"
    )
    area: Any = forms.ModelChoiceField(label=_("Seat"), queryset=None, required=False, to_field_name="uuid")
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, areas: QuerySet, parents: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)
        offer_rows(self, "parent", parents)


class EditOrganizationForm(OrganizationForm):
    """Corrections, with their reason."""

    is_active = forms.BooleanField(label=_("In use"), required=False)
    reason = forms.CharField(label=_("Reason of the correction"), max_length=300)


class NewPostForm(forms.Form):
    """A named responsibility in an organisation."""

    title = forms.CharField(label=_("Title of the post"), max_length=160)
    area: Any = forms.ModelChoiceField(
        label=_("Answers for"), queryset=None, required=False, to_field_name="uuid"
    )
    is_head = forms.BooleanField(label=_("Head"), required=False)

    def __init__(self, *args: Any, areas: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)

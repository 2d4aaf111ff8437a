"""Shapes of input about places."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.places.models import Place
from phaodai.city.places.terms import PlaceKind
from phaodai.core.ui.offering import offer_rows

SORTS = ("name", "kind", "area", "code")


class PlaceFilter(forms.Form):
    """What the list can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *PlaceKind.choices])
    under = forms.UUIDField(required=False)
    active = forms.ChoiceField(required=False, choices=[("", ""), ("yes", ""), ("no", "")])
    sort = forms.ChoiceField(required=False, choices=[(way + key, key) for key in SORTS for way in ("", "-")])

    def wanted(self) -> dict[str, object]:
        """The readable values by name, empty ones as ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class PlaceForm(forms.ModelForm):
    """Adding and correcting a place; only areas the user may edit are offered."""

    class Meta:
        model = Place
        fields = ["name", "kind", "area", "address", "organization", "latitude", "longitude", "is_active"]
        labels = {
            "name": _("Name"),
            "kind": _("Kind"),
            "area": _("Ward"),
            "address": _("Address"),
            "organization": _("Organisation"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
            "is_active": _("In use"),
        }
        help_texts = {
            "name": _("As people call it; it stands on the poster"),
            "latitude": _("Degrees, e.g. 21.0055"),
            "longitude": _("Degrees, e.g. 105.8541"),
        }

    def __init__(self, *args: Any, areas: QuerySet, organizations: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)
        offer_rows(self, "organization", organizations)
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_latitude(self) -> float | None:
        return self._within("latitude", 90)

    def clean_longitude(self) -> float | None:
        return self._within("longitude", 180)

    def _within(self, name: str, limit: float) -> float | None:
        value = self.cleaned_data[name]
        if value is not None and not -limit <= value <= limit:
            raise forms.ValidationError(
                _("Between %(low)s and %(high)s degrees."), params={"low": -limit, "high": limit}
            )
        return value

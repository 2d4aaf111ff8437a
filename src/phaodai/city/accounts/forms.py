"""Shapes of input about accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.queries import SORTS
from phaodai.city.accounts.terms import AccountState


class UserFilter(forms.Form):
    """What the list can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=60)
    role = forms.ChoiceField(required=False, choices=[("", ""), *Role.choices])
    state = forms.ChoiceField(required=False, choices=[("", ""), *AccountState.choices])
    sort = forms.ChoiceField(required=False, choices=[(way + key, key) for key in SORTS for way in ("", "-")])

    def wanted(self) -> dict[str, str]:
        """The readable values by name, empty ones as ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class GrantForm(forms.Form):
    """A role and where it holds. Both places empty means the whole system."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    area: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("For the area and all below it"), required=False, to_field_name="uuid", empty_label="–"
    )
    organization: forms.ModelChoiceField = forms.ModelChoiceField(
        None,
        label=_("Or at the organisation"),
        required=False,
        to_field_name="uuid",
        empty_label="–",
        help_text=_("For laboratories, quarantine sites, places. Neither chosen: the whole system."),
    )

    def __init__(self, *args: Any, areas: QuerySet, organizations: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["area"].label_from_instance = _area_label  # type: ignore[attr-defined]
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]


def _area_label(area: Any) -> str:
    return f"{area.name}, {area.parent.name}" if area.parent else str(area.name)


class NewUserForm(GrantForm):
    """An account with its first role."""

    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("As in thu.ha: small letters, no diacritics.")
    )
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    title = forms.CharField(label=_("Title, unit"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)

    field_order = ("username", "full_name", "title", "phone", "role", "area", "organization")


class UserForm(forms.ModelForm):
    """What can be corrected about an account."""

    class Meta:
        model = User
        fields = ("full_name", "title", "phone", "email")
        labels = {
            "full_name": _("Full name"),
            "title": _("Title, unit"),
            "phone": _("Telephone"),
            "email": _("E-mail"),
        }
        help_texts = {"title": _("As shown under the name.")}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What it is for"), max_length=120, help_text=_("As in: PCR machine 2, export to the city.")
    )


class LanguageForm(forms.Form):
    """The language of the screens."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

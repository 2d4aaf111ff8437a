"""Shapes of input about accounts."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.queries import SORTS
from phaodai.city.accounts.terms import AccountState
from phaodai.core import clock
from phaodai.core.ui.offering import offer_choices, offer_rows


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

    role = forms.ChoiceField(label=_("Role"))
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
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "For a time only: the role ends by itself after this day. Empty: until somebody ends it."
        ),
    )

    def __init__(
        self,
        *args: Any,
        roles: list[tuple[str, str]],
        areas: QuerySet,
        organizations: QuerySet,
        is_everywhere: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "role", [("", _("Choose a role")), *roles])
        if not is_everywhere:
            self.fields["organization"].help_text = _("For laboratories, quarantine sites, places.")
        offer_rows(self, "area", areas, _area_label)
        offer_rows(self, "organization", organizations)

    def clean_until(self) -> datetime | None:
        """The role lasts to the end of its last day."""
        day = self.cleaned_data["until"]
        return clock.day_bounds(day)[1] if day else None


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

    email = forms.EmailField(label=_("E-mail"), required=False)

    field_order = (
        "username", "full_name", "title", "phone", "email", "role", "area", "organization", "until"
    )  # fmt: skip


class RenewForm(forms.Form):
    """Until when a role goes on."""

    until = forms.DateField(required=False)
    reason = forms.CharField(required=False, max_length=300)

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return clock.day_bounds(day)[1] if day else None


class HandOverForm(forms.Form):
    """Which roles go over, to whom, and why."""

    grants: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        None, label=_("Roles that go over"), to_field_name="uuid", widget=forms.CheckboxSelectMultiple
    )
    to: forms.ModelChoiceField = forms.ModelChoiceField(
        None,
        label=_("To whom"),
        to_field_name="uuid",
        help_text=_("Open an account for the successor first if there is none."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("As in: decision 412/QĐ-UBND, new post.")
    )

    def __init__(self, *args: Any, grants: QuerySet, successors: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "grants", grants)
        self.fields["grants"].initial = [grant.uuid for grant in grants]
        offer_rows(self, "to", successors, _user_label)


def _user_label(user: Any) -> str:
    return f"{user.full_name} ({user.username})"


class PasswordForm(forms.Form):
    """A password of one's own, twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 signs. Four words are easier to keep than signs."),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("The two are not the same."))
        return values


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

"""Shapes of input about people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.people.queries import SORTS
from phaodai.city.people.terms import AffiliationKind, IdentifierKind, ResidenceKind, Sex
from phaodai.core.ui.offering import offer_rows

IDENTIFIER_FIELDS = {
    "citizen_code": IdentifierKind.CITIZEN,
    "old_card": IdentifierKind.OLD_CARD,
    "insurance": IdentifierKind.INSURANCE,
}


def area_label(area: Any) -> str:
    """``Phường Thanh Nhàn, Quận Hai Bà Trưng``."""
    return f"{area.name}, {area.parent.name}" if area.parent else str(area.name)


class AreaChoice(forms.ModelChoiceField):
    """A choice of areas by their public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, to_field_name="uuid", **kwargs)

    def label_from_instance(self, area: Any) -> str:
        return area_label(area)


class PeopleFilter(forms.Form):
    """What the list can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    area = forms.UUIDField(required=False)
    sex = forms.ChoiceField(required=False, choices=[("", ""), *Sex.choices])
    born = forms.RegexField(r"^(18|19|20)\d\d(-(18|19|20)\d\d)?$", required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS])

    def wanted(self) -> dict[str, Any]:
        """The readable values by name, empty ones as ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class IdentityForm(forms.Form):
    """Who somebody is."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False, min_value=1890, max_value=2100)
    birth_on = forms.DateField(
        label=_("Date of birth"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d%m%Y"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect, initial=Sex.UNKNOWN
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    occupation = forms.CharField(label=_("Occupation"), required=False, max_length=120)


class NewPersonForm(IdentityForm):
    """Somebody the system does not know yet."""

    citizen_code = forms.CharField(
        label=_("Citizen code (CCCD)"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    old_card = forms.CharField(label=_("Old identity card (CMND)"), required=False, max_length=20)
    insurance = forms.CharField(label=_("Health insurance (BHYT)"), required=False, max_length=20)
    area = AreaChoice(label=_("Lives in"))
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    anyway = forms.BooleanField(label=_("This is somebody else; register anyway"), required=False)

    field_order = (
        "full_name", "birth_year", "birth_on", "sex", "phone", "area", "address", "citizen_code", "old_card",
        "insurance", "occupation", "anyway",
    )  # fmt: skip

    def __init__(self, *args: Any, areas: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)

    def facts(self) -> dict[str, Any]:
        """What `services.register_person` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "anyway"}
        numbers = {kind: values.pop(name) for name, kind in IDENTIFIER_FIELDS.items()}
        return {**values, "identifiers": numbers}


class EditPersonForm(IdentityForm):
    """Corrections, with their reason."""

    reason = forms.CharField(label=_("Reason of the correction"), max_length=300)


class MoveForm(forms.Form):
    """A residence from a day on."""

    kind = forms.ChoiceField(
        label=_("Residence"), choices=ResidenceKind.choices, initial=ResidenceKind.CURRENT
    )
    area = AreaChoice(label=_("Area"))
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    on = forms.DateField(
        label=_("Since"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        help_text=_("Today unless given."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, areas: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)


class IdentifierForm(forms.Form):
    """One more number of a paper."""

    kind = forms.ChoiceField(label=_("Paper"), choices=IdentifierKind.choices)
    value = forms.CharField(label=_("Number on the paper"), max_length=40)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class PhoneForm(forms.Form):
    """A further telephone number."""

    number = forms.CharField(
        label=_("Telephone number"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    note = forms.CharField(label=_("Whose, when"), required=False, max_length=100)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=180)


class HouseholdCodeForm(forms.Form):
    """The household to join."""

    code = forms.CharField(label=_("Household code"), max_length=20)


def day_field(label: Any) -> forms.DateField:
    """A day that is today unless given."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        help_text=_("Today unless given."),
    )


class AffiliationForm(forms.Form):
    """Where somebody works or studies. ``place`` is a place's code or name, as the field suggests."""

    kind = forms.ChoiceField(
        label=_("Work or school"),
        choices=AffiliationKind.choices,
        initial=AffiliationKind.WORK,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("Its code, or its name as registered.")
    )
    group = forms.CharField(
        label=_("Group"), required=False, max_length=80, help_text=_("Team, shift or class, if there is one.")
    )
    since = day_field(_("Since"))


class PostForm(forms.Form):
    """A post somebody takes up."""

    post: Any = forms.ModelChoiceField(label=_("Post"), queryset=None, to_field_name="uuid")
    on = day_field(_("Since"))

    def __init__(self, *args: Any, posts: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "post", posts)

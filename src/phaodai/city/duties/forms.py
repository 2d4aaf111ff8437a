"""Shapes of input about responsibility."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phaodai.city.duties.terms import Job, Part
from phaodai.city.people.models import Identifier, Person
from phaodai.core.text import search_key

MOMENT = "%Y-%m-%dT%H:%M"


class PersonField(forms.CharField):
    """One person by citizen code, or by a full name only one person has."""

    def clean(self, value: Any) -> Person:
        text = super().clean(value)
        found = people_called(text)
        if len(found) != 1:
            raise ValidationError(_("Give the citizen code, or a full name only one person has."))
        return found[0]


def people_called(text: str) -> list[Person]:
    """People of this citizen code or exactly this name; two at most."""
    coded = Identifier.objects.filter(kind="citizen", value=text.strip()).values("person")
    found = list(Person.objects.filter(pk__in=coded)[:2])
    return found or list(Person.objects.filter(search_key=search_key(text))[:2])


class NameForm(forms.Form):
    """Who answers for what from when."""

    job = forms.ChoiceField(label=_("Job"), choices=Job.choices)
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    person = PersonField(label=_("Full name or citizen code"), max_length=120)
    office = forms.CharField(label=_("Office held"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    document = forms.CharField(label=_("By which decision"), max_length=200, required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class ShiftForm(forms.Form):
    """Who is on duty when."""

    person = PersonField(label=_("Full name or citizen code"), max_length=120)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    start = forms.DateTimeField(
        label=_("From"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    end = forms.DateTimeField(
        label=_("Until"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )

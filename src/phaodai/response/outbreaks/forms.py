"""Shapes of input about links and clusters."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.response.outbreaks.queries.queue import SORTS, QueueFilter

MOST = 500


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LinkForm(ReasonForm):
    """A source the investigator knows of otherwise: by the code of its case."""

    code = forms.CharField(label=_("Code of the source's case"), max_length=20)
    field_order = ("code", "reason")


class ClusterForm(forms.Form):
    name = forms.CharField(label=_("Name of the cluster"), max_length=200)
    codes = forms.CharField(
        label=_("Cases"),
        max_length=8_000,
        help_text=_("Codes of cases, with blanks or commas between."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_codes(self) -> list[str]:
        return codes_of(self.cleaned_data["codes"])


class AddCasesForm(ReasonForm):
    codes = forms.CharField(
        label=_("Cases"), max_length=8_000, help_text=_("Codes of cases, with blanks or commas between.")
    )
    field_order = ("codes", "reason")

    def clean_codes(self) -> list[str]:
        return codes_of(self.cleaned_data["codes"])


def codes_of(text: str) -> list[str]:
    """The codes in a text, each once; more than a cluster can hold are refused."""
    found = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").upper().split()))
    if len(found) > MOST:
        raise forms.ValidationError(_("These are more cases than a cluster can hold."))
    return found


class QueueForm(forms.Form):
    """The filters of the queue; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=100)
    area = forms.UUIDField(required=False)
    source = forms.CharField(required=False, max_length=15)
    days = forms.IntegerField(required=False, min_value=0, max_value=3650)
    mine = forms.BooleanField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS])

    def wanted(self) -> QueueFilter:
        self.is_valid()
        values: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        texts = {name: "" if value in (None, False) else str(value) for name, value in values.items()}
        return QueueFilter(**{**texts, "sort": texts["sort"] or "age"})


def uuid_or_none(text: str) -> UUID | None:
    """The UUID in a text, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None

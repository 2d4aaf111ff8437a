"""Shapes of input of testing."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core.ui.offering import offer_choices, offer_rows
from phaodai.response.testing.queries.orders import OrderFilter
from phaodai.response.testing.queries.tubes import SORTS, TubeFilter
from phaodai.response.testing.reading import HIGHEST_CT
from phaodai.response.testing.services.labels import MOST_LABELS
from phaodai.response.testing.terms import Channel, Method, OrderReason, OrderState, ResultValue, TubeState

# The commonest first: a slip of the finger at the bench must not make a case.
BENCH_VALUES = (
    ResultValue.NEGATIVE,
    ResultValue.POSITIVE,
    ResultValue.INDETERMINATE,
    ResultValue.INVALID,
)
BENCH_CHOICES = [(value.value, value.label) for value in BENCH_VALUES]
YES = [("", ""), ("yes", "")]


def _optional(choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=[("", ""), *choices])


class TubeFilterForm(forms.Form):
    """What the list of tubes can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    state = _optional(TubeState.choices)
    method = _optional(Method.choices)
    value = _optional(ResultValue.choices)
    laboratory = forms.UUIDField(required=False)
    area = forms.UUIDField(required=False)
    late = forms.ChoiceField(required=False, choices=YES)
    taken = forms.ChoiceField(required=False, choices=[("", ""), ("today", "")])
    waiting = forms.ChoiceField(required=False, choices=[("", ""), ("result", ""), ("unpool", "")])
    sort = forms.ChoiceField(required=False, choices=[(way + key, "") for key in SORTS for way in ("", "-")])

    def wanted(self) -> TubeFilter:
        """The readable values."""
        self.is_valid()
        values = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return TubeFilter(**{**values, "sort": values["sort"] or "-taken"})


class OrderFilterForm(forms.Form):
    """What the list of orders can be narrowed to."""

    q = forms.CharField(required=False, max_length=120)
    area = forms.UUIDField(required=False)
    reason = _optional(OrderReason.choices)
    state = _optional(OrderState.choices)
    late = forms.ChoiceField(required=False, choices=YES)

    def wanted(self) -> OrderFilter:
        """The readable values; open orders unless another state is asked for."""
        self.is_valid()
        values = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return OrderFilter(**{**values, "state": values["state"] or OrderState.OPEN})


class EntryForm(forms.Form):
    """One result for the tube on the bench."""

    value = forms.ChoiceField(
        label=_("Result"), choices=BENCH_CHOICES, widget=forms.RadioSelect(attrs={"autofocus": True})
    )
    ct = forms.FloatField(
        label=_("Ct value"), required=False, min_value=1, max_value=HIGHEST_CT, localize=True
    )


class ListForm(forms.Form):
    """Results pasted from a table, or a CSV file."""

    text = forms.CharField(
        label=_("Rows from a table"),
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("One tube a row: code, result, time (may be missing), Ct (may be missing)."),
    )
    file = forms.FileField(label=_("Or a CSV file (UTF-8)"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file = values.get("file")
        if file is not None:
            values["text"] = self._text_of(file)
        if not (values.get("text") or "").strip():
            raise forms.ValidationError(_("Paste the rows, or choose a file."), code="empty_list")
        return values

    def _text_of(self, file: Any) -> str:
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8 text."), code="not_utf8") from None


class CorrectForm(forms.Form):
    """Another result in place of a wrong one."""

    value = forms.ChoiceField(
        label=_("The right result"), choices=ResultValue.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )

    def __init__(self, *args: Any, old: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [choice for choice in ResultValue.choices if choice[0] != old]
        offer_choices(self, "value", choices)


class ReasonForm(forms.Form):
    """Why something is taken back or given up."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SendForm(forms.Form):
    """Where tubes go."""

    laboratory = forms.ModelChoiceField(
        label=_("Laboratory"), queryset=Organization.objects.none(), required=False
    )

    def __init__(self, *args: Any, laboratories: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "laboratory", laboratories)


class NotifyForm(forms.Form):
    """How people were told."""

    channel = forms.ChoiceField(
        label=_("How"), choices=Channel.choices, widget=forms.RadioSelect, required=False
    )

    def clean_channel(self) -> str:
        """By telephone, unless somebody says otherwise: it is how nearly everybody hears."""
        return self.cleaned_data["channel"] or Channel.PHONE


class LabelsForm(forms.Form):
    """A batch of labels."""

    count = forms.IntegerField(
        label=_("Number of labels"),
        min_value=1,
        max_value=MOST_LABELS,
        initial=30,
        help_text=_("30 fill a sheet of A4."),
    )
    area = forms.ModelChoiceField(label=_("For the ward"), queryset=Area.objects.none())
    laboratory = forms.ModelChoiceField(
        label=_("Laboratory the tubes go to"), queryset=Organization.objects.none(), required=False
    )

    def __init__(self, *args: Any, areas: QuerySet, laboratories: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)
        offer_rows(self, "laboratory", laboratories)


class ScanForm(forms.Form):
    """Tubes scanned in one after the other, or pasted together."""

    codes = forms.CharField(label=_("Tube code"), max_length=20_000)

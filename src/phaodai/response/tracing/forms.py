"""What tracing asks of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.models import Area
from phaodai.core import clock
from phaodai.core.ui.offering import offer_rows
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.queries.contacts import areas_to_hand_over_to
from phaodai.response.tracing.terms import CallOutcome

REASONS = [
    ("far", _("Same place, but apart: another row, another room, outdoors")),
    ("not_there", _("Was not there at that hour")),
    ("wrong_person", _("The wrong person was scanned")),
    ("protected", _("Fully protected while caring")),
    ("other", _("Another reason")),
]


class RejectForm(forms.Form):
    """Why these people are ruled out."""

    because = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    note = forms.CharField(label=_("In words"), max_length=250, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("because") == "other" and not cleaned.get("note"):
            self.add_error("note", _("Say why: it stays with the decision."))
        return cleaned

    @property
    def reason(self) -> str:
        """The reason as it is kept."""
        label = str(dict(REASONS)[self.cleaned_data["because"]])
        note = self.cleaned_data["note"].strip()
        if self.cleaned_data["because"] == "other":
            return note
        return f"{label}: {note}" if note else label


class AreaChoice(forms.ModelChoiceField):
    """A ward with its district."""

    def label_from_instance(self, area: Any) -> str:
        return f"{area.name}, {area.parent.name}" if area.parent else area.name


class HandOverForm(forms.Form):
    """Where to: a ward in the system, or a province outside it in writing."""

    to_area = AreaChoice(
        label=_("Ward"), queryset=Area.objects.none(), required=False, empty_label=_("Choose the ward"),
    )  # fmt: skip
    to_external = forms.CharField(
        label=_("Another province"),
        max_length=200,
        required=False,
        help_text=_("A letter; its answer is entered here."),
    )
    note = forms.CharField(label=_("Note for the receiver"), max_length=300, required=False)

    def __init__(self, *args: Any, contact: Contact | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        own = contact or Contact()
        offer_rows(self, "to_area", areas_to_hand_over_to(own))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("to_area")) == bool(cleaned.get("to_external")):
            self.add_error("to_area", _("Choose a ward, or write which province; one of the two."))
        return cleaned


class CallForm(forms.Form):
    """How a call went."""

    outcome = forms.ChoiceField(label=_("The call"), choices=CallOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class IsolationForm(forms.Form):
    """Since when the contact meets nobody."""

    at = forms.DateTimeField(
        label=_("Isolated since"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave empty while not isolated: the second tier goes on growing."),
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at > clock.now():
            raise forms.ValidationError(_("The time lies in the future."))
        return at


class AnswerForm(forms.Form):
    """The answer to a hand-over."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)

"""Shapes of input of oversight."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.city.oversight.queries.emergency import SORTS as OPENING_SORTS
from phaodai.city.oversight.queries.files import SORTS as FILE_SORTS
from phaodai.city.oversight.queries.looks import SORTS as LOOK_SORTS
from phaodai.city.oversight.terms import Audience, Conclusion, FileState, Ground, LookState, Rule
from phaodai.core.audit.terms import Subject

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
NUMBER_HINT = _("A whole number: citizen code, BHYT, telephone, or the number of a case.")


class Filter(forms.Form):
    """Anything unreadable is left out."""

    def wanted(self) -> dict[str, Any]:
        """The readable values by name, empty ones as None."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


def _sorts(keys: Any) -> list[tuple[str, str]]:
    return [(way + key, key) for key in keys for way in ("", "-")]


class LogFilter(Filter):
    """What the log can be narrowed to."""

    actor = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Subject.choices])
    subject = forms.UUIDField(required=False)
    person = forms.UUIDField(required=False)
    area = forms.UUIDField(required=False)
    purpose = forms.CharField(required=False, max_length=200)
    first = forms.DateField(required=False, input_formats=DAYS)
    last = forms.DateField(required=False, input_formats=DAYS)


class OpeningFilter(Filter):
    q = forms.CharField(required=False, max_length=60)
    conclusion = forms.ChoiceField(required=False, choices=[("", ""), *Conclusion.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(OPENING_SORTS))


class LookFilter(Filter):
    q = forms.CharField(required=False, max_length=60)
    rule = forms.ChoiceField(required=False, choices=[("", ""), *Rule.choices])
    state = forms.ChoiceField(required=False, choices=[("", ""), *LookState.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(LOOK_SORTS))


class FileFilter(Filter):
    state = forms.ChoiceField(required=False, choices=[("", ""), *FileState.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(FILE_SORTS))


class OpenForm(forms.Form):
    """Which record, and why."""

    number = forms.CharField(label=_("Whose record"), max_length=40, help_text=NUMBER_HINT)
    ground = forms.ChoiceField(label=_("Why"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What is at stake"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two. The data protection officer reads it and asks you."),
    )


class ReviewForm(forms.Form):
    """What the data officer found."""

    answer = forms.ChoiceField(
        label=_("Conclusion"),
        widget=forms.RadioSelect,
        choices=[("justified", Conclusion.JUSTIFIED.label), ("unjustified", Conclusion.UNJUSTIFIED.label)],
    )
    note = forms.CharField(
        label=_("What you asked and found"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    consequence = forms.CharField(
        label=_("What follows"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only where it was not justified. Nothing follows by itself; a measure needs its own signed decision."
        ),
    )


class LookForm(forms.Form):
    """What the data officer found of an unusual look."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[
            ("explain", _("There is a good explanation")),
            ("refer", _("Refer to the authority for a decision")),
        ],
    )
    note = forms.CharField(
        label=_("What you asked and found"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(forms.Form):
    """What the authority decided."""

    document = forms.CharField(label=_("Number of the signed document"), max_length=200)
    decision = forms.CharField(
        label=_("What was decided"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    """Whose file, for whom, why."""

    number = forms.CharField(label=_("Of whom"), max_length=40, help_text=NUMBER_HINT)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("As in: request of 14/9, no. 31/ĐN, identity checked at the counter."),
    )


class SeekForm(forms.Form):
    """Whose readers."""

    number = forms.CharField(max_length=40)

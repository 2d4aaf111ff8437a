"""Shapes of input in meetings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.command.directives.forms import UnitsField, moment_field, words_field
from phaodai.core.ui.offering import offer_rows


class CallForm(forms.Form):
    """A meeting to call."""

    host: Any = forms.ModelChoiceField(label=_("Host"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=300)
    held_at = moment_field(_("Held at"), required=True)
    chair = forms.CharField(label=_("Chair"), max_length=200, required=False)

    def __init__(self, *args: Any, hosts: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "host", hosts)


class SubjectForm(forms.Form):
    """A free subject."""

    subject = forms.CharField(label=_("What is on the table"), max_length=300)


class DecisionForm(forms.Form):
    """A decision; ``about`` is chosen from the agenda on the page."""

    text = words_field(_("Decision"), rows=3)
    leads = UnitsField(label=_("Lead"))
    due_at = moment_field(_("Deadline"))


class MinutesForm(forms.Form):
    """The minutes."""

    minutes = words_field(_("Minutes"), rows=8)
    present = words_field(_("Present"), required=False)

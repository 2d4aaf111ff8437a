"""Shapes of input about the succession of areas."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.models import Area
from phaodai.city.succession.terms import ChangeKind

ROWS = 4
STATES = (("hand", _("Decided by hand")), ("unconfirmed", _("Not confirmed")), ("undone", _("Taken back")))


class ChangeFilter(forms.Form):
    """What the list of changes can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *ChangeKind.choices])
    by = forms.ChoiceField(required=False, choices=[("", ""), *STATES])

    def wanted(self) -> dict[str, str]:
        """The readable values by name."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class DecideForm(forms.Form):
    """Up to four successors with their shares, and the document that says so."""

    decree = forms.CharField(label=_("Document"), max_length=300, help_text=_("Number and date, as signed"))
    source = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, candidates: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(area.uuid): area for area in candidates}
        choices = [("", "—"), *((key, area.name) for key, area in self.candidates.items())]
        for row in range(1, ROWS + 1):
            self.fields[f"area_{row}"] = forms.ChoiceField(
                label=_("Became (part of)") if row == 1 else _("and of"), choices=choices, required=row == 1
            )
            self.fields[f"share_{row}"] = forms.DecimalField(
                label=_("Share of its people, %"), required=False, min_value=0, max_value=100,
                max_digits=6, decimal_places=3,
                help_text=_("Empty: unknown") if row == 1 else "",
            )  # fmt: skip
        self.order_fields([f"{name}_{row}" for row in range(1, ROWS + 1) for name in ("area", "share")])

    def parts(self) -> list[tuple[Area, Fraction | None]]:
        """The chosen areas with their shares."""
        found = []
        for row in range(1, ROWS + 1):
            area = self.candidates.get(self.cleaned_data.get(f"area_{row}") or "")
            share = self.cleaned_data.get(f"share_{row}")
            if area is not None:
                found.append((area, None if share is None or share == 0 else Fraction(share) / 100))
        return found


class ReasonForm(forms.Form):
    """Why a change is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ConfirmForm(forms.Form):
    """With which document somebody compared a change."""

    decree = forms.CharField(label=_("Document"), max_length=300, help_text=_("Number and date, as signed"))

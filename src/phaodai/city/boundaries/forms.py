"""Shapes of input about boundaries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 50 * 1024 * 1024


class BoundaryUploadForm(forms.Form):
    """A file of boundaries with where it comes from."""

    file = forms.FileField(
        label=_("File of boundaries"),
        help_text=_(
            "GeoJSON with longitude, latitude (WGS 84) and the area's code in each feature, up to 50 MB"
        ),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Whose boundaries they are and on what terms they may be used; shown under every map"),
    )
    on = forms.DateField(
        label=_("Describes the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: the day on which most names and codes agree with the register"),
    )
    mend = forms.BooleanField(
        label=_("Straighten small crossings"),
        required=False,
        help_text=_("Where a boundary crosses itself and less than a hundredth of its surface changes"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB."))
        return file


class UndoForm(forms.Form):
    """Why a file is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

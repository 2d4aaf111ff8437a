"""Shapes of input about imports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange.keeping import MOST_BYTES
from phaodai.core.exchange.terms import ImportState, Refusal


class UploadForm(forms.Form):
    """One file. What it is gets looked at later, in a process of its own."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, CSV or TSV, at most 50 MB."),
        allow_empty_file=False,
        error_messages={"empty": Refusal.EMPTY.label, "required": _("Choose a file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(str(Refusal.TOO_BIG.label).format(most=MOST_BYTES // (1024 * 1024)))
        return file


class OwnFilter(forms.Form):
    """What the list of imports can be narrowed to; anything unreadable is left out."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *ImportState.choices])
    kind = forms.SlugField(required=False)

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

"""What is typed about numbers and papers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReserveForm(forms.Form):
    """Keep the next number."""

    sign = forms.CharField(
        label=_("Sign of the number"), max_length=40, help_text=_("What follows the number: /QĐ-UBND")
    )
    reason = forms.CharField(label=_("For what"), max_length=300)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

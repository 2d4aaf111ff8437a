"""Shapes of input about orders and stays."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.core.terms import pick_language
from phaodai.core.ui.offering import offer_rows
from phaodai.response.quarantine.queries.orders import SORTS, OrderFilter
from phaodai.response.quarantine.terms import OrderKind, OrderSetting, OrderState, Vaccination

BLANK = [("", "")]


class OrderFilterForm(forms.Form):
    """What the list can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=120)
    state = forms.ChoiceField(required=False, choices=BLANK + OrderState.choices)
    kind = forms.ChoiceField(required=False, choices=BLANK + OrderKind.choices)
    setting = forms.ChoiceField(required=False, choices=BLANK + OrderSetting.choices)
    under = forms.UUIDField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(way + key, key) for key in SORTS for way in ("", "-")])

    def wanted(self) -> OrderFilter:
        """The readable values."""
        self.is_valid()
        values = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return OrderFilter(
            states=(values["state"],) if values["state"] else (),
            kind=values["kind"],
            setting=values["setting"],
            area=values["under"],
            text=values["q"],
            sort=values["sort"] or "-made",
        )


class ConfirmForm(forms.Form):
    """What the health officer settles: where, by which row of the schedule."""

    setting = forms.ChoiceField(
        label=_("Place of quarantine"), choices=OrderSetting.choices, widget=forms.RadioSelect
    )
    site: Any = forms.ModelChoiceField(label=_("Quarantine site"), queryset=None, required=False)
    address = forms.CharField(
        label=_("Address, when at home"),
        max_length=300,
        required=False,
        help_text=_("The ward checks the conditions of home quarantine first."),
    )
    vaccination = forms.ChoiceField(label=_("Vaccination"), choices=Vaccination.choices)

    def __init__(self, *args: Any, sites: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "site", sites, _site_label)


def _site_label(site: Any) -> str:
    return f"{site.organization.name} ({site.free}/{site.total})"


class ReasonForm(forms.Form):
    """A reason that stays with the order."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )


class EndForm(forms.Form):
    """Ending an order; a reason where conditions are not met."""

    override_reason = forms.CharField(
        label=_("Reason to end it all the same"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AppealForm(forms.Form):
    """An objection as it was brought."""

    filed_by = forms.CharField(label=_("Brought by"), max_length=200, required=False)
    text = forms.CharField(label=_("What it says"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class AppealAnswerForm(forms.Form):
    """The authority's answer."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("upheld", _("The order stands")), ("granted", _("Granted: the order is withdrawn"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RoomForm(forms.Form):
    """A bed at a site. Without a room the next fitting bed is taken."""

    room: Any = forms.ModelChoiceField(
        label=_("Room"), queryset=None, required=False, empty_label=_("The next fitting free bed")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed beside another exposure group, and for moving somebody."),
    )

    def __init__(self, *args: Any, rooms: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "room", rooms)


class SiteForm(forms.Form):
    """A site: which organisation runs it, in which ward."""

    organization: Any = forms.ModelChoiceField(
        label=_("Run by"), queryset=None, help_text=_("An administrator adds organisations that run sites.")
    )
    area: Any = forms.ModelChoiceField(label=_("Ward"), queryset=None, to_field_name="uuid")

    def __init__(self, *args: Any, areas: QuerySet, organizations: QuerySet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "area", areas)
        if organizations is None:
            del self.fields["organization"]
        else:
            offer_rows(self, "organization", organizations)


class NewRoomForm(forms.Form):
    """A room and its beds."""

    name = forms.CharField(label=_("Room"), max_length=60, help_text=_("As on its door."))
    beds = forms.IntegerField(label=_("Number of beds"), min_value=1, max_value=60)


class SiteCheckForm(forms.Form):
    """The acceptance check: yes or no to every item, and the record it stands in."""

    document = forms.CharField(
        label=_("Record of the check"), max_length=300, help_text=_("Number and date, as signed")
    )
    note = forms.CharField(
        label=_("What is missing, until when"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, items: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for code, words in items.items():
            self.fields[code] = forms.ChoiceField(
                label=pick_language(words["vi"], words["en"]),
                choices=[("yes", _("Met")), ("no", _("Not met"))],
                widget=forms.RadioSelect,
            )
        self.order_fields([*items, "document", "note"])

    def answers(self) -> dict[str, bool]:
        """Whether each item was met."""
        return {code: self.cleaned_data[code] == "yes" for code in self.items}

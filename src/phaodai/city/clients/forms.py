"""Shapes of input about devices, keys and webhooks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.clients.queries.devices import SORTS as DEVICE_SORTS
from phaodai.city.clients.queries.keys import SORTS as KEY_SORTS
from phaodai.city.clients.queries.webhooks import MESSAGE_SORTS
from phaodai.city.clients.queries.webhooks import SORTS as WEBHOOK_SORTS
from phaodai.city.clients.terms import CallGroup, DeviceState, KeyState, SendState, WebhookState
from phaodai.core.gateway import CallerKind
from phaodai.core.gateway.queries import SORTS as REQUEST_SORTS
from phaodai.core.ui.offering import offer_choices, offer_rows


def _sorts(fields: Any) -> list[tuple[str, str]]:
    return [(way + key, key) for key in fields for way in ("", "-")]


class Narrowing(forms.Form):
    """What a list can be narrowed to; anything unreadable is left out."""

    q = forms.CharField(required=False, max_length=60)

    def wanted(self) -> dict[str, str]:
        """The readable values by name, empty ones as ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class DeviceFilter(Narrowing):
    state = forms.ChoiceField(required=False, choices=[("", ""), *DeviceState.choices])
    clock = forms.ChoiceField(required=False, choices=[("", ""), ("off", "off")])
    sort = forms.ChoiceField(required=False, choices=_sorts(DEVICE_SORTS))


class KeyFilter(Narrowing):
    state = forms.ChoiceField(required=False, choices=[("", ""), *KeyState.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(KEY_SORTS))


class WebhookFilter(Narrowing):
    state = forms.ChoiceField(required=False, choices=[("", ""), *WebhookState.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(WEBHOOK_SORTS))


class MessageFilter(Narrowing):
    state = forms.ChoiceField(required=False, choices=[("", ""), *SendState.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(MESSAGE_SORTS))


class RequestFilter(Narrowing):
    group = forms.ChoiceField(required=False, choices=[("", ""), *CallGroup.choices])
    kind = forms.ChoiceField(required=False, choices=[("", ""), *CallerKind.choices])
    sort = forms.ChoiceField(required=False, choices=_sorts(REQUEST_SORTS))


def _area_label(area: Any) -> str:
    return f"{area.name}, {area.parent.name}" if area.parent else str(area.name)


def _choice(label: Any, empty: Any = "–", **more: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(None, label=label, to_field_name="uuid", empty_label=empty, **more)


class EnrolForm(forms.Form):
    """A device to hand out: what it is called, who holds it, where it belongs."""

    name = forms.CharField(
        label=_("Name of the device"),
        max_length=80,
        help_text=_("As in: gate phone 2, tablet of the sampling team."),
    )
    holder = _choice(_("Whose device"), help_text=_("What it sends is recorded in this person's name."))
    organization = _choice(_("For the organisation"), required=False)
    area = _choice(_("Or for the area and all below it"), required=False)

    def __init__(
        self, *args: Any, holders: QuerySet, organizations: QuerySet, areas: QuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "holder", holders, _holder_label)
        offer_rows(self, "organization", organizations)
        offer_rows(self, "area", areas, _area_label)


def _holder_label(user: Any) -> str:
    return f"{user.full_name} · {user.title}" if user.title else str(user.full_name)


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name of the device"), max_length=80)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class WhoseKeyForm(forms.Form):
    """For which organisation a key is made; what it may do depends on that."""

    organization = _choice(_("Organisation"), _("Choose an organisation"))

    def __init__(self, *args: Any, organizations: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "organization", organizations)


class KeyForm(forms.Form):
    """A key: what it is for, what it may do, where, how long."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("As in: laboratory software, export to the city."),
    )
    contact = forms.CharField(
        label=_("Who answers for it there"),
        max_length=160,
        required=False,
        help_text=_("Name and telephone."),
    )
    capabilities = forms.MultipleChoiceField(label=_("May do"), widget=forms.CheckboxSelectMultiple)
    area = _choice(
        _("In the area and all below it"),
        required=False,
        empty=_("Only what belongs to the organisation itself"),
    )
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, initial=180)

    def __init__(
        self, *args: Any, capabilities: list[tuple[str, str]], areas: QuerySet | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "capabilities", capabilities)
        if areas is None:
            del self.fields["area"]
        else:
            offer_rows(self, "area", areas, _area_label)


class WebhookForm(forms.Form):
    """Where to send what."""

    name = forms.CharField(
        label=_("Name of the receiver"), max_length=80, help_text=_("As in: hospital software.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("https://… on the internet; private addresses are refused."),
    )
    events = forms.MultipleChoiceField(label=_("Send when"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, events: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "events", events)


class WhichKeyForm(forms.Form):
    """With whose key the receiver reads; it says what may be sent."""

    key = _choice(_("API key of the receiver"), _("Choose a key"))

    def __init__(self, *args: Any, keys: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "key", keys)

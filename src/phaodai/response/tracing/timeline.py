"""What tracing knows of a person's days."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phaodai.core.timeline import TimelineEntry, TimelineSource, register
from phaodai.response.tracing.models import CallAttempt, Contact, ContactDecision, Exposure
from phaodai.response.tracing.terms import ContactState


def entries(person_id: int, user: Any) -> Iterable[TimelineEntry]:
    """Exposures, calls and conclusions about a person, where the user may see the contact."""
    contacts = Contact.objects.visible_to(user).filter(person=person_id)
    exposures = Exposure.objects.filter(contact__in=contacts, withdrawn_at__isnull=True).select_related(
        "case", "contact"
    )
    for exposure in exposures.order_by("-last_at")[:20]:
        text = _("Exposed to case %(code)s: %(kind)s") % {
            "code": exposure.case.code,
            "kind": str(exposure.get_kind_display()).lower(),
        }
        yield TimelineEntry(exposure.last_at, text, _url(exposure.contact), is_major=True)
    yield from _calls(contacts)
    yield from _decisions(contacts)


def _calls(contacts: Any) -> Iterable[TimelineEntry]:
    for call in (
        CallAttempt.objects.filter(contact__in=contacts).select_related("contact").order_by("-pk")[:20]
    ):
        text = _("Call about a contact: %(outcome)s") % {"outcome": str(call.get_outcome_display()).lower()}
        yield TimelineEntry(call.occurred_at, text, _url(call.contact), call.by_name)


def _decisions(contacts: Any) -> Iterable[TimelineEntry]:
    rows = ContactDecision.objects.filter(contact__in=contacts).select_related("contact").order_by("-pk")
    for row in rows[:20]:
        text = _("Contact: %(state)s") % {"state": str(ContactState(row.to_state).label).lower()}
        yield TimelineEntry(row.occurred_at, text, _url(row.contact), row.by_name, is_major=True)


def _url(contact: Contact) -> str:
    return reverse("tracing:contact", args=[contact.uuid])


register(TimelineSource("tracing", "contacts.view", entries))

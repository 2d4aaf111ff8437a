"""Numbers of tracing, defined once."""

from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, Watch, register
from phaodai.core import clock
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.terms import ContactState

PER_CONTACT: dict[str, Any] = {
    "area": "area", "unit": _("people"), "rows_url": "tracing:list", "row_page": "tracing:contact", "subject": "contact",
    "topic": _("Contacts"), "source": _("Register of contacts"),
    "watches": (Watch("tracing_contact", ("recorded_at", "concluded_at", "due_at", "isolated_at")),),
}  # fmt: skip


def verified() -> "QuerySet[Contact]":
    """First-tier contacts an investigator has confirmed."""
    return Contact.objects.filter(state=ContactState.VERIFIED, tier=1)


def waiting() -> "QuerySet[Contact]":
    """Candidates nobody has concluded on."""
    return Contact.objects.filter(state=ContactState.CANDIDATE)


def overdue() -> "QuerySet[Contact]":
    """Candidates who should have been called by now."""
    return waiting().filter(due_at__lt=clock.now())


def not_isolated() -> "QuerySet[Contact]":
    """Verified F1 of whom no isolation is written down."""
    return verified().filter(isolated_at__isnull=True)


def verified_ever() -> "QuerySet[Contact]":
    """Verified F1 with when their isolation began, never before the conclusion."""
    later = When(isolated_at__gt=F("concluded_at"), then=F("isolated_at"))
    at_once = When(isolated_at__isnull=False, then=F("concluded_at"))
    return verified().filter(concluded_at__isnull=False).annotate(safe_at=Case(later, at_once))


def second_ring() -> "QuerySet[Contact]":
    """Second-tier contacts an investigator has confirmed."""
    return Contact.objects.filter(state=ContactState.VERIFIED, tier=2)


def rejected() -> "QuerySet[Contact]":
    """Candidates found to be no contacts."""
    return Contact.objects.filter(state=ContactState.REJECTED)


register(
    Indicator(
        code="contacts.verified",
        title=_("F1 verified"),
        facts=verified,
        at="concluded_at",
        better="neither",
        rows_query="state=verified&tier=1",
        **PER_CONTACT,
    )
)
register(
    Indicator(
        code="contacts.waiting",
        title=_("Candidates to be verified"),
        facts=waiting,
        at="recorded_at",
        kind="stock",
        rows_query="state=candidate",
        **PER_CONTACT,
    )
)
register(
    Indicator(
        code="contacts.overdue",
        title=_("Candidates overdue for a call"),
        facts=overdue,
        at="due_at",
        kind="stock",
        rows_query="overdue=1",
        **PER_CONTACT,
    )
)
register(
    Indicator(
        code="contacts.not_isolated",
        title=_("F1 not isolated"),
        facts=not_isolated,
        ever=verified_ever,
        until="safe_at",
        at="concluded_at",
        kind="stock",
        rows_query="state=verified&tier=1&isolated=no",
        **PER_CONTACT,
    )
)
for code, title, facts, query in (
    ("contacts.second_ring", _("F2 verified"), second_ring, "state=verified&tier=2"),
    ("contacts.rejected", _("Ruled out"), rejected, "state=rejected"),
):
    register(
        Indicator(
            code=code,
            title=title,
            facts=facts,
            at="concluded_at",
            better="neither",
            rows_query=query,
            **PER_CONTACT,
        )
    )

"""Numbers of tracing, defined once."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, register
from phaodai.core import clock
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.terms import ContactState


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


register(
    Indicator(
        code="contacts.verified",
        title=_("F1 verified"),
        facts=verified,
        area="area",
        at="concluded_at",
        unit=_("people"),
        better="neither",
        rows_url="tracing:list",
        rows_query="state=verified&tier=1",
    )
)
register(
    Indicator(
        code="contacts.waiting",
        title=_("Candidates to be verified"),
        facts=waiting,
        area="area",
        at="recorded_at",
        kind="stock",
        unit=_("people"),
        rows_url="tracing:list",
        rows_query="state=candidate",
    )
)
register(
    Indicator(
        code="contacts.overdue",
        title=_("Candidates overdue for a call"),
        facts=overdue,
        area="area",
        at="due_at",
        kind="stock",
        unit=_("people"),
        rows_url="tracing:list",
        rows_query="overdue=1",
    )
)
register(
    Indicator(
        code="contacts.not_isolated",
        title=_("F1 not isolated"),
        facts=not_isolated,
        area="area",
        at="concluded_at",
        kind="stock",
        unit=_("people"),
        rows_url="tracing:list",
        rows_query="state=verified&tier=1&isolated=no",
    )
)

"""From the ids an event carries to the rows a step works on."""

from uuid import UUID

from phaodai.response.cases.models import Case
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.testing.models import TestResult
from phaodai.response.tracing.models import Contact


def case_of(case_id: UUID) -> Case:
    return Case.objects.select_related("person", "area").get(uuid=case_id)


def contact_of(contact_id: UUID) -> Contact:
    return Contact.objects.select_related("person").get(uuid=contact_id)


def order_of(order_id: UUID) -> QuarantineOrder:
    return QuarantineOrder.objects.select_related("person", "case", "contact").get(uuid=order_id)


def result_of(result_id: UUID) -> TestResult:
    return TestResult.objects.select_related("tube__laboratory").get(uuid=result_id)


def latest_case_of(contact: Contact) -> Case | None:
    """The case whose exposure of this contact was the latest; None when no exposure stands."""
    live = contact.exposures.filter(withdrawn_at__isnull=True, via__isnull=True).select_related("case")
    exposure = live.order_by("-last_at", "-score").first()
    return exposure.case if exposure else None

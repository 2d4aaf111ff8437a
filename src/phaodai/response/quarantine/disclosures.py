"""A printed or handed-over order tells of the case it rests on."""

from uuid import UUID

from django.db.models import Q, Subquery

from phaodai.core.disclosures.registry import tells_of
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.models import QuarantineOrder


@tells_of("case")
def orders_told(case_id: UUID) -> Q:
    """Orders for the case itself and for the people exposed to it; what was told before it was known is of others."""
    orders = QuarantineOrder.objects.filter(Q(case__uuid=case_id) | Q(contact__exposures__case__uuid=case_id))
    known = Case.objects.filter(uuid=case_id).values("reported_at")[:1]
    return Q(subject_type="order", subject_id__in=orders.values("uuid"), occurred_at__gte=Subquery(known))

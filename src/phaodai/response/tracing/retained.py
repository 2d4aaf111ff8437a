"""Before visits are deleted: every live case whose period touches those days has its copy of the evidence."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Exposure, Trace
from phaodai.response.tracing.services import trace_case


def keep_evidence(days: Sequence[date]) -> int:
    """Trace cases infectious on these days that no search has covered; returns the exposures holding copies.

    A case searched before keeps the paths it was given then.
    """
    begin, until = clock.day_bounds(min(days))[0], clock.day_bounds(max(days))[1]
    for case in _not_covered(begin, until):
        trace_case(case=case, by=SYSTEM_ACTOR)
    held = Exposure.objects.filter(withdrawn_at__isnull=True, first_at__lt=until, last_at__gte=begin)
    return held.count()


def _not_covered(begin: datetime, until: datetime) -> "QuerySet[Case]":
    still = Q(infectious_to__isnull=True) | Q(infectious_to__gt=begin)
    needed = Least(Coalesce(OuterRef("infectious_to"), Value(until)), Value(until))
    searched = Trace.objects.filter(case=OuterRef("pk"), infectious_to__gte=needed)
    return Case.objects.live().filter(still, ~Exists(searched), infectious_from__lt=until).order_by("pk")

"""Before visits are deleted: every live case whose period touches those days has its own copy of the evidence."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.services import trace_case


def keep_evidence(days: Sequence[date]) -> int:
    """Trace cases never traced that were infectious on these days; returns the exposures that hold copies of them.

    A case traced before keeps the paths it was given then: tracing it again after its days are gone would lose them.
    """
    begin, until = clock.day_bounds(min(days))[0], clock.day_bounds(max(days))[1]
    for case in _untraced(begin, until):
        trace_case(case=case, by=SYSTEM_ACTOR)
    held = Exposure.objects.filter(withdrawn_at__isnull=True, first_at__lt=until, last_at__gte=begin)
    return held.count()


def _untraced(begin: object, until: object) -> "QuerySet[Case]":
    still = Q(infectious_to__isnull=True) | Q(infectious_to__gt=begin)
    return Case.objects.live().filter(still, infectious_from__lt=until, traces__isnull=True).order_by("pk")

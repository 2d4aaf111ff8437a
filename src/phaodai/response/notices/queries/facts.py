"""Who was at a place in some hours, as numbers only."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from phaodai.city.people.models import Household, Person
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.response.movement.models import Visit
from phaodai.response.notices.rules import NEVER_PUBLISHED, PlaceFacts, Window


def facts_of(place: Place, windows: Sequence[Window]) -> PlaceFacts:
    """Different people and households whose visits touch the hours. People without a household count as one each."""
    is_home = place.kind in NEVER_PUBLISHED or Household.objects.filter(place=place).exists()
    days = sorted({clock.local_day(at) for window in windows for at in window})
    rows = Visit.objects.filter(reduce(or_, map(_touching, windows)), place_id=place.pk, day__in=days)
    people = set(rows.order_by().values_list("person_id", flat=True).distinct())
    homes = Person.objects.filter(pk__in=people).values_list("pk", "household_id")
    households = {household or -pk for pk, household in homes}
    return PlaceFacts(place.kind, is_home, len(people), len(households))


def _touching(window: Window) -> Q:
    start, end = window
    return Q(start_at__lt=end) & (Q(end_at__gt=start) | Q(end_at__isnull=True, start_at__gte=start))

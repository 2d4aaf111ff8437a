"""A positive pool: everybody in it is sampled once more, alone."""

from typing import Any

from django.db import transaction

from phaodai.city.people.models import Person
from phaodai.response.testing import rules
from phaodai.response.testing.models import TestOrder, Tube
from phaodai.response.testing.services.locking import current_result, lock_tube, require_tubes
from phaodai.response.testing.services.orders import Cause, place_orders
from phaodai.response.testing.terms import Method, OrderReason, Standing


@transaction.atomic
def unpool_tube(*, tube: Tube, by: Any) -> list[TestOrder]:
    """Order a single PCR for each member of a positive pool; returns their orders, new or found.

    Safe to repeat. Of any other tube (also one corrected meanwhile) there is nothing to unpool: no orders.

    Raises:
        PermissionDenied: the tube is not where ``by`` may order tests.
    """
    row = lock_tube(tube)
    require_tubes(by, [row], "tests.order")
    result = current_result(row)
    if result is None or rules.meaning_of(row.method, result.value) != Standing.WAITING_UNPOOL:
        return []
    people = Person.objects.filter(tube_members__tube=row)
    cause = Cause(OrderReason.UNPOOL, Method.PCR, source_tube=row)
    return place_orders(people=people, cause=cause, by=by)

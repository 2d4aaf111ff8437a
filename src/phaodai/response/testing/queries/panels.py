"""What other pages show of testing: of a person, of a case."""

from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet

from phaodai.city.people.aliases import records_of
from phaodai.city.people.models import Person
from phaodai.core.access import get_visible_or_404
from phaodai.response.cases.models import Case
from phaodai.response.testing.models import TestOrder, Tube, TubeMember
from phaodai.response.testing.queries.tubes import label_values
from phaodai.response.testing.terms import OrderState


def person_of(user: Any, uuid: UUID) -> Person:
    """A person whose tests ``user`` may see (Http404 otherwise)."""
    found: Person = get_visible_or_404(Person.objects.all(), user, "tests.view", uuid=uuid)
    return found


def case_of(user: Any, uuid: UUID) -> Case:
    """A case whose tests ``user`` may see (Http404 otherwise)."""
    rows = Case.objects.select_related("person")
    found: Case = get_visible_or_404(rows, user, "tests.view", uuid=uuid)
    return found


def memberships_of(person_id: int, limit: int = 30) -> list[TubeMember]:
    """A person's tubes with the current ``value`` and ``value_label``, newest first."""
    rows = TubeMember.objects.filter(person__in=records_of(person_id), tube__taken_at__isnull=False)
    current = FilteredRelation("tube__results", condition=Q(tube__results__is_current=True))
    rows = (
        rows.select_related("tube__laboratory").annotate(current=current).annotate(value=F("current__value"))
    )
    found: list[TubeMember] = list(rows.order_by("-tube__taken_at", "-pk")[:limit])
    label_values(found)
    return found


def reachable(user: Any, tube_ids: list[int]) -> set[int]:
    """Which of these tubes ``user`` may open."""
    return set(Tube.objects.visible_to(user).filter(pk__in=tube_ids).values_list("pk", flat=True))


def open_orders_of(person_id: int) -> "QuerySet[TestOrder]":
    """A person's orders that wait for sampling, most urgent first."""
    rows = TestOrder.objects.filter(person__in=records_of(person_id), state=OrderState.OPEN)
    return rows.select_related("source_tube").order_by("due_at", "pk")


def orders_of_case(user: Any, case: Case) -> "QuerySet[TestOrder]":
    """Orders given because of a case, for people ``user`` may see."""
    rows = TestOrder.objects.visible_to(user).filter(case=case).exclude(state=OrderState.WITHDRAWN)
    return rows.select_related("person", "area").order_by("due_at", "person__sort_key")[:100]

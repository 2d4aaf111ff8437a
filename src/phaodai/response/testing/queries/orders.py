"""Orders waiting for sampling, and the work of a sampling station."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.text import search_key
from phaodai.response.testing.models import TestOrder, Tube
from phaodai.response.testing.terms import OrderState, TubeState


@dataclass(frozen=True)
class OrderFilter:
    """What the list of orders is narrowed to."""

    q: str = ""
    area: str = ""
    reason: str = ""
    state: str = OrderState.OPEN
    late: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.area or self.reason or self.late or self.state != OrderState.OPEN)


def order_rows(user: Any, wanted: OrderFilter) -> "QuerySet[TestOrder]":
    """Orders by ward, household and name; within one street a team walks them in this order."""
    rows = TestOrder.objects.visible_to(user).select_related(
        "person__household", "area", "source_tube", "case"
    )
    for name in ("reason", "state"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.area:
        below = Area.objects.filter(closure_up__ancestor__uuid=wanted.area)
        rows = rows.filter(area__in=below.values("pk"))
    if wanted.late:
        rows = rows.filter(due_at__lt=clock.now())
    for word in search_key(wanted.q).split():
        rows = rows.filter(person__search_key__contains=word)
    household = F("person__household__address").asc(nulls_last=True)
    return rows.order_by("area__sort_key", household, "person__household", "person__sort_key", "pk")


def visible_order(user: Any, uuid: UUID) -> TestOrder:
    """One order; missing and out of reach answer alike (Http404)."""
    rows = TestOrder.objects.select_related("person__area", "area", "source_tube", "case")
    found: TestOrder = get_visible_or_404(rows, user, uuid=uuid)
    return found


def tubes_of_order(user: Any, order: TestOrder) -> "QuerySet[Tube]":
    """The tubes taken for this order that ``user`` may open, newest first."""
    return Tube.objects.visible_to(user).filter(members__order=order).order_by("-taken_at")


def may_open(user: Any, tube: Tube | None) -> bool:
    """Whether ``user`` may open the page of a tube."""
    return tube is not None and Tube.objects.visible_to(user).filter(pk=tube.pk).exists()


def areas_with_orders(user: Any) -> "QuerySet[Area]":
    """Areas of open orders ``user`` may see, for a filter."""
    mine = TestOrder.objects.visible_to(user).filter(state=OrderState.OPEN).order_by()
    return Area.objects.filter(pk__in=mine.values("area").distinct()).order_by("sort_key")


@dataclass(frozen=True)
class StationFigures:
    """What is left to do today where the user samples."""

    households: int
    people: int
    tubes: int
    due_at: datetime | None


def station_figures(user: Any) -> StationFigures:
    """Households and people waiting, labelled tubes at hand, the next deadline. Two queries."""
    orders = TestOrder.objects.visible_to(user, "tests.sample").filter(state=OrderState.OPEN).order_by()
    counted = orders.aggregate(
        households=Count("person__household", distinct=True),
        alone=Count("person", distinct=True, filter=Q(person__household=None)),
        people=Count("person", distinct=True),
        due_at=Min("due_at"),
    )
    tubes = Tube.objects.visible_to(user, "tests.sample").filter(state=TubeState.LABELLED).count()
    return StationFigures(
        counted["households"] + counted["alone"], counted["people"], tubes, counted["due_at"]
    )


def people_to_sample(user: Any, uuids: list[UUID]) -> list[Person]:
    """The people of these ids whom ``user`` may sample, in the given order."""
    rows = Person.objects.visible_to(user, "tests.sample").filter(uuid__in=uuids)
    found = {person.uuid: person for person in rows.select_related("household", "area")}
    return [found[uuid] for uuid in uuids if uuid in found]


def person_by_uuid(user: Any, uuid: UUID) -> Person | None:
    """One person whom ``user`` may sample."""
    return Person.objects.visible_to(user, "tests.sample").filter(uuid=uuid).first()


def person_by_number(user: Any, number: str) -> Person | None:
    """The person with this identity number whom ``user`` may sample."""
    rows = Person.objects.visible_to(user, "tests.sample").filter(identifiers__value=number)
    return rows.order_by("pk").first()


def household_mates(user: Any, people: list[Person]) -> "QuerySet[Person]":
    """Others who live with these people and whom ``user`` may sample, those with an open order first."""
    homes = {person.household_id for person in people if person.household_id}
    rows = Person.objects.visible_to(user, "tests.sample").filter(household__in=homes)
    rows = rows.exclude(pk__in=[person.pk for person in people])
    is_open = Q(test_orders__state=OrderState.OPEN)
    return rows.annotate(waiting=Count("test_orders", filter=is_open)).order_by("-waiting", "sort_key")[:12]

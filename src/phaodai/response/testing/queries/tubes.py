"""Tubes: lists and one tube's page. Scope first, then filter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.text import search_key
from phaodai.response.testing.models import TestOrder, TestResult, Tube, TubeMember
from phaodai.response.testing.reading import read_code
from phaodai.response.testing.terms import Method, OrderReason, OrderState, ResultValue, TubeState

UNRESULTED = (TubeState.TAKEN, TubeState.SENT, TubeState.RECEIVED)
SORTS = ("code", "taken", "due", "state", "people", "area")
ORDERS = {
    "code": "code",
    "taken": "taken_at",
    "due": "due_at",
    "state": "state",
    "people": "people",
    "area": "area__sort_key",
}


@dataclass(frozen=True)
class TubeFilter:
    """What a list of tubes is narrowed to; empty means everything."""

    q: str = ""
    state: str = ""
    method: str = ""
    value: str = ""
    laboratory: str = ""
    area: str = ""
    late: str = ""
    taken: str = ""
    waiting: str = ""
    sort: str = "-taken"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return any(value for name, value in vars(self).items() if name != "sort")


# A sub-select: joined and grouped, every visible tube would be counted before the first page is cut off.
_PEOPLE = (
    TubeMember.objects.filter(tube=OuterRef("pk"))
    .order_by()
    .values("tube")
    .annotate(number=Count("*"))
    .values("number")
)


def with_facts(rows: "QuerySet[Tube]") -> "QuerySet[Tube]":
    """Tubes with ``people`` (how many), ``value`` (of the current result), area and laboratory."""
    return (
        rows.select_related("area", "laboratory")
        .annotate(current=FilteredRelation("results", condition=Q(results__is_current=True)))
        .annotate(value=F("current__value"), people=Coalesce(Subquery(_PEOPLE), 0))
    )


def label_values(rows: Iterable[Any]) -> None:
    """Give rows with an annotated ``value`` its words as ``value_label``."""
    for row in rows:
        row.value_label = ResultValue(row.value).label if row.value else ""


def overdue(rows: "QuerySet[Tube]") -> "QuerySet[Tube]":
    """Sampled tubes whose result should have been there."""
    return rows.filter(state__in=UNRESULTED, due_at__lt=clock.now())


def tube_rows(user: Any, wanted: TubeFilter) -> "QuerySet[Tube]":
    """The tubes ``user`` may see, narrowed and sorted."""
    rows = with_facts(_narrow(Tube.objects.visible_to(user), wanted))
    way, key = ("-", wanted.sort[1:]) if wanted.sort.startswith("-") else ("", wanted.sort)
    column = F(ORDERS.get(key, "taken_at"))
    order = column.desc(nulls_last=True) if way else column.asc(nulls_last=True)
    return rows.order_by(order, "-pk")


def _narrow(rows: "QuerySet[Tube]", wanted: TubeFilter) -> "QuerySet[Tube]":
    equal = {"state": wanted.state, "method": wanted.method, "laboratory__uuid": wanted.laboratory}
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if wanted.value:
        rows = rows.filter(results__is_current=True, results__value=wanted.value)
    if wanted.area:
        below = Area.objects.filter(closure_up__ancestor__uuid=wanted.area)
        rows = rows.filter(area__in=below.values("pk"))
    rows = _by_progress(rows, wanted)
    return _matching(rows, wanted.q) if wanted.q.strip() else rows


def _by_progress(rows: "QuerySet[Tube]", wanted: TubeFilter) -> "QuerySet[Tube]":
    if wanted.late:
        rows = overdue(rows)
    if wanted.waiting == "result":
        rows = rows.filter(state__in=UNRESULTED)
    if wanted.waiting == "unpool":
        rows = pools_waiting(rows)
    if wanted.taken:
        start, end = clock.day_bounds(clock.today())
        rows = rows.filter(taken_at__gte=start, taken_at__lt=end)
    return rows


def _matching(rows: "QuerySet[Tube]", text: str) -> "QuerySet[Tube]":
    """A code, scanned or in part, or a person's name."""
    named = TubeMember.objects.all()
    for word in search_key(text).split():
        named = named.filter(person__search_key__contains=word)
    return rows.filter(Q(code__contains=read_code(text)) | Q(pk__in=named.values("tube")))


def visible_tube(user: Any, uuid: UUID, capability: str | None = None) -> Tube:
    """One tube; missing and out of reach answer alike (Http404)."""
    rows = Tube.objects.select_related("area__parent", "laboratory")
    found: Tube = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def tubes_by_id(user: Any, capability: str, uuids: list[UUID]) -> "QuerySet[Tube]":
    """The tubes chosen in a list, as far as ``user`` holds the capability for them."""
    return Tube.objects.visible_to(user, capability).filter(uuid__in=uuids)


def tubes_by_code(user: Any, capability: str, codes: list[str]) -> dict[str, Tube]:
    """Scanned tubes by code, as far as ``user`` holds the capability for them."""
    rows = Tube.objects.visible_to(user, capability).filter(code__in=codes)
    return {tube.code: tube for tube in rows.select_related("area", "laboratory")}


def tube_to_enter(user: Any, code: str) -> Tube | None:
    """A scanned tube for which ``user`` may enter a result."""
    rows = Tube.objects.select_related("area", "laboratory")
    by_lab = Tube.objects.visible_to(user, "tests.result").values("pk")
    on_the_spot = Tube.objects.visible_to(user, "tests.sample").filter(method=Method.ANTIGEN).values("pk")
    return rows.filter(Q(pk__in=by_lab) | Q(pk__in=on_the_spot), code=code).first()


def members_of(tube: Tube) -> "QuerySet[TubeMember]":
    """Who is in the tube, in the order of scanning."""
    rows = TubeMember.objects.filter(tube=tube).select_related("person__area", "order")
    return rows.order_by("position", "pk")


def results_of(tube: Tube) -> "QuerySet[TestResult]":
    """Every result the tube ever had, newest first."""
    return TestResult.objects.filter(tube=tube).select_related("supersedes").order_by("-pk")


def current_result(tube: Tube) -> TestResult | None:
    """The result in force."""
    return TestResult.objects.filter(tube=tube, is_current=True).first()


def visible_result(user: Any, uuid: UUID, capability: str) -> TestResult:
    """One result; missing and out of reach answer alike (Http404)."""
    found = TestResult.objects.select_related("tube").filter(uuid=uuid).first()
    if found is None or not Tube.objects.visible_to(user, capability).filter(pk=found.tube_id).exists():
        raise Http404
    return found


def follow_ups_of(tube: Tube) -> "QuerySet[TestOrder]":
    """Orders that this tube's result caused."""
    return TestOrder.objects.filter(source_tube=tube).select_related("person").order_by("pk")


def last_entries(user: Any, limit: int = 20) -> "QuerySet[TestResult]":
    """The results ``user`` entered last, newest first."""
    rows = TestResult.objects.filter(by_id=user.pk).select_related("tube")
    return rows.annotate(people=Count("tube__members")).order_by("-pk")[:limit]


def laboratories() -> "QuerySet[Organization]":
    """Where tubes can be sent: laboratories, and hospitals and health agencies that have one."""
    kinds = [OrganizationKind.LABORATORY, OrganizationKind.HOSPITAL, OrganizationKind.HEALTH]
    return Organization.objects.filter(is_active=True, kind__in=kinds).order_by("sort_key")


def laboratories_seen(user: Any) -> "QuerySet[Organization]":
    """Laboratories of the tubes ``user`` may see, for a filter."""
    seen = Tube.objects.visible_to(user).order_by().values("laboratory").distinct()
    return Organization.objects.filter(pk__in=seen).order_by("sort_key")


def areas_seen(user: Any) -> "QuerySet[Area]":
    """Areas of the tubes ``user`` may see, for a filter."""
    seen = Tube.objects.visible_to(user).order_by().values("area").distinct()
    return Area.objects.filter(pk__in=seen).order_by("sort_key")


def areas_to_sample(user: Any) -> "QuerySet[Area]":
    """Leaf areas where ``user`` may sample, for labels."""
    reach = user.reach("tests.sample")
    areas = Area.objects.in_force(clock.today()).filter(children__isnull=True)
    if not reach.everywhere:
        areas = areas.filter(pk__in=reach.areas) if reach.areas is not None else areas.none()
    return areas.order_by("sort_key")


def pools_waiting(rows: "QuerySet[Tube]") -> "QuerySet[Tube]":
    """Positive pools somebody of which has not been sampled again yet."""
    given = TestOrder.objects.filter(source_tube=OuterRef("pk"), reason=OrderReason.UNPOOL)
    still = given.filter(state=OrderState.OPEN)
    never = ~Exists(given.exclude(state=OrderState.WITHDRAWN))
    positive = Exists(
        TestResult.objects.filter(tube=OuterRef("pk"), is_current=True, value=ResultValue.POSITIVE)
    )
    return rows.filter(positive, Exists(still) | never, method=Method.PCR_POOL)


@dataclass(frozen=True)
class Figures:
    """What a list says above itself, of everything ``user`` may see."""

    taken: int = 0
    late: int = 0
    waiting: int = 0
    pools: int = 0


@dataclass(frozen=True)
class TubePage:
    """Everything one tube's page shows, and what its reader may do."""

    tube: Tube
    members: list[TubeMember]
    results: list[TestResult]
    follow_ups: list[TestOrder]
    may: frozenset[str] = field(default_factory=frozenset)
    openable: frozenset[int] = field(default_factory=frozenset)

    @property
    def result(self) -> TestResult | None:
        return next((result for result in self.results if result.is_current), None)


def figures(user: Any) -> Figures:
    """Taken today, overdue, waiting for a result, pools to unpool. Two queries."""
    mine = Tube.objects.visible_to(user)
    start, end = clock.day_bounds(clock.today())
    recent = mine.filter(Q(taken_at__gte=start) | Q(state__in=UNRESULTED))
    counted = recent.order_by().aggregate(
        taken=Count("pk", filter=Q(taken_at__gte=start, taken_at__lt=end)),
        late=Count("pk", filter=Q(state__in=UNRESULTED, due_at__lt=clock.now())),
        waiting=Count("pk", filter=Q(state__in=UNRESULTED)),
    )
    return Figures(**counted, pools=pools_waiting(mine).count())

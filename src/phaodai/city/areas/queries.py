"""Reading the tree of areas and what is concluded about them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from phaodai.city.areas.models import FEW_AREAS, Area, AreaQuerySet, AreaStatus
from phaodai.city.areas.terms import RISK_SCHEME, AreaLevel, RiskLevel
from phaodai.core import clock
from phaodai.core.access import Actor, get_visible_or_404
from phaodai.core.text import search_key

ORDERS = {
    "name": "sort_key",
    "code": "code",
    "population": "population",
    "parent": "parent__sort_key",
    "children": "child_count",
    "risk": "risk_rank",
}
RISK_RANKS = [When(risk=level, then=Value(rank)) for rank, level in enumerate(RiskLevel.values, start=1)]


def children_of(area: Area, day: date | None = None) -> AreaQuerySet:
    """The areas directly inside, in dictionary order."""
    rows: AreaQuerySet = Area.objects.filter(parent=area, valid__contains=day or clock.today())
    return rows


def keys_below(area: Area) -> "list[int] | QuerySet[Any]":
    """The keys of the area and all below it: themselves where they are few, else a sub-select."""
    below = Area.objects.below(area).order_by("pk").values_list("pk", flat=True)
    few = list(below[: FEW_AREAS + 1])
    return few if len(few) <= FEW_AREAS else below.order_by()


def ancestors_of(area: Area) -> list[Area]:
    """The areas that contain it, the widest first, itself not."""
    rows = Area.objects.filter(pk__in=area.closure_up.exclude(depth=0).values("ancestor"))
    order = dict(area.closure_up.values_list("ancestor", "depth"))
    return sorted(rows, key=lambda row: -order[row.pk])


def path_name(area: Area | None) -> str:
    """ "Phường Thanh Nhàn, Quận Hai Bà Trưng": the area and the one above it, "" without an area."""
    if area is None:
        return ""
    return f"{area.name}, {area.parent.name}" if area.parent else area.name


def area_by_code(code: str, level: str = AreaLevel.WARD, day: date | None = None) -> Area | None:
    """The area of a register code on a day (today); by default a leaf."""
    return Area.objects.in_force(day or clock.today()).filter(level=level, code=code).first()


def matching(rows: AreaQuerySet, text: str) -> AreaQuerySet:
    """Rows whose name holds every word of ``text`` (diacritics ignored), or whose code is it."""
    words = search_key(text).split()
    condition = Q(code=text.strip())
    if words:
        named = Q()
        for word in words:
            named &= Q(search_key__contains=word)
        condition |= named
    return rows.filter(condition)


def find_areas(text: str, *, level: str = "", under: Area | None = None, limit: int = 20) -> list[Area]:
    """Areas in force that match, wards before districts before provinces, with their parents."""
    rows = Area.objects.in_force(clock.today()).select_related("parent")
    if level:
        rows = rows.filter(level=level)
    if under is not None:
        rows = rows.below(under)
    depth = Case(
        When(level=AreaLevel.WARD, then=0),
        When(level=AreaLevel.DISTRICT, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return list(matching(rows, text).order_by(depth, "sort_key")[:limit])


def _live_status(scheme: str) -> "QuerySet[AreaStatus]":
    return AreaStatus.objects.filter(area=OuterRef("pk"), scheme=scheme, valid__contains=clock.now())


def with_status(rows: AreaQuerySet, scheme: str = RISK_SCHEME) -> AreaQuerySet:
    """Annotate ``computed``, ``decided`` and ``risk`` (decided, else computed), "" where there is none."""
    live = _live_status(scheme)
    return rows.annotate(
        computed=Subquery(live.values("computed")[:1]),
        decided=Subquery(live.values("level")[:1]),
        risk=Subquery(
            live.annotate(applied=Case(When(level="", then="computed"), default="level")).values("applied")[
                :1
            ]
        ),
    )


def area_rows(
    *, text: str = "", level: str = "", under: Area | None = None, risk: str = "", sort: str = "name"
) -> "QuerySet[Any]":
    """The list page: areas in force with their status and the number of areas directly inside."""
    rows = Area.objects.in_force(clock.today()).select_related("parent")
    if level:
        rows = rows.filter(level=level)
    if under is not None:
        rows = rows.below(under).exclude(pk=under.pk)
    if text:
        rows = matching(rows, text)
    inside = Count("children", filter=Q(children__valid__contains=clock.today()))
    ranked: QuerySet[Any] = with_status(rows).annotate(
        child_count=inside, risk_rank=Case(*RISK_RANKS, default=Value(0))
    )
    if risk:
        ranked = ranked.filter(risk=risk)
    way, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    return ranked.order_by(f"{way}{ORDERS.get(key, 'sort_key')}", "sort_key", "pk")


def status_of(area: Area, scheme: str = RISK_SCHEME) -> AreaStatus | None:
    """What is concluded about the area now."""
    return AreaStatus.objects.filter(area=area, scheme=scheme, valid__contains=clock.now()).first()


def levels_to_decide(user: Actor, scheme: str = RISK_SCHEME) -> "QuerySet[AreaStatus]":
    """Conclusions in force that await a decision of ``user``: the machine computed another level since the last.

    Whoever decides against the computed level has decided; it waits again when another level is computed.
    """
    reach = user.reach("areas.decide")
    rows = AreaStatus.objects.filter(scheme=scheme, valid__endswith__isnull=True).exclude(computed="")
    if not reach.everywhere:
        rows = rows.filter(area__in=reach.areas) if reach.areas is not None else rows.none()
    rows = rows.exclude(computed=F("level")).filter(area__valid__contains=clock.today())
    return rows.annotate(since=F("valid__startswith")).filter(Q(level="") | Exists(_computed_anew()))


def _computed_anew() -> "QuerySet[AreaStatus]":
    """The row before, where the machine had proposed another level: nobody has decided since."""
    before = AreaStatus.objects.filter(
        area=OuterRef("area"), scheme=OuterRef("scheme"), valid__endswith=OuterRef("since")
    )
    return before.exclude(computed=OuterRef("computed"))


def status_history(area: Area, scheme: str = RISK_SCHEME) -> "QuerySet[AreaStatus]":
    """Every conclusion, newest first."""
    return AreaStatus.objects.filter(area=area, scheme=scheme).order_by("-valid", "-pk")


def levels_of(areas: Iterable[Area], scheme: str = RISK_SCHEME) -> dict[int, AreaStatus]:
    """The conclusion in force by area id, one query."""
    rows = AreaStatus.objects.filter(area__in=list(areas), scheme=scheme, valid__contains=clock.now())
    return {row.area_id: row for row in rows}


def visible_area(user: Actor, uuid: UUID) -> Area:
    """One area of the register.

    Raises:
        Http404: there is none of this id.
    """
    area: Area = get_visible_or_404(Area.objects.select_related("parent__parent"), user, uuid=uuid)
    return area


def area_with_status(user: Actor, uuid: UUID) -> Area:
    """One area annotated with ``computed`` and ``decided``.

    Raises:
        Http404: there is none of this id.
    """
    area: Area = get_visible_or_404(with_status(Area.objects.select_related("parent")), user, uuid=uuid)
    return area

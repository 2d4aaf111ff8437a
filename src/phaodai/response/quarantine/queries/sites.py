"""Quarantine sites: rooms, beds, who lies where, what is due today."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import QuarantineOrder, QuarantineSite, Room, SiteCheck, Stay
from phaodai.response.quarantine.rules import RoomState
from phaodai.response.quarantine.terms import OrderSetting, OrderState

OPEN = Q(during__endswith__isnull=True)


def with_places(sites: "QuerySet[QuarantineSite]") -> Any:
    """Annotate beds, taken and free places."""
    rooms = (
        Room.objects.filter(site=OuterRef("pk")).order_by().values("site").annotate(n=Sum("beds")).values("n")
    )
    stays = Stay.objects.filter(OPEN, room__site=OuterRef("pk")).order_by().values("room__site")
    taken = stays.annotate(n=Count("pk")).values("n")
    zero = Value(0, output_field=IntegerField())
    rows = sites.annotate(total=Coalesce(Subquery(rooms), zero), taken=Coalesce(Subquery(taken), zero))
    return rows.annotate(free=rows.query.annotations["total"] - rows.query.annotations["taken"])


def list_sites(user: Any) -> "QuerySet[QuarantineSite]":
    """The sites ``user`` may see, with their places."""
    rows = QuarantineSite.objects.visible_to(user).select_related("organization", "area")
    return with_places(rows).order_by("organization__sort_key")


def site_points(user: Any) -> Any:
    """The sites ``user`` may see with their places and a position: of their rooms, else of their ward's centre."""
    east, north = (Coalesce(Avg(f"rooms__place__{way}"), f"area__{way}") for way in ("longitude", "latitude"))
    return list_sites(user).annotate(east=east, north=north).filter(east__isnull=False, north__isnull=False)


def site_for(user: Any, uuid: UUID) -> QuarantineSite:
    """One visible site, or Http404."""
    rows = QuarantineSite.objects.select_related("organization", "area")
    site: QuarantineSite = get_visible_or_404(rows, user, uuid=uuid)
    return site


def checks_of(site: QuarantineSite) -> "QuerySet[SiteCheck]":
    """The acceptance checks of a site, the last first."""
    return SiteCheck.objects.filter(site=site).order_by("-pk")


def may_accept(user: Any, site: QuarantineSite) -> bool:
    """Whether ``user`` checks this site and enters its rooms."""
    rows = QuarantineSite.objects.visible_to(user, "quarantine.confirm")
    return user.may("quarantine.confirm") and bool(rows.filter(pk=site.pk).exists())


def site_to_keep(user: Any, uuid: UUID) -> QuarantineSite:
    """One site whose rooms ``user`` may enter (Http404 else)."""
    site = site_for(user, uuid)
    if not (may_keep(user, site) or may_accept(user, site)):
        raise Http404
    return site


def room_of(site: QuarantineSite, uuid: UUID) -> Room:
    """One room of a site, or Http404."""
    return get_object_or_404(Room.objects.select_related("site", "place"), site=site, uuid=uuid)


def areas_for_sites(user: Any) -> "QuerySet[Area]":
    """Wards where ``user`` may register a site."""
    reach = user.reach("quarantine.confirm")
    rows = Area.objects.in_force(clock.today()).filter(children__isnull=True).select_related("parent")
    if not reach.everywhere:
        rows = rows.filter(pk__in=reach.areas) if reach.areas is not None else rows.none()
    return rows.order_by("parent__sort_key", "sort_key")


def organizations_for_sites() -> "QuerySet[Organization]":
    """Organisations that run quarantine sites and have none registered yet."""
    kind = OrganizationKind.QUARANTINE_SITE
    return Organization.objects.filter(is_active=True, kind=kind, quarantine_site__isnull=True)


def proposed_site(area: Area | None) -> QuarantineSite | None:
    """The accepted site with most free places in the smallest area around ``area`` that has one."""
    if area is None:
        return None
    around_the_site = AreaClosure.objects.filter(descendant=OuterRef(OuterRef("area"))).values("ancestor")
    shared = AreaClosure.objects.filter(descendant=area, ancestor__in=around_the_site).order_by("depth")
    sites = with_places(QuarantineSite.objects.filter(is_accepted=True)).filter(free__gt=0)
    near = sites.annotate(distance=Subquery(shared.values("depth")[:1])).filter(distance__isnull=False)
    found: QuarantineSite | None = near.order_by("distance", "-free", "pk").first()
    return found


def sites_to_choose() -> "QuerySet[QuarantineSite]":
    """Accepted sites for an order's form, those with free places first."""
    rows = QuarantineSite.objects.filter(is_accepted=True).select_related("organization", "area")
    return with_places(rows).order_by("-free", "organization__sort_key")


def open_stays(site: QuarantineSite) -> "QuerySet[Stay]":
    """Who lies at the site now."""
    rows = Stay.objects.filter(OPEN, room__site=site)
    return rows.select_related("person", "order__case", "room").order_by("room__name", "bed")


def room_states(site: QuarantineSite) -> list[RoomState]:
    """Every room of the site with its taken beds and exposure groups."""
    by_room: dict[int, list[Stay]] = defaultdict(list)
    for stay in open_stays(site):
        by_room[stay.room_id].append(stay)
    return [_state(room, by_room[room.pk]) for room in site.rooms.all()]


def _state(room: Room, stays: list[Stay]) -> RoomState:
    groups = frozenset(group_of(stay) for stay in stays)
    return RoomState(room.pk, room.beds, frozenset(stay.bed for stay in stays), groups)


def group_of(stay: Stay) -> str:
    """The exposure group of somebody in a bed."""
    if stay.order is None:
        return rules.exposure_group(rules.QUARANTINE, None)
    return rules.exposure_group(stay.order.kind, stay.order.case_id)


@dataclass(frozen=True)
class Bed:
    """One bed on the board, with who lies in it."""

    number: int
    stay: Stay | None


@dataclass(frozen=True)
class RoomRow:
    """One room on the board. ``is_mixed`` is the alarm: people of different exposure groups in one room."""

    room: Room
    beds: list[Bed]
    is_mixed: bool

    @property
    def free(self) -> int:
        return sum(bed.stay is None for bed in self.beds)


@dataclass(frozen=True)
class SiteBoard:
    """Everything the site's page shows."""

    rooms: list[RoomRow] = field(default_factory=list)
    arriving: list[QuarantineOrder] = field(default_factory=list)
    tests_due: list[Stay] = field(default_factory=list)
    leaving: list[Stay] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(row.beds) for row in self.rooms)

    @property
    def free(self) -> int:
        return sum(row.free for row in self.rooms)

    @property
    def mixed(self) -> list[RoomRow]:
        return [row for row in self.rooms if row.is_mixed]


def board_of(site: QuarantineSite) -> SiteBoard:
    """Rooms × beds, who is awaited, whose test is due today, who may go home."""
    stays = list(open_stays(site))
    today = clock.today()
    return SiteBoard(
        rooms=[_room_row(room, stays) for room in site.rooms.all()],
        arriving=list(awaited(site)),
        tests_due=[stay for stay in stays if stay.order and today.isoformat() in stay.order.test_days],
        leaving=[stay for stay in stays if may_leave(stay, today)],
    )


def _room_row(room: Room, stays: list[Stay]) -> RoomRow:
    here = {stay.bed: stay for stay in stays if stay.room_id == room.pk}
    beds = [Bed(number, here.get(number)) for number in range(1, room.beds + 1)]
    return RoomRow(room, beds, len({group_of(stay) for stay in here.values()}) > 1)


def may_leave(stay: Stay, today: date) -> bool:
    """Whether nothing holds this person any more: the order is over, or served on its last day."""
    order = stay.order
    if order is None or order.state in (OrderState.ENDED, OrderState.WITHDRAWN):
        return True
    return order.ends_on is not None and order.ends_on <= today


def _without_bed(rows: "QuerySet[QuarantineOrder]") -> "QuerySet[QuarantineOrder]":
    lying = Stay.objects.filter(OPEN, person=OuterRef("person"))
    return rows.filter(setting=OrderSetting.SITE, state=OrderState.SIGNED).exclude(Exists(lying))


def awaited(site: QuarantineSite) -> "QuerySet[QuarantineOrder]":
    """Signed orders for this site whose people have no bed yet."""
    rows = _without_bed(QuarantineOrder.objects.filter(site=site))
    return rows.select_related("person", "area", "case").order_by("signed_at")


def arriving_for(user: Any) -> "QuerySet[QuarantineOrder]":
    """The same over all sites where ``user`` gives out beds."""
    rows = QuarantineOrder.objects.visible_to(user, "quarantine.stay").filter(site__isnull=False)
    return _without_bed(rows).order_by("signed_at")


def stay_for(user: Any, site: QuarantineSite, uuid: UUID) -> Stay:
    """One visible stay at this site, or Http404."""
    rows = Stay.objects.select_related("room__site", "order", "person")
    stay: Stay = get_visible_or_404(rows, user, "quarantine.stay", uuid=uuid, room__site=site)
    return stay


def rooms_of(site: QuarantineSite | None) -> "QuerySet[Room]":
    """The rooms of a site; none of none."""
    return Room.objects.none() if site is None else Room.objects.filter(site=site).order_by("name")


def may_keep(user: Any, site: QuarantineSite) -> bool:
    """Whether ``user`` admits and releases people at this site."""
    rows = QuarantineSite.objects.visible_to(user, "quarantine.stay") if user.may("quarantine.stay") else None
    return rows is not None and bool(rows.filter(pk=site.pk).exists())


def places_of(user: Any) -> dict[str, int]:
    """Places of all visible sites: total, taken, free."""
    sums = list_sites(user).order_by().aggregate(all=Sum("total"), used=Sum("taken"))
    total, taken = sums["all"] or 0, sums["used"] or 0
    return {"total": total, "taken": taken, "free": total - taken}

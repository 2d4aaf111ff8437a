"""Reading places."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from phaodai.city.areas.models import Area, AreaQuerySet
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.places.models import Place
from phaodai.city.places.qr import read_place_token
from phaodai.city.places.terms import PlaceKind
from phaodai.core import clock
from phaodai.core.access import Actor, get_visible_or_404
from phaodai.core.codes import is_valid, normalize_code
from phaodai.core.text import search_key

ORDERS = {"name": "sort_key", "kind": "kind", "area": "area__sort_key", "code": "code"}


def matching(rows: "QuerySet[Place]", text: str) -> "QuerySet[Place]":
    """Rows whose name or address holds every word of ``text`` (diacritics ignored), or whose code it is."""
    condition = Q(code=normalize_code(text))
    words = search_key(text).split()
    if words:
        named = Q()
        for word in words:
            named &= Q(search_key__contains=word)
        condition |= named
    return rows.filter(condition)


def place_rows(
    user: Actor,
    *,
    text: str = "",
    kind: str = "",
    under: Area | None = None,
    active: str = "yes",
    sort: str = "name",
) -> "QuerySet[Place]":
    """The list page: places the user may see, homes only when asked for. ``active``: "yes", "no" or "" for
    both.
    """
    rows: QuerySet[Place] = Place.objects.visible_to(user).select_related("area", "organization")
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind=PlaceKind.HOME)
    if active:
        rows = rows.filter(is_active=active == "yes")
    if under is not None:
        rows = rows.filter(area__in=Area.objects.below(under))
    if text:
        rows = matching(rows, text)
    way, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    return rows.order_by(f"{way}{ORDERS.get(key, 'sort_key')}", "sort_key", "pk")


MOST_POINTS = 2_000


def place_points(user: Actor, *, kind: str = "", under: Area | None = None) -> "QuerySet[Place]":
    """Places in use that the user may see and whose position is known, for a map. Homes are never points."""
    rows = place_rows(user, kind=kind, under=under).exclude(kind=PlaceKind.HOME)
    return rows.filter(latitude__isnull=False, longitude__isnull=False)


def find_places(user: Actor, text: str, *, kind: str = "", limit: int = 20) -> list[Place]:
    """Active places the user may see that match, in dictionary order."""
    return list(place_rows(user, text=text, kind=kind)[:limit])


def place_named(user: Actor, text: str) -> Place | None:
    """The one active visible place that a code or a whole name means; None where none or several do."""
    by_code = Place.objects.visible_to(user).filter(is_active=True, code=normalize_code(text)).first()
    if by_code is not None:
        return by_code
    named = list(Place.objects.visible_to(user).filter(is_active=True, name__iexact=text.strip())[:2])
    return named[0] if len(named) == 1 else None


def visible_place(user: Actor, uuid: UUID, capability: str | None = None) -> Place:
    """One place.

    Raises:
        Http404: there is none, or the user may not see it.
    """
    rows = Place.objects.select_related("area__parent", "organization")
    found: Place = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def place_from_code(text: str) -> Place | None:
    """The active place of a signed QR token or a typed code; None when neither is one of ours."""
    code = read_place_token(text) or normalize_code(text)
    if not is_valid(code):
        return None
    return Place.objects.select_related("area").filter(code=code, is_active=True).first()


def place_counts(user: Actor, area: Area) -> list[tuple[str, int]]:
    """(kind, number) of the places in an area and below that the user may see, the most first; homes left
    out.
    """
    rows = Place.objects.visible_to(user).filter(area__in=Area.objects.below(area), is_active=True)
    counts = (
        rows.exclude(kind=PlaceKind.HOME)
        .values("kind")
        .annotate(total=Count("pk"))
        .order_by("-total", "kind")
    )
    return [(row["kind"], row["total"]) for row in counts]


def editable_areas(user: Actor) -> AreaQuerySet:
    """The leaf areas in force in which the user may add and edit places."""
    rows: AreaQuerySet = (
        Area.objects.in_force(clock.today()).filter(level=AreaLevel.WARD).select_related("parent")
    )
    reach = user.reach("places.edit")
    return rows if reach.everywhere else rows.filter(pk__in=reach.areas if reach.areas is not None else [])

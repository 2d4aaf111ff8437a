"""Reading organisations, bodies and posts."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from phaodai.city.areas.models import Area, AreaQuerySet
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.organizations.models import Organization, Post
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core import clock
from phaodai.core.access import Actor, get_visible_or_404
from phaodai.core.text import search_key

ORDERS = {"name": "sort_key", "kind": "kind", "area": "area__sort_key", "posts": "post_count"}


def matching(rows: "QuerySet[Organization]", text: str) -> "QuerySet[Organization]":
    """Rows whose name or short name holds every word of ``text`` (diacritics ignored), or whose code is it."""
    condition = Q(code__iexact=text.strip())
    words = search_key(text).split()
    if words:
        named = Q()
        for word in words:
            named &= Q(search_key__contains=word)
        condition |= named
    return rows.filter(condition)


def organization_rows(
    *, text: str = "", kind: str = "", under: Area | None = None, sort: str = "name"
) -> "QuerySet[Organization]":
    """The list page: active organisations with the number of their posts."""
    rows: QuerySet[Organization] = Organization.objects.filter(is_active=True)
    rows = rows.select_related("area__parent", "parent")
    if kind:
        rows = rows.filter(kind=kind)
    if under is not None:
        rows = rows.filter(area__in=Area.objects.below(under))
    if text:
        rows = matching(rows, text)
    way, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    ordered = rows.annotate(post_count=Count("posts"))
    return ordered.order_by(f"{way}{ORDERS.get(key, 'sort_key')}", "sort_key", "pk")


def find_organizations(text: str, *, kind: str = "", limit: int = 20) -> list[Organization]:
    """Active organisations that match, in dictionary order."""
    rows = Organization.objects.filter(is_active=True)
    if kind:
        rows = rows.filter(kind=kind)
    return list(matching(rows, text)[:limit])


def visible_organization(user: Actor, uuid: UUID) -> Organization:
    """One organisation.

    Raises:
        Http404: there is none of this id.
    """
    rows = Organization.objects.select_related("area__parent", "parent")
    found: Organization = get_visible_or_404(rows, user, uuid=uuid)
    return found


def posts_of(organization: Organization) -> "QuerySet[Post]":
    """The posts of an organisation, its head first."""
    return organization.posts.select_related("area").order_by("-is_head", "title", "pk")


def posts_for(area: Area) -> "QuerySet[Post]":
    """The posts that answer for an area, or for one around it, the nearest first."""
    above = area.closure_up.values("ancestor")
    rows = Post.objects.filter(area__in=above).select_related("organization", "area")
    return rows.order_by("-area__level", "-is_head", "organization__sort_key", "title")


def organizations_in(area: Area, limit: int = 12) -> tuple[list[Organization], int]:
    """The first active organisations seated in the area or below it, and how many there are."""
    rows = Organization.objects.filter(is_active=True, area__in=Area.objects.below(area))
    return list(rows.select_related("area")[:limit]), rows.count()


def areas_to_choose() -> AreaQuerySet:
    """Areas in force, for a choice: provinces, districts and wards in the order of the tree."""
    rows: AreaQuerySet = Area.objects.in_force(clock.today()).exclude(level=AreaLevel.HAMLET)
    return rows.select_related("parent").order_by("parent__sort_key", "sort_key")


def parents_to_choose(but: Organization | None = None) -> "QuerySet[Organization]":
    """Active organisations another one can belong to; never itself."""
    rows: QuerySet[Organization] = Organization.objects.filter(is_active=True)
    return rows.exclude(pk=but.pk) if but else rows


def parts_of(organization: Organization) -> "QuerySet[Organization]":
    """The active organisations that belong to it, in dictionary order."""
    return organization.children.filter(is_active=True)


def committee_of(area: Area | None) -> Organization | None:
    """The people's committee of an area, if it is on the books."""
    if area is None:
        return None
    rows = Organization.objects.filter(area=area, kind=OrganizationKind.COMMITTEE, is_active=True)
    return rows.order_by("pk").first()

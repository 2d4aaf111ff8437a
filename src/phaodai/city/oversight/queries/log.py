"""The data officer's search of the access log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.audit.models import ReadLog
from phaodai.core.audit.queries import search_reads, visible_reads

READERS = 300
NEWEST, MOST_PURPOSES = 2_000, 60
PURPOSES = """
WITH RECURSIVE found(purpose) AS (
  (SELECT purpose FROM audit_readlog ORDER BY purpose LIMIT 1)
  UNION ALL
  SELECT (SELECT r.purpose FROM audit_readlog r WHERE r.purpose > found.purpose ORDER BY r.purpose LIMIT 1)
  FROM found WHERE found.purpose IS NOT NULL
)
SELECT purpose FROM found WHERE purpose IS NOT NULL LIMIT 60
"""


def readers_named(text: str) -> list[int]:
    """Accounts by part of their name or user name."""
    named = User.objects.filter(Q(full_name__icontains=text) | Q(username__icontains=text))
    return list(named.values_list("pk", flat=True)[:READERS])


def log_rows(user: Any, wanted: dict[str, Any]) -> "QuerySet[ReadLog]":
    """Looks in the reader's reach that fit every filter given."""
    person = wanted.get("person")
    return search_reads(
        visible_reads(user),
        actors=readers_named(wanted["actor"]) if wanted.get("actor") else None,
        subject_type=wanted.get("kind") or "",
        subject_id=wanted.get("subject"),
        purpose=wanted.get("purpose") or "",
        areas=_below(user, wanted["area"]) if wanted.get("area") else None,
        about=about_condition(person_named(person)) if person else None,
        first=wanted.get("first"),
        last=wanted.get("last"),
    )


def log_areas(user: Any) -> "QuerySet[Area]":
    """Areas down to the wards whose log somebody may search."""
    reach, areas = user.reach("audit.view"), Area.objects.exclude(level=AreaLevel.HAMLET)
    if not reach.everywhere:
        areas = areas.filter(pk__in=reach.areas) if reach.areas is not None else areas.none()
    return areas.in_force(clock.today()).select_related("parent").order_by("parent__sort_key", "sort_key")


def _below(user: Any, uuid: UUID) -> Any:
    """The ids of an area in reach and of all below it; none where it is out of reach."""
    area = log_areas(user).filter(uuid=uuid).first()
    return [] if area is None else Area.objects.below(area).values("pk")


def person_named(uuid: UUID) -> Person | None:
    """Whom the log is narrowed to; not a way to see them: the log shows who looked."""
    return Person.objects.filter(uuid=uuid).first()


def about_condition(person: Person | None) -> Q:
    """Every look at anything of this person."""
    return Q(about_id=person.pk) if person else Q(pk__in=[])


def common_purposes(user: Any) -> list[str]:
    """A few dozen purposes for a choice: by hops over the index, or from the newest looks of an officer's area.

    A purpose can hold a reason somebody wrote, so an area's officer sees those of the area alone.
    """
    if not user.reach("audit.view").everywhere:
        newest = visible_reads(user).order_by("-id").values_list("purpose", flat=True)[:NEWEST]
        return sorted(set(newest))[:MOST_PURPOSES]
    with connection.cursor() as cursor:
        cursor.execute(PURPOSES)
        return [row[0] for row in cursor.fetchall()]


def reviewable_person(user: Any, uuid: UUID) -> Person:
    """Somebody whose readers this user may list (Http404 out of reach)."""
    reach = user.reach("oversight.review")
    people = Person.objects.select_related("area")
    if not reach.everywhere:
        people = people.filter(area__in=reach.areas) if reach.areas is not None else people.none()
    found = people.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class ReaderLine:
    """How often one reader looked at anything of a person."""

    name: str
    title: str
    looks: int
    first: datetime
    last: datetime
    purposes: list[str]


def readers_of(person: Person) -> list[ReaderLine]:
    """Who looked at a person, most often first: two queries."""
    rows = (
        ReadLog.objects.filter(about_id=person.pk)
        .values("actor_id", "actor_name")
        .annotate(
            looks=Count("pk"), first=Min("occurred_at"), last=Max("occurred_at"),
            purposes=ArrayAgg("purpose", distinct=True, default=[]),
        )
        .order_by("-looks", "actor_name")[:500]
    )  # fmt: skip
    found = list(rows)
    titles = dict(User.objects.filter(pk__in=[row["actor_id"] for row in found]).values_list("pk", "title"))
    return [
        ReaderLine(
            row["actor_name"], titles.get(row["actor_id"], ""), row["looks"], row["first"], row["last"],
            row["purposes"][:5],
        )
        for row in found
    ]  # fmt: skip

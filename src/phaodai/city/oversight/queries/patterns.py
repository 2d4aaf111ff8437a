"""Looks that raise a question, one rule a function, one query a rule, over one local day.

Simple on purpose: whoever is asked must be able to understand why.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from phaodai.city.oversight.terms import Rule
from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.text import search_key


@dataclass(frozen=True)
class Pattern:
    """What one reader did on the day; ``about_id`` 0 where the rule is not about one person."""

    reader_id: int
    reader_name: str
    looks: int
    people: int
    first_at: datetime
    last_at: datetime
    about_id: int = 0
    area_id: int | None = None

    def facts(self) -> dict[str, Any]:
        """As fields of `UnusualLook`."""
        return dict(self.__dict__)


def _looks_on(day: date) -> "QuerySet[ReadLog]":
    start, end = clock.day_bounds(day)
    return ReadLog.objects.filter(occurred_at__gte=start, occurred_at__lt=end, actor_id__isnull=False)


def _counted(rows: Any, *by: str) -> Any:
    counted = rows.order_by().values("actor_id", *by)
    return counted.annotate(
        name=Max("actor_name"), looks=Count("pk"), people=Count("about_id", distinct=True),
        first=Min("occurred_at"), last=Max("occurred_at"), area=Max("area_id"),
    )  # fmt: skip


def _pattern(row: dict[str, Any]) -> Pattern:
    return Pattern(
        row["actor_id"], row["name"], row["looks"], row["people"], row["first"], row["last"],
        row.get("about_id") or 0, row["area"],
    )  # fmt: skip


def at_night(day: date, limits: dict[str, Any]) -> Iterator[Pattern]:
    """Many looks in the night that begins on this day."""
    begins = clock.at_local(day, limits["night_from"])
    ends = clock.at_local(day + timedelta(days=1), limits["night_until"])
    rows = ReadLog.objects.filter(occurred_at__gte=begins, occurred_at__lt=ends, actor_id__isnull=False)
    yield from map(_pattern, _counted(rows).filter(looks__gte=limits["night_looks"]))


def _own(day: date) -> "QuerySet[ReadLog]":
    """Looks of readers who are registered as residents themselves, with the two to compare."""
    return _looks_on(day).filter(about_id__isnull=False)


def _readers(day: date) -> dict[int, Person]:
    """The readers of the day as residents, by account."""
    accounts = _own(day).values("actor_id")
    return {person.user_id: person for person in Person.objects.filter(user__in=accounts) if person.user_id}


def _about(day: date, readers: dict[int, Person], others: Callable[[Person], Q]) -> Iterator[Pattern]:
    """Looks of each reader at the people a condition on themselves finds."""
    for account, reader in readers.items():
        found = Person.objects.filter(others(reader)).values("pk")
        yield from map(_pattern, _counted(_own(day).filter(actor_id=account, about_id__in=found), "about_id"))


def _household(reader: Person) -> Q:
    same = Q(pk=reader.pk)
    return same | Q(household=reader.household_id) if reader.household_id else same


def own_household(day: date, limits: dict[str, Any]) -> Iterator[Pattern]:
    """One's own record, or one of the same household."""
    yield from _about(day, _readers(day), _household)


def _family(reader: Person) -> Q:
    surname = search_key(reader.full_name).split(" ")[0]
    if not reader.address or not surname:
        return Q(pk__in=[])
    near = Q(area=reader.area_id, address__iexact=reader.address, search_key__startswith=f"{surname} ")
    return near & ~Q(pk=reader.pk) & ~_household(reader)


def same_family(day: date, limits: dict[str, Any]) -> Iterator[Pattern]:
    """The same surname at the same address, though not of one registered household."""
    yield from _about(day, _readers(day), _family)


def colleagues(day: date, limits: dict[str, Any]) -> Iterator[Pattern]:
    """Somebody who signs in here too."""
    staff = Person.objects.filter(pk=OuterRef("about_id"), user__isnull=False).exclude(
        user=OuterRef("actor_id")
    )
    yield from map(_pattern, _counted(_own(day).filter(Exists(staff)), "about_id"))


def many_without_task(day: date, limits: dict[str, Any]) -> Iterator[Pattern]:
    """Many people in a day, and not one deed on any of what was read: no call, no sample, no decision."""
    start, end = clock.day_bounds(day)
    deeds = ActionLog.objects.filter(
        actor_id=OuterRef("actor_id"), subject_id=OuterRef("subject_id"),
        occurred_at__gte=start, occurred_at__lt=end,
    ).exclude(action__in=("list_read", "export"))  # fmt: skip
    idle = _own(day).exclude(Exists(deeds))
    yield from map(_pattern, _counted(idle).filter(people__gte=limits["many_people"]))


RULES: dict[Rule, Callable[[date, dict[str, Any]], Iterator[Pattern]]] = {
    Rule.HOURS: at_night,
    Rule.SELF: own_household,
    Rule.FAMILY: same_family,
    Rule.COLLEAGUE: colleagues,
    Rule.MANY: many_without_task,
}

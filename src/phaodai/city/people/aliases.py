"""People registered twice: who means whom. Whatever hangs on either record is read together, and nothing is moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from phaodai.city.people.models import Person, PersonAlias


def means_of(people: Collection[int]) -> dict[int, int]:
    """Of these people (ids), those that were merged into somebody → whom they mean. One query."""
    rows = PersonAlias.objects.active().filter(person__in=people)
    return dict(rows.values_list("person_id", "means_id"))


def members_of_groups(people: Iterable[int]) -> dict[int, list[int]]:
    """Each of these people → every record of the same human being, the one that counts first. Two queries."""
    asked = set(people)
    canonical = means_of(asked)
    heads = {canonical.get(person, person) for person in asked}
    merged: dict[int, list[int]] = defaultdict(list)
    rows = PersonAlias.objects.active().filter(means__in=heads).order_by("pk")
    for person, head in rows.values_list("person_id", "means_id"):
        merged[head].append(person)
    groups = {head: [head, *merged[head]] for head in heads}
    return {person: groups[canonical.get(person, person)] for person in asked}


def records_of(person_id: int) -> list[int]:
    """Every record of one human being, the one that counts first."""
    return members_of_groups([person_id])[person_id]


def records_by_uuid(uuid: UUID) -> list[int]:
    """The same by the id in an address; empty where there is nobody."""
    person = Person.objects.filter(uuid=uuid).values_list("pk", flat=True).first()
    return [] if person is None else records_of(person)


def subject_numbers_merged() -> dict[int, int]:
    """Number of every merged record → the number that counts, as the segments are asked."""
    rows = PersonAlias.objects.active().values_list("person__subject_no", "means__subject_no")
    return dict(rows)


def without_merged(people: "QuerySet[Person]") -> "QuerySet[Person]":
    """People as lists show them: a human being once."""
    return people.exclude(pk__in=PersonAlias.objects.active().values("person"))


def heads_only(keys: list[int]) -> list[int]:
    """These people without those merged into somebody, in their order."""
    merged = means_of(keys)
    return [key for key in keys if key not in merged]


def merged_into(person: Person, user: Any) -> Person | None:
    """Whom this record was merged into, where ``user`` may see them."""
    found = PersonAlias.objects.active().filter(person=person).values("means")
    head: Person | None = Person.objects.visible_to(user).filter(pk__in=found).first()
    return head


def merges_of(person: Person) -> "QuerySet[PersonAlias]":
    """Every merge this record has a part in, the newest first."""
    rows = PersonAlias.objects.filter(Q(person=person) | Q(means=person))
    return rows.select_related("person__area", "means__area").order_by("-pk")

"""Finding people by name among millions: the closest first, in a bounded time whatever is typed.

Eight million people share some ten thousand usual names, so "nguyen thi" means hundreds of thousands of them. Sorting
all of these by closeness for the sake of twenty would take seconds. Each degree of closeness therefore is a range of
an index, read in its order up to the limit; only what nothing closer answers is looked for letter by letter, and of
that at most `MOST_LOOKED_AT` people. Where few people are in reach (a ward, a district) they are simply all compared.
`closest_naively` is the definition; the tests hold both ways against it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Right
from django.db.models.lookups import Exact

from phaodai.city.people.models import Person, given_name
from phaodai.core.text import search_key

BIRTH_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
PEOPLE = "people.view"
MOST_LOOKED_AT = 2_000
FULL_WORD = 3
"""Shorter words begin a word of the name; from so many letters on they may stand anywhere in it."""


@dataclass(frozen=True)
class Typed:
    """A text about a person: words of the name without diacritics, years of birth."""

    words: tuple[str, ...]
    years: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Typed":
        words = search_key(BIRTH_YEAR.sub(" ", text)).split()
        return cls(tuple(words), tuple(BIRTH_YEAR.findall(text)))

    def __bool__(self) -> bool:
        return bool(self.words or self.years)

    @property
    def key(self) -> str:
        return " ".join(self.words)


def named(typed: Typed) -> Q:
    """Every word in the name; a year among them is the year of birth."""
    found = _born(typed)
    for word in dict.fromkeys(typed.words):
        found &= _holds(word)
    return found


def _born(typed: Typed) -> Q:
    found = Q()
    for year in typed.years:
        found &= Q(birth_year=year)
    return found


def _holds(word: str) -> Q:
    if len(word) >= FULL_WORD:
        return Q(search_key__contains=word)
    return Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")


def degrees(typed: Typed) -> list[Q]:
    """What each degree of closeness asks of a name, the closest first; the last, "every word somewhere", left out.

    The name itself · it ends so (given name, middle and given name) · it begins so (family name, a name being
    typed) · family … given · given … family.
    """
    if not typed.words:
        return []
    first, last, key = typed.words[0], typed.words[-1], typed.key
    found = [Q(search_key=key), _ends(typed), Q(search_key__startswith=key)]
    if len(typed.words) > 1:
        between = named(Typed(typed.words[1:-1]))
        found.append(Q(given=last, search_key__startswith=f"{first} ") & between)
        found.append(Q(given=first, search_key__startswith=f"{last} ") & between)
    return found


def _ends(typed: Typed) -> Q:
    """Names that end so. Compared as a piece of the name, not by LIKE: that would be looked for letter by letter
    instead of among those of this given name.
    """
    if len(typed.words) == 1:
        return Q(given=typed.key)
    ending = Right("search_key", len(typed.key) + 1)
    return Q(given=typed.words[-1]) & Q(Exact(ending, Value(f" {typed.key}")))


Finding = tuple[int, str, int]
"""Degree of closeness, name without diacritics, key: people are listed in this order."""


def closest(
    user: Any,
    typed: Typed,
    narrowed: Q,
    limit: int,
    capability: str | None = None,
    *,
    is_local: bool = False,
) -> list[int]:
    """Keys of at most ``limit`` people in reach who pass ``narrowed``, the closest first.

    ``is_local``: ``narrowed`` names the few areas they live in.
    """
    is_wide = user.reach(capability or PEOPLE).is_wide and not is_local
    found: list[Finding] = []
    for place, part in enumerate(Person.objects.visible_parts(user, capability)):
        find = closest_by_degrees if is_wide and place == 0 else closest_naively
        found += find(part.filter(narrowed), typed, limit)
    return [key for _degree, _name, key in sorted(found)[:limit]]


def closest_naively(people: "QuerySet[Person]", typed: Typed, limit: int) -> list[Finding]:
    """The definition: everybody compared. Fast where ``people`` are few and an index leads to them."""
    whens = [When(degree, then=Value(place)) for place, degree in enumerate(degrees(typed))]
    degree = Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    rows = people.alias(given=given_name()).filter(named(typed)).annotate(degree=degree)
    listed = rows.order_by("degree", "search_key", "pk").values_list("degree", "search_key", "pk")
    return list(listed[:limit])


def closest_by_degrees(people: "QuerySet[Person]", typed: Typed, limit: int) -> list[Finding]:
    """The same by ranges of indexes: two queries at most, none of which reads much more than it returns.

    Of the people whom nothing but single words brings up, at most `MOST_LOOKED_AT` are put in order.
    """
    found = _by_ranges(people, typed, limit)
    if len(found) < limit and _is_worth_looking(typed):
        found += _by_letters(people, typed, limit - len(found))
    return found


def _by_ranges(people: "QuerySet[Person]", typed: Typed, limit: int) -> list[Finding]:
    asked, rows = degrees(typed), people.alias(given=given_name()).filter(_born(typed))
    ranges = [
        _outside(rows.filter(degree), asked[:place])
        .order_by("search_key", "pk")
        .values_list(Value(place, output_field=IntegerField()), "search_key", "pk")[:limit]
        for place, degree in enumerate(asked)
    ]
    if not ranges:
        return []
    return sorted(ranges[0].union(*ranges[1:], all=True))[:limit]


def _outside(people: "QuerySet[Person]", closer: list[Q]) -> "QuerySet[Person]":
    for degree in closer:
        people = people.exclude(degree)
    return people


def _is_worth_looking(typed: Typed) -> bool:
    """Single letters are in every other name: no index narrows them down."""
    return any(len(word) > 1 for word in typed.words) if typed.words else bool(typed.years)


def _by_letters(people: "QuerySet[Person]", typed: Typed, limit: int) -> list[Finding]:
    asked = degrees(typed)
    rest = _outside(people.alias(given=given_name()).filter(named(typed)), asked).order_by()
    with _by_bitmaps():
        names = list(rest.values_list("search_key", "pk")[: max(MOST_LOOKED_AT, limit)])
    return [(len(asked), name, key) for name, key in sorted(names)[:limit]]


@contextmanager
def _by_bitmaps() -> Iterator[None]:
    """Have words looked up in their index even where the database believes that reading on would soon hit.

    It takes words for independent of one another and of the order of rows. They are not ("duc" and "thi" hardly
    ever meet), and what a wrong guess costs is reading eight million names to the end.
    """
    ways = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";".join(f"SET LOCAL {way} = off" for way in ways))
        yield
        cursor.execute(";".join(f"SET LOCAL {way} TO DEFAULT" for way in ways))

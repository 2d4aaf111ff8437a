"""Reading about people: scope first, then filter; every search is bounded."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import keys_below
from phaodai.city.organizations.models import Organization, Post
from phaodai.city.people.aliases import heads_only, records_of, without_merged
from phaodai.city.people.finding import Typed, closest, named
from phaodai.city.people.models import (
    Affiliation,
    Household,
    Identifier,
    Person,
    PersonAlias,
    PersonPhone,
    PostHolding,
    Residence,
)
from phaodai.city.people.rules import (
    BadPhone,
    guess_identifier_kind,
    normalize_phone,
    shown_phone,
)
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.access.keyed import KeyedRows
from phaodai.core.access.reach import OneOf
from phaodai.core.audit.models import ActionLog
from phaodai.core.codes import normalize_code
from phaodai.core.text import search_key

SEARCH_LIMIT = 20
MOST_BY_NAME = 2_000
NUMBERISH = re.compile(r"[\d\s+().\-]{7,}|[A-Za-z]{1,2}[\d\s.\-]{6,}[A-Za-z0-9]?")


def visible_people(user: Any, capability: str | None = None) -> "QuerySet[Person]":
    """People ``user`` may see, with their area, household and whether their numbers are shown in full."""
    people = Person.objects.visible_to(user, capability).with_unmask(user)
    return people.select_related("area", "area__parent", "household")


def person_for(user: Any, uuid: UUID) -> Person:
    """One person; missing and out of reach answer alike (Http404)."""
    found: Person = get_visible_or_404(visible_people(user), user, uuid=uuid)
    return found


def household_for(user: Any, uuid: UUID) -> Household:
    """One household; missing and out of reach answer alike (Http404)."""
    households = Household.objects.select_related("area", "area__parent", "place")
    found: Household = get_visible_or_404(households, user, uuid=uuid)
    return found


def members_of(user: Any, household: Household) -> "QuerySet[Person]":
    """The members ``user`` may see, in name order."""
    return visible_people(user).filter(household=household).order_by("sort_key")


def identifiers_of(person: Person) -> "QuerySet[Identifier]":
    """The numbers of this person, of every record merged into theirs."""
    return Identifier.objects.filter(person__in=records_of(person.pk)).order_by("kind", "pk")


def identifier_of(person: Person, identifier_id: int) -> Identifier:
    """One number of this person (Http404 when it is not theirs)."""
    number = identifiers_of(person).filter(pk=identifier_id).first()
    if number is None:
        raise Http404
    return number


def _holders(text: str) -> "QuerySet[Person, Any]":
    """Keys of whoever has this telephone, identity number or household code; whole numbers only.

    A union of index look-ups: one condition over four joins would read everybody.
    """
    value = re.sub(r"[\s.]+", "", text).upper()
    keys = Person.objects.order_by().values("pk")
    found = [keys.filter(household__code=value), keys.filter(identifiers__value=value.replace("-", ""))]
    try:
        phone = normalize_phone(text)
    except BadPhone:
        return found[0].union(found[1])
    return found[0].union(found[1], keys.filter(phone=phone), keys.filter(phones__number=phone))


def matching(people: "QuerySet[Person]", text: str) -> "QuerySet[Person]":
    """Narrow ``people`` (already scoped) to those a search text means; an empty text narrows nothing."""
    text = text.strip()
    if not text:
        return people
    if is_number_search(text):
        merged = PersonAlias.objects.active().filter(person__in=_holders(text))
        return people.filter(Q(pk__in=_holders(text)) | Q(pk__in=merged.values("means")))
    return people.filter(named(Typed.parse(text)))


def is_number_search(text: str) -> bool:
    """Whether the text is a telephone, identity or household number rather than a name."""
    return bool(NUMBERISH.fullmatch(text.strip())) or guess_identifier_kind(text) is not None


def search_people(
    user: Any, text: str, *, limit: int = SEARCH_LIMIT, capability: str | None = None
) -> list[Person]:
    """At most ``limit`` people for a search box: by name without diacritics (and year), telephone, identity
    number or household code. Closest names first; texts of one sign find nobody.
    """
    if len(text.strip()) < 2:
        return []
    people = without_merged(visible_people(user, capability))
    if is_number_search(text):
        return list(matching(people, text).order_by("sort_key", "pk")[:limit])
    typed = Typed.parse(text)
    return in_order(people, closest(user, typed, Q(), limit, capability) if typed else [])


def in_order(people: "QuerySet[Person]", keys: list[int]) -> list[Person]:
    """The people of these keys, in their order."""
    found = {person.pk: person for person in people.filter(pk__in=keys)} if keys else {}
    return [found[key] for key in keys if key in found]


def similar_people(user: Any, full_name: str, birth_year: int | None, phone: str) -> list[Person]:
    """Visible people who may be the one about to be registered: same name, and same year or telephone."""
    same = Q(birth_year=birth_year) if birth_year else Q(pk__in=[])
    if phone:
        same |= Q(phone=phone)
    people = without_merged(visible_people(user)).filter(same, search_key=search_key(full_name))
    return list(people.order_by("sort_key")[:5])


@dataclass(frozen=True)
class PersonLine:
    """A person as one line of a list, masked for its reader."""

    uuid: UUID
    full_name: str
    birth_year: int | None
    sex: str
    phone: str
    address: str
    area: str
    is_masked: bool


def may_unmask(user: Any, person: Person) -> bool:
    """Whether ``user`` sees this person's numbers in full; free for rows of `visible_people`."""
    known = getattr(person, "may_unmask", None)
    if known is not None:
        return bool(known)
    return Person.objects.visible_to(user, "people.unmask").filter(pk=person.pk).exists()


def display_person(person: Person, user: Any) -> PersonLine:
    """The person as ``user`` may see them."""
    clear = may_unmask(user, person)
    return PersonLine(
        uuid=person.uuid,
        full_name=person.full_name,
        birth_year=person.birth_year,
        sex=str(person.get_sex_display()),
        phone=shown_phone(person.phone, clear),
        address=person.address,
        area=person.area.name if person.area else "",
        is_masked=not clear,
    )


def residences_of(person: Person) -> "QuerySet[Residence]":
    """Where they live and lived, the open ones first, newest first."""
    rows = person.residences.select_related("area", "area__parent", "household")
    return rows.order_by("kind", "-valid")


def affiliations_of(person: Person) -> "QuerySet[Affiliation]":
    """Where they work and study today."""
    rows = person.affiliations.filter(valid__contains=clock.today()).select_related("place", "place__area")
    return rows.order_by("kind", "place__sort_key")


def affiliation_of(person: Person, affiliation_id: int) -> Affiliation:
    """One affiliation of this person (Http404 when it is not theirs)."""
    held = person.affiliations.filter(pk=affiliation_id).first()
    if held is None:
        raise Http404
    return held


def holdings_of(person: Person) -> "QuerySet[PostHolding]":
    """The posts somebody holds today."""
    rows = PostHolding.objects.filter(person=person, valid__contains=clock.today())
    return rows.select_related("post__organization", "post__area").order_by(
        "post__organization__sort_key", "pk"
    )


def holding_of(person: Person, post_uuid: UUID) -> PostHolding:
    """The present holding of a post by this person (Http404 when they do not hold it)."""
    held = holdings_of(person).filter(post__uuid=post_uuid).first()
    if held is None:
        raise Http404
    return held


@dataclass(frozen=True)
class PostLine:
    """A post with its holder today; ``is_open`` says whether the reader may open the holder's page."""

    post: Post
    holder: Person | None
    is_open: bool


def post_lines(user: Any, posts: "QuerySet[Post]") -> list[PostLine]:
    """Posts with their holders. Who holds a post is reference data; the holder's own page is not."""
    found = list(posts)
    live = PostHolding.objects.filter(post__in=found, valid__contains=clock.today()).select_related("person")
    held = {row.post_id: row.person for row in live}
    may = user.may("people.view")
    people = [person.pk for person in held.values()]
    seen = (
        set(Person.objects.visible_to(user).filter(pk__in=people).values_list("pk", flat=True))
        if may
        else set()
    )
    return [PostLine(post, held.get(post.pk), post.pk in held and held[post.pk].pk in seen) for post in found]


def posts_to_give() -> "QuerySet[Post]":
    """Every post of an active organisation, for a choice."""
    rows = Post.objects.filter(organization__in=Organization.objects.filter(is_active=True))
    return rows.select_related("organization").order_by("organization__sort_key", "-is_head", "title")


def affiliates_of(user: Any, place_id: int) -> "QuerySet[Person]":
    """Visible people who work or study at a place today."""
    live = Affiliation.objects.filter(place=place_id, valid__contains=clock.today())
    return visible_people(user).filter(pk__in=live.values("person")).order_by("sort_key")


def with_identifiers(people: "QuerySet[Person]") -> "QuerySet[Person]":
    """The same people with their numbers fetched in one query, for lists and exports."""
    return people.prefetch_related(Prefetch("identifiers", Identifier.objects.order_by("kind", "pk")))


SORTS = {
    "name": ("sort_key", "pk"),
    "-name": ("-sort_key", "-pk"),
    "year": ("birth_year", "sort_key", "pk"),
    "-year": ("-birth_year", "-sort_key", "-pk"),
    "area": ("area__sort_key", "sort_key", "pk"),
    "-area": ("-area__sort_key", "-sort_key", "-pk"),
}
"""Each is an index read forwards or backwards; by area, as many of it as the page needs."""


def list_people(
    user: Any, *, text: str = "", area: Area | None = None, sort: str = "name", **facts: Any
) -> "QuerySet[Person]":
    """The people a user may see, filtered and sorted (names in Vietnamese order: given name first).

    All of them, for exports; pages are cut out of `page_people`. ``facts`` are those of `_of_facts`.
    """
    people = matching(without_merged(visible_people(user)), text).filter(_of_facts(**facts))
    if area is not None:
        people = people.filter(area__in=keys_below(area))
    return people.order_by(*SORTS.get(sort, SORTS["name"]))


def _of_facts(*, sex: str = "", born_from: int | None = None, born_to: int | None = None) -> Q:
    found = Q(sex=sex) if sex else Q()
    if born_from:
        found &= Q(birth_year__gte=born_from)
    if born_to:
        found &= Q(birth_year__lte=born_to)
    return found


def page_people(
    user: Any, *, text: str = "", area: Area | None = None, sort: str = "name", **facts: Any
) -> KeyedRows:
    """The same list to cut pages out of. Of a name that more than `MOST_BY_NAME` people have: the closest."""
    narrowed, below = _of_facts(**facts), keys_below(area) if area else None
    if below is not None:
        narrowed &= Q(area__in=below)
    people, order, known = visible_people(user), SORTS.get(sort, SORTS["name"]), None
    parts = [without_merged(part.filter(narrowed)) for part in Person.objects.visible_parts(user)]
    if is_number_search(text):
        parts = [matching(part, text) for part in parts]
    elif typed := Typed.parse(text):
        found = heads_only(closest(user, typed, narrowed, MOST_BY_NAME + 1, is_local=isinstance(below, list)))
        parts, known = [Person.objects.filter(OneOf("pk", found[:MOST_BY_NAME]))], len(found)
    most = MOST_BY_NAME if known is not None else None
    return KeyedRows(parts, order, lambda keys: people.filter(pk__in=keys), known, most)


IDENTITY_DEEDS = (
    "person.registered",
    "person.edited",
    "identifier.added",
    "identifier.removed",
    "custody.given",
    "custody.ended",
    "merge.proposed",
    "merge.approved",
    "merge.refused",
    "merge.undone",
)


def deeds_about(person_id: int) -> "QuerySet[ActionLog]":
    """What was done to a person's identity, newest first, for the timeline."""
    uuids = Person.objects.filter(pk=person_id).values("uuid")
    deeds = ActionLog.objects.filter(subject_type="person", subject_id__in=uuids, action__in=IDENTITY_DEEDS)
    return deeds.order_by("-id")[:50]


def homes_of(person_id: int) -> "QuerySet[Residence]":
    """Residences with a first day, for the timeline."""
    homes = Residence.objects.filter(person=person_id, valid__startswith__isnull=False)
    return homes.select_related("area").order_by("-valid")[:20]


def merge_for(user: Any, uuid: UUID) -> PersonAlias:
    """A merge of two people the user may edit (Http404 else)."""
    rows = PersonAlias.objects.select_related("person__area", "means__area")
    found: PersonAlias = get_visible_or_404(rows, user, "people.edit", uuid=uuid)
    return found


def duplicates_of(user: Any, person: Person) -> list[Person]:
    """Visible people who may be the same: same name and year or telephone, or the same number of a paper."""
    same = (
        Q(search_key=person.search_key, birth_year=person.birth_year) if person.birth_year else Q(pk__in=[])
    )
    if person.phone:
        same |= Q(search_key=person.search_key, phone=person.phone)
    papers = Identifier.objects.filter(value__in=person.identifiers.values("value")).values("person")
    people = without_merged(visible_people(user)).filter(same | Q(pk__in=papers)).exclude(pk=person.pk)
    return list(people.order_by("sort_key", "pk")[:5])


def may_edit(user: Any, person: Person) -> bool:
    """Whether ``user`` may correct and move this person."""
    if not user.may("people.edit"):
        return False
    return Person.objects.visible_to(user, "people.edit").filter(pk=person.pk).exists()


def household_by_code(user: Any, code: str) -> Household | None:
    """A visible household by its printed code."""
    return Household.objects.visible_to(user).filter(code=normalize_code(code)).first()


def phone_of(person: Person, phone_id: int) -> PersonPhone:
    """One further telephone of this person (Http404 when it is not theirs)."""
    phone = person.phones.filter(pk=phone_id).first()
    if phone is None:
        raise Http404
    return phone


def leaf_areas(user: Any, capability: str) -> "QuerySet[Area]":
    """Leaf areas where the user holds a capability, in the order of a choice."""
    reach = user.reach(capability)
    areas = Area.objects.in_force(clock.today()).filter(children__isnull=True).select_related("parent")
    if not reach.everywhere:
        areas = areas.filter(pk__in=reach.areas) if reach.areas is not None else areas.none()
    return areas.order_by("parent__sort_key", "sort_key")


def area_choices(user: Any, capability: str) -> list[tuple[UUID, str]]:
    """The same as (id, "ward, district") for a filter: a city has hundreds."""
    rows = leaf_areas(user, capability).values_list("uuid", "name", "parent__name")
    return [(uuid, f"{name}, {parent}" if parent else name) for uuid, name, parent in rows]


def all_leaf_areas() -> "QuerySet[Area]":
    """Every leaf area: people move across borders."""
    areas = Area.objects.in_force(clock.today()).filter(children__isnull=True).select_related("parent")
    return areas.order_by("parent__sort_key", "sort_key")

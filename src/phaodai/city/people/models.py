import uuid
from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Now

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization, Post
from phaodai.city.people.rules import mask_code, mask_phone
from phaodai.city.people.terms import AffiliationKind, AliasState, IdentifierKind, ResidenceKind, Sex
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor


@pghistory.track()
class Household(models.Model):
    """People who live together at one address; ``place`` is the home in the ledger of visits."""

    scope_rule = ScopeRule.by_area("people.view")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="households")
    address = models.CharField(max_length=300)
    place = models.OneToOneField(Place, null=True, on_delete=models.PROTECT, related_name="household")

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.code} · {self.address}"


def _in_custody(user: Actor, capability: str) -> Q:
    """People somebody else looks after for a time: hand-overs, quarantine sites."""
    reach = user.reach(capability)
    if reach.everywhere:
        return Q()
    if reach.is_empty:
        return Q(pk__in=[])
    where = Q(organization__in=reach.organizations) if reach.organizations else Q()
    if reach.areas is not None:
        where |= Q(area__in=reach.within)
    live = Custody.objects.filter(where, valid__contains=clock.now())
    return reach.one_of("pk", live.values("person"))


def given_name() -> Func:
    """The last word of a name without diacritics: how people are called, and looked for."""
    return Func(
        F("search_key"), Value(" "), Value(-1), function="split_part", output_field=models.CharField()
    )


def _merged_from(user: Actor, capability: str) -> Q:
    """People that a record in a granted area turned out to be."""
    reach = user.reach(capability)
    if reach.everywhere:
        return Q()
    if reach.areas is None:
        return Q(pk__in=[])
    merged = PersonAlias.objects.active().filter(person__area__in=reach.within)
    return reach.one_of("pk", merged.values("means"))


class PersonQuerySet(ScopedQuerySet):
    def with_unmask(self, user: Actor) -> Self:
        """Each row says in ``may_unmask`` whether ``user`` sees its telephone and codes in full."""
        condition = Person.scope_rule.condition(user, "people.unmask")
        clear = Case(When(condition, then=Value(True)), default=Value(False)) if condition else Value(True)
        return self.annotate(may_unmask=clear)


@pghistory.track()
class Person(models.Model):
    """One human being. ``area`` is the leaf area of the current residence and carries the scope.

    ``subject_no`` (dense, below 2³⁰, never used again) is how the tracing engine knows them.
    """

    audit_about = "id"
    scope_rule = ScopeRule.any_of(
        ScopeRule.by_area("people.view"),
        ScopeRule.custom(
            "people.view", "people in the custody of a granted area or organisation", _in_custody
        ),
        ScopeRule.custom(
            "people.view", "people that a record in a granted area was merged into", _merged_from
        ),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_no = models.IntegerField(
        unique=True, editable=False, db_default=Func(Value("people_subject_no"), function="nextval")
    )
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    search_key = models.CharField(max_length=160, db_collation="C", editable=False)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    phone = models.CharField(max_length=20, blank=True, help_text="+84…; further ones in PersonPhone")
    occupation = models.CharField(max_length=120, blank=True)
    nationality = models.CharField(max_length=2, default="VN")
    area = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="residents", db_index=False
    )  # person_area_sort leads to it
    address = models.CharField(max_length=300, blank=True, help_text="current residence")
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_no__gte=0) & Q(subject_no__lt=2**30), name="subject_no_fits_the_engine"
            )
        ]
        indexes = [
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="person_search"),
            # The orders and searches of lists of millions (docs/performance.md); what is included spares reading rows.
            models.Index(
                fields=["area", "sort_key", "id"],
                include=["search_key", "birth_year", "sex"],
                name="person_area_sort",
            ),
            models.Index(fields=["sort_key", "id"], name="person_sort"),
            models.Index(fields=["birth_year", "sort_key", "id"], name="person_year"),
            models.Index(fields=["sort_key"], condition=Q(sex="unknown"), name="person_sex_unknown"),
            models.Index(fields=["search_key", "id"], include=["area", "birth_year"], name="person_name"),
            models.Index(
                given_name(), "search_key", "id", include=["area", "birth_year"], name="person_given"
            ),
            models.Index(fields=["phone"], name="person_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name


class AliasQuerySet(ScopedQuerySet):
    def active(self) -> Self:
        """Merges in force."""
        return self.filter(state=AliasState.ACTIVE)


@pghistory.track()
class PersonAlias(models.Model):
    """Two records of one human being: ``person`` is the same as ``means``. Nothing is moved: whatever hangs on either
    stays where it is and is read together, so that a merge can be undone.

    One level only: whoever is merged into somebody has nobody merged into themself.
    """

    scope_rule = ScopeRule.any_of(
        ScopeRule.via(lambda: Person, "person"), ScopeRule.via(lambda: Person, "means")
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    means = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aliases")
    state = models.CharField(max_length=10, choices=AliasState.choices, default=AliasState.PROPOSED)
    reason = models.CharField(max_length=300)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["proposed", "active"]), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(person=models.F("means")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True)
                | ~Q(state="active")
                | ~Q(decided_by_id=models.F("proposed_by_id")),
                name="merge_second_look",
            ),
        ]
        indexes = [models.Index(fields=["means"], condition=Q(state="active"), name="alias_means")]

    def __str__(self) -> str:
        return f"{self.person_id} = {self.means_id}"


@pghistory.track()
class Identifier(models.Model):
    """A number on a document. Only citizen codes and QR ids are unique: old cards were issued twice."""

    scope_rule = ScopeRule.via(lambda: Person, "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=IdentifierKind.choices)
    value = models.CharField(max_length=40)
    warnings = models.JSONField(default=list, help_text="what did not fit when it was entered")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=Q(kind__in=["citizen", "national_qr"]),
                name="identifier_unique_kinds",
            )
        ]
        indexes = [models.Index(fields=["value"], name="identifier_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {mask_code(self.value)}"


class PersonPhone(models.Model):
    """A further telephone number of a person."""

    scope_rule = ScopeRule.via(lambda: Person, "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20)
    note = models.CharField(max_length=100, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["number"], name="personphone_number")]

    def __str__(self) -> str:
        return mask_phone(self.number)


@pghistory.track()
class Residence(models.Model):
    """Where a person lives or is registered, from–to; the three kinds are kept apart."""

    scope_rule = ScopeRule.via(lambda: Person, "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    kind = models.CharField(max_length=10, choices=ResidenceKind.choices)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT)
    address = models.CharField(max_length=300, blank=True)
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT)
    valid = DateRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_residence_of_a_kind",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.address}"


@pghistory.track()
class Affiliation(models.Model):
    """Where a person works or studies."""

    scope_rule = ScopeRule.via(lambda: Person, "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    kind = models.CharField(max_length=8, choices=AffiliationKind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="affiliations")
    group = models.CharField(max_length=80, blank=True, help_text="team, shift or class")
    valid = DateRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["place", "person"], name="affiliation_place")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place}"


class Custody(models.Model):
    """For a time another area or organisation looks after this person, and may see them."""

    scope_rule = ScopeRule.via(lambda: Person, "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="custodies")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT)
    reason = models.CharField(max_length=60, help_text='why: "handover", "stay"')
    reference = models.UUIDField(help_text="the hand-over or stay it comes from")
    valid = DateTimeRangeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "reference"], name="custody_once"),
            models.CheckConstraint(
                condition=Q(area__isnull=False) ^ Q(organization__isnull=False), name="custody_one_keeper"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "person"], name="custody_area"),
            models.Index(fields=["organization", "person"], name="custody_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.area or self.organization}"


@pghistory.track()
class PostHolding(models.Model):
    """Who holds a post, from–to. One person can hold several."""

    scope_rule = ScopeRule.reference()

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    valid = DateRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_at_a_time",
                expressions=[("post", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"

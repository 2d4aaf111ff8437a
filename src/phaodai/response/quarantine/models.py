import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.papers.models import RegisterEntry
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.terms import AppealState, OrderKind, OrderSetting, OrderState, Vaccination
from phaodai.response.tracing.models import Contact


@pghistory.track()
class QuarantineSite(models.Model):
    """A building with rooms where people are quarantined."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_area("quarantine.view"), ScopeRule.by_organization("quarantine.view")
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="quarantine_site"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    is_accepted = models.BooleanField(default=False, help_text="passed the acceptance check")

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.organization.name


class SiteCheck(models.Model):
    """One acceptance check of a site, signed by whoever made it. Append-only; the last one counts."""

    scope_rule = ScopeRule.via(lambda: QuarantineSite, "site")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(QuarantineSite, on_delete=models.CASCADE, related_name="checks")
    answers = models.JSONField(help_text="item of the list in force: whether it was met")
    is_passed = models.BooleanField()
    document = models.CharField(max_length=300, help_text="number and date of the record")
    note = models.CharField(max_length=300, blank=True)
    rule_version = models.CharField(max_length=60, help_text="policy version of the list")
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.document


@pghistory.track()
class Room(models.Model):
    """A room with numbered beds; it is a `Place`, so stays feed tracing."""

    scope_rule = ScopeRule.via(lambda: QuarantineSite, "site")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(QuarantineSite, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)
    beds = models.PositiveSmallIntegerField()
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="room")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="room_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def _at_granted_sites(user: Actor, capability: str) -> Q:
    """Orders for a site in reach; by the site's key, because columns of two tables share no index."""
    reach = user.reach(capability)
    if reach.everywhere:
        return Q()
    sites = QuarantineSite.objects.visible_to(user, capability).values("pk")
    return Q(pk__in=[]) if reach.is_empty else reach.one_of("site", sites)


@pghistory.track()
class QuarantineOrder(models.Model):
    """The decision that binds one person to stay in one place for some days. Nothing follows from a draft.

    ``basis`` keeps the rule it rests on: policy version, document, days, and whether it is confirmed.
    """

    audit_about = "person"
    scope_rule = ScopeRule.any_of(
        ScopeRule.by_area("quarantine.view"),
        ScopeRule.custom(
            "quarantine.view",
            "the site's area or organisation is granted (quarantine.view)",
            _at_granted_sites,
        ),
    )
    audit_subject = "order"  # as the access log calls it

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=30, blank=True, help_text="given at signing, e.g. 128/QĐ-CLYT")
    entry = models.OneToOneField(
        RegisterEntry,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="its line in the register",
    )
    kind = models.CharField(max_length=10, choices=OrderKind.choices)
    setting = models.CharField(max_length=4, choices=OrderSetting.choices)
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.DRAFT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="quarantine_orders")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="quarantine_orders")
    case = models.ForeignKey(
        Case,
        null=True,
        on_delete=models.PROTECT,
        related_name="quarantine_orders",
        help_text="case that caused it",
    )
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.PROTECT, related_name="quarantine_orders"
    )
    extends = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="extensions",
        help_text="the order in force whose last day a later exposure moved",
    )
    site = models.ForeignKey(QuarantineSite, null=True, on_delete=models.PROTECT, related_name="orders")
    address = models.CharField(max_length=300, blank=True)
    vaccination = models.CharField(max_length=4, choices=Vaccination.choices, default=Vaccination.ANY)
    starts_at = models.DateTimeField(help_text="the last exposure, from which the days are counted")
    ends_on = models.DateField(null=True, help_text="last day; empty for isolation until recovery")
    test_days = models.JSONField(default=list, help_text="local days on which a test is due")
    basis = models.JSONField(default=dict)
    drafted_by_name = models.CharField(max_length=200)
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    signed_by_id = models.BigIntegerField(null=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    signed_by_title = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True, help_text="when it was handed to the person")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=["draft", "confirmed", "signed"], extends__isnull=True),
                name="one_live_order_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["extends"],
                condition=Q(state__in=["draft", "confirmed", "signed"]),
                name="one_live_extension_of_an_order",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "signed"]) | Q(confirmed_at__isnull=False),
                name="confirmed_by_a_health_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "ended"]) | (Q(signed_at__isnull=False) & ~Q(number="")),
                name="signed_by_the_authority",
            ),
            models.CheckConstraint(
                condition=Q(signed_by_id__isnull=True) | ~Q(signed_by_id=models.F("confirmed_by_id")),
                name="confirmer_is_not_the_signer",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "state"], name="quarantine_area_state"),
            models.Index(fields=["state", "due_at"], name="quarantine_state_due"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.uuid)


class OrderEntry(models.Model):
    """One step in the life of an order. Append-only."""

    scope_rule = ScopeRule.via(lambda: QuarantineOrder, "order")

    order = models.ForeignKey(QuarantineOrder, on_delete=models.CASCADE, related_name="entries")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=OrderState.choices)
    reason = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@pghistory.track()
class Appeal(models.Model):
    """The bound person objects to an order."""

    scope_rule = ScopeRule.via(lambda: QuarantineOrder, "order")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(QuarantineOrder, on_delete=models.CASCADE, related_name="appeals")
    text = models.TextField()
    filed_by = models.CharField(max_length=200, help_text="who brought it, as told")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.TextField(blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="open"), name="one_open_appeal")
        ]

    def __str__(self) -> str:
        return f"{self.filed_by}: {self.state}"


@pghistory.track()
class Stay(models.Model):
    """One person in one bed for a time. The database keeps beds and people from overlapping."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_area("quarantine.view", "room__site__area"),
        ScopeRule.by_organization("quarantine.view", "room__site__organization"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    order = models.ForeignKey(QuarantineOrder, null=True, on_delete=models.PROTECT, related_name="stays")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="stays")
    bed = models.PositiveSmallIntegerField()
    during = DateTimeRangeField()
    visited_until = models.DateTimeField(null=True, help_text="how far the ledger of visits knows of it")
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bed_taken_once",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    ("bed", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="person_in_one_bed",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.bed}"

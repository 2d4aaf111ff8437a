import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor
from phaodai.response.cases.models import Case
from phaodai.response.tracing.terms import CallOutcome, ContactState, ExposureKind, HandoverState


class Trace(models.Model):
    """One search for the contacts of one case: with what period, rules and engine, and how many it found."""

    scope_rule = ScopeRule.via(lambda: Case, "case")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="traces")
    infectious_from = models.DateTimeField()
    infectious_to = models.DateTimeField()
    engine = models.CharField(max_length=20)
    policy_versions = models.JSONField(default=dict)
    candidates = models.PositiveIntegerField()
    case_visits = models.PositiveIntegerField(help_text="zero means no scan data, never no contacts")
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()


def _where_contacts_show(user: Actor, capability: str) -> Q:
    """The truth table: the contact's own area, that of a case that exposed them, that it was handed to."""
    reach = user.reach(capability)
    if reach.everywhere:
        return Q()
    if reach.areas is None:
        return Q(pk__in=[])
    live = Exposure.objects.filter(withdrawn_at__isnull=True, case__area__in=reach.within).values("contact")
    handed = Handover.objects.filter(
        to_area__in=reach.within, state__in=[HandoverState.SENT, HandoverState.ACKNOWLEDGED]
    ).values("contact")
    return Q(area__in=reach.within) | reach.one_of("pk", live) | reach.one_of("pk", handed)


@pghistory.track()
class Contact(models.Model):
    """One person who may have been exposed, once, whatever the number of cases; the latest exposure counts.

    ``tier`` 1 or 2 (shown as F1, F2 once verified). ``area`` is where the contact lives now, who works on it.
    """

    audit_about = "person"
    scope_rule = ScopeRule.custom(
        "contacts.view",
        "contact lives in a granted area, or a live exposure's case does, or it was handed over to one",
        _where_contacts_show,
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    disease = models.CharField(max_length=30, default="covid19")
    tier = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ContactState.choices, default=ContactState.CANDIDATE)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="contacts")
    first_exposed_at = models.DateTimeField()
    last_exposed_at = models.DateTimeField()
    score = models.FloatField()
    call_state = models.CharField(max_length=12, choices=CallOutcome.choices, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by_name = models.CharField(max_length=200, blank=True)
    isolated_at = models.DateTimeField(null=True, help_text="bounds the second tier")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "disease"], name="contact_once"),
            models.CheckConstraint(condition=Q(tier__in=[1, 2]), name="contact_tier"),
            models.CheckConstraint(
                condition=Q(last_exposed_at__gte=models.F("first_exposed_at")),
                name="contact_exposure_forward",
            ),
        ]
        indexes = [models.Index(fields=["area", "state"], name="contact_area_state")]


class Exposure(models.Model):
    """Why one contact is on one case's list: path, seconds, score. Keeps its own copy of the evidence."""

    scope_rule = ScopeRule.via(lambda: Contact, "contact")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="exposures")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exposures")
    via = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="exposed")
    kind = models.CharField(max_length=12, choices=ExposureKind.choices)
    path = models.JSONField(help_text="[{place, kind, start, end, direct_s, linger_s}…]: the evidence itself")
    visits = models.PositiveIntegerField(default=0)
    direct_s = models.PositiveIntegerField(default=0)
    linger_s = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    score = models.FloatField()
    trace = models.ForeignKey(Trace, null=True, on_delete=models.PROTECT)
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "case", "kind"], name="exposure_once")]
        indexes = [models.Index(fields=["case", "-score"], name="exposure_case_score")]


class ContactDecision(models.Model):
    """One conclusion about a contact, by a definition in force. Append-only; undo is another decision."""

    scope_rule = ScopeRule.via(lambda: Contact, "contact")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="decisions")
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10, choices=ContactState.choices)
    definition_version = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()


class CallAttempt(models.Model):
    """One telephone call to a contact."""

    scope_rule = ScopeRule.via(lambda: Contact, "contact")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="call_attempts")
    outcome = models.CharField(max_length=12, choices=CallOutcome.choices)
    note = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()


@pghistory.track()
class Handover(models.Model):
    """A contact passed to another ward, or to another province in writing; waits for acknowledgement."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_area("contacts.view", "to_area"), ScopeRule.by_area("contacts.view", "from_area")
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="handovers")
    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="handovers_out")
    to_area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="handovers_in")
    to_external = models.CharField(
        max_length=200, blank=True, help_text="another province, when not in the system"
    )
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=HandoverState.choices, default=HandoverState.SENT)
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answer_note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(state="sent"), name="one_handover_under_way"
            ),
            models.CheckConstraint(
                condition=Q(to_area__isnull=False) ^ ~Q(to_external=""), name="handover_one_destination"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_at__isnull=True)
                | (~Q(state="sent") & Q(answered_at__isnull=False)),
                name="handover_answer_dated",
            ),
        ]


class SentList(models.Model):
    """One instalment of a case's contact list, sent to the wards ("Gửi danh sách F1 đợt n")."""

    scope_rule = ScopeRule.via(lambda: Case, "case")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sent_lists")
    number = models.PositiveSmallIntegerField()
    contacts = models.ManyToManyField(Contact, related_name="sent_lists")
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="sent_list_number")]


class LedgerChange(models.Model):
    """A local day of the ledger that a statement changed; written by a trigger, erased when the day is sealed.

    While a row is there, the sealed day is not up to date and the ledger itself answers for it.
    """

    scope_rule = ScopeRule.internal("days of the ledger, no person")

    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="ledger_change_day")]


class SealedDay(models.Model):
    """A local day as it was sealed for the segments: the database's own word on which file is the right one.

    After a restore from a back-up the files may be of another time than the ledger; then the digests differ.
    """

    scope_rule = ScopeRule.internal("days of the ledger, no person")

    day = models.DateField(primary_key=True)
    visits = models.BigIntegerField()
    digest = models.CharField(max_length=20)
    sealed_at = models.DateTimeField(db_default=Now())

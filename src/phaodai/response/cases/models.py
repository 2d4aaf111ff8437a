import uuid
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.response.cases.terms import CaseStatus, DetectionSetting, EvidenceMethod, Relation, SourceStatus

LIVE = (CaseStatus.SUSPECTED, CaseStatus.PROBABLE, CaseStatus.CONFIRMED)
CONFIRMED = (CaseStatus.CONFIRMED, CaseStatus.RECOVERED, CaseStatus.DIED)


class CaseQuerySet(ScopedQuerySet):
    def confirmed(self) -> Self:
        """Cases that count as F0, whatever became of them."""
        return self.filter(status__in=CONFIRMED)

    def live(self) -> Self:
        """Cases that still bind somebody: not discarded, recovered or died."""
        return self.filter(status__in=LIVE)


@pghistory.track()
class Case(models.Model):
    """One episode of a disease in one person. ``area`` is the leaf area of residence when it was reported.

    ``infectious_basis`` holds how the period came about: policy version, document, rule text, who computed
    and who confirmed it. The status is written only by `services`, each step also a `CaseStatusChange`.
    """

    audit_about = "person"
    scope_rule = ScopeRule.by_area("cases.view")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True, help_text="own number, e.g. HBT-0412")
    national_code = models.CharField(
        max_length=20, blank=True, help_text="BN number, once the ministry gives one"
    )
    disease = models.CharField(max_length=30, default="covid19")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cases")
    status = models.CharField(max_length=10, choices=CaseStatus.choices, default=CaseStatus.SUSPECTED)
    definition_version = models.CharField(max_length=60, help_text="policy version of the definition used")
    setting = models.CharField(
        max_length=20, choices=DetectionSetting.choices, default=DetectionSetting.UNKNOWN
    )
    source_status = models.CharField(
        max_length=15, choices=SourceStatus.choices, default=SourceStatus.INVESTIGATING
    )
    is_imported = models.BooleanField(default=False)
    is_known_contact = models.BooleanField(default=False, help_text="a verified F1 when the sample was taken")
    has_symptoms = models.BooleanField(null=True)
    symptoms = models.JSONField(default=list, blank=True)
    symptom_onset = models.DateField(null=True, blank=True)
    sampled_at = models.DateTimeField(null=True, blank=True)
    first_exposure_on = models.DateField(null=True, blank=True, help_text="when a known source was first met")
    reported_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    infectious_from = models.DateTimeField(null=True, blank=True)
    infectious_to = models.DateTimeField(null=True, blank=True, help_text="empty while not isolated")
    infectious_basis = models.JSONField(default=dict)
    isolated_at = models.DateTimeField(null=True, blank=True)
    investigator = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    investigation_due_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(
        default=dict,
        blank=True,
        help_text="further answers of the form, by item (form_items.py)",
    )
    completeness = models.PositiveSmallIntegerField(default=0, help_text="percent of the investigation form")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="recovered, died or discarded")
    close_reason = models.TextField(blank=True)
    contacts_listed_at = models.DateTimeField(null=True, blank=True, help_text="first candidate list ready")
    reported_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "disease"],
                condition=Q(status__in=["suspected", "probable", "confirmed"]),
                name="one_live_case_per_person",
            ),
            models.CheckConstraint(
                condition=Q(infectious_to__isnull=True) | Q(infectious_to__gt=models.F("infectious_from")),
                name="infectious_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["suspected", "probable", "confirmed"], closed_at__isnull=True)
                | Q(status__in=["recovered", "died", "discarded"], closed_at__isnull=False),
                name="closed_cases_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-reported_at"], name="case_area_reported"),
            models.Index(fields=["-reported_at"], name="case_reported"),
        ]

    def __str__(self) -> str:
        return self.code


class CaseCounter(models.Model):
    """The last case number of a district; locked while a code is given, so that none is given twice."""

    scope_rule = ScopeRule.internal("gives case codes")

    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12, unique=True)
    last_number = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last_number}"


class CaseEvidence(models.Model):
    """One result that speaks for a case, frozen as it was told. Withdrawn, never deleted, when corrected."""

    scope_rule = ScopeRule.via(lambda: Case, "case")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    result_id = models.UUIDField()
    method = models.CharField(max_length=10)
    value = models.CharField(max_length=15)
    tube_code = models.CharField(max_length=40, blank=True)
    laboratory = models.CharField(max_length=200, blank=True)
    sampled_at = models.DateTimeField(null=True)
    resulted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["resulted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "result_id"], name="case_evidence_once")]
        indexes = [models.Index(fields=["result_id"], name="case_evidence_result")]

    def __str__(self) -> str:
        return f"{self.method} {self.value} {self.tube_code}"

    @property
    def method_label(self) -> str:
        """The method as people write it."""
        return str(EvidenceMethod(self.method).label)


class CaseStatusChange(models.Model):
    """One step of a case's status: from, to, on what evidence, by which definition. Append-only."""

    scope_rule = ScopeRule.via(lambda: Case, "case")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="changes")
    from_status = models.CharField(max_length=10, blank=True)
    to_status = models.CharField(max_length=10, choices=CaseStatus.choices)
    evidence = models.JSONField(default=dict, help_text="frozen: method, tube, result id, times, lab")
    definition_version = models.CharField(max_length=60)
    document = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class InterviewStop(models.Model):
    """One line of the 14-day timeline: where the patient was, when, with whom."""

    scope_rule = ScopeRule.via(lambda: Case, "case")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stops")
    day = models.DateField()
    start_at = models.DateTimeField(null=True)
    end_at = models.DateTimeField(null=True)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    place_text = models.CharField(max_length=200, blank=True, help_text="as told, when no place is known yet")
    activity = models.CharField(max_length=200, blank=True)
    companions = models.TextField(blank=True)
    is_masked = models.BooleanField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, help_text="taken back; can be restored")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["day", "start_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(place_text=""), name="interview_stop_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(end_at__isnull=True)
                | Q(start_at__isnull=False, end_at__gte=models.F("start_at")),
                name="interview_stop_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.place_text or self.place_id}"


class DeclaredContact(models.Model):
    """Somebody the patient named. ``person`` once they are found in the register."""

    scope_rule = ScopeRule.via(lambda: Case, "case")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="declared_contacts")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation.choices, default=Relation.OTHER)
    first_contact_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.indicators.scope import rule_by_unit
from phaodai.city.indicators.terms import ObservationState, Origin, Rhythm, Weekday
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor


def _owed_by_visible(user: Actor, capability: str) -> Q:
    if user.reach(capability).everywhere:
        return Q()
    return Q(pk__in=FormUnit.objects.visible_to(user, capability).values("form"))


@pghistory.track()
class ReportForm(models.Model):
    """A sheet of figures that units fill in by hand: which figures, how often, until when."""

    scope_rule = ScopeRule.custom(
        "indicators.view",
        "a sheet that a visible unit owes or owed",
        lambda user, wanted: _owed_by_visible(user, wanted),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    document = models.CharField(max_length=300, blank=True, help_text="the order that asks for it")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    weekday = models.CharField(max_length=1, choices=Weekday.choices, default=Weekday.MONDAY)
    due_after = models.DurationField(help_text="deadline, counted from the midnight its day begins with")
    indicators = models.JSONField(
        default=list, help_text="codes of reported indicators, in the sheet's order"
    )
    is_active = models.BooleanField(default=True)
    made_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class FormUnit(models.Model):
    """A unit (by its area) that owes a sheet, from–to."""

    scope_rule = rule_by_unit()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(ReportForm, on_delete=models.CASCADE, related_name="units")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="unit_owes_a_sheet_once",
                expressions=[
                    ("form", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.area}"


class Submission(models.Model):
    """One saving of one unit's sheet for one day: who signed, who typed, from what source. Append-only."""

    scope_rule = rule_by_unit()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    form = models.ForeignKey(ReportForm, null=True, on_delete=models.PROTECT, related_name="submissions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    origin = models.CharField(max_length=5, choices=Origin.choices, default=Origin.HAND)
    source = models.CharField(max_length=300, help_text="book, report or file the figures come from")
    note = models.TextField(blank=True)
    signed_by_name = models.CharField(max_length=200, help_text="who answers for the figures")
    signed_by_title = models.CharField(max_length=200, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    due_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["form", "day", "area"], name="submission_form_day")]

    def __str__(self) -> str:
        return f"{self.area} {self.day}"

    @property
    def is_late(self) -> bool:
        """Whether it came after its deadline."""
        return self.due_at is not None and self.submitted_at > self.due_at


class Observation(models.Model):
    """One figure as one unit reported it for one day. Never changed: another figure replaces it, and why is kept.

    A held one does not count until somebody else confirms it; the figure before it counts on.
    """

    scope_rule = rule_by_unit()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="observations")
    indicator = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=2)
    state = models.CharField(max_length=10, choices=ObservationState.choices)
    doubts = models.JSONField(default=list, help_text="[{rule, limit, seen, policy}]: why it was held")
    reason = models.CharField(max_length=300, blank=True, help_text="why it replaces the figure before")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()
    counted_from = models.DateTimeField(null=True, help_text="since when it is what is known")
    counted_until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "day"], condition=Q(state="counted"), name="one_figure_counts"
            ),
            models.UniqueConstraint(
                fields=["indicator", "area", "day"], condition=Q(state="held"), name="one_figure_is_held"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True)
                | Q(by_id__isnull=True)
                | ~Q(decided_by_id=F("by_id")),
                name="second_look_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(counted_from__isnull=False, counted_until__isnull=True),
                name="counted_figure_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "day", "area"],
                include=["value"],
                condition=Q(state="counted"),
                name="observation_counted",
            ),
            models.Index(fields=["area", "indicator", "-day"], name="observation_area"),
            models.Index(fields=["occurred_at"], condition=Q(state="held"), name="observation_held"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area_id} {self.day}: {self.value}"


class DailyFigure(models.Model):
    """What changed one computed indicator in one leaf area on one local day: for a stock, came minus ended."""

    scope_rule = ScopeRule.internal("sums of facts, read through the indicators")

    pk = models.CompositePrimaryKey("indicator", "day", "area")
    indicator = models.CharField(max_length=60)
    day = models.DateField()
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.FloatField()

    objects = ScopedQuerySet.as_manager()


class RolledDay(models.Model):
    """A local day all of whose computed figures stand in `DailyFigure`, by these definitions."""

    scope_rule = ScopeRule.internal("days, no person")

    day = models.DateField(primary_key=True)
    definitions = models.CharField(max_length=20)
    rolled_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()


class ChangedDay(models.Model):
    """A local day whose facts a statement changed; written by triggers, erased when the day is rolled up again.

    While a row is there, the facts themselves answer for the day.
    """

    scope_rule = ScopeRule.internal("days, no person")

    day = models.DateField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["day"], name="indicators_changed_day")]


class FigureChange(models.Model):
    """A computed figure of a day that had been rolled up and came out otherwise later: what was known before."""

    scope_rule = ScopeRule.internal("sums of facts, read through the indicators")

    indicator = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    old = models.FloatField()
    new = models.FloatField()
    noticed_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["indicator", "day", "area"], name="figure_change_day")]

import uuid
from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now

from phaodai.city.areas.terms import AreaLevel
from phaodai.core.access import ScopedQuerySet, ScopeRule

FEW_AREAS = 64
"""Up to so many areas are named in a query one by one; a district of wards is, a city is not."""


class AreaQuerySet(ScopedQuerySet["Area"]):
    def in_force(self, day: object) -> Self:
        """Areas that exist on a day."""
        return self.filter(valid__contains=day)

    def below(self, area: "Area") -> Self:
        """The area itself and everything under it."""
        return self.filter(pk__in=AreaClosure.objects.filter(ancestor=area).values("descendant"))


class Area(models.Model):
    """One administrative area for the time it exists. A rename, split or merge closes it and opens others."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, help_text="state register code, leading zeros kept")
    level = models.CharField(max_length=12, choices=AreaLevel.choices)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    search_key = models.CharField(max_length=160, editable=False)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid = DateRangeField(help_text="the days on which it exists, half-open")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True, help_text="null is unknown, never zero")
    adults = models.PositiveIntegerField(null=True)
    population_source = models.CharField(max_length=200, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            ExclusionConstraint(
                name="area_code_once_at_a_time",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes = [
            models.Index(fields=["level", "code"], name="area_level_code"),
            models.Index(fields=["sort_key"], name="area_sort"),
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="area_search"),
        ]

    def __str__(self) -> str:
        return self.name


class AreaClosure(models.Model):
    """The tree, flattened: one row for each pair of an area and one that contains it (itself included)."""

    scope_rule = ScopeRule.reference()

    ancestor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="closure_up")
    depth = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="closure_once")]
        indexes = [models.Index(fields=["descendant", "ancestor"], name="closure_up")]

    def __str__(self) -> str:
        return f"{self.descendant_id} in {self.ancestor_id}"


@pghistory.track()
class AreaStatus(models.Model):
    """A conclusion about an area (a risk level, a zone), kept as a fact on the ground for all to read.

    ``computed`` beside ``decided``: the machine's proposal and what the named authority applies.
    """

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="statuses")
    scheme = models.CharField(max_length=20, help_text='which classification: "qd2686", "vung123"')
    computed = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True, help_text="decided; blank while only computed")
    valid = DateTimeRangeField()
    document = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="area_status_once_at_a_time",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.level or self.computed}"

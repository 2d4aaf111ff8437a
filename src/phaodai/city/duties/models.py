"""Who answers for which area and job, and who is on duty around the clock."""

import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from phaodai.city.areas.models import Area
from phaodai.city.duties.terms import Job, Part
from phaodai.city.organizations.models import Organization
from phaodai.city.people.models import Person
from phaodai.core.access import ScopedQuerySet, ScopeRule


@pghistory.track()
class Responsibility(models.Model):
    """One person answers for one job in one area, from–to. One owner at a time; deputies beside them.

    Reference data: whoever works on the epidemic must know whom to ring.
    """

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="responsibilities")
    job = models.CharField(max_length=12, choices=Job.choices)
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.OWNER)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="responsibilities")
    office = models.CharField(
        max_length=200, blank=True, help_text='in what office: "Phó Chủ tịch UBND quận"'
    )
    phone = models.CharField(max_length=20, blank=True, help_text="the number for this duty")
    document = models.CharField(max_length=200, blank=True, help_text="by which decision")
    valid = DateRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_owner_of_a_job",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("job", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(part="owner"),
            ),
            ExclusionConstraint(
                name="one_part_of_a_person",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("job", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_job_display()}, {self.area}: {self.person}"


@pghistory.track()
class Shift(models.Model):
    """Somebody is on duty at an organisation for some hours, reachable by one number."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="shifts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shifts")
    phone = models.CharField(max_length=20, blank=True)
    during = DateTimeRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_on_duty",
                expressions=[("organization", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="nobody_on_duty_twice",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.person}"

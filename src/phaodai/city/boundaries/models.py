import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.core.access import ScopedQuerySet, ScopeRule


class BoundaryFile(models.Model):
    """One file of boundaries as it came: append-only; taking it back leaves the row and says who and why."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(
        max_length=300, blank=True, help_text="whose boundaries they are, and on what terms"
    )
    describes_on = models.DateField(help_text="the day whose boundaries the file shows")
    level = models.CharField(max_length=12, choices=AreaLevel.choices)
    rows = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    rejected = models.JSONField(default=list, help_text="row, code and detail of what was wrong")
    imported_at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The boundary of an area for the days the file speaks of. The last file that was not taken back counts."""

    scope_rule = ScopeRule.reference()

    file = models.ForeignKey(BoundaryFile, on_delete=models.CASCADE, related_name="boundaries")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="boundaries")
    valid = DateRangeField(help_text="the days on which it is the boundary, half-open")
    geometry = models.BinaryField(help_text="MultiPolygon in WGS 84, as WKB")
    area_km2 = models.FloatField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [models.UniqueConstraint(fields=["file", "area"], name="boundary_once_a_file")]
        indexes = [models.Index(fields=["area", "-file"], name="boundary_area_file")]

    def __str__(self) -> str:
        return f"{self.area_id} ({self.file_id})"

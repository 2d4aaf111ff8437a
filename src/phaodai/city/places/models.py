import uuid

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.places.terms import PlaceKind
from phaodai.core.access import ScopedQuerySet, ScopeRule


@pghistory.track()
class Place(models.Model):
    """Anywhere people can be at one time: a market, a workplace, a room, a vehicle. Its bigint id keys the
    ledger.
    """

    scope_rule = ScopeRule.by_area("places.view")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        max_length=20, unique=True, help_text="printed under the QR, with check character"
    )
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=500, db_collation="C", editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    address = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="place_search"),
            models.Index(fields=["area", "kind"], name="place_area_kind"),
        ]

    def __str__(self) -> str:
        return self.name

import uuid

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.places.models import Place
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.response.cases.models import CONFIRMED, Case
from phaodai.response.outbreaks.terms import ClusterState, LinkSetting, LinkState


class LinkQuerySet(ScopedQuerySet):
    def standing(self) -> "LinkQuerySet":
        """Confirmed links between cases that still count as cases."""
        return self.filter(
            state=LinkState.CONFIRMED, infected__status__in=CONFIRMED, infector__status__in=CONFIRMED
        )


@pghistory.track()
class TransmissionLink(models.Model):
    """Who infected whom, as an investigator concluded. Seen by whoever sees the infected case.

    ``score``, ``probability``, ``days`` and ``path`` are what was computed when it was concluded: the evidence as it
    stood then, kept whatever retention deletes.
    """

    scope_rule = ScopeRule.via(lambda: Case, "infected")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    infected = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="source_links")
    infector = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="infected_links")
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.OPEN)
    setting = models.CharField(max_length=10, choices=LinkSetting.choices, default=LinkSetting.OTHER)
    where = models.CharField(
        max_length=200, blank=True, help_text="the place of the strongest meeting, as it was called"
    )
    met_on = models.DateField(null=True)
    days = models.SmallIntegerField(null=True, help_text="between the onsets")
    score = models.FloatField(null=True)
    probability = models.FloatField(null=True)
    path = models.JSONField(default=list)
    concluded_by_name = models.CharField(max_length=200, blank=True)
    concluded_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["infected", "infector"], name="link_once"),
            models.UniqueConstraint(
                fields=["infected"], condition=Q(state="confirmed"), name="one_confirmed_source"
            ),
            models.CheckConstraint(condition=~Q(infected=F("infector")), name="link_of_two"),
        ]
        indexes = [models.Index(fields=["infector", "state"], name="link_infector_state")]

    def __str__(self) -> str:
        return f"{self.infector} → {self.infected}"


class LinkDecision(models.Model):
    """One conclusion about a link, with its reason. Append-only; undo is another decision."""

    scope_rule = ScopeRule.via(lambda: TransmissionLink, "link")

    link = models.ForeignKey(TransmissionLink, on_delete=models.CASCADE, related_name="decisions")
    from_state = models.CharField(max_length=10, choices=LinkState.choices)
    to_state = models.CharField(max_length=10, choices=LinkState.choices)
    reason = models.CharField(max_length=300)
    source_before = models.CharField(max_length=15, blank=True, help_text="what the case said of its source")
    policy_version = models.CharField(max_length=60)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@pghistory.track()
class Cluster(models.Model):
    """Cases followed together. ``area`` is the smallest area that holds them all, so that a chain shows to those only
    who may see every case of it.

    ``basis`` keeps what the machine had found: place, days, cases, visits, expected, excess.
    """

    scope_rule = ScopeRule.by_area("chains.view")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="clusters")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="clusters")
    state = models.CharField(max_length=8, choices=ClusterState.choices, default=ClusterState.OPEN)
    basis = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="closed_clusters_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ClusterCase(models.Model):
    """A case in a cluster; taken out, never deleted."""

    scope_rule = ScopeRule.via(lambda: Cluster, "cluster")

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cluster_members")
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "case"], condition=Q(removed_at__isnull=True), name="in_a_cluster_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} in {self.cluster}"


class ClusterCounter(models.Model):
    """The last cluster number; locked while a code is given."""

    scope_rule = ScopeRule.internal("gives cluster codes")

    prefix = models.CharField(max_length=12, unique=True)
    last_number = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last_number}"

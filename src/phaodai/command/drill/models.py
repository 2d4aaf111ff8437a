from django.db import models

from phaodai.core.access import ScopedQuerySet, ScopeRule


class DrillRun(models.Model):
    """One loaded city: its seed and size, and how far the loading came."""

    scope_rule = ScopeRule.internal("demo and drill databases only")

    seed = models.IntegerField()
    people = models.PositiveIntegerField()
    scenario_at = models.DateTimeField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.people} people, seed {self.seed}"


class TrueInfection(models.Model):
    """Ground truth of the simulated outbreak: who was infected by whom, where and when. Never shown to
    users.
    """

    scope_rule = ScopeRule.internal("ground truth, for measurements only")

    run = models.ForeignKey(DrillRun, on_delete=models.CASCADE, related_name="infections")
    person_id = models.BigIntegerField()
    infector_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    infected_at = models.DateTimeField()
    onset_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person_id"], name="infected_once")]

    def __str__(self) -> str:
        return f"{self.person_id} infected by {self.infector_id}"


class TrueContact(models.Model):
    """Ground truth of who was really near whom in the infectious period, for recall and precision."""

    scope_rule = ScopeRule.internal("ground truth, for measurements only")

    run = models.ForeignKey(DrillRun, on_delete=models.CASCADE, related_name="contacts")
    case_person_id = models.BigIntegerField()
    contact_person_id = models.BigIntegerField()
    place_id = models.BigIntegerField(null=True)
    seconds = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "case_person_id"], name="truecontact_case")]

    def __str__(self) -> str:
        return f"{self.contact_person_id} near {self.case_person_id}"

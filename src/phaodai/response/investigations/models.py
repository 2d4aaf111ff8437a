import uuid

from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.response.cases.models import Case


class InvestigationReport(models.Model):
    """One version of the report about a case, frozen as the data stood. Never changed: a correction is a new version.

    ``sections``: [{code, title, rows: [[label, value]], tables: [{heads, rows}], missing: [label]}…], in Vietnamese,
    in the order in force when it was made.
    """

    scope_rule = ScopeRule.via(lambda: Case, "case")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="investigation_reports")
    version = models.PositiveSmallIntegerField()
    sections = models.JSONField()
    changes = models.JSONField(
        default=list, help_text="[{section, label, before, after}…] against the version before"
    )
    completeness = models.PositiveSmallIntegerField(help_text="per cent of the items that hold something")
    hours_to_list = models.FloatField(null=True, help_text="from the first standing result to the first list")
    conclusion = models.TextField(blank=True, help_text="the investigator's own words")
    policy_version = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="report_version_once")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.case.code} v{self.version}"

from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopeRule


class ClockSetting(models.Model):
    """The scenario clock of a demo or drill database; a real database has no row here.

    Scenario time = ``scenario_at`` + (real time − ``anchored_at``). ``ticked_at`` is the last real moment
    the system ran, so that nights when it was off do not pass in the scenario.
    """

    scope_rule = ScopeRule.internal("set by command, read by everything")

    id = models.SmallIntegerField(primary_key=True, default=1)
    purpose = models.CharField(max_length=10, choices=[("demo", "demo"), ("drill", "drill")])
    scenario_at = models.DateTimeField()
    anchored_at = models.DateTimeField()
    ticked_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_clock_setting")]

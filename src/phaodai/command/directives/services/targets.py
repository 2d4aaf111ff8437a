"""The figures a task must reach."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.indicators import all_indicators
from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import DirectiveTask, Target, TargetShare
from phaodai.command.directives.services.moves import lock_draft
from phaodai.command.directives.texts import refuse, require_text


@dataclass(frozen=True)
class TargetFields:
    """A target as the desk writes it; ``shares`` gives units their own figure."""

    name: str
    goal: Decimal
    upper: Decimal | None = None
    unit: str = ""
    denominator: str = ""
    counts_from: date | None = None
    boundary_on: date | None = None
    condition: str = ""
    indicator: str = ""
    shares: dict[Organization, Decimal] = field(default_factory=dict)


@transaction.atomic
def add_target(*, task: DirectiveTask, fields: TargetFields, by: Any) -> Target:
    """Tie a figure to a task of a draft.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more; no name; not above zero; a range that falls; an unknown indicator.
    """
    lock_draft(task.directive, by)
    if fields.goal <= 0 or (fields.upper is not None and fields.upper < fields.goal):
        raise refuse("target_figure", _("A target is above zero, and a range rises."))
    if fields.indicator and fields.indicator not in {row.code for row in all_indicators()}:
        raise refuse("no_indicator", _("There is no such indicator."))
    target = Target.objects.create(
        task=task, name=require_text(fields.name)[:200], goal=fields.goal, upper=fields.upper,
        unit=fields.unit.strip()[:40], denominator=fields.denominator, counts_from=fields.counts_from,
        boundary_on=fields.boundary_on, condition=fields.condition.strip()[:300], indicator=fields.indicator,
    )  # fmt: skip
    TargetShare.objects.bulk_create(
        TargetShare(target=target, unit=unit, goal=goal) for unit, goal in fields.shares.items()
    )
    return target


@transaction.atomic
def remove_target(*, target: Target, by: Any) -> None:
    """Take a figure out of a draft."""
    lock_draft(target.task.directive, by)
    target.delete()

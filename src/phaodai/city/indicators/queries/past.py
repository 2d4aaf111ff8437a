"""What is known around a figure that is about to be reported."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from phaodai.city.areas.models import Area
from phaodai.city.indicators.models import Observation
from phaodai.city.indicators.registry import Indicator
from phaodai.city.indicators.rules import Background, Limits, limits_of
from phaodai.city.indicators.terms import ObservationState
from phaodai.core import policy

RULES = ("jump", "scale", "per_head")


def limits_for(indicators: list[Indicator], level: str) -> dict[str, Limits]:
    """The thresholds in force for units of one level."""
    values = {name: policy.get(f"indicators.{name}") for name in RULES}
    versions = {value.code: value.version for value in values.values()}
    tables = {name: value.value for name, value in values.items()}
    return {row.code: limits_of(row.code, level, versions=versions, **tables) for row in indicators}


def past_days() -> int:
    """How many days before count as the recent past."""
    return int(policy.get("indicators.jump").value["days"])


def backgrounds(indicators: list[Indicator], area: Area, day: date) -> dict[str, Background]:
    """The unit's own recent figures and those of the units beside it, by indicator. One query."""
    rows = Observation.objects.filter(
        state=ObservationState.COUNTED,
        indicator__in=[row.code for row in indicators],
        day__gte=day - timedelta(days=past_days()),
        day__lt=day,
        area__parent=area.parent_id,
        area__level=area.level,
    ).order_by("day")
    own: dict[str, list[Decimal]] = defaultdict(list)
    beside: dict[str, list[Decimal]] = defaultdict(list)
    for code, where, value in rows.values_list("indicator", "area", "value"):
        (own if where == area.pk else beside)[code].append(value)
    return {row.code: background_of(row, area, own[row.code], beside[row.code]) for row in indicators}


def background_of(
    row: Indicator, area: Area, recent: list[Decimal], beside: list[Decimal] | None = None
) -> Background:
    """What a figure of one unit is compared with."""
    return Background(
        level=area.level, kind=row.kind, recent=recent, neighbours=beside or [],
        previous_total=recent[-1] if recent else None, population=area.population, adults=area.adults,
        of_adults=row.denominator == "adults",
    )  # fmt: skip

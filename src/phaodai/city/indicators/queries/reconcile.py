"""Two levels that report the same figure: what an area says of itself beside the sum of what its parts say."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from phaodai.city.areas.models import Area
from phaodai.city.indicators.registry import Indicator

LEVELS_SQL = """
SELECT a.id, SUM(o.value) FILTER (WHERE o.area_id = a.id), SUM(o.value) FILTER (WHERE part.parent_id = a.id),
       COUNT(DISTINCT o.area_id) FILTER (WHERE part.parent_id = a.id)
FROM areas_area a
JOIN indicators_observation o ON o.state = 'counted' AND o.indicator = %s AND o.day BETWEEN %s AND %s
JOIN areas_area part ON part.id = o.area_id AND (part.id = a.id OR part.parent_id = a.id)
WHERE a.level = %s
GROUP BY a.id
"""


@dataclass(frozen=True)
class Gap:
    """An area's own figure and that of the parts that reported."""

    area: Area
    own: Decimal
    parts: Decimal
    units: int

    @property
    def difference(self) -> Decimal:
        return self.own - self.parts


def both_levels(indicator: Indicator, level: str, first: date, last: date) -> list[Gap]:
    """Every area of a level for which it and its parts reported, the largest difference first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(LEVELS_SQL, [indicator.code, first, last, level])
        rows = [row for row in cursor.fetchall() if row[1] is not None and row[2] is not None]
    areas = Area.objects.in_bulk([row[0] for row in rows])
    found = [Gap(areas[pk], own, parts, units) for pk, own, parts, units in rows]
    return sorted(found, key=lambda gap: (-abs(gap.difference), gap.area.sort_key))


def differing(indicator: Indicator, level: str, first: date, last: date) -> list[Gap]:
    """Those whose two figures differ."""
    return [gap for gap in both_levels(indicator, level, first, last) if gap.difference]

"""Rolling days up: the facts of a day, grouped by indicator and leaf area, written into the daily table.

One statement reads the facts, erases the notes of changes it has seen and writes the sums: a change committed while it
runs keeps its note, and the day is rolled up once more.
"""

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from phaodai.city.indicators.models import ChangedDay, RolledDay
from phaodai.city.indicators.queries.live import facts_sql
from phaodai.city.indicators.queries.rolled import LOCAL_DAY, Stretch, dirty_days
from phaodai.city.indicators.registry import definition_digest, rolled_indicators
from phaodai.core import clock

logger = logging.getLogger(__name__)
HISTORY_DAYS = 400
AT_ONCE = 31
LOCK = 70_210_914
ROLL_SQL = """
WITH forgotten AS (DELETE FROM indicators_changedday WHERE day = ANY(%s)),
facts (number, area_id, at, weight) AS ({facts}),
fresh AS MATERIALIZED (
    SELECT k.code AS indicator, {day} AS day, area_id, SUM(weight) AS value
    FROM facts JOIN unnest(%s::text[]) WITH ORDINALITY AS k (code, number) ON k.number = facts.number
    WHERE area_id IS NOT NULL
    GROUP BY 1, 2, 3 HAVING SUM(weight) <> 0
),
old AS MATERIALIZED (SELECT indicator, day, area_id, value FROM indicators_dailyfigure WHERE day = ANY(%s)),
known AS (SELECT day FROM indicators_rolledday WHERE day = ANY(%s) AND definitions = %s),
restated AS (
    INSERT INTO indicators_figurechange (indicator, area_id, day, old, new, noticed_at)
    SELECT indicator, area_id, day, COALESCE(old.value, 0), COALESCE(fresh.value, 0), %s
    FROM old FULL JOIN fresh USING (indicator, day, area_id) JOIN known USING (day)
    WHERE old.value IS DISTINCT FROM fresh.value
),
gone AS (
    DELETE FROM indicators_dailyfigure f WHERE f.day = ANY(%s)
    AND NOT EXISTS (SELECT FROM fresh WHERE (fresh.indicator, fresh.day, fresh.area_id) = (f.indicator, f.day, f.area_id))
),
written AS (
    INSERT INTO indicators_dailyfigure (indicator, day, area_id, value)
    SELECT indicator, day, area_id, value FROM fresh
    ON CONFLICT (indicator, day, area_id) DO UPDATE SET value = EXCLUDED.value
    WHERE indicators_dailyfigure.value <> EXCLUDED.value
)
INSERT INTO indicators_rolledday (day, definitions) SELECT day, %s FROM unnest(%s::date[]) AS d (day)
ON CONFLICT (day) DO UPDATE SET definitions = EXCLUDED.definitions, rolled_at = statement_timestamp()
"""


def roll_up(days: Iterable[date]) -> int:
    """Roll these local days up anew; returns how many."""
    wanted = sorted(set(days))
    for start in range(0, len(wanted), AT_ONCE):
        _roll(wanted[start : start + AT_ONCE])
    return len(wanted)


@transaction.atomic
def _roll(days: list[date]) -> None:
    rows, digest = rolled_indicators(), definition_digest()
    within = Stretch(days[0], days[-1], tuple(days)).condition()
    parts = [part for number, row in enumerate(rows, 1) for part in row.change_rows(number, within)]
    facts, params = facts_sql(parts)
    after: list[Any] = [
        [row.code for row in rows], days, days, digest, clock.now(), days, digest, days,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(ROLL_SQL.format(facts=facts, day=LOCAL_DAY), [days, *params, *after])


def roll_up_what_is_due(limit: int = HISTORY_DAYS) -> int:
    """Roll up every past day that was never rolled up or has changed since, the newest first."""
    last = clock.today() - timedelta(days=1)
    due = dirty_days(last - timedelta(days=HISTORY_DAYS), last)
    done = roll_up(due[-limit:])
    forget_strays(last)
    return done


def forget_strays(last: date) -> None:
    """Notes about days that never stand in the daily table are of no use."""
    oldest = last - timedelta(days=HISTORY_DAYS)
    ChangedDay.objects.filter(day__lt=oldest).delete()


def check_rolled(days: Iterable[date]) -> int:
    """Roll days up again although nothing says they changed; returns how many figures came out otherwise.

    They are kept as changes: the daily table is checked against the facts, never trusted.
    """
    wanted = sorted(set(days) & set(RolledDay.objects.values_list("day", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM indicators_figurechange")
        before = cursor.fetchone()[0]
        roll_up(wanted)
        cursor.execute("SELECT COUNT(*) FROM indicators_figurechange")
        found = int(cursor.fetchone()[0] - before)
    if found:
        logger.error("daily figures differed from the facts: %s", found)
    return found

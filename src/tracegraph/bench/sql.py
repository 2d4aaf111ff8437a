"""The geometry of `docs/tracing.md` as one statement that PostgreSQL and DuckDB both read.

Tables: `by_person` and `by_place` (person, place, start_s, end_s; in PostgreSQL one table under both names, with an
index each), `place_rule` (place, linger, open_for). Times are epoch seconds in whole numbers. ``$`` stands for the
mark of a parameter.
"""

CASES = """
WITH period AS (
    SELECT unnest($keys::int[]) AS key, unnest($people::int[]) AS person,
           unnest($begins::int[]) AS from_s, unnest($untils::int[]) AS to_s
),
own AS (
    SELECT period.key, period.person, period.from_s, period.to_s, visit.place, rule.linger, rule.open_for,
           visit.start_s, coalesce(visit.end_s, visit.start_s + rule.open_for) AS end_s
    FROM period
    JOIN by_person visit ON visit.person = period.person
         AND visit.start_s >= period.from_s - 86400 AND visit.start_s < period.to_s
    JOIN place_rule rule ON rule.place = visit.place
),
cut AS MATERIALIZED (
    SELECT key, person, place, linger, open_for, greatest(start_s, from_s) AS start_s, least(end_s, to_s) AS end_s
    FROM own
    WHERE (start_s = end_s AND start_s >= from_s AND start_s < to_s)
       OR (start_s < end_s AND greatest(start_s, from_s) < least(end_s, to_s))
),
"""
MEETINGS = """
near AS (
    SELECT cut.key, cut.linger, cut.start_s AS case_start, cut.end_s AS case_end, other.person,
           other.start_s, coalesce(other.end_s, other.start_s + cut.open_for) AS end_s
    FROM cut
    JOIN by_place other ON other.place = cut.place AND other.person <> cut.person
         AND other.start_s >= cut.start_s - 86400 AND other.start_s <= cut.end_s + cut.linger
),
met AS (
    SELECT * FROM near
    WHERE CASE
            WHEN case_start = case_end AND start_s = end_s THEN case_start = start_s
            WHEN case_start = case_end THEN start_s <= case_start AND case_start < end_s
            WHEN start_s = end_s THEN case_start <= start_s AND start_s < case_end
            ELSE greatest(case_start, start_s) < least(case_end, end_s)
          END
       OR (start_s >= case_end AND start_s < case_end + linger)
)
SELECT {key}, person, count(*) AS visits,
       sum(greatest(0, least(case_end, end_s) - greatest(case_start, start_s)))::bigint AS direct_s,
       sum(greatest(0, least(end_s, case_end + linger) - greatest(start_s, case_end)))::bigint AS linger_s,
       min(greatest(case_start, start_s)) AS first_at, max(least(end_s, case_end + linger)) AS last_at
FROM met {where} GROUP BY {group}
"""
RING = CASES + MEETINGS.format(key="key", where="", group="key, person")
SECOND_RING = CASES + MEETINGS.format(
    key="2", where="WHERE NOT (person = ANY($known::int[]))", group="person"
)
BACKWARD = (
    CASES
    + """
day_of AS (
    SELECT DISTINCT key, place, (start_s + 25200) // 86400 AS day FROM cut
),
shares AS (
    SELECT (start_s + 25200) // 86400 AS day, count(*) AS visits FROM cut GROUP BY 1
),
found AS (
    SELECT place, day, count(*) AS cases FROM day_of GROUP BY place, day
),
traffic AS (
    SELECT found.place, found.day, found.cases,
           (SELECT count(*) FROM by_place visit WHERE visit.place = found.place
               AND visit.start_s >= found.day * 86400 - 25200 AND visit.start_s < (found.day + 1) * 86400 - 25200
           ) AS visits
    FROM found
),
held AS (
    SELECT traffic.place, traffic.day, traffic.cases, traffic.visits,
           traffic.visits * (shares.visits::float8 / day_total.visits) AS expected
    FROM traffic JOIN shares ON shares.day = traffic.day JOIN day_total ON day_total.day = traffic.day
)
SELECT place, day, cases, visits,
       CASE WHEN cases > expected AND expected > 0 THEN cases * ln(cases / expected) - (cases - expected) ELSE 0 END
FROM held
"""
)

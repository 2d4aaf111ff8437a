"""python -m bench.numbers [--wards 579] [--days 90] [--json]: the explorer at a city's size, every cell filled."""

import argparse
import json
import os
import platform
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("PHAODAI_ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
django.setup()

from django.db import connection  # noqa: E402 - Django must be set up first
from django.http import QueryDict  # noqa: E402

from bench.database import own_database  # noqa: E402
from bench.pages import sign_in  # noqa: E402
from bench.timing import Row, measure, with_ratios  # noqa: E402
from phaodai.city.accounts.models import Grant, User, valid_from  # noqa: E402
from phaodai.city.areas.models import Area, AreaClosure  # noqa: E402
from phaodai.city.indicators import all_indicators  # noqa: E402
from phaodai.city.indicators.queries.explorer import Question, explore  # noqa: E402
from phaodai.city.indicators.registry import definition_digest, rolled_indicators  # noqa: E402
from phaodai.core import clock  # noqa: E402
from phaodai.core.text import search_key, sort_key  # noqa: E402

DISTRICTS, COMPUTED, REPORTED = 30, 16, 8
ALWAYS = (date(2020, 1, 1), None)
FILL = """
INSERT INTO indicators_dailyfigure (indicator, day, area_id, value)
SELECT k.name, d::date, a.id, 1 + (a.id * 7 + EXTRACT(DOY FROM d)::int) %% 9
FROM unnest(%s::text[]) AS k (name), generate_series(%s::date, %s::date, interval '1 day') AS d, areas_area a
WHERE a.level = 'ward'
"""
ROLLED = """
INSERT INTO indicators_rolledday (day, definitions)
SELECT d::date, %s FROM generate_series(%s::date, %s::date, interval '1 day') AS d
"""
SUBMIT = """
INSERT INTO indicators_submission
    (uuid, area_id, day, origin, source, note, signed_by_name, signed_by_title, by_name, submitted_at)
SELECT gen_random_uuid(), a.id, d::date, 'hand', '', '', '', '', '', now()
FROM generate_series(%s::date, %s::date, interval '1 day') AS d, areas_area a WHERE a.level = 'ward'
"""
OBSERVE = """
INSERT INTO indicators_observation (uuid, submission_id, indicator, area_id, day, value, state, doubts, reason, by_name,
    decided_by_name, decision_note, occurred_at, counted_from)
SELECT gen_random_uuid(), s.id, k.name, s.area_id, s.day, 5 + s.area_id %% 11, 'counted', '[]', '', '', '', '', now(), now()
FROM indicators_submission s, unnest(%s::text[]) AS k (name)
"""


def add_area(code: str, level: str, parent: Area | None) -> Area:
    """One area with its closure."""
    area = Area.objects.create(
        code=code, name=f"Khu {code}", level=level, parent=parent, valid=ALWAYS, sort_key=sort_key(code),
        search_key=search_key(code), population=12_000,
    )  # fmt: skip
    above = list(AreaClosure.objects.filter(descendant=parent)) if parent else []
    rows = [AreaClosure(ancestor=row.ancestor, descendant=area, depth=row.depth + 1) for row in above]
    AreaClosure.objects.bulk_create([AreaClosure(ancestor=area, descendant=area, depth=0), *rows])
    return area


def build(wards: int, days: int) -> tuple[Area, date, date]:
    """A city with every cell filled."""
    city = add_area("01", "province", None)
    districts = [add_area(f"{n:03}", "district", city) for n in range(DISTRICTS)]
    for n in range(wards):
        add_area(f"{n:05}", "ward", districts[n % DISTRICTS])
    last = clock.today()
    first = last - timedelta(days=days - 1)
    codes = [row.code for row in rolled_indicators()][:COMPUTED]
    told = [row.code for row in all_indicators() if row.is_reported][:REPORTED]
    with connection.cursor() as cursor:
        cursor.execute(FILL, [codes, first, last - timedelta(days=1)])
        cursor.execute(ROLLED, [definition_digest(), first, last - timedelta(days=1)])
        cursor.execute(SUBMIT, [first, last])
        cursor.execute(OBSERVE, [told])
        cursor.execute(
            "VACUUM ANALYZE indicators_dailyfigure, indicators_observation, areas_areaclosure, areas_area"
        )
    return city, first, last


def rows_of(city: Area, first: date, last: date, n: int) -> list[Row]:
    """The explorer's ways to look, as pages and as the query behind them."""
    user = User.objects.create(username="bench", full_name="Bench")
    Grant.objects.create(user=user, role="cdc", area=city, valid=valid_from())
    client = sign_in(user)
    rows = (*rolled_indicators()[:COMPUTED], *[r for r in all_indicators() if r.is_reported][:REPORTED])
    ask = QueryDict(mutable=True)
    ask.update(
        {"area": str(city.uuid), "since": first.isoformat(), "until": last.isoformat(), "level": "ward"}
    )
    one = ask.urlencode()
    ask.setlist("i", [row.code for row in rows])
    every = ask.urlencode()
    question = Question(rows, city, first, last, "ward")
    computed = Question(rows[:COMPUTED], city, first, last, "ward")
    paths = {
        "24 indicators, all wards": f"/indicators/?{every}",
        "1 indicator, all wards, by week": f"/indicators/?{one}&i={rows[0].code}",
        "1 reported, all wards, by week": f"/indicators/?{one}&i={rows[-1].code}",
        "1 indicator, chart": f"/indicators/?{one}&i={rows[0].code}&tab=chart",
        "map feed, all wards × all days": f"/api/v1/indicators/days?{one}&code={rows[0].code}",
        "24 indicators as CSV": f"/indicators/?{every}&format=csv",
    }  # fmt: skip
    found = [
        measure("24 indicators, the answer alone", lambda: len(explore(question).lines), n=n, engine="query"),
        measure("16 computed, the answer alone", lambda: len(explore(computed).lines), n=n, engine="query"),
    ]
    return found + [measure(name, lambda path=path: _open(client, path), n=n) for name, path in paths.items()]


def _open(client: object, path: str) -> int:
    answer = client.get(path)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return len(b"".join(answer.streaming_content)) if answer.streaming else 200


def run(wards: int, days: int, n: int) -> list[Row]:
    """Build, measure, one after the other."""
    with own_database("phaodai_bench_numbers"):
        print(f"{wards} wards × {COMPUTED + REPORTED} indicators × {days} days …", file=sys.stderr)
        city, first, last = build(wards, days)
        unit = measure("one bare query", _bare, n=100, engine="postgresql")
        return with_ratios([unit, *rows_of(city, first, last, n)], unit)


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wards", type=int, default=579)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="a small city, once")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    wards, days, n = (12, 10, 1) if given.smoke else (given.wards, given.days, given.n)
    rows = run(wards, days, n)
    if given.json:
        print(
            json.dumps(
                {"machine": platform.platform(), "seed": 0, "rows": [row.as_document() for row in rows]}
            )
        )
        return
    for row in rows:
        print(f"{row.name:38} {row.p50_ms:9.1f} ms  p95 {row.p95_ms:9.1f}  queries {row.queries}")


if __name__ == "__main__":
    main()

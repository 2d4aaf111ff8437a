"""python -m bench [--people N] [--seed N] [--smoke] [--json]: one table, or one document on stdout."""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("PHAODAI_ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402

from bench.database import own_database  # noqa: E402
from bench.flows import trace_row, upload_row  # noqa: E402
from bench.pages import page_rows  # noqa: E402
from bench.timing import Row, measure, report, with_ratios  # noqa: E402
from phaodai.command.drill.load import load_city  # noqa: E402


def _bare_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def run(people: int, seed: int, n: int) -> list[Row]:
    """Load the city, take every measurement, one after the other."""
    with own_database():
        print(f"loading {people} people …", file=sys.stderr)
        load_city(people, seed)
        unit = measure("one bare query", _bare_query, n=200, engine="postgresql")
        rows = [*page_rows(n), upload_row(n), trace_row(n)]
    return with_ratios([unit, *rows], unit)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="1,000 people, few repetitions")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    people, n = (1_000, 3) if options.smoke else (options.people, 20)
    rows = run(people, options.seed, n)
    report(rows, as_json=options.json, seed=options.seed, people=people)
    return 0


if __name__ == "__main__":
    sys.exit(main())

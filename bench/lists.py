"""python -m bench.lists [--people N] [--seed N] [--smoke] [--json]: lists of millions, as a city and a ward see them.

Loads the demonstration and a register of ``--people`` beside it (8 million take about 10 GB and twenty minutes),
opens each page again and again with other people, numbers and names, prints a table and drops the database.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import cycle

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("PHAODAI_ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.bigcity import load_big_city  # noqa: E402
from bench.database import own_database  # noqa: E402
from bench.pages import VIEWERS, sign_in  # noqa: E402
from bench.timing import Row, measure, report, with_ratios  # noqa: E402
from phaodai.city.accounts.models import User  # noqa: E402
from phaodai.city.areas.models import Area  # noqa: E402
from phaodai.city.people.models import Person  # noqa: E402
from phaodai.command.drill.load import load_city  # noqa: E402

PEOPLE, SEARCH = "/people/", "/search"
COMMON = ("nguyen", "thi", "van", "anh", "lan", "nguyen thi", "thi lan", "tran van", "nguyen v", "an")
WHOLE = ("nguyen thi lan", "tran van hung", "le minh anh", "pham thu ha", "khuat gia xuyen", "ly phuong yen")
LOOSE = ("nguyen lan", "lan nguyen", "tran anh", "anh tran", "thi hoa nguyen", "nguyen thi 1985", "lan thi")
NOBODY = ("duc thi", "khuat le", "xz", "tran tran tran", "zyx", "nguyen thi 1901")
SORTS = ("name", "-name", "year", "-year", "area", "-area")


def own_people(user: User, n: int) -> list[Person]:
    """People of the register this user sees, spread over its length."""
    seen = (
        Person.objects.visible_to(user).filter(household__code__startswith="BH").select_related("household")
    )
    last = Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    found = (seen.filter(pk__gte=last * step // n).order_by("pk").first() for step in range(n))
    return [person for person in found if person]


def addresses(user: User, people: list[Person]) -> Iterator[tuple[str, list[str]]]:
    """(name, addresses) of the pages measured; a page is opened with each of its addresses in turn."""
    numbers = [person.identifiers.values_list("value", flat=True)[0] for person in people]
    wards = Area.objects.filter(pk__in={person.area_id for person in people})
    yield "list", [PEOPLE]
    yield "list sorted", [f"{PEOPLE}?sort={sort}" for sort in SORTS]
    yield "list, pages 2 to 200", [f"{PEOPLE}?page={page}" for page in (2, 20, 100, 200)]
    yield "list narrowed", [
        f"{PEOPLE}?sex=female&born=1985", f"{PEOPLE}?born=1950-1960&sort=year", f"{PEOPLE}?sex=unknown",
        *(f"{PEOPLE}?area={ward.uuid}&born=1990" for ward in wards[:4]),
    ]  # fmt: skip
    for name, texts in {"whole": WHOLE, "common": COMMON, "loose": LOOSE, "nobody": NOBODY}.items():
        plus = [text.replace(" ", "+") for text in texts]
        yield f"search, {name} names", [f"{SEARCH}?q={text}" for text in plus]
        yield f"list of {name} names", [f"{PEOPLE}?q={text}" for text in plus]
    yield "number look-up", [
        *(f"{SEARCH}?q={number}" for number in numbers),
        *(f"{SEARCH}?q=0{person.phone.removeprefix('+84')}" for person in people),
        *(f"{SEARCH}?q={person.household.code}" for person in people if person.household),
    ]  # fmt: skip
    yield "number in the list", [f"{PEOPLE}?q={number}" for number in numbers]
    yield "person", [reverse("people:person", args=[person.uuid]) for person in people]
    yield "household", [reverse("people:household", args=[p.household.uuid]) for p in people if p.household]
    yield "area", [reverse("areas:area", args=[ward.uuid]) for ward in wards]
    yield "home", ["/"]
    yield "dashboard", ["/dashboard"]


def rows_of(n: int) -> list[Row]:
    """One row a page and viewer; a page that answers anything but a page or one hit is no measurement."""
    rows = []
    for scope, username in VIEWERS.items():
        user = User.objects.get(username=username)
        client = sign_in(user)
        for name, paths in addresses(user, own_people(user, 10)):
            rows.append(_row(f"{name} ({scope})", client, paths, n))
            print(f"  {rows[-1].name}: {rows[-1].p50_ms:.0f} / {rows[-1].p95_ms:.0f} ms", file=sys.stderr)
    return rows


def _row(name: str, client: Client, paths: list[str], n: int) -> Row:
    turn = cycle(paths)

    def open_page() -> int:
        path = next(turn)
        status = client.get(path).status_code
        if status not in (200, 302):
            raise RuntimeError(f"{path} answered {status}.")
        return int(status)

    for _path in paths:
        open_page()
    return measure(name, open_page, n=max(n, 3 * len(paths)) if n > len(paths) else n)


def _bare_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def run(people: int, seed: int, n: int) -> list[Row]:
    """Load the register, take every measurement, one after the other."""
    with own_database("phaodai_bench_lists"):
        print(f"loading {people} people …", file=sys.stderr)
        load_city(1_000, seed)
        load_big_city(people, seed)
        unit = measure("one bare query", _bare_query, n=200, engine="postgresql")
        return with_ratios([unit, *rows_of(n)], unit)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.lists", description=__doc__)
    parser.add_argument("--people", type=int, default=8_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="20,000 people, few repetitions")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    people, n = (20_000, 3) if options.smoke else (options.people, 30)
    rows = run(people, options.seed, n)
    report(rows, as_json=options.json, seed=options.seed, people=people)
    return 0


if __name__ == "__main__":
    sys.exit(main())

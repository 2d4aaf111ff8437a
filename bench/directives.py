"""The desk at a city's size: `python -m bench.directives [--tasks N] [--units N] [--seed N] [--smoke] [--json]`.

1,000 units and 25,000 tasks, as large as a city of thirty districts gives in an epidemic's worst two months. Prints the
pages a unit and the office live on, both searches, and how long twenty pages take to read.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("PHAODAI_ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.db import connection, transaction  # noqa: E402

from bench.database import own_database  # noqa: E402
from bench.pages import sign_in  # noqa: E402
from bench.reading import long_notice  # noqa: E402
from bench.timing import Row, measure, report, with_ratios  # noqa: E402
from phaodai.city.accounts.models import Grant, User, valid_from  # noqa: E402
from phaodai.city.accounts.permissions import Role  # noqa: E402
from phaodai.city.areas.facts import AreaFact  # noqa: E402
from phaodai.city.areas.models import Area  # noqa: E402
from phaodai.city.areas.services import load_areas  # noqa: E402
from phaodai.city.organizations.models import Organization  # noqa: E402
from phaodai.city.organizations.services import organization_keys  # noqa: E402
from phaodai.city.organizations.terms import OrganizationKind as Kind  # noqa: E402
from phaodai.command.directives.models import Assignment, Directive, DirectiveTask, TaskUnit  # noqa: E402
from phaodai.command.directives.reading.reader import read_text  # noqa: E402
from phaodai.command.directives.services.draft import index_text  # noqa: E402
from phaodai.command.drill.generator.assumptions import FIRST_DAY, SCENARIO_AT  # noqa: E402
from phaodai.core import clock  # noqa: E402
from phaodai.core.access import SYSTEM_ACTOR  # noqa: E402
from phaodai.core.clock.services import set_scenario  # noqa: E402
from phaodai.core.text import search_key  # noqa: E402

DISTRICTS, TASKS_OF_ONE = 30, 20
VERBS = (
    "rà soát",
    "lập danh sách",
    "kiểm tra",
    "bố trí",
    "báo cáo",
    "tổ chức",
    "chuẩn bị",
    "hướng dẫn",
    "cấp phát",
)
THINGS = (
    "người cao tuổi sống một mình", "khu cách ly tập trung", "chốt kiểm soát", "điểm tiêm lưu động", "túi an sinh",
    "giấy đi đường", "tổ COVID-19 cộng đồng", "vật tư lấy mẫu", "chợ dân sinh", "trạm y tế lưu động", "khu nhà trọ",
)  # fmt: skip
OPEN_STATES = ("new", "received", "received", "reported", "returned")
DAY = timedelta(days=1)


def load_desk(tasks: int, units: int, seed: int) -> None:
    """The city's units and what was given to them within sixty days, by plain inserts."""
    rng = random.Random(seed)
    with transaction.atomic():
        set_scenario(purpose="demo", scenario_at=SCENARIO_AT)
        clock.forget()
        load_areas(facts=_areas(units), by=SYSTEM_ACTOR)
        office, others = _units(units)
        _users(office, others)
        for number, size in enumerate(_sizes(tasks), start=1):
            _directive(office, number, rng.sample(others, size), rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sizes(tasks: int) -> list[int]:
    whole, rest = divmod(tasks, TASKS_OF_ONE)
    return [TASKS_OF_ONE] * whole + [rest] * bool(rest)


def _areas(units: int) -> Iterator[AreaFact]:
    """One city, its districts, and wards for six tenths of the units."""
    yield AreaFact("province", "01", "Thành phố Đo Đạc", None, None, FIRST_DAY)
    for number in range(DISTRICTS):
        yield AreaFact("district", f"{number:03d}", f"Quận {number}", "province", "01", FIRST_DAY)
    for number in range(units * 6 // 10 - DISTRICTS):
        yield AreaFact(
            "ward", f"{number:05d}", f"Phường {number}", "district", f"{number % DISTRICTS:03d}", FIRST_DAY
        )


def _units(units: int) -> tuple[Organization, list[Organization]]:
    """The issuing office; a committee for each district and ward, and departments and their kind up to ``units``."""
    areas = Area.objects.order_by("pk")
    city = areas[0]
    rows = [
        _unit(f"UBND-{area.code}", f"UBND {area.name}", Kind.COMMITTEE, area)
        for area in areas.exclude(pk=city.pk)
    ]
    numbers = count(1)
    while len(rows) < units:
        number = next(numbers)
        rows.append(_unit(f"SO-{number}", f"Cơ quan chuyên môn số {number}", Kind.HEALTH, city))
    office, *others = Organization.objects.bulk_create(
        [_unit("BCD", "Ban Chỉ đạo Thành phố", Kind.STEERING, city), *rows]
    )
    return office, others


def _unit(code: str, name: str, kind: str, area: Area) -> Organization:
    return Organization(code=code, kind=kind, area=area, **organization_keys(name))


def _users(office: Organization, others: list[Organization]) -> None:
    for name, role, unit in (("office", Role.OFFICE, office), ("unit", Role.UNIT, others[-1])):
        user = User.objects.create(username=name, full_name=name)
        Grant.objects.create(user=user, role=role, organization=unit, valid=valid_from())


def _directive(office: Organization, number: int, leads: list[Organization], rng: random.Random) -> None:
    given = clock.now() - rng.uniform(1, 60) * DAY
    actions = [f"{rng.choice(VERBS)} {rng.choice(THINGS)}, đợt {rng.randint(1, 40)}" for _lead in leads]
    lines = [
        f"{place}. Giao {lead.name} {action}."
        for place, (lead, action) in enumerate(zip(leads, actions, strict=True), 1)
    ]
    row = Directive.objects.create(
        issuer=office, state="issued", title=f"Kết luận giao ban lần {number}, {rng.choice(THINGS)}",
        text="Ban Chỉ đạo kết luận như sau:\n\n" + "\n\n".join(lines), sign="/TB-BCĐ", number=f"{number}/TB-BCĐ",
        issued_on=clock.local_day(given), signed_at=given, issued_at=given, occurred_at=given, drafted_by_name="x",
    )  # fmt: skip
    index_text(row)
    tasks = DirectiveTask.objects.bulk_create(
        DirectiveTask(directive=row, position=place, action=action, search_key=search_key(action))
        for place, action in enumerate(actions, start=1)
    )
    pairs = list(zip(tasks, leads, strict=True))
    TaskUnit.objects.bulk_create(TaskUnit(task=task, role="lead", unit=lead) for task, lead in pairs)
    Assignment.objects.bulk_create(_assignment(task, lead, given, rng) for task, lead in pairs)


def _assignment(task: DirectiveTask, unit: Organization, given: datetime, rng: random.Random) -> Assignment:
    """Two in three are done, one in six of them late; one in ten never had a deadline."""
    due = given + rng.randint(1, 20) * DAY if rng.random() > 0.1 else None
    row = Assignment(task=task, unit=unit, due_at=due, given_at=given, received_at=given + DAY / 8)
    if rng.random() < 0.66:
        late = rng.random() < 1 / 6
        sent = min((due or given + 5 * DAY) + (DAY if late else -DAY / 2), clock.now())
        row.state, row.finished_at, row.accepted_at, row.percent = "done", sent, sent, 100
    else:
        row.state = rng.choice(OPEN_STATES)
        row.finished_at = clock.now() if row.state == "reported" else None
    return row


def _page(name: str, user: str, path: str, n: int) -> Row:
    client = sign_in(User.objects.get(username=user))

    def open_page() -> str:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")
        return str(answer.status_code)

    return measure(name, open_page, n=n, note=path)


def _reading(n: int) -> Row:
    text = long_notice()

    def read() -> Any:
        return [(task.start, task.end, task.lead) for task in read_text(text).tasks]

    note = f"{len(text)} letters, {len(read())} tasks"
    return measure("reading of 20 pages", read, n=max(3, n // 3), engine="reader", note=note)


def rows_of(n: int) -> list[Row]:
    tasks = "/directives/tasks/"
    return [
        _page("home (unit)", "unit", "/", n),
        _page("tasks (unit)", "unit", tasks, n),
        _page("tasks (office)", "office", tasks, n),
        _page("overdue (office)", "office", f"{tasks}?standing=open_overdue", n),
        _page("overview (office)", "office", "/directives/overview/", n),
        _page("task search (office)", "office", f"{tasks}?q=nguoi+cao+tuoi+dot+7", n),
        _page("task search (unit)", "unit", f"{tasks}?q=nguoi+cao+tuoi", n),
        _page("library (office)", "office", "/directives/", n),
        _page("library search (office)", "office", "/directives/?q=tram+y+te+luu+dong", n),
        _page("library search (unit)", "unit", "/directives/?q=tram+y+te+luu+dong", n),
        _reading(n),
    ]


def _bare_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def run(tasks: int, units: int, seed: int, n: int) -> list[Row]:
    """Load the desk, take every measurement, one after the other."""
    with own_database("phaodai_bench_desk"):
        print(f"loading {tasks} tasks of {units} units …", file=sys.stderr)
        load_desk(tasks, units, seed)
        unit = measure("one bare query", _bare_query, n=200, engine="postgresql")
        rows = rows_of(n)
    return with_ratios([unit, *rows], unit)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.directives", description=__doc__)
    parser.add_argument("--tasks", type=int, default=25_000)
    parser.add_argument("--units", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="400 tasks of 100 units, few repetitions")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    tasks, units, n = (400, 100, 3) if options.smoke else (options.tasks, options.units, 20)
    rows = run(tasks, units, options.seed, n)
    report(rows, as_json=options.json, seed=options.seed, tasks=tasks, units=units)
    return 0


if __name__ == "__main__":
    sys.exit(main())

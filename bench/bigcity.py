"""A city of millions in the register: people, households, numbers and residences, written by the database itself.

Names come from a table of a few thousand that Python made once with their keys (common family names are common
here too); everything else is arithmetic on the row's number, so that a seed always gives the same city.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Household, Identifier, Person, Residence
from phaodai.core.text import name_sort_key, search_key, sort_key

FAMILIES = (
    ("Nguyễn", 38), ("Trần", 12), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Vũ", 5), ("Phan", 4), ("Đặng", 4),
    ("Bùi", 4), ("Đỗ", 3), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("Khuất", 1),
)  # fmt: skip
MIDDLES = (
    "Văn",
    "Thị",
    "Đức",
    "Minh",
    "Ngọc",
    "Thanh",
    "Thu",
    "Quang",
    "Hữu",
    "Bảo",
    "Thùy",
    "Gia",
    "Phương",
)
GIVENS = (
    "An", "Anh", "Ánh", "Bình", "Châu", "Chi", "Cường", "Dũng", "Dung", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiền",
    "Hiếu", "Hoa", "Hòa", "Hùng", "Hương", "Huyền", "Khánh", "Khoa", "Kiên", "Lan", "Linh", "Loan", "Long", "Mai",
    "Mạnh", "My", "Nam", "Nga", "Ngân", "Nhung", "Oanh", "Phong", "Phúc", "Quân", "Quỳnh", "Sơn", "Tâm", "Thảo",
    "Thắng", "Thủy", "Tiến", "Trang", "Trung", "Tú", "Tuấn", "Tùng", "Uyên", "Vân", "Việt", "Vinh", "Xuyến", "Yến",
)  # fmt: skip
WARDS = 579
HOUSEHOLD = 4
TABLES = (Household, Person, Identifier, Residence)


def load_big_city(people: int, seed: int) -> None:
    """Add ``people`` to the city that is loaded, spread over 579 wards."""
    with transaction.atomic(), _without_indexes():
        _say("wards", _write_wards)
        _say("names", partial(_write_names, seed))
        for title, statement in STATEMENTS.items():
            _say(title, partial(_run, statement, {"households": people // HOUSEHOLD}))
    _say("vacuum, analyze", partial(_run, "VACUUM (ANALYZE)"))


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Indexes are built once at the end, triggers (history, foreign keys) rest meanwhile: this data checks itself."""
    tables = [model._meta.db_table for model in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [tables],
        )
        indexes = cursor.fetchall()
    _run("SET LOCAL maintenance_work_mem = '1GB'")
    for table in tables:
        _run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    for name, _definition in indexes:
        _run(f'DROP INDEX "{name}"')
    yield
    for name, definition in indexes:
        _say(name, partial(_run, definition))
    for table in tables:
        _run(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def _say(title: str, deed: Callable[[], None]) -> None:
    began = time.perf_counter()
    deed()
    print(f"  {title}: {time.perf_counter() - began:.0f} s", file=sys.stderr)


def _run(sql: str, values: dict[str, int] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _write_wards() -> None:
    """Wards enough for a large city below the districts there are, beside those of the demonstration."""
    city = Area.objects.get(level="province", code="01")
    districts = list(Area.objects.filter(level="district", parent=city).order_by("code"))
    missing = WARDS - Area.objects.filter(level="ward", parent__in=districts).count()
    for number in range(max(0, missing)):
        district = districts[number % len(districts)]
        name = f"Phường Số {number + 1}"
        ward = Area.objects.create(
            code=f"9{number:04}", level="ward", name=name, sort_key=sort_key(name), search_key=search_key(name),
            parent=district, valid=("2000-01-01", None), population=13_800,
        )  # fmt: skip
        above = [(district, 1), (city, 2), (ward, 0)]
        ward.closure_up.model.objects.bulk_create(
            ward.closure_up.model(ancestor=area, descendant=ward, depth=depth) for area, depth in above
        )


def _write_names(seed: int) -> None:
    chance = random.Random(seed)
    families = chance.choices([f for f, _ in FAMILIES], [weight for _, weight in FAMILIES], k=20_000)
    names = [f"{family} {chance.choice(MIDDLES)} {chance.choice(GIVENS)}" for family in families]
    _run(
        'CREATE TEMP TABLE bench_name (no int PRIMARY KEY, name text, sort_key text COLLATE "C", search_key text)'
    )
    with connection.cursor() as cursor, cursor.copy("COPY bench_name FROM STDIN") as copy:
        for number, name in enumerate(names):
            copy.write_row((number, name, name_sort_key(name), search_key(name)))
    _run(
        "CREATE TEMP TABLE bench_ward AS SELECT row_number() OVER (ORDER BY a.pk) - 1 AS no, a.pk AS id FROM "
        "(SELECT w.id AS pk FROM areas_area w JOIN areas_area d ON d.id = w.parent_id JOIN areas_area c ON "
        "c.id = d.parent_id WHERE w.level = 'ward' AND c.code = '01' AND c.level = 'province') a"
    )


STATEMENTS = {
    "households": """
        INSERT INTO people_household (uuid, code, area_id, address)
        SELECT gen_random_uuid(), 'BH' || lpad(n::text, 9, '0'), w.id, 'Số ' || n %% 300 || ' ngõ ' || n %% 97
        FROM generate_series(0, %(households)s - 1) n
        JOIN bench_ward w ON w.no = n %% (SELECT count(*) FROM bench_ward)""",
    "people": """
        INSERT INTO people_person (uuid, full_name, sort_key, search_key, birth_year, sex, phone, occupation,
          nationality, area_id, address, household_id)
        SELECT gen_random_uuid(), b.name, b.sort_key, b.search_key, 1930 + (h.no * 7 + k * 13) %% 91,
          CASE WHEN b.search_key LIKE '%% thi %%' THEN 'female' ELSE 'male' END,
          '+849' || lpad((h.no * 4 + k)::text, 8, '0'), '', 'VN', h.area_id, h.address, h.id
        FROM (SELECT id, area_id, address, row_number() OVER (ORDER BY id) AS no FROM people_household
              WHERE code LIKE 'BH%%') h
        CROSS JOIN generate_series(0, 3) k
        JOIN bench_name b ON b.no = (h.no * 4 + k) * 7919 %% 20000""",
    "numbers": """
        INSERT INTO people_identifier (person_id, kind, value, warnings)
        SELECT id, 'citizen', '0' || lpad((10000000000 + subject_no)::text, 11, '0'), '[]'
        FROM people_person WHERE phone LIKE '+849%%' AND household_id IN
          (SELECT id FROM people_household WHERE code LIKE 'BH%%')""",
    "residences": """
        INSERT INTO people_residence (person_id, kind, area_id, address, household_id, valid)
        SELECT id, 'current', area_id, address, household_id, daterange('2015-01-01', NULL)
        FROM people_person WHERE household_id IN (SELECT id FROM people_household WHERE code LIKE 'BH%%')""",
}

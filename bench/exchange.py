"""Lists in and out at a city's size: time, and how much memory at most.

`python -m bench.exchange [--smoke] [--json]` inside `phaodai with-database`; `make bench-lists` runs it too.
"""

import argparse
import csv
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db import connection  # noqa: E402 - Django must be set up first

from bench.database import own_database  # noqa: E402
from phaodai.city.areas.facts import AreaFact  # noqa: E402
from phaodai.city.areas.services import load_areas  # noqa: E402
from phaodai.core import clock  # noqa: E402
from phaodai.core.access import SYSTEM_ACTOR  # noqa: E402
from phaodai.core.exchange import Column, export_response  # noqa: E402
from phaodai.core.exchange.files import import_file  # noqa: E402
from phaodai.core.exchange.kinds import kinds  # noqa: E402
from phaodai.core.exchange.models import Import, ImportedRow  # noqa: E402

PEOPLE, EXPORTED, WRONG = 100_000, 1_000_000, 0.05
SMOKE = 50
WARDS = 579
HEADINGS = ("Họ và tên", "Ngày sinh", "Giới tính", "Điện thoại", "Số CCCD", "Địa chỉ", "Phường, xã", "Số hộ")
FAMILY, MIDDLE, GIVEN = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"], ["Văn", "Thị", "Đức", "Thu", "Minh", "Ngọc"], (
    ["An", "Bình", "Chi", "Dũng", "Giang", "Hoa", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quân", "Sơn", "Tuấn", "Uyên", "Vinh", "Yến"]
)  # fmt: skip
COLUMNS = [
    Column("Dòng", lambda row: row.row), Column("Kết quả", lambda row: row.outcome),
    Column("Tên", lambda row: row.label, 30), Column("Ghi chú", lambda row: row.note, 40),
]  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """One measurement: rows, seconds, the most memory this process and its reader held, what came of it."""

    name: str
    rows: int
    seconds: float
    peak_mb: float
    grown_mb: float
    reader_mb: float
    note: str

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(field)), 0.0)


def taken(name: str, run: Callable[[], tuple[int, str]]) -> Taken:
    """Run once by the clock; the kernel counts the peak from here."""
    Path("/proc/self/clear_refs").write_text("5")
    before, began = _status("VmRSS"), time.perf_counter()
    rows, note = run()
    seconds, peak = time.perf_counter() - began, _status("VmHWM")
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Taken(
        name, rows, round(seconds, 1), round(peak, 1), round(peak - before, 1), round(reader, 1), note
    )


def write_list(path: Path, people: int, seed: int) -> None:
    """A list of people, five in a hundred with a mistake; every fourth person opens a household."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(people):
            writer.writerow(_person(number, chance))


def _person(number: int, chance: random.Random) -> list[Any]:
    year, ward = chance.randint(1940, 2005), chance.randrange(WARDS)
    female = chance.random() < 0.5
    row = [
        f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
        f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{year}",
        "Nữ" if female else "Nam",
        f"09{number:08d}",
        f"001{(2 if year >= 2000 else 0) + female}{year % 100:02d}{number:06d}",
        f"Số {number % 400}, ngõ {number % 37}",
        f"{ward + 1:05d}",
        str(number // 4),
    ]
    if chance.random() < WRONG:
        row[chance.choice((1, 2, 3, 4, 6))] = "???"
    return row


def open_ground(wards: int = WARDS) -> None:
    """A province, a district and its wards."""
    day = clock.today().replace(year=2020)
    facts = [
        AreaFact("province", "01", "Thành phố Đo", None, None, day),
        AreaFact("district", "001", "Quận Đo", "province", "01", day),
        *(
            AreaFact("ward", f"{n + 1:05d}", f"Phường Đo {n + 1}", "district", "001", day)
            for n in range(wards)
        ),
    ]
    load_areas(facts=facts, by=SYSTEM_ACTOR)


def import_people(people: int, seed: int = 1) -> list[Taken]:
    """The list checked, imported, and imported again: then every row is there already."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        write_list(path, people, seed)

        def run(dry_run: bool) -> tuple[int, str]:
            result = import_file(kind=kinds()["people"], path=path, dry_run=dry_run, by=SYSTEM_ACTOR)
            wrong = len({error.row for error in result.rejected})
            return result.rows, f"{result.accepted} written, {result.duplicates} there, {wrong} wrong"

        return [
            taken("import, dry run", lambda: run(True)),
            taken("import", lambda: run(False)),
            taken("import again", lambda: run(False)),
        ]


def fill(rows: int) -> Import:
    """So many rows to export."""
    head = Import.objects.create(
        kind="people", owner_name="bench", file_name="x", file_size=1, digest="0", sent_at=clock.now()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_importedrow (belongs_to_id, row, outcome, label, note) "
            "SELECT %s, n, 'accepted', 'Nguyễn Văn ' || n, '=1+' || n FROM generate_series(1, %s) AS n",
            [head.pk, rows],
        )
    return head


def export_rows(head: Import, form: str, rows: int) -> Taken:
    """The first rows streamed as a file, thrown away as they come."""

    def run() -> tuple[int, str]:
        found = (
            ImportedRow.objects.filter(belongs_to=head, row__lte=rows)
            .order_by("pk")
            .iterator(chunk_size=2_000)
        )
        with closing(export_response(form, "bench", COLUMNS, found)) as answer:
            size = sum(map(len, _pieces(answer)))
        return rows, f"{size / 1e6:.1f} MB"

    return taken(f"export {form}", run)


def _pieces(answer: Any) -> Iterator[bytes]:
    yield from answer.streaming_content


def measure_exchange(smoke: bool = False) -> list[Taken]:
    """Everything, in the database the connection points at: an empty one of the bench's own."""
    scale = SMOKE if smoke else 1
    open_ground()
    rows = import_people(PEOPLE // scale)
    head = fill(EXPORTED // scale)
    for form in ("csv", "xlsx"):
        rows += [export_rows(head, form, EXPORTED // scale // 10), export_rows(head, form, EXPORTED // scale)]
    return rows


def tell(rows: list[Taken]) -> str:
    """The table for people."""
    head = f"{'':<18}{'rows':>10}{'s':>9}{'peak MB':>10}{'grown MB':>10}{'reader MB':>11}"
    lines = [
        f"{row.name:<18}{row.rows:>10,}{row.seconds:>9.1f}{row.peak_mb:>10.1f}{row.grown_mb:>10.1f}{row.reader_mb:>11.1f}   {row.note}"
        for row in rows
    ]
    return "\n".join([head, *lines])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a fiftieth of everything")
    parser.add_argument("--json", action="store_true")
    asked, _others = parser.parse_known_args()  # the target hands its arguments to both measurements
    with own_database("phaodai_bench_exchange"):
        rows = measure_exchange(asked.smoke)
    print(json.dumps([row.as_document() for row in rows], ensure_ascii=False) if asked.json else tell(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Changes written down row by row, from a CSV file: the project's own example, or a city's own list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.succession.rules import WHOLE, Link, Unit, together
from phaodai.city.succession.services.apply import LEVEL_ABOVE, REGISTER, Change, Outcome, apply_changes
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import log_action
from phaodai.core.exchange import read_csv

FILE = Path(__file__).parents[1] / "facts" / "changes.csv"
COLUMNS = ("level", "old_code", "new_code", "new_name", "effective_on")


@dataclass(frozen=True)
class ChangeRow:
    """One row: an area becomes (part of) another on a day."""

    row: int
    level: str
    old_code: str
    new_code: str
    new_name: str
    above_code: str
    effective_on: date
    share: Fraction | None
    decree: str


def read_changes(content: bytes) -> list[ChangeRow]:
    """The rows of a file of changes.

    Raises:
        ValueError: a day or share that is none.
    """
    return [read_row(number, row) for number, row in read_csv(content, COLUMNS)]


def read_row(number: int, row: dict[str, str]) -> ChangeRow:
    """One row; an empty share is unknown, none at all (no such column) is the whole."""
    share = WHOLE if "share" not in row else (Fraction(row["share"]) if row["share"] else None)
    return ChangeRow(
        number, row["level"], row["old_code"], row["new_code"], row["new_name"], row.get("above_code", ""),
        date.fromisoformat(row["effective_on"]), share, row.get("decree", ""),
    )  # fmt: skip


def load_changes(*, by: Any = SYSTEM_ACTOR) -> Outcome:
    """The changes this project knows by itself; safe to run again."""
    return store_changes(rows=read_changes(FILE.read_bytes()), by=by, source="facts/changes.csv")


@transaction.atomic
def store_changes(*, rows: Iterable[ChangeRow], by: Any, source: str, dry_run: bool = False) -> Outcome:
    """Carry out written changes, day by day and level by level.

    Raises:
        PermissionDenied: without ``areas.edit``.
    """
    outcome = Outcome()
    groups: dict[tuple[date, str], list[ChangeRow]] = defaultdict(list)
    for row in rows:
        groups[row.effective_on, row.level].append(row)
    for (day, level), found in sorted(groups.items()):
        outcome.add(_store_day(found, level, day, by, source))
    data = {"changes": outcome.changes, "known": outcome.known}
    log_action(actor=by, action="store_changes", subject_type="register", subject_id=REGISTER, data=data)
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _store_day(rows: list[ChangeRow], level: str, day: date, by: Any, source: str) -> Outcome:
    there = Area.objects.in_force(day - timedelta(days=1)).filter(
        level=level, code__in={row.old_code for row in rows}
    )
    olds = {area.code: area for area in there.select_related("parent")}
    placed = [row for row in rows if row.old_code in olds]
    news = {row.new_code: _unit(row, olds) for row in placed}
    decrees = {row.old_code: row.decree for row in placed}
    changes = [
        Change(group, decree=decrees[group[0].old])
        for group in together([Link(row.old_code, row.new_code, row.share) for row in placed])
    ]
    outcome = apply_changes(
        changes=changes, olds=olds, news=news, level=level, on=day, by=by, source=source,
        parent_level=_above(placed, olds, level),
    )  # fmt: skip
    outcome.refused += [f"{row.row}: {row.old_code}" for row in rows if row.old_code not in olds]
    return outcome


def _unit(row: ChangeRow, olds: dict[str, Area]) -> Unit:
    """The successor: in the area named above it, else where its predecessor lay, at that one's centre for a rename."""
    old = olds[row.old_code]
    above = row.above_code or (old.parent.code if old.parent else "")
    return Unit(row.level, row.new_code, row.new_name, above, "")


def _above(rows: list[ChangeRow], olds: dict[str, Area], level: str) -> str:
    first = next(iter(rows), None)
    parent = olds[first.old_code].parent if first else None
    return parent.level if parent is not None else LEVEL_ABOVE.get(level, "")

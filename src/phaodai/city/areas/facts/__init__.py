"""The areas this project knows by itself, as plain rows."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).with_name("areas.csv")


@dataclass(frozen=True)
class AreaFact:
    """One area as written down: codes as text, coordinates in degrees, empty cells None."""

    level: str
    code: str
    name: str
    parent_level: str | None
    parent_code: str | None
    valid_from: date
    valid_to: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_source: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.level, self.code

    @property
    def parent_key(self) -> tuple[str, str] | None:
        return (self.parent_level, self.parent_code) if self.parent_level and self.parent_code else None


LEVEL_ABOVE = {"district": "province", "ward": "district"}


def read_facts(path: Path = FILE) -> list[AreaFact]:
    """The areas of `areas.csv`, each after the one that contains it."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_fact(row) for row in csv.DictReader(file)]


def _fact(row: dict[str, str]) -> AreaFact:
    return AreaFact(
        level=row["level"],
        code=row["code"],
        name=row["name"],
        parent_level=LEVEL_ABOVE.get(row["level"]),
        parent_code=row["parent_code"] or None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        population=int(row["population"]) if row["population"] else None,
        population_source=row["population_source"],
    )

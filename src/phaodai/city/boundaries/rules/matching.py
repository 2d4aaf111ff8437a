"""Which area of the register a feature of a file means: by code, by name, and by the day on which most of both agree."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry import Point

from phaodai.city.boundaries.rules.reading import Fault, Feature
from phaodai.core.text import search_key

KINDS = re.compile(
    r"^(thanh pho|thi xa|thi tran|dac khu|phuong|tinh|quan|huyen|xa|ward|commune|district|city|province) "
)
KM_A_DEGREE = 111.32
FARTHEST_KM = 20.0


@dataclass(frozen=True)
class Entry:
    """What the register knows of one area, for the days from ``begins`` up to ``ends``."""

    id: int
    level: str
    code: str
    name: str
    begins: date
    ends: date | None
    centre: tuple[float, float] | None

    def is_there(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day < self.ends)


Register = Mapping[str, Sequence[Entry]]
"""Entries by code."""


def bare_name(name: str) -> str:
    """``Phường Bạch Mai`` → ``bach mai``: without kind and diacritics, as files differ in both."""
    key = search_key(name)
    return KINDS.sub("", key) if key[:1].isalpha() else key


def agrees(feature: Feature, entry: Entry) -> bool:
    """Whether name and level of a feature fit an entry of the same code; what the file leaves out fits."""
    if feature.level and feature.level != entry.level:
        return False
    return not feature.name or bare_name(feature.name) == bare_name(entry.name)


def likely_level(features: Iterable[Feature], register: Register) -> str:
    """The level to which most of the codes belong."""
    levels = [
        level for feature in features for level in {entry.level for entry in register.get(feature.code, ())}
    ]
    return max(sorted(set(levels)), key=levels.count) if levels else ""


def likely_day(features: Sequence[Feature], register: Register, level: str, today: date) -> date:
    """The day on which most names and codes agree with the register; today where it is among the best."""
    entries = [
        entry for feature in features for entry in register.get(feature.code, ()) if entry.level == level
    ]
    days = sorted({entry.begins for entry in entries} - {today}, reverse=True)

    def fitting(day: date) -> int:
        return sum(
            any(
                entry.level == level and entry.is_there(day) and agrees(feature, entry)
                for entry in register.get(feature.code, ())
            )
            for feature in features
        )

    return max([today, *days], key=fitting)


def match(feature: Feature, register: Register, level: str, day: date) -> Entry | Fault:
    """The area a feature shows on a day, or why none."""
    entries = register.get(feature.code, ())
    there = [entry for entry in entries if entry.is_there(day)]
    right = next((entry for entry in there if entry.level == level), None)
    if right is None:
        code = "wrong_level" if there else "unknown_code"
        return Fault(feature.row, code, feature.code)
    if not agrees(feature, right):
        return Fault(feature.row, "other_name", right.name)
    away = distance_km(feature.geometry, right.centre)
    if away > FARTHEST_KM:
        return Fault(feature.row, "far_away", f"{away:.0f}")
    return right


def distance_km(geometry: Any, centre: tuple[float, float] | None) -> float:
    """How far a known centre lies outside a boundary, roughly."""
    return 0.0 if centre is None else float(shapely.distance(geometry, Point(centre))) * KM_A_DEGREE

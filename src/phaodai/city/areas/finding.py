"""Areas as people write them: by code, by name with or without what it is, with the one above beside it."""

from collections import defaultdict
from datetime import date
from typing import Any

from phaodai.city.areas.models import Area
from phaodai.city.areas.naming import plain, without_kind
from phaodai.city.areas.terms import AreaLevel
from phaodai.core import clock
from phaodai.core.exchange.kinds import CellFault, Row, Run
from phaodai.core.text import nfc

CODE_WIDTH = {AreaLevel.PROVINCE: 2, AreaLevel.DISTRICT: 3, AreaLevel.WARD: 5}


def area_key(text: str) -> str:
    """A name without diacritics and without what kind of area it is: "P. Thanh Nhàn" → "thanh nhan", "Q.01" → "1"."""
    name = without_kind(text) or plain(text)
    return (name.lstrip("0") or "0") if name.isdigit() else name


def _loose(key: str) -> str:
    """i and y are written for each other."""
    return key.replace("y", "i").replace(" ", "")


class AreaFinder:
    """All areas of a level in force on a day, read once, found many times."""

    def __init__(self, level: str = AreaLevel.WARD, day: date | None = None) -> None:
        self.width = CODE_WIDTH[AreaLevel(level)]
        self.by_code: dict[str, Area] = {}
        self.by_name: dict[str, list[Area]] = defaultdict(list)
        self.by_loose: dict[str, list[Area]] = defaultdict(list)
        rows = (
            Area.objects.in_force(day or clock.today()).filter(level=level).select_related("parent__parent")
        )
        for area in rows:
            self.by_code[area.code] = area
            self.by_name[area_key(area.name)].append(area)
            self.by_loose[_loose(area_key(area.name))].append(area)

    def find(self, text: str, within: str = "") -> list[Area]:
        """The areas a text may mean: one when it is clear, none when unknown."""
        text = nfc(text)
        if text.isdigit() and len(text) <= self.width and text.zfill(self.width) in self.by_code:
            return [self.by_code[text.zfill(self.width)]]
        name, _comma, above = text.partition(",")
        key = area_key(name)
        found = self.by_name.get(key) or self.by_loose.get(_loose(key)) or []
        for part in (within or above).split(","):
            found = _inside(found, part) if part.strip() else found
        exact = [area for area in found if area.name.casefold() == name.strip().casefold()]
        return exact if len(exact) == 1 and len(found) > 1 and not within else found


def _inside(areas: list[Area], text: str) -> list[Area]:
    key, code = area_key(text), text.strip()
    return [
        area for area in areas for above in _above(area) if key == area_key(above.name) or code == above.code
    ]


def _above(area: Area) -> list[Area]:
    parents = []
    while area.parent is not None:
        parents.append(area.parent)
        area = area.parent
    return parents


class WardColumn:
    """The ward of each row: found, and within the reach of whoever imports. Kept for the whole run."""

    def __init__(self, run: Run, capability: str) -> None:
        self.finder = AreaFinder()
        reach = run.by.reach(capability)
        self.reached = (
            None
            if reach.everywhere
            else set(reach.areas.values_list("descendant", flat=True) if reach.areas is not None else [])
        )
        wards = [
            area
            for area in self.finder.by_code.values()
            if self.reached is not None and area.pk in self.reached
        ]
        self.only = wards[0] if len(wards) == 1 else None

    @classmethod
    def of(cls, run: Run, capability: str) -> "WardColumn":
        """The run's own, made on first use."""
        found: WardColumn = run.memory.setdefault("wards", None) or cls(run, capability)
        run.memory["wards"] = found
        return found

    def read(
        self, row: Row, column: str = "ward", above: str = "district", *, is_required: bool = True
    ) -> Area | None:
        """The ward of a row, with its faults noted. A ward's own clerk may leave the column out."""
        text, within = str(row.values.get(column) or ""), str(row.values.get(above) or "")
        if not text:
            if self.only is None and is_required and not any(fault.column == column for fault in row.faults):
                row.refuse(column, CellFault.MISSING.value)
            return self.only
        found = self.finder.find(text, within)
        if len(found) > 1 and self.reached is not None:
            found = [area for area in found if area.pk in self.reached] or found
        if len(found) != 1:
            _refuse(row, column, text, found)
            return None
        if self.reached is not None and found[0].pk not in self.reached:
            row.refuse(column, CellFault.OUT_OF_REACH.value, name=found[0].name)
        return found[0]


def _refuse(row: Row, column: str, text: str, found: list[Any]) -> None:
    if not found:
        row.refuse(column, CellFault.NO_SUCH_AREA.value, text=text[:60])
        return
    several = "; ".join(
        f"{area.name}, {area.parent.name}" if area.parent else area.name for area in found[:3]
    )
    row.refuse(column, CellFault.SEVERAL_AREAS.value, text=text[:60], several=several)

"""The register of 2021 brought to that of 7/2025 in two hops: by codes, names and mergers first, then by the table."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.succession.reading import Registers
from phaodai.city.succession.rules import WHOLE, Link, Unit, hop_between, hop_by_table, together
from phaodai.city.succession.services.apply import (
    REGISTER,
    Change,
    Outcome,
    apply_changes,
    end_without_successor,
)
from phaodai.core.audit.services import log_action

EARLY_2025, JULY_2025 = date(2025, 1, 1), date(2025, 7, 1)


@transaction.atomic
def renew_areas(
    *, registers: Registers, by: Any, provinces: Iterable[str] = (), dry_run: bool = False
) -> Outcome:
    """Bring wards, districts and provinces to 1/7/2025 by way of early 2025; safe to run again.

    ``provinces`` narrows it to these codes. The day of the first hop is that of the later register: the tables do not
    say on which day before it a ward was merged.

    Raises:
        PermissionDenied: without ``areas.edit``.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    wanted = set(provinces)
    outcome = _first_hop(registers, wanted, by)
    outcome.add(_provinces(registers, wanted, by))
    outcome.add(_second_hop(registers, wanted, by))
    data = {name: value for name, value in vars(outcome).items() if isinstance(value, int)}
    log_action(
        actor=by, action="renew_areas", subject_type="register", subject_id=REGISTER,
        data={**data, "source": registers.source, "provinces": sorted(wanted)},
    )  # fmt: skip
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _wards(day: date, wanted: set[str]) -> dict[str, tuple[Area, Unit]]:
    """The wards of a day by code, each with what a register says of it."""
    rows = Area.objects.in_force(day).filter(level=AreaLevel.WARD, parent__level=AreaLevel.DISTRICT)
    found = {}
    for area in rows.select_related("parent__parent"):
        district = area.parent
        province = district.parent.code if district and district.parent else ""
        if district and (not wanted or province in wanted):
            found[area.code] = (area, Unit(area.level, area.code, area.name, district.code, province))
    return found


def _first_hop(registers: Registers, wanted: set[str], by: Any) -> Outcome:
    wards = _wards(EARLY_2025 - timedelta(days=1), wanted)
    early = [unit for unit in registers.early if not wanted or unit.province in wanted]
    hop = hop_between([unit for _area, unit in wards.values()], early, registers.absorbed)
    loaded = Counter(unit.above for _area, unit in wards.values())
    listed = Counter(unit.above for unit in early)
    changes = [
        Change(
            group,
            is_complete=all(
                loaded[wards[link.old][1].above] >= listed[wards[link.old][1].above] for link in group
            ),
        )
        for group in together(hop.links)
    ]
    by_code = {unit.code: unit for unit in early}
    outcome = apply_changes(
        changes=changes, olds={code: area for code, (area, _unit) in wards.items()}, news=by_code,
        level=AreaLevel.WARD, on=EARLY_2025, by=by, source=registers.source, lost=hop.lost,
    )  # fmt: skip
    outcome.unchanged = len(hop.unchanged)
    _fill_centres([wards[code][0] for code in hop.unchanged], by_code)
    return outcome


def _fill_centres(areas: list[Area], units: dict[str, Unit]) -> None:
    """A centre the register lacked; one it has is left alone."""
    lacking = [area for area in areas if area.latitude is None and units[area.code].centre]
    for area in lacking:
        area.longitude, area.latitude = units[area.code].centre or (None, None)
    Area.objects.bulk_update(lacking, ["longitude", "latitude"], batch_size=1000)


def _provinces(registers: Registers, wanted: set[str], by: Any) -> Outcome:
    """Provinces that were joined to others become new areas; one that stayed by itself stays the area it was."""
    above = {unit.code: unit.province for unit in registers.early}
    later = {unit.code: unit.province for unit in registers.late}
    befores: dict[str, set[str]] = defaultdict(set)
    for old, new in registers.table:
        if old in above and new in later:
            befores[later[new]].add(above[old])
    there = Area.objects.in_force(JULY_2025 - timedelta(days=1)).filter(level=AreaLevel.PROVINCE)
    known = {area.code: area for area in there if not wanted or area.code in wanted}
    changes = [
        Change(
            [Link(old, new, WHOLE) for old in sorted(olds) if old in known], is_complete=olds <= known.keys()
        )
        for new, olds in sorted(befores.items())
        if olds & known.keys() and olds != {new}
    ]
    return apply_changes(
        changes=changes, olds=known, news={unit.code: unit for unit in registers.provinces}, level=AreaLevel.PROVINCE,
        on=JULY_2025, by=by, source=registers.source,
    )  # fmt: skip


def _second_hop(registers: Registers, wanted: set[str], by: Any) -> Outcome:
    wards = _wards(JULY_2025 - timedelta(days=1), wanted)
    links = hop_by_table(registers.table)
    feeding: dict[str, set[str]] = defaultdict(set)
    for link in links:
        feeding[link.new].add(link.old)
    ours = [link for link in links if link.old in wards]
    changes = [
        Change(group, is_complete=all(feeding[link.new] <= wards.keys() for link in group))
        for group in together(ours)
    ]
    listed = {link.old for link in ours}
    outcome = apply_changes(
        changes=changes, olds={code: area for code, (area, _unit) in wards.items()},
        news={unit.code: unit for unit in registers.late}, level=AreaLevel.WARD, on=JULY_2025, by=by,
        source=registers.source, lost=[code for code in wards if code not in listed], reason="no_link",
        parent_level=AreaLevel.PROVINCE,
    )  # fmt: skip
    districts = {area.parent.pk: area.parent for area, _unit in wards.values() if area.parent}
    outcome.add(
        end_without_successor(areas=list(districts.values()), on=JULY_2025, by=by, source=registers.source)
    )
    return outcome

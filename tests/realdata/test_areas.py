"""The register of 2021 brought to 7/2025, and the real boundaries of both cities: resolved, refused, how large."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from phaodai.city.areas.exchange import import_areas
from phaodai.city.areas.models import Area
from phaodai.city.boundaries.queries import sheet_body, sheet_of
from phaodai.city.boundaries.services import import_boundaries
from phaodai.city.succession.models import AreaSuccession, SuccessionGap
from phaodai.city.succession.queries import resolve
from phaodai.city.succession.reading import read_tables
from phaodai.city.succession.rules import hop_between
from phaodai.city.succession.services import renew_areas
from phaodai.city.succession.services.renew import _wards
from phaodai.core.access import SYSTEM_ACTOR

DATA = Path(settings.PHAODAI_REALDATA) / "data"
REGISTER = DATA / "areas/dvhcvn_2021-07-01.json"
CONVERSION = DATA / "areas/vietnamadminunits__convert_legacy_2025_simple.csv"
ALIASES = DATA / "areas/vietnamadminunits__alias_ward.csv"
DISTRICTS = {"01": "dvhcvn_gis_01_hanoi_districts.json", "92": "dvhcvn_gis_92_cantho_districts.json"}
WARDS = {
    "01": "derived_simplified_vnpdb_2level_01_ha_noi_wards.geojson",
    "92": "derived_simplified_vnpdb_2level_92_can_tho_wards.geojson",
}
OLD, SCENARIO, JULY = date(2021, 7, 1), date(2021, 9, 14), date(2025, 7, 15)
JOINED = ("93", "94")  # Hậu Giang and Sóc Trăng became part of Cần Thơ
CITIES = {"01": ("Hà Nội", 30, 579, 126), "92": ("Cần Thơ", 9, 83, 103)}

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not REGISTER.is_file(), reason="no register of areas: PHAODAI_REALDATA has no data/areas"
    ),
]


def inside(province: str, level: str, day: date) -> list[Area]:
    above = Area.objects.in_force(day).get(level="province", code=province)
    return list(Area.objects.in_force(day).below(above).filter(level=level))


def load_provinces(*codes: str) -> None:
    """Some provinces out of the whole register."""
    document = json.loads(REGISTER.read_bytes())
    document["data"] = [row for row in document["data"] if row["level1_id"] in codes]
    result = import_areas(content=json.dumps(document).encode(), dry_run=False, by=SYSTEM_ACTOR)
    assert not result.rejected


def test_the_whole_register_of_2021_is_loaded_with_its_leading_zeros():
    result = import_areas(content=REGISTER.read_bytes(), dry_run=False, by=SYSTEM_ACTOR)
    assert (result.rows, result.accepted, result.rejected) == (63 + 705 + 10_603, 63 + 705 + 10_603, [])
    levels = Counter(Area.objects.values_list("level", flat=True))
    assert levels == {"province": 63, "district": 705, "ward": 10_603}
    widths = {
        level: {len(code) for code in Area.objects.filter(level=level).values_list("code", flat=True)}
        for level in levels
    }
    assert widths == {"province": {2}, "district": {3}, "ward": {5}}
    assert Area.objects.filter(code__startswith="0").count() > 1000
    registers = read_tables(CONVERSION, ALIASES)
    wards = [unit for _area, unit in _wards(SCENARIO, set()).values()]
    hop = hop_between(wards, registers.early, registers.absorbed)
    print(  # noqa: T201
        f"\n2021 → early 2025, whole country: {len(wards)} wards, {len(hop.unchanged)} unchanged, "
        f"{len({link.old for link in hop.links})} renamed or merged, {len(hop.lost)} not resolved"
    )
    assert len(hop.lost) < 0.02 * len(wards)


def test_every_ward_of_both_cities_is_resolved_to_2025_or_listed_with_its_reason():
    load_provinces(*CITIES)
    renew_areas(registers=read_tables(CONVERSION, ALIASES), by=SYSTEM_ACTOR, provinces=CITIES)
    print(  # noqa: T201
        "\n| city | wards 2021 | whole in one | divided | not resolved | merged or renamed by 1/1/2025 | wards 7/2025 |"
    )
    for code, (name, districts, wards, later) in CITIES.items():
        old = inside(code, "ward", SCENARIO)
        assert (len(inside(code, "district", SCENARIO)), len(old)) == (districts, wards)
        found = [resolve(area, JULY) for area in old]
        fates = Counter(str(one.fate) for one in found)
        lost = [one for one in found if one.fate == "unresolved"]
        assert all(one.gaps or one.parts for one in found)
        for one in lost:
            print(f"  {one.area.code} {one.area.name}: {one.gaps[0].get_reason_display()}")  # noqa: T201
        first = AreaSuccession.objects.filter(predecessor__in=old, change__effective_on=date(2025, 1, 1))
        now = {part.area.pk for one in found for part in one.parts}
        print(  # noqa: T201
            f"| {name} | {len(old)} | {fates['whole']} | {fates['parts']} | {len(lost)} | "
            f"{first.values('predecessor').distinct().count()} | {len(now)} |"
        )
        assert fates["whole"] + fates["parts"] + len(lost) == wards
        assert len(now) <= later
    assert not SuccessionGap.objects.exists()


def test_the_boundaries_of_districts_and_of_later_wards_find_their_areas():
    load_provinces(*CITIES, *JOINED)
    renew_areas(registers=read_tables(CONVERSION, ALIASES), by=SYSTEM_ACTOR, provinces=[*CITIES, *JOINED])
    print("\n| file | features | stored | refused | describes | overview, gzip | detail, gzip |")  # noqa: T201
    for files, level, day in ((DISTRICTS, "district", SCENARIO), (WARDS, "ward", JULY)):
        for province, file in files.items():
            content = (DATA / "boundaries" / file).read_bytes()
            outcome = import_boundaries(content=content, name=file, by=SYSTEM_ACTOR, source="test")
            assert outcome.level == level
            assert {fault.code for fault in outcome.faults} <= {"crossing", "unknown_code", "other_name"}
            assert outcome.accepted >= 0.8 * outcome.rows
            assert (outcome.describes_on >= date(2025, 7, 1)) == (level == "ward")
            above = Area.objects.in_force(day).get(level="province", code=province)
            sizes = [
                len(sheet_body(sheet_of(above, level, day), detail)[1]) for detail in ("overview", "detail")
            ]
            assert sizes[0] < 40_000
            print(  # noqa: T201
                f"| {file} | {outcome.rows} | {outcome.accepted} | {[(f.code, f.detail) for f in outcome.faults]} | "
                f"{outcome.describes_on} | {sizes[0]} | {sizes[1]} |"
            )
            again = import_boundaries(content=content, name=file, by=SYSTEM_ACTOR)
            assert (again.accepted, again.duplicates) == (0, outcome.accepted)
            mended = import_boundaries(content=content, name=file, by=SYSTEM_ACTOR, mend=True, dry_run=True)
            assert "crossing" not in {fault.code for fault in mended.faults}

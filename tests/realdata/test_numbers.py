"""Two series of 2021 as the public saw them: dirty district names, two levels that differ, two false spikes."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from phaodai.city.areas.exchange import import_areas
from phaodai.city.areas.models import Area
from phaodai.city.indicators import find
from phaodai.city.indicators.exchange import import_observations
from phaodai.city.indicators.models import Observation
from phaodai.city.indicators.queries.reconcile import both_levels, differing
from phaodai.city.indicators.queries.reported import told_figures
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR

DATA = Path(settings.PHAODAI_REALDATA) / "data"
REGISTER = DATA / "areas" / "dvhcvn_2021-07-01.json"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.django_db,
    pytest.mark.skipif(not REGISTER.exists(), reason=f"no real data under {DATA}"),
]


@pytest.fixture
def register(settings) -> Iterator[None]:
    """The provinces and districts of 2021; no ward is needed."""
    document = json.loads(REGISTER.read_text(encoding="utf-8"))
    for province in document["data"]:
        for district in province["level2s"]:
            district["level3s"] = []
    with clock.frozen(datetime(2022, 2, 1, tzinfo=clock.TZ)):
        result = import_areas(content=json.dumps(document).encode(), dry_run=False, by=SYSTEM_ACTOR)
        assert result.accepted == 63 + 705
        yield


def say(*lines: str) -> None:
    print("", *lines, sep="\n")  # noqa: T201


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    names = ("day", "indicator", "province", "area", "level", "value", "source")
    file = io.StringIO()
    writer = csv.DictWriter(file, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def map_rows(level: str) -> list[dict[str, Any]]:
    """The An toàn Covid map's cases of one level: a figure a place and day, adding up what stands there twice."""
    name = "huyen" if level == "district" else "tinh"
    document = json.loads(
        (DATA / "epidemic" / f"febaocaocovid__ls_canhiem_{name}.json").read_text(encoding="utf-8")
    )
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for place in document["data"]:
        for text, count in zip(place["dates"], place["datas"], strict=True):
            day = re.sub(r"^(\d+)/(\d+)/(\d+)$", r"\3-\2-\1", text.strip())
            sums[place["tinhCongBo"], place["huyenCongBo"], day] += int(count)
    return [
        {"day": day, "indicator": "cases.reported", "level": level, "value": value, "source": "An toàn Covid",
         "province": province if level == "district" else "", "area": district if level == "district" else province}
        for (province, district, day), value in sums.items()
    ]  # fmt: skip


def test_district_counts_with_dirty_names_come_in_and_the_levels_are_reconciled(register):
    rows = map_rows("district")
    result = import_observations(content=as_csv(rows), dry_run=False, by=SYSTEM_ACTOR)
    refused = {error.row: error.code for error in result.rejected}
    places = {(row["province"], row["area"]): refused.get(number, "") for number, row in enumerate(rows, 1)}
    at_home = [place for place, code in places.items() if code != "elsewhere"]
    share = sum(not places[place] for place in at_home) / len(at_home)
    cases = sum(row["value"] for number, row in enumerate(rows, 1) if number not in refused)
    provinces = import_observations(content=as_csv(map_rows("province")), dry_run=False, by=SYSTEM_ACTOR)
    first, last = date(2021, 4, 27), date(2021, 7, 13)
    gaps = differing(find("cases.reported"), "province", first, last)
    everywhere = list(Area.objects.filter(level="province").values_list("pk", flat=True))
    whole = told_figures([find("cases.reported")], everywhere, first, last)
    held = Observation.objects.filter(state="held").select_related("area")
    both = both_levels(find("cases.reported"), "province", first, last)
    outcomes = {
        code or "resolved": sum(found == code for found in places.values()) for code in set(places.values())
    }
    say(
        f"places: {len(places)} {outcomes}; resolved of those in their own province: {share:.1%}",
        f"figures {result.accepted} of {result.rows}, cases {cases} of {sum(row['value'] for row in rows)}",
        f"not resolved: {sorted(place for place in at_home if places[place])}",
        f"provinces refused: {sorted({error.message for error in provinces.rejected})}",
        f"held: {[(row.area.name, str(row.day), int(row.value)) for row in held]}",
        f"both levels known for {len(both)} provinces, they differ for {len(gaps)}:",
        f"{[(gap.area.name, int(gap.own), int(gap.parts)) for gap in gaps[:8]]}",
    )
    assert share > 0.9
    twins = {place[1] for place, code in places.items() if code == "ambiguous"}
    assert {"Cao Lãnh", "Long Mỹ"} & twins, "a town and the district around it: never guessed between"
    own = {row.area_id for row in Observation.objects.filter(area__level="province", state="counted")}
    for (_code, area_id), told in whole.items():
        if area_id in own:  # its own word counts, its districts are not added to it
            mine = Observation.objects.filter(area=area_id, state="counted", day__range=(first, last))
            days = set(mine.values_list("day", flat=True))
            below = Observation.objects.filter(
                area__parent=area_id, state="counted", day__range=(first, last)
            )
            silent = below.exclude(day__in=days)
            assert told.value == sum(row.value for row in mine) + sum(row.value for row in silent)


def daily_rows() -> list[dict[str, Any]]:
    """The health ministry's portal: 63 provinces × 646 days."""
    folder = DATA / "epidemic"
    with (folder / "ncsc_province_ids.csv").open(encoding="utf-8") as file:
        names = {row["ncsc_id"]: row["province"].strip("(").split("?")[0] for row in csv.DictReader(file)}
    with (folder / "ncsc_tudtk__case.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    return [
        {"day": day, "indicator": "cases.reported", "level": "province", "area": names[line["id"]], "value": value,
         "source": "NCSC"}
        for line in lines for day, value in line.items() if day != "id" and value
    ]  # fmt: skip


def test_both_false_spikes_are_held_and_no_true_day_of_the_great_wave(register):
    result = import_observations(content=as_csv(daily_rows()), dry_run=False, by=SYSTEM_ACTOR)
    held = [
        (row.area.name, row.day, int(row.value))
        for row in Observation.objects.filter(state="held").select_related("area")
    ]
    say(f"figures: {result.accepted} of {result.rows}, held: {sorted(held)}")
    assert not result.rejected
    assert ("Tỉnh Cà Mau", date(2021, 10, 25), 151_919) in held
    assert ("Tỉnh Kiên Giang", date(2021, 9, 28), 49_170) in held
    assert not [row for row in held if "Hồ Chí Minh" in row[0]]
    assert len(held) < 10

"""Real lists through the importers: the register of 2021, vaccination sites, districts as a map's authors wrote them."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from django.conf import settings

from phaodai.city.areas.finding import AreaFinder
from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.organizations.models import Organization
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.exchange.files import importers

DATA = Path(settings.PHAODAI_REALDATA) / "data"
REGISTER = DATA / "areas/dvhcvn_2021-07-01.json"
SITES = DATA / "epidemic/febaocaocovid__diem_tiem_chung.json"
DISTRICTS = DATA / "epidemic/febaocaocovid__ls_canhiem_huyen.json"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not REGISTER.is_file(), reason="no register of 2021: PHAODAI_REALDATA has no data/areas"
    ),
]


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_real_lists(scenario_clock, capsys):
    """One test: the register takes its time."""
    result = importers()["areas"](content=REGISTER.read_bytes(), dry_run=False, by=SYSTEM_ACTOR)
    assert (result.rows, result.accepted, result.rejected) == (63 + 705 + 10_603, 63 + 705 + 10_603, [])
    assert Area.objects.filter(level=AreaLevel.WARD, code__startswith="0").exists()
    sites = vaccination_sites()
    shares = districts_of_the_map()
    with capsys.disabled():
        sys.stdout.write(f"\n{sites}\n{shares}\n")


def vaccination_sites() -> str:
    rows = json.loads(SITES.read_text(encoding="utf-8"))
    table = [["Mã", "Tên cơ quan", "Loại", "Quận"]]
    table += [
        [f"DTC-{number}", row["name"], "Bệnh viện", f"{row['are']}, Hà Nội"]
        for number, row in enumerate(rows)
    ]
    content = as_csv(table)
    first = importers()["organizations"](content=content, dry_run=False, by=SYSTEM_ACTOR)
    again = importers()["organizations"](content=content, dry_run=False, by=SYSTEM_ACTOR)
    assert first.rows == len(rows)
    assert again.accepted == 0
    assert again.duplicates == first.accepted
    assert first.accepted >= 0.9 * first.rows
    inside = Organization.objects.filter(code__startswith="DTC-", area__parent__code="01").count()
    return (
        f"vaccination sites: {first.accepted} of {first.rows} written, {inside} with their district of Hà Nội"
    )


def districts_of_the_map() -> str:
    """The map writes many districts under a wrong province: those are not taken for resolved, only counted."""
    rows = json.loads(DISTRICTS.read_text(encoding="utf-8"))["data"]
    finder = AreaFinder(AreaLevel.DISTRICT)
    pairs = [(str(row["huyenCongBo"]), str(row["tinhCongBo"])) for row in rows]
    agree = [len(finder.find(*pair)) == 1 for pair in pairs]
    only_named = [
        not sure and len(finder.find(name)) == 1 for sure, (name, _) in zip(agree, pairs, strict=True)
    ]
    assert sum(agree) >= 0.5 * len(rows)
    assert sum(agree) + sum(only_named) >= 0.9 * len(rows)
    return (
        f"districts of the map: {sum(agree)} of {len(rows)} resolved with their province, {sum(only_named)} more "
        "have a name of one district alone but stand under another province"
    )

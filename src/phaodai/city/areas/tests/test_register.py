"""The state register: shape, refusals, and the real file."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from phaodai.city.areas.exchange import import_areas
from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.areas.services import load_facts
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.commands import WrongInput

pytestmark = pytest.mark.django_db
REGISTER = Path(settings.PHAODAI_REALDATA) / "data/areas/dvhcvn_2021-07-01.json"


def document(**changes: Any) -> dict[str, Any]:
    ward = {"level3_id": "00271", "name": "Phường Thanh Nhàn"}
    district = {"level2_id": "007", "name": "Quận Hai Bà Trưng", "level3s": [ward]}
    province = {"level1_id": "01", "name": "Thành phố Hà Nội", "level2s": [district]}
    return {"data_date": "01/07/2021", "data": [province], **changes}


def load(content: Any, dry_run: bool = False) -> Any:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return import_areas(content=raw, dry_run=dry_run, by=SYSTEM_ACTOR)


def test_a_register_is_loaded_once() -> None:
    assert load(document()).as_document() == {"rows": 3, "accepted": 3, "duplicates": 0, "rejected": []}
    assert load(document()).duplicates == 3
    assert AreaClosure.objects.count() == 6


def test_a_dry_run_writes_nothing() -> None:
    assert load(document(), dry_run=True).accepted == 3
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"[1, 2]", b'{"data": 3}', b"\x00\xff", b'{"data_date": "x", "data": []}']
)
def test_what_is_no_register_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(WrongInput, match="register of areas"):
        load(content)


def test_a_code_that_lost_its_zeros_is_rejected_by_row() -> None:
    wrong = document()
    wrong["data"][0]["level2s"][0]["level3s"][0]["level3_id"] = "271"
    result = load(wrong)
    assert result.accepted == 2
    assert [(error.row, error.code) for error in result.rejected] == [(3, "code_shape")]


def test_a_code_given_twice_is_rejected() -> None:
    twice = document()
    twice["data"].append(twice["data"][0])
    assert {error.code for error in load(twice).rejected} == {"code_twice"}


@pytest.mark.realdata
@pytest.mark.skipif(not REGISTER.exists(), reason="the state register is not in PHAODAI_REALDATA")
def test_the_whole_register_of_2021() -> None:
    load_facts()
    started = time.monotonic()
    result = load(REGISTER.read_bytes())
    took = time.monotonic() - started
    counts = {level: Area.objects.filter(level=level).count() for level in ("province", "district", "ward")}
    assert counts == {"province": 63, "district": 705, "ward": 10_603}
    assert (result.rows, result.duplicates, result.rejected) == (11_371, 59, [])
    hanoi = Area.objects.get(level="province", code="01")
    assert hanoi.children.count() == 30
    assert Area.objects.below(hanoi).filter(level="ward").count() == 579
    assert Area.objects.filter(level="ward", parent__code="007", parent__parent__code="01").count() == 18
    assert Area.objects.filter(code__startswith="0").count() > 500
    assert took < 60

"""Case codes: one sequence a district, and never the same code twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from phaodai.city.areas.terms import AreaLevel
from phaodai.response.cases.models import CaseCounter
from phaodai.response.cases.services import next_case_code
from tests.cast import build_city, make_area


def test_each_district_counts_by_itself(cast: Any) -> None:
    assert [next_case_code(cast.ward_a), next_case_code(cast.ward_b)] == ["HBT-0001", "HBT-0002"]
    assert next_case_code(cast.ward_c) == "DD-0001"


def test_clashing_initials_are_told_apart(cast: Any) -> None:
    hadong = make_area("268", "Quận Hà Đông", AreaLevel.DISTRICT, cast.hanoi)
    other = make_area("999", "Huyện Hồng Bàng Tây", AreaLevel.DISTRICT, cast.hanoi)
    next_case_code(cast.ward_a)
    assert next_case_code(hadong) == "HDG-0001"
    assert next_case_code(other) == "HBT999-0001"


def test_without_districts_the_province_counts(cast: Any) -> None:
    commune = make_area("00999", "Xã Đông Anh", AreaLevel.WARD, cast.hanoi)
    assert next_case_code(commune) == "HN-0001"


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_codes(scenario_clock: Any) -> None:
    ward = build_city().ward_a

    def give(_number: int) -> str:
        try:
            return next_case_code(ward)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(give, range(20)))
    assert len(set(codes)) == 20
    assert CaseCounter.objects.get().last_number == 20

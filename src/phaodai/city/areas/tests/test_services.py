"""Adding, closing and loading areas; levels computed and decided."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from phaodai.city.areas.facts import AreaFact, read_facts
from phaodai.city.areas.models import Area, AreaClosure, AreaStatus
from phaodai.city.areas.queries import (
    ancestors_of,
    area_by_code,
    children_of,
    path_name,
    status_history,
    status_of,
)
from phaodai.city.areas.services import (
    add_area,
    close_area,
    compute_level,
    decide_level,
    load_areas,
    load_facts,
)
from phaodai.city.areas.terms import AreaLevel, RiskLevel
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog
from phaodai.core.worklists.queries import items_for
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = date(2021, 9, 14)


@pytest.fixture
def register() -> None:
    load_facts()


@pytest.mark.usefixtures("register")
def test_the_facts_hold_two_cities_and_eighteen_wards() -> None:
    by_level = {level: Area.objects.filter(level=level).count() for level in AreaLevel.values}
    assert by_level == {"province": 2, "district": 39, "ward": 18, "hamlet": 0}
    hbt = area_by_code("007", AreaLevel.DISTRICT, DAY)
    assert hbt is not None
    assert hbt.population == 315_900
    assert hbt.population_source
    assert children_of(hbt, DAY).count() == 18


def test_loading_the_facts_again_changes_nothing() -> None:
    first, second = load_facts(), load_facts()
    assert (first.added, first.known) == (59, 0)
    assert (second.added, second.known) == (0, 59)


@pytest.mark.usefixtures("register")
def test_the_closure_holds_every_pair() -> None:
    ward = area_by_code("00271", day=DAY)
    assert ward is not None
    assert [area.name for area in ancestors_of(ward)] == ["Thành phố Hà Nội", "Quận Hai Bà Trưng"]
    assert path_name(ward) == "Phường Thanh Nhàn, Quận Hai Bà Trưng"
    assert AreaClosure.objects.filter(descendant=ward).count() == 3


def test_wards_end_with_the_district_tier() -> None:
    load_facts()
    assert area_by_code("00271", day=date(2025, 6, 30)) is not None
    assert area_by_code("00271", day=date(2025, 7, 1)) is None


def test_a_code_stands_for_one_area_at_a_time(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_area(
            code="00271", name="Phường Khác", level="ward", valid_from=DAY, parent=cast.hbt, by=SYSTEM_ACTOR
        )


def test_only_who_may_edit_adds_areas(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        add_area(
            code="99999", name="Phường Mới", level="ward", valid_from=DAY, parent=cast.hbt, by=cast.commander
        )


def test_a_new_area_lies_below_its_parents(cast: Cast) -> None:
    made = add_area(
        code="99999", name="Phường Mới", level="ward", valid_from=DAY, parent=cast.hbt, by=cast.admin
    )
    assert Area.objects.below(cast.hanoi).filter(pk=made.pk).exists()
    assert ActionLog.objects.filter(action="add_area", subject_id=made.uuid, actor_id=cast.admin.pk).exists()


def test_an_area_closes_after_those_inside(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        close_area(area=cast.hbt, on=DAY, by=cast.admin)
    closed = close_area(area=cast.ward_a, on=DAY, by=cast.admin)
    assert area_by_code(closed.code, day=DAY) is None
    assert area_by_code(closed.code, day=DAY - timedelta(days=1)) == closed


def test_an_area_cannot_end_before_it_began(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        close_area(area=cast.ward_a, on=date(2019, 1, 1), by=cast.admin)


def test_a_known_code_under_another_name_is_a_conflict() -> None:
    load_facts()
    outcome = load_areas(
        facts=[AreaFact("district", "007", "Quận Hai Bà", "province", "01", DAY)], by=SYSTEM_ACTOR
    )
    assert [fact.code for fact in outcome.conflicts] == ["007"]
    assert outcome.added == 0


def test_an_area_without_its_parent_is_an_orphan() -> None:
    outcome = load_areas(
        facts=[AreaFact("ward", "00001", "Phường X", "district", "001", DAY)], by=SYSTEM_ACTOR
    )
    assert len(outcome.orphans) == 1


def test_what_is_missing_of_a_known_area_is_filled_in() -> None:
    bare = [AreaFact(**{**vars(fact), "population": None, "population_source": ""}) for fact in read_facts()]
    load_areas(facts=bare, by=SYSTEM_ACTOR)
    load_facts()
    assert Area.objects.get(code="006", level="district").population == 401_700


def test_the_commander_decides_beside_what_was_computed(cast: Cast) -> None:
    compute_level(area=cast.ward_a, computed=RiskLevel.HIGH, by=SYSTEM_ACTOR)
    with clock.frozen(cast.now + timedelta(hours=2)):
        decide_level(area=cast.ward_a, level=RiskLevel.AT_RISK, document="TB 12/TB-BCĐ", by=cast.commander)
        status = status_of(cast.ward_a)
    assert status is not None
    assert (status.computed, status.level) == (RiskLevel.HIGH, RiskLevel.AT_RISK)
    assert status.decided_by_name == "Trần Quốc Vinh"


def test_computing_again_keeps_the_decision(cast: Cast) -> None:
    decide_level(area=cast.ward_a, level=RiskLevel.AT_RISK, document="TB 12/TB-BCĐ", by=cast.commander)
    with clock.frozen(cast.now + timedelta(days=1)):
        compute_level(area=cast.ward_a, computed=RiskLevel.VERY_HIGH, by=SYSTEM_ACTOR)
        status = status_of(cast.ward_a)
    assert status is not None
    assert (status.computed, status.level, status.document) == ("very_high", "at_risk", "TB 12/TB-BCĐ")
    assert status_history(cast.ward_a).count() == 2


def test_the_same_computation_twice_is_one_row(cast: Cast) -> None:
    for hour in range(3):
        with clock.frozen(cast.now + timedelta(hours=hour)):
            compute_level(area=cast.ward_a, computed=RiskLevel.HIGH, by=SYSTEM_ACTOR)
    assert AreaStatus.objects.filter(area=cast.ward_a).count() == 1


def test_two_conclusions_of_one_instant_are_one_row(cast: Cast) -> None:
    compute_level(area=cast.ward_a, computed=RiskLevel.HIGH, by=SYSTEM_ACTOR)
    decide_level(area=cast.ward_a, level=RiskLevel.HIGH, document="TB 1", by=cast.commander)
    assert AreaStatus.objects.filter(area=cast.ward_a).count() == 1


def test_a_decision_needs_document_reach_and_a_known_level(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        decide_level(area=cast.ward_a, level=RiskLevel.HIGH, document=" ", by=cast.commander)
    with pytest.raises(ValidationError):
        decide_level(area=cast.ward_a, level="purple", document="TB 1", by=cast.commander)
    with pytest.raises(PermissionDenied):
        decide_level(area=cast.ward_c, level=RiskLevel.HIGH, document="TB 1", by=cast.commander)
    with pytest.raises(PermissionDenied):
        decide_level(area=cast.ward_a, level=RiskLevel.HIGH, document="TB 1", by=cast.health_officer)


def waiting_levels(cast: Cast) -> list[str]:
    return [item.subject for item in items_for(cast.commander) if item.worklist.code == "areas.decide"]


def test_a_computed_level_waits_for_a_decision_until_there_is_one(cast: Cast) -> None:
    with clock.frozen(cast.now - timedelta(days=2)):
        compute_level(area=cast.ward_a, computed="high", by=SYSTEM_ACTOR)
        compute_level(area=cast.ward_c, computed="high", by=SYSTEM_ACTOR)
    assert waiting_levels(cast) == [cast.ward_a.name]
    with clock.frozen(cast.now - timedelta(days=1)):
        decide_level(area=cast.ward_a, level="at_risk", document="QĐ 1", by=cast.commander, reason="giữ")
    assert waiting_levels(cast) == []
    with clock.frozen(cast.now - timedelta(hours=1)):
        compute_level(area=cast.ward_a, computed="very_high", by=SYSTEM_ACTOR)
    assert waiting_levels(cast) == [cast.ward_a.name]
    decide_level(area=cast.ward_a, level="very_high", document="QĐ 2", by=cast.commander)
    assert waiting_levels(cast) == []

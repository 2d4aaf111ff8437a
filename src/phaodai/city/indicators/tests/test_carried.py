"""Figures of old areas in new ones: summed where whole, estimated by a declared share, unknown where nobody declared one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from phaodai.city.areas.models import Area
from phaodai.city.areas.services import add_area, end_areas
from phaodai.city.indicators.queries.carried import carried_days, notes_on
from phaodai.city.succession.models import AreaChange, AreaSuccession
from phaodai.core.access import SYSTEM_ACTOR

FIRST, CHANGED, LAST = date(2021, 9, 1), date(2021, 9, 4), date(2021, 9, 6)
FIGURES = {"00271": 2, "00286": 3, "00999": 10}


def own(areas: list[Area]) -> dict[int, dict[date, int]]:
    """Every area counts its figure on each of its days, and zero on the others."""
    days = [FIRST + timedelta(days=n) for n in range(6)]
    return {
        area.pk: {day: FIGURES[area.code] if _is_there(area, day) else 0 for day in days} for area in areas
    }


def _is_there(area: Area, day: date) -> bool:
    return area.valid.lower <= day and (area.valid.upper is None or day < area.valid.upper)


@pytest.fixture
def merged(cast):
    end_areas(areas=[cast.ward_a, cast.ward_b], on=CHANGED, by=SYSTEM_ACTOR)
    new = add_area(
        code="00999", name="Phường Mới", level="ward", valid_from=CHANGED, by=SYSTEM_ACTOR, parent=cast.hbt
    )
    change = AreaChange.objects.create(kind="merge", effective_on=CHANGED)
    for area in (cast.ward_a, cast.ward_b):
        AreaSuccession.objects.create(change=change, predecessor=area, successor=new, share=Decimal(1))
    return Area.objects.get(pk=new.pk)


def figures(*areas: Area) -> dict[int, list[int | None]]:
    found = carried_days(areas, FIRST, LAST, own)
    return {area.pk: [found[area.pk].get(FIRST + timedelta(days=n)) for n in range(6)] for area in areas}


def test_whole_predecessors_are_summed_up_to_the_day_of_the_change(cast, merged):
    old = Area.objects.get(pk=cast.ward_a.pk)
    found = figures(merged, old)
    assert found[merged.pk] == [5, 5, 5, 10, 10, 10]
    assert found[old.pk] == [2, 2, 2, None, None, None]
    note = notes_on([merged], FIRST)[merged.pk]
    assert (note.is_summed, note.is_estimate, len(note.before)) == (True, False, 2)


def test_a_declared_share_makes_an_estimate_and_none_leaves_it_unknown(cast, merged):
    links = AreaSuccession.objects.filter(predecessor=cast.ward_b)
    links.update(share=Decimal("0.5"))
    assert figures(merged)[merged.pk] == [3.5, 3.5, 3.5, 10, 10, 10]
    assert notes_on([merged], FIRST)[merged.pk].is_estimate
    links.update(share=None)
    assert figures(merged)[merged.pk] == [None, None, None, 10, 10, 10]
    assert not notes_on([merged], FIRST)[merged.pk].is_summed


def test_an_incomplete_change_or_one_taken_back_carries_nothing(cast, merged):
    AreaChange.objects.update(is_complete=False)
    assert figures(merged)[merged.pk][:3] == [None, None, None]
    AreaChange.objects.update(is_complete=True, undone_at="2021-09-05T00:00:00Z")
    assert figures(merged)[merged.pk] == [0, 0, 0, 10, 10, 10]
    assert notes_on([merged], FIRST) == {}


def test_areas_that_exist_all_the_time_ask_nothing(cast, django_assert_num_queries):
    areas = list(Area.objects.filter(pk__in=[cast.ward_a.pk, cast.ward_b.pk]))
    with django_assert_num_queries(0):
        carried_days(areas, FIRST, LAST, own)
        assert notes_on(areas, FIRST) == {}

"""The daily table answers exactly as the facts do, whatever changes, and says what it had known."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.indicators import all_indicators, find
from phaodai.city.indicators.marks import watched
from phaodai.city.indicators.models import ChangedDay, DailyFigure, FigureChange
from phaodai.city.indicators.queries import explorer, flow_days, stock_days
from phaodai.city.indicators.queries.explorer import Question
from phaodai.city.indicators.services.roll import check_rolled, roll_up, roll_up_what_is_due
from phaodai.core import clock
from phaodai.response.cases.models import Case
from tests.cast import NOW, at, make_area, make_person

TODAY = NOW.date()
FIRST = TODAY - timedelta(days=9)
CASES = ("cases.new", "cases.community", "cases.recovered")


def add_case(number, person, area, day, *, ended=None, status="confirmed"):
    closed = clock.at_local(ended, 8) if ended else None
    return Case.objects.create(
        code=f"X-{number}", person=person, area=area, status="recovered" if ended else status, setting="community",
        reported_at=clock.at_local(day, 9), closed_at=closed, definition_version="1",
    )  # fmt: skip


def fresh(area):
    """The area as it is read, with its days as a range."""
    return Area.objects.get(pk=area.pk)


def read(areas):
    """What the explorer reads: flows and the stock of every area on every day."""
    ids = [area.pk for area in areas]
    flows = flow_days([find(code) for code in CASES], ids, FIRST, TODAY)
    return flows, stock_days([find("cases.active")], ids, FIRST, TODAY)


days = st.integers(0, 9).map(lambda back: TODAY - timedelta(days=back))
moves = st.lists(
    st.tuples(st.sampled_from(["add", "move", "close", "drop", "roll"]), st.integers(0, 7), days), max_size=12
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_rolled_up_or_not_the_figures_are_those_of_the_facts(cast, moves):
    areas = [cast.hanoi, cast.hbt, cast.dongda, cast.ward_a, cast.ward_b, cast.ward_c, cast.hbt]
    Case.objects.all().delete()
    people = list(cast.people.values())
    for number, (move, which, day) in enumerate(moves):
        case = Case.objects.order_by("pk")[which : which + 1].first()
        free = [one for one in people if not Case.objects.filter(person=one, closed_at=None).exists()]
        if move == "add" and free:
            add_case(number, free[0], areas[which % len(areas)], day)
        elif move == "move" and case:
            Case.objects.filter(pk=case.pk).update(reported_at=clock.at_local(day, 7), area=areas[which % 6])
        elif move == "close" and case:
            Case.objects.filter(pk=case.pk).update(status="recovered", closed_at=clock.at_local(day, 22))
        elif move == "drop" and case:
            case.delete()
        elif move == "roll":
            roll_up_what_is_due()
    before = read(areas)
    roll_up_what_is_due()
    assert read(areas) == before
    assert check_rolled(DailyFigure.objects.values_list("day", flat=True)) == 0
    _parents_are_the_sum_of_their_children(cast)


def _parents_are_the_sum_of_their_children(cast):
    for parent in (cast.hanoi, cast.hbt):
        for code in CASES:
            answer = explorer.explore(Question((find(code),), fresh(parent), FIRST, TODAY))
            for place, cell in enumerate(answer.total.cells):
                inside = sum(line.cells[place].value for line in answer.lines)
                assert cell.value == inside + (answer.rest[place] or 0)


def test_a_split_ward_keeps_its_past_and_the_district_its_sum(cast):
    """Facts stay with the leaf they had; the tree is that of the days asked."""
    person, other = list(cast.people.values())[:2]
    add_case(1, person, cast.ward_a, TODAY - timedelta(days=5))
    Area.objects.filter(pk=cast.ward_a.pk).update(valid=(date(2020, 1, 1), TODAY - timedelta(days=2)))
    new = make_area("99999", "Phường Thanh Nhàn Mới", AreaLevel.WARD, cast.hbt)
    Area.objects.filter(pk=new.pk).update(valid=(TODAY - timedelta(days=2), None))
    add_case(2, other, new, TODAY)
    both = explorer.explore(Question((find("cases.new"),), fresh(cast.hbt), FIRST, TODAY))
    assert {line.area.code: line.whole.value for line in both.lines} == {"00271": 1, "00286": 0, "99999": 1}
    assert both.total.whole.value == 2
    now = explorer.explore(Question((find("cases.new"),), fresh(cast.hbt), TODAY, TODAY))
    assert [line.area.code for line in now.lines] == ["00286", "99999"]


def test_what_was_known_before_is_kept(cast):
    case = add_case(1, next(iter(cast.people.values())), cast.ward_a, TODAY - timedelta(days=3))
    roll_up_what_is_due()
    assert not FigureChange.objects.exists()
    Case.objects.filter(pk=case.pk).update(status="discarded", closed_at=at(14))
    roll_up_what_is_due()
    change = FigureChange.objects.get(indicator="cases.new")
    assert (change.area, change.day, change.old, change.new) == (cast.ward_a, TODAY - timedelta(days=3), 1, 0)


def test_a_change_committed_meanwhile_keeps_its_note(cast):
    """Only notes of the days rolled up are erased."""
    add_case(1, next(iter(cast.people.values())), cast.ward_a, TODAY - timedelta(days=3))
    ChangedDay.objects.create(day=TODAY - timedelta(days=7))
    roll_up([TODAY - timedelta(days=3)])
    assert [row.day for row in ChangedDay.objects.all()] == [TODAY - timedelta(days=7)]


def test_every_watched_table_has_its_triggers(db):
    """A column the definitions watch and no trigger notes would leave the daily table wrong."""
    wanted = watched(watch for row in all_indicators() for watch in row.watches)
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'indicators_note_%'")
        there = dict(cursor.fetchall())
    for watch in wanted.values():
        for event in ("insert", "update", "delete"):
            source = there[f"indicators_note_{watch.table}_{event}"]
            assert all(moment.replace("{x}", "x") in source for moment in watch.moments)


def test_stocks_agree_with_what_stands_now(cast):
    """Two ways to the same number: what is open now, and all that came minus all that ended."""
    people = list(cast.people.values())
    add_case(1, people[0], cast.ward_a, TODAY - timedelta(days=4))
    add_case(2, people[1], cast.ward_b, TODAY - timedelta(days=4), ended=TODAY - timedelta(days=1))
    for row in (row for row in all_indicators() if row.ever):
        spans = stock_days([row], [cast.hanoi.pk], TODAY, TODAY)[row.code, cast.hanoi.pk][TODAY]
        assert spans == row.rows().count(), row.code


@pytest.mark.parametrize("days", [3, 30])
def test_the_number_of_queries_does_not_grow(cast, days):
    make_person("Một Người", cast.ward_a)
    question = Question(
        tuple(all_indicators()), fresh(cast.hanoi), TODAY - timedelta(days=days), TODAY, "ward"
    )
    explorer.explore(question)
    with CaptureQueriesContext(
        connection,
    ) as found:
        explorer.explore(question)
    assert len(found) <= 26

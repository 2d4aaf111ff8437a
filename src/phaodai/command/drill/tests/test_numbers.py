"""Every number on the pages, counted again in SQL that knows nothing of the indicators."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.indicators import all_indicators, find, known
from phaodai.city.indicators.models import Observation, RolledDay
from phaodai.city.indicators.queries import Period, figures
from phaodai.city.indicators.queries.explorer import Question, explore
from phaodai.city.indicators.terms import SheetState
from phaodai.command.drill.load import LoadedCity, load_city
from phaodai.core import clock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("city"),
    pytest.mark.usefixtures("loaded"),
]
BELOW = (
    "WITH RECURSIVE inside AS (SELECT id FROM areas_area WHERE id = %(area)s "
    "UNION ALL SELECT a.id FROM areas_area a JOIN inside i ON a.parent_id = i.id) "
)
HIT = "EXISTS (SELECT FROM testing_testresult r WHERE r.tube_id = t.id AND r.is_current AND r.value = '{}')"
F0 = "cases_case t WHERE t.status IN ('confirmed','recovered','died')"
NOON = "({} + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"
OPEN_SOURCE = "t.source_status IN ('unknown','investigating')"
TAKEN = "testing_tube t WHERE t.taken_at IS NOT NULL"
SITES = "quarantine_stay s JOIN quarantine_room m ON m.id = s.room_id JOIN quarantine_quarantinesite t ON t.id = m.site_id"
# code: rows, and the column of the moment ("" for what stands now)
SQL: dict[str, tuple[str, str]] = {
    "cases.new": (F0, "t.reported_at"),
    "cases.community": (f"{F0} AND t.setting = 'community'", "t.reported_at"),
    "cases.quarantine": (f"{F0} AND t.setting = 'quarantine'", "t.reported_at"),
    "cases.lockdown": (f"{F0} AND t.setting = 'lockdown'", "t.reported_at"),
    "cases.imported": (f"{F0} AND t.is_imported", "t.reported_at"),
    "cases.onset": (f"{F0} AND t.symptom_onset IS NOT NULL", NOON.format("t.symptom_onset")),
    "cases.recovered": ("cases_case t WHERE t.status = 'recovered'", "t.closed_at"),
    "cases.died": ("cases_case t WHERE t.status = 'died'", "t.closed_at"),
    "cases.active": ("cases_case t WHERE t.status = 'confirmed'", ""),
    "cases.unknown_source": (f"cases_case t WHERE t.status = 'confirmed' AND {OPEN_SOURCE}", ""),
    "cases.suspected": ("cases_case t WHERE t.status IN ('suspected','probable')", ""),
    "cases.overdue": ("cases_case t WHERE t.status IN ('suspected','probable','confirmed') AND t.completeness < 100 "
                      "AND t.investigation_due_at < %(now)s", ""),
    "contacts.verified": ("tracing_contact t WHERE t.state = 'verified' AND t.tier = 1", "t.concluded_at"),
    "contacts.second_ring": ("tracing_contact t WHERE t.state = 'verified' AND t.tier = 2", "t.concluded_at"),
    "contacts.rejected": ("tracing_contact t WHERE t.state = 'rejected'", "t.concluded_at"),
    "contacts.waiting": ("tracing_contact t WHERE t.state = 'candidate'", ""),
    "contacts.overdue": ("tracing_contact t WHERE t.state = 'candidate' AND t.due_at < %(now)s", ""),
    "contacts.not_isolated": ("tracing_contact t WHERE t.state = 'verified' AND t.tier = 1 AND t.isolated_at IS NULL", ""),
    "testing.taken": (TAKEN, "t.taken_at"),
    "testing.resulted": ("testing_tube t WHERE t.resulted_at IS NOT NULL", "t.resulted_at"),
    "testing.persons": (f"testing_tubemember p JOIN testing_tube t ON t.id = p.tube_id WHERE ({HIT.format('negative')} "
                        f"OR (t.method <> 'pcr_pool' AND {HIT.format('positive')}))", "t.resulted_at"),
    "testing.same_day": (f"{TAKEN} AND (t.resulted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = "
                         "(t.taken_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", "t.taken_at"),
    "testing.overdue": ("testing_tube t WHERE t.state IN ('taken','sent','received') AND t.due_at < %(now)s", ""),
    "testing.positive_pcr": (f"testing_tube t WHERE t.method = 'pcr' AND {HIT.format('positive')}", "t.resulted_at"),
    "testing.positive_antigen": (f"testing_tube t WHERE t.method = 'antigen' AND {HIT.format('positive')}", "t.resulted_at"),
    "testing.positive_pool": (f"testing_tube t WHERE t.method = 'pcr_pool' AND {HIT.format('positive')}", "t.resulted_at"),
    "orders_signed": ("quarantine_quarantineorder t WHERE t.signed_at IS NOT NULL", "t.signed_at"),
    "quarantine.at_home": ("quarantine_quarantineorder t WHERE t.state = 'signed' AND t.setting = 'home'", ""),
    "quarantine.at_sites": ("quarantine_quarantineorder t WHERE t.state = 'signed' AND t.setting = 'site'", ""),
    "quarantine.admitted": (f"{SITES} WHERE true", "lower(s.during)"),
    "quarantine.released": (f"{SITES} WHERE upper(s.during) IS NOT NULL", "upper(s.during)"),
    "quarantine.lying": (f"{SITES} WHERE upper(s.during) IS NULL", ""),
}  # fmt: skip
OTHERWISE = {
    "places_free", "testing.pools_waiting", "outbreaks.links_confirmed", "investigations.reported",
    "investigations.completeness_sum", "investigations.listed", "investigations.hours_to_list",
    "investigations.listed_in_time",
}  # fmt: skip
"""Counted in the tests of their modules: a sum over rooms, and tubes whose members were not sampled again."""


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[LoadedCity]:
    """One city for the whole file, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_city(people=1000, seed=7)
        transaction.set_rollback(True)
    clock.forget()


def ask(sql: str, **params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


def counted(code: str, area: Area, start: Any, end: Any) -> int:
    rows, moment = SQL[code]
    within = f" AND {moment} >= %(start)s AND {moment} < %(end)s" if moment else ""
    sql = f"{BELOW} SELECT COUNT(*) FROM {rows}{within} AND t.area_id IN (SELECT id FROM inside)"
    return int(ask(sql, area=area.pk, start=start, end=end, now=clock.now()))


def places() -> list[Area]:
    district = Area.objects.get(code="007", level="district")
    return [Area.objects.get(code="01", level="province"), district, *Area.objects.filter(parent=district)]


def test_every_computed_indicator_has_its_own_sql() -> None:
    assert {row.code for row in all_indicators() if not row.is_reported} == set(SQL) | OTHERWISE


def test_the_dashboards_figures_are_those_of_plain_sql() -> None:
    """The last 24 hours and the 24 before, of the city, the district and every ward."""
    now, day = clock.now(), timedelta(days=1)
    areas = places()
    found = figures(known(SQL), [area.pk for area in areas], Period(now - day, now))
    for (code, area_id), figure in found.items():
        area = next(one for one in areas if one.pk == area_id)
        assert figure.value == counted(code, area, now - day, now), (code, area)
        if figure.previous is not None:
            assert figure.previous == counted(code, area, now - 2 * day, now - day), (code, area)
    assert sum(figure.value for figure in found.values()) > 300, "a city in which something happened"


def test_the_explorers_days_are_those_of_plain_sql() -> None:
    """Day by day for the district, rolled up or not; flows of a fortnight for every ward."""
    today = clock.today()
    district = places()[1]
    assert RolledDay.objects.exists()
    for code in (code for code, (_rows, moment) in SQL.items() if moment):
        question = Question((find(code),), district, today - timedelta(days=13), today)
        answer = explore(question)
        plain = [counted(code, district, *clock.day_bounds(day)) for day in question.days]
        assert [cell.value for cell in answer.total.cells] == plain, code
        start, end = clock.day_bounds(question.first)[0], clock.day_bounds(today)[1]
        for line in answer.lines:
            assert line.whole.value == counted(code, line.area, start, end), (code, line.area)


def test_reported_figures_are_those_of_plain_sql() -> None:
    """What counts, from how many wards of how many; what is held or replaced does not."""
    today = clock.today()
    district = places()[1]
    rows = tuple(row for row in all_indicators() if row.is_reported and row.kind == "flow")
    answer = explore(Question(rows, district, today, today))
    for row, cell in zip(rows, answer.total.cells, strict=True):
        sql = "SELECT SUM(value) FROM indicators_observation WHERE state = 'counted' AND indicator = %(code)s"
        plain = ask(f"{sql} AND day = %(day)s", code=row.code, day=today)
        assert cell.value == (None if plain is None else float(plain)), row.code
    doses = answer.total.cells[[row.code for row in rows].index("vaccination.first_doses")].told
    assert doses is not None
    assert (doses.owed, doses.held) == (18, 1)
    assert doses.given < 18


def test_the_demo_shows_one_held_one_restated_and_who_is_missing(loaded: LoadedCity) -> None:
    held = Observation.objects.get(state="held")
    assert (held.indicator, held.area.name) == ("vaccination.first_doses", "Phường Bạch Mai")
    mended = Observation.objects.get(replaces__isnull=False)
    assert mended.reason.startswith("Bổ sung")
    client = Client()
    client.force_login(User.objects.get(username="health_officer"))
    page = client.get("/indicators/sheets").content.decode()
    assert page.count(str(SheetState.MISSING.label)) >= 2


def test_the_leading_figure_on_the_page_is_the_one_of_plain_sql() -> None:
    client = Client()
    client.force_login(User.objects.get(username="commander"))
    page = client.get("/dashboard").content.decode()
    shown = re.search(r'class="v">\s*<(?:a|span)[^>]*>([\d.]+)<', page)
    assert shown is not None
    now = clock.now()
    assert int(shown.group(1).replace(".", "")) == counted(
        "cases.new", places()[1], now - timedelta(days=1), now
    )

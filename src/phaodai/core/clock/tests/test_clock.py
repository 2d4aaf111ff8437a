"""The two clocks."""

from datetime import timedelta

import pytest

from phaodai.core import clock
from phaodai.core.clock.models import ClockSetting
from phaodai.core.clock.services import resume_scenario, set_scenario, tick
from tests.cast import NOW, at

SOON = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def fresh(db):
    clock.forget()
    yield
    clock.forget()


def test_without_a_setting_the_clocks_agree():
    assert abs(clock.now() - clock.real_now()) < SOON
    assert not clock.is_scenario()


def test_scenario_time_runs():
    set_scenario(purpose="demo", scenario_at=NOW)
    assert clock.is_scenario()
    assert NOW <= clock.now() < NOW + SOON


def test_time_off_does_not_pass():
    set_scenario(purpose="demo", scenario_at=NOW)
    hour, week = timedelta(hours=1), timedelta(days=7)
    setting = ClockSetting.objects.get()
    ClockSetting.objects.update(
        anchored_at=setting.anchored_at - week, ticked_at=setting.anchored_at - week + hour
    )
    resume_scenario()
    assert NOW + hour <= clock.now() < NOW + hour + SOON


def test_tick_notes_the_real_time():
    set_scenario(purpose="demo", scenario_at=NOW)
    ClockSetting.objects.update(ticked_at=NOW)
    tick()
    assert clock.real_now() - ClockSetting.objects.get().ticked_at < SOON


def test_a_demo_does_not_become_a_drill():
    set_scenario(purpose="demo", scenario_at=NOW)
    with pytest.raises(ValueError, match="demo"):
        set_scenario(purpose="drill", scenario_at=NOW)


def test_days_are_local():
    assert clock.local_day(at(14, 23, 59)) == at(14).date()
    start, end = clock.day_bounds(at(14).date())
    assert (end - start, start.utcoffset()) == (timedelta(days=1), timedelta(hours=7))


def test_reading_the_clock_costs_one_query_in_two_seconds(django_assert_num_queries):
    with django_assert_num_queries(1):
        clock.now()
        clock.now()

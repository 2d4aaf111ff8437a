"""Reported figures: unknown is not zero, improbable ones wait, the old one is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from phaodai.city.areas.naming import Register, one_slip
from phaodai.city.indicators import find, known
from phaodai.city.indicators.models import FormUnit, Observation
from phaodai.city.indicators.queries import Period, figures
from phaodai.city.indicators.queries.reported import told_figures
from phaodai.city.indicators.queries.sheets import owed_by, standings
from phaodai.city.indicators.rules import Background, Limits, doubts, moving_sum
from phaodai.city.indicators.services import decide_held
from phaodai.city.indicators.tests.factories import TODAY, make_form, report
from phaodai.core import clock
from phaodai.core.audit.models import ActionLog
from tests.cast import at, make_area

YESTERDAY = TODAY - timedelta(days=1)
LIMITS = Limits(ratio=5, fewest=3, floor=50, per_head=1000)


@pytest.fixture
def form(cast):
    return make_form(cast.ward_a, cast.ward_b)


def told(code, area, first=TODAY, last=TODAY):
    return told_figures([find(code)], [area.pk], first, last)[code, area.pk]


def test_unknown_is_not_zero(cast, form):
    nothing = told("welfare.bags", cast.hbt)
    assert (nothing.value, nothing.given, nothing.owed, nothing.is_whole) == (None, 0, 2, False)
    report(form, cast.ward_a, cast.ward_clerk_a, bags=0)
    half = told("welfare.bags", cast.hbt)
    assert (half.value, half.given, half.owed) == (0, 1, 2)
    report(form, cast.ward_b, cast.ward_clerk_b, bags=7)
    assert (told("welfare.bags", cast.hanoi).value, told("welfare.bags", cast.hanoi).is_whole) == (7, True)
    day = Period(at(14), at(14, 16))
    figure = figures(known(["welfare.bags", "cases.new"]), [cast.dongda.pk], day)
    assert figure["welfare.bags", cast.dongda.pk].value is None
    assert figure["cases.new", cast.dongda.pk].value == 0


def test_a_held_figure_does_not_count_until_another_confirms_it(cast, form):
    report(form, cast.ward_a, cast.ward_clerk_a, first_doses=90_000)
    row = Observation.objects.get()
    assert (row.state, row.doubts[0]["rule"]) == ("held", "jump")
    assert row.doubts[0]["policy"]["indicators.jump"].startswith("default:")
    assert (
        told("vaccination.first_doses", cast.hbt).value,
        told("vaccination.first_doses", cast.hbt).held,
    ) == (None, 1)
    with pytest.raises(PermissionDenied):
        decide_held(observation=row, accept=True, note="", by=cast.ward_clerk_a)
    with pytest.raises(ValidationError, match="lý do"):
        decide_held(observation=row, accept=False, note=" ", by=cast.health_officer)
    decide_held(observation=row, accept=True, note="Đã gọi phường", by=cast.health_officer)
    assert told("vaccination.first_doses", cast.hbt).value == 90_000
    with pytest.raises(ValidationError):
        decide_held(observation=row, accept=True, note="", by=cast.health_officer)


def test_who_reported_never_confirms(cast, form):
    report(form, cast.ward_a, cast.health_officer, first_doses=90_000)
    with pytest.raises(PermissionDenied):
        decide_held(observation=Observation.objects.get(), accept=True, note="", by=cast.health_officer)


def test_a_restated_figure_keeps_the_old_one_with_who_and_why(cast, form):
    report(form, cast.ward_a, cast.ward_clerk_a, bags=20, posts=2)
    with pytest.raises(ValidationError):
        report(form, cast.ward_a, cast.ward_clerk_a, bags=25, posts=2)
    with clock.frozen(at(14, 18)):
        report(form, cast.ward_a, cast.ward_clerk_a, bags=25, posts=2, reason="Sót tổ 7")
    old, new = Observation.objects.filter(indicator="welfare.bags").order_by("pk")
    assert (old.state, old.value, old.counted_until) == ("superseded", 20, at(14, 18))
    assert (new.value, new.replaces, new.reason, new.by_name) == (
        25,
        old,
        "Sót tổ 7",
        cast.ward_clerk_a.full_name,
    )
    assert Observation.objects.filter(indicator="checkpoints.posts").count() == 1
    assert told("welfare.bags", cast.hbt).value == 25
    assert ActionLog.objects.filter(action="submit_figures", reason="Sót tổ 7").exists()


def test_a_held_restatement_leaves_the_old_figure_counting(cast, form):
    report(form, cast.ward_a, cast.ward_clerk_a, first_doses=100)
    report(form, cast.ward_a, cast.ward_clerk_a, first_doses=80_000, reason="Nhập lại")
    assert told("vaccination.first_doses", cast.hbt).value == 100
    decide_held(
        observation=Observation.objects.get(state="held"), accept=True, note="", by=cast.health_officer
    )
    assert told("vaccination.first_doses", cast.hbt).value == 80_000
    assert Observation.objects.get(value=100).state == "superseded"


def test_a_running_total_never_falls_unnoticed_and_a_level_is_carried_a_week(cast, form):
    report(form, cast.ward_a, cast.ward_clerk_a, YESTERDAY, adults_reached=500, posts=3)
    report(form, cast.ward_a, cast.ward_clerk_a, adults_reached=480)
    assert Observation.objects.get(value=480).doubts[0]["rule"] == "falling"
    assert told("checkpoints.posts", cast.hbt).value == 3
    later = TODAY + timedelta(days=9)
    assert told("checkpoints.posts", cast.hbt, later, later).value is None


def test_two_levels_are_never_added_up(cast):
    wards = make_form(cast.ward_a, cast.ward_b, codes=["welfare.bags"])
    district = make_form(cast.hbt, codes=["welfare.bags"])
    report(wards, cast.ward_a, cast.ward_clerk_a, bags=10)
    report(wards, cast.ward_b, cast.ward_clerk_b, bags=5)
    assert told("welfare.bags", cast.hbt).value == 15
    report(district, cast.hbt, cast.health_officer, bags=16)
    assert told("welfare.bags", cast.hbt).value == 16
    assert told("welfare.bags", cast.hanoi).value == 16
    assert told("welfare.bags", cast.ward_a).value == 10


def test_who_owes_what_and_who_is_late(cast, form):
    with clock.frozen(at(14, 18)):
        report(form, cast.ward_a, cast.ward_clerk_a, bags=1)
        states = {row.unit.area: row.state for row in standings(cast.health_officer, [form], TODAY)}
    assert states == {cast.ward_a: "late", cast.ward_b: "missing"}
    assert [unit.area for unit in owed_by(cast.ward_clerk_b)] == [cast.ward_b]
    assert not owed_by(cast.ward_clerk_a).exists()


def test_only_what_is_owed_is_taken(cast, form):
    with pytest.raises(PermissionDenied):
        report(form, cast.ward_b, cast.ward_clerk_a, bags=1)
    with pytest.raises(ValidationError):
        report(form, cast.ward_a, cast.ward_clerk_a, TODAY + timedelta(days=1), bags=1)
    FormUnit.objects.filter(area=cast.ward_a).delete()
    with pytest.raises(ValidationError):
        report(form, cast.ward_a, cast.ward_clerk_a, bags=1)
    assert not Observation.objects.exists()


def test_the_rules_one_by_one():
    plain = Background("ward", "flow", [Decimal(10)] * 3, population=100_000)
    found = lambda value, known=plain: [one.rule for one in doubts(Decimal(value), known, LIMITS)]  # noqa: E731
    assert found(50) == []
    assert found(51) == ["jump"]
    assert found(1001) == ["per_head", "jump"]
    assert found(200, Background("ward", "flow", [], [Decimal(45)])) == []
    assert found(300, Background("ward", "flow", [], [Decimal(45)])) == ["neighbours"]
    whole = Background("ward", "cumulative", previous_total=Decimal(5), adults=9, of_adults=True)
    assert found(4, whole) == ["falling"]
    assert found(10, whole) == ["above_whole"]


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=14), st.integers(0, 10_000))
def test_growth_within_the_ratio_is_never_held(recent, value):
    known = Background("ward", "flow", [Decimal(one) for one in recent])
    held = bool(doubts(Decimal(value), known, LIMITS))
    assert held == (value > max(50, 5 * max(recent)))


@given(st.lists(st.one_of(st.none(), st.integers(0, 99)), max_size=20))
def test_a_week_is_summed_only_when_every_day_is_known(values):
    for place, total in enumerate(moving_sum(values)):
        week = values[max(0, place - 6) : place + 1]
        assert total == (sum(week) if len(week) == 7 and None not in week else None)


def test_names_as_people_write_them(cast):
    make_area("008", "Quận Hoàng Mai", "district", cast.hanoi)
    twins = [make_area("370", "Thành phố Cao Lãnh", "district", cast.hanoi)]
    twins.append(make_area("371", "Huyện Cao Lãnh", "district", cast.hanoi))
    register = Register.of([cast.hbt, cast.dongda, *twins])
    for written in ("Hai Bà Trưng", "Q. Hai Ba Trung", "hai bà trưng", "quan HAI BA TRUNG", "Hai Bà Trưg"):
        assert register.find(written, cast.hanoi).area == cast.hbt, written
    assert register.find("Cao Lãnh").area is None
    assert set(register.find("Cao Lãnh").candidates) == set(twins)
    assert register.find("TP Cao Lãnh").area is None or register.find("Huyện Cao Lãnh").area == twins[1]
    assert register.find("Hoàng Mai").area is None
    assert one_slip("abc", "acb")
    assert not one_slip("abcd", "badc")

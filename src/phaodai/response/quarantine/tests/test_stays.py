"""Beds: one person each, never beside another exposure group; the ledger learns who lay where."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.city.people.models import Custody, Person
from phaodai.core import clock
from phaodai.response.movement.models import Visit
from phaodai.response.quarantine import services
from phaodai.response.quarantine.models import Stay
from phaodai.response.quarantine.queries.sites import board_of
from phaodai.response.quarantine.tests.factories import make_case, make_order, make_site
from tests.cast import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(cast):
    return make_site(cast.site, beds=(2, 2))


def signed(cast, person, site, case):
    return make_order(person, state="signed", setting="site", site=site, case=case)


def test_people_of_one_case_share_a_room_others_do_not(cast, site):
    first, other = make_case(cast.an), make_case(cast.hoa)
    a = services.open_stay(order=signed(cast, cast.binh, site, first), by=cast.site_manager)
    b = services.open_stay(order=signed(cast, cast.chi, site, first), by=cast.site_manager)
    c = services.open_stay(order=signed(cast, cast.dung, site, other), by=cast.site_manager)
    assert a.room == b.room != c.room
    with pytest.raises(ValidationError) as error:
        services.open_stay(order=signed(cast, cast.giang, site, make_case(cast.giang)), by=cast.site_manager)
    assert error.value.code == "full"


def test_a_mixed_room_needs_a_reason_and_rings(cast, site):
    room = site.rooms.get(name="101")
    services.open_stay(
        order=signed(cast, cast.binh, site, make_case(cast.an)), by=cast.site_manager, room=room
    )
    order = signed(cast, cast.chi, site, make_case(cast.hoa))
    with pytest.raises(ValidationError) as error:
        services.open_stay(order=order, by=cast.site_manager, room=room)
    assert error.value.code == "other_group"
    services.open_stay(order=order, by=cast.site_manager, room=room, reason="Hết phòng")
    assert [row.room for row in board_of(site).mixed] == [room]


def test_the_database_refuses_in_one_sentence(cast, site):
    room = site.rooms.get(name="101")
    order = signed(cast, cast.binh, site, make_case(cast.an))
    services.open_stay(order=order, by=cast.site_manager, room=room, bed=1)
    with pytest.raises(ValidationError, match="đang nằm"):
        services.open_stay(order=order, by=cast.site_manager, room=room, bed=2)
    second = signed(cast, cast.chi, site, order.case)
    with pytest.raises(ValidationError, match="Giường này"):
        services.open_stay(order=second, by=cast.site_manager, room=room, bed=1)
    with pytest.raises(ValidationError):
        services.open_stay(order=second, by=cast.site_manager, room=room, bed=9)
    assert Stay.objects.count() == 1


def test_only_a_signed_order_of_the_own_site_opens_a_bed(cast, site):
    order = make_order(cast.binh, setting="site", site=site)
    with pytest.raises(ValidationError):
        services.open_stay(order=order, by=cast.site_manager)
    with pytest.raises(PermissionDenied):
        services.open_stay(order=order, by=cast.health_officer)


def test_the_site_sees_the_person_only_while_they_stay(cast, site):
    order = signed(cast, cast.binh, site, make_case(cast.an))
    stay = services.open_stay(order=order, by=cast.site_manager)
    custody = Custody.objects.get(person=cast.binh)
    assert custody.organization == cast.site
    with clock.frozen(at(15, 9)):
        services.end_stay(stay=stay, by=cast.site_manager)
    custody.refresh_from_db()
    assert custody.valid.upper == at(15, 9)
    assert Person.objects.filter(custodies__valid__contains=at(15, 10)).count() == 0


def test_the_ledger_learns_every_day_of_a_stay_once(cast, site):
    order = signed(cast, cast.binh, site, make_case(cast.an))
    stay = services.open_stay(order=order, by=cast.site_manager)
    with clock.frozen(at(16, 9)):
        assert services.record_room_visits() == 1
        assert services.record_room_visits() == 0
    with clock.frozen(at(16, 12)):
        services.end_stay(stay=stay, by=cast.site_manager)
        assert services.record_room_visits() == 0
    visits = list(Visit.objects.filter(person_id=cast.binh.pk).order_by("start_at"))
    assert [(v.start_at, v.end_at) for v in visits] == [
        (at(14, 16), at(15)),
        (at(15), at(16)),
        (at(16), at(16, 9)),
        (at(16, 9), at(16, 12)),
    ]
    assert {v.place_id for v in visits} == {stay.room.place_id}


def test_moving_keeps_both_stays(cast, site):
    order = signed(cast, cast.binh, site, make_case(cast.an))
    stay = services.open_stay(order=order, by=cast.site_manager)
    other = site.rooms.exclude(pk=stay.room_id).get()
    with clock.frozen(at(15, 9)):
        with pytest.raises(ValidationError):
            services.move_stay(stay=stay, room=other, by=cast.site_manager, reason="")
        moved = services.move_stay(stay=stay, room=other, by=cast.site_manager, reason="Phòng hỏng nước")
    stay.refresh_from_db()
    assert stay.during.upper == moved.during.lower == at(15, 9)
    with pytest.raises(ValidationError):
        services.end_stay(stay=stay, by=cast.site_manager)


def test_the_board_shows_who_comes_who_is_tested_who_leaves(cast, site):
    case = make_case(cast.an)
    services.open_stay(order=signed(cast, cast.binh, site, case), by=cast.site_manager)
    awaited = signed(cast, cast.chi, site, case)
    board = board_of(site)
    assert board.arriving == [awaited]
    assert [stay.person for stay in board.tests_due] == [cast.binh]
    assert board.leaving == []
    with clock.frozen(at(27, 9)):
        assert [stay.person for stay in board_of(site).leaving] == [cast.binh]
    assert (board.free, board.total) == (3, 4)

"""Sites: registered, given rooms, accepted by a signed check."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from phaodai.core import policy
from phaodai.response.quarantine import services
from phaodai.response.quarantine.models import QuarantineSite, Room, SiteCheck
from phaodai.response.quarantine.queries.sites import proposed_site
from phaodai.response.quarantine.tests.factories import make_case, make_order, make_site

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"quarantine:{name}", args=args)


def items():
    return list(policy.get("quarantine.acceptance").value)


def all_met():
    return dict.fromkeys(items(), True)


def test_a_site_takes_people_only_after_every_item_is_met(cast):
    site = services.register_site(organization=cast.site, area=cast.ward_b, by=cast.health_officer)
    with pytest.raises(ValidationError) as refusal:
        services.check_site(site=site, answers=all_met(), document="BB 1", by=cast.health_officer)
    assert refusal.value.code == "no_room"
    services.add_room(site=site, name="101", beds=2, by=cast.site_manager)
    services.check_site(
        site=site, answers=all_met() | {"guard": False}, document="BB 1", by=cast.health_officer
    )
    assert proposed_site(cast.ward_b) is None
    services.check_site(site=site, answers=all_met(), document="BB 2", by=cast.health_officer)
    assert proposed_site(cast.ward_b) == site
    assert list(SiteCheck.objects.values_list("is_passed", "by_name")) == [
        (False, cast.health_officer.full_name),
        (True, cast.health_officer.full_name),
    ]


def test_a_check_answers_every_item_and_names_its_record(cast):
    site = make_site(cast.site, is_accepted=False)
    for answers, document, code in ((all_met(), " ", None), ({}, "BB 1", "unanswered")):
        with pytest.raises(ValidationError) as refusal:
            services.check_site(site=site, answers=answers, document=document, by=cast.health_officer)
        assert code is None or refusal.value.code == code
    assert not SiteCheck.objects.exists()


def test_rooms_are_places_and_no_bed_in_use_goes(cast):
    site = make_site(cast.site, beds=(2,))
    room = services.add_room(site=site, name=" Phòng  9 ", beds=3, by=cast.site_manager)
    assert (room.name, room.place.kind, room.place.area) == ("Phòng 9", "quarantine_room", site.area)
    with pytest.raises(ValidationError):
        services.add_room(site=site, name="phòng 9", beds=1, by=cast.site_manager)
    order = make_order(cast.chi, state="signed", setting="site", site=site, case=make_case(cast.an))
    services.open_stay(order=order, by=cast.site_manager, room=room, bed=3)
    with pytest.raises(ValidationError):
        services.edit_room(room=room, name="Phòng 9", beds=2, by=cast.site_manager)
    services.edit_room(room=room, name="Phòng 10", beds=4, by=cast.site_manager)
    room.refresh_from_db()
    assert (room.name, room.beds) == ("Phòng 10", 4)
    assert "Phòng 10" in room.place.name


def test_who_may_not(cast):
    site = make_site(cast.site, is_accepted=False)
    with pytest.raises(PermissionDenied):
        services.check_site(site=site, answers=all_met(), document="BB", by=cast.site_manager)
    with pytest.raises(PermissionDenied):
        services.register_site(organization=cast.committee, area=cast.ward_c, by=cast.health_officer)
    with pytest.raises(PermissionDenied):
        services.add_room(site=site, name="x", beds=1, by=cast.ward_clerk_b)
    with pytest.raises(PermissionDenied):
        services.move_site(site=site, area=cast.ward_c, by=cast.health_officer)
    with pytest.raises(ValidationError):
        services.register_site(organization=cast.site, area=cast.ward_a, by=cast.health_officer)


def test_the_screens_lead_from_registering_to_acceptance(cast, client_as):
    officer = client_as(cast.health_officer)
    facts = {"organization": cast.site.pk, "area": cast.ward_b.uuid}
    officer.post(url("add_site"), facts)
    site = QuarantineSite.objects.get()
    assert "Chưa đưa ai đến đây" in officer.get(url("site", site.uuid)).content.decode()
    refused = officer.post(url("add_room", site.uuid), {"name": "Phòng lạ", "beds": "0"})
    assert refused.status_code == 422
    assert "Phòng lạ" in refused.content.decode()
    officer.post(url("add_room", site.uuid), {"name": "101", "beds": "4"})
    room = Room.objects.get()
    officer.post(url("edit_room", site.uuid, room.uuid), {"name": "102", "beds": "3"})
    answers = dict.fromkeys(items(), "yes")
    short = officer.post(url("check_site", site.uuid), {**answers, "guard": "", "document": "BB 7/BB-TTYT"})
    assert short.status_code == 422
    assert "BB 7/BB-TTYT" in short.content.decode()
    officer.post(url("check_site", site.uuid), {**answers, "document": "BB 7/BB-TTYT"})
    site.refresh_from_db()
    assert site.is_accepted
    assert "BB 7/BB-TTYT" in officer.get(url("site", site.uuid)).content.decode()
    officer.post(url("edit_site", site.uuid), {"area": cast.ward_a.uuid})
    site.refresh_from_db()
    assert site.area == cast.ward_a


@pytest.mark.parametrize("name", ["edit_site", "check_site"])
def test_only_health_officers_of_the_area_check(cast, client_as, name):
    site = make_site(cast.site)
    assert client_as(cast.site_manager).get(url(name, site.uuid)).status_code == 404
    assert client_as(cast.ward_clerk_b).get(url(name, site.uuid)).status_code == 404
    assert client_as(cast.health_officer).get(url(name, site.uuid)).status_code == 200

"""A telephone is enrolled once, acts narrowly, is refused the moment it is ended."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from phaodai.city.clients import services
from phaodai.city.clients.models import Device, Enrolment
from phaodai.city.clients.tests.factories import Phone, enrolled
from phaodai.core import clock
from phaodai.core.audit.models import ActionLog
from phaodai.core.gateway.models import RequestRecord

ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _the_world_stands_still(monkeypatch):
    """However busy the machine: a second between sending and receiving is a second of difference."""
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def test_a_code_makes_one_device_and_only_hashes_are_kept(cast):
    offer, code = services.offer_device(
        name=" Máy chốt 2 ", holder=cast.site_manager, organization=cast.site, by=cast.site_manager
    )
    answer = Client().post(
        "/api/v1/devices/enrol", {"code": code, "app": "tram/1.0"}, content_type="application/json"
    )
    assert answer.status_code == 201
    token = answer.json()["token"]
    device = Device.objects.get()
    assert (device.name, device.holder, device.organization) == ("Máy chốt 2", cast.site_manager, cast.site)
    kept = (*Device.objects.values_list("prefix", "digest").get(), Enrolment.objects.get().digest)
    assert token not in kept
    assert code not in kept
    assert token.startswith(device.prefix)
    offer.refresh_from_db()
    assert offer.device == device
    again = Client().post("/api/v1/devices/enrol", {"code": code}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (422, "code_used_up")
    assert Device.objects.count() == 1


def test_a_code_is_worthless_after_its_minutes(cast):
    _offer, code = services.offer_device(name="x", holder=cast.admin, area=cast.hbt, by=cast.admin)
    Enrolment.objects.update(expires_at=clock.real_now())
    with pytest.raises(services.CodeUsedUp):
        services.open_offer(code)
    with pytest.raises(services.CodeUsedUp):
        services.enrol_device(code=code)
    with pytest.raises(services.CodeUsedUp):
        services.enrol_device(code="pde_abcdef_xyz")


def test_nobody_hands_out_devices_beyond_their_reach(cast):
    def offer(by, holder, **where):
        return services.offer_device(name="x", holder=holder, by=by, **where)

    with pytest.raises(PermissionDenied):  # another organisation
        offer(cast.site_manager, cast.site_manager, organization=cast.cdc)
    with pytest.raises(PermissionDenied):  # somebody whose roles reach further
        offer(cast.site_manager, cast.admin, organization=cast.site)
    with pytest.raises(PermissionDenied):  # no capability
        offer(cast.lab, cast.lab, organization=cast.cdc)
    with pytest.raises(PermissionDenied):  # another district
        offer(cast.health_officer, cast.sampler, area=cast.ward_c)
    with pytest.raises(ValidationError):
        offer(cast.health_officer, cast.sampler)
    with pytest.raises(ValidationError):
        services.offer_device(name=" ", holder=cast.sampler, area=cast.ward_a, by=cast.health_officer)
    assert offer(cast.health_officer, cast.sampler, area=cast.ward_a)


def test_a_device_may_what_its_person_may_and_devices_may_at_all_there(cast):
    _device, token = enrolled(cast.investigator, area=cast.ward_a)
    told = Phone(token).get(ME).json()
    assert (told["kind"], told["name"], told["place"]) == ("device", "Điện thoại chốt", cast.ward_a.name)
    assert told["capabilities"] == ["areas.view", "organizations.view", "places.view", "visits.record"]
    assert Phone(token).get("/api/v1/cases").status_code == 404
    codes = {row["code"] for row in Phone(token).get("/api/v1/places?limit=500").json()}
    assert cast.canteen.code in codes
    assert cast.market.code not in codes  # the person reaches ward B, the device does not
    _other, far = enrolled(cast.sampler, area=cast.ward_b)  # whose person has no role there
    assert Phone(far).get("/api/v1/places?limit=500").json() == []


@pytest.mark.parametrize("lost", [True, False])
def test_an_ended_device_is_refused_at_the_next_call(cast, lost):
    device, token = enrolled(cast.site_manager, organization=cast.site)
    assert Phone(token).get(ME).status_code == 200
    with pytest.raises(ValidationError):
        services.end_device(device=device, by=cast.site_manager, reason=" ")
    with pytest.raises(PermissionDenied):
        services.end_device(device=device, by=cast.lab, reason="x")
    services.end_device(device=device, by=cast.site_manager, reason="Rơi ở chợ", is_lost=lost)
    answer = Phone(token).get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    device.refresh_from_db()
    assert device.state == ("lost" if lost else "revoked")
    with pytest.raises(ValidationError):
        services.end_device(device=device, by=cast.admin, reason="again")
    assert ActionLog.objects.filter(action="device.lost" if lost else "device.revoked").count() == 1


def test_expiry_and_a_closed_account_end_it_too(cast):
    device, token = enrolled(cast.site_manager, organization=cast.site)
    Device.objects.update(expires_at=clock.real_now())
    assert Phone(token).get(ME).status_code == 401
    device.refresh_from_db()
    assert device.state == "expired"
    Device.objects.update(expires_at=clock.real_now() + timedelta(days=1))
    cast.site_manager.is_active = False
    cast.site_manager.save()
    assert Phone(token).get(ME).status_code == 401


def test_its_clock_is_read_at_each_call_and_a_wild_one_writes_nothing(cast):
    device, token = enrolled(cast.site_manager, organization=cast.site)
    assert Phone(token).get(ME).json()["clock"] == {"skew_s": 0, "standing": "good"}
    assert Phone(token, fast_s=412).get(ME).json()["clock"] == {"skew_s": 412, "standing": "corrected"}
    device.refresh_from_db()
    assert device.skew_s == 412
    assert device.app == "tram/1.0"
    silent = Client().get(ME, headers={"Authorization": f"Bearer {token}"})
    assert (silent.status_code, silent.json()["code"]) == (422, "client_time")
    wild = Phone(token, fast_s=-90_000).post("/api/v1/visits/batch", {"visits": []})
    assert (wild.status_code, wild.json()["code"]) == (422, "clock_wrong")
    device.refresh_from_db()
    assert device.skew_s == pytest.approx(-90_000, abs=2)
    assert list(RequestRecord.objects.order_by("pk").values_list("status", flat=True)) == [200, 200, 422, 422]


def test_last_seen_is_written_once_a_minute(cast, django_assert_num_queries):
    _device, token = enrolled(cast.site_manager, organization=cast.site)
    phone = Phone(token)
    phone.get(ME)
    seen = Device.objects.get().last_seen_at
    with django_assert_num_queries(5):  # token, rules, limit, grants, log
        phone.get(ME)
    assert Device.objects.get().last_seen_at == seen
    Device.objects.update(last_seen_at=seen - timedelta(minutes=2))
    phone.get(ME)
    assert Device.objects.get().last_seen_at >= seen


def test_a_person_renames_and_ends_their_own(cast):
    device, _token = enrolled(cast.sampler, area=cast.ward_a)
    services.rename_device(device=device, name="Máy mới", by=cast.sampler)
    with pytest.raises(PermissionDenied):
        services.rename_device(device=device, name="Máy mới", by=cast.lab)
    assert services.end_device(device=device, by=cast.sampler, reason="Hỏng").state == "revoked"


def test_the_pages_of_enrolling(cast, client_as):
    manager = client_as(cast.site_manager)
    assert manager.get("/connections/devices/add").status_code == 200
    asked = {"name": "Máy cổng", "holder": cast.site_manager.uuid, "organization": cast.site.uuid}
    refused = manager.post("/connections/devices/add", asked | {"organization": ""})
    assert refused.status_code == 422
    assert "Máy cổng" in refused.content.decode()
    page = manager.post("/connections/devices/add", asked)
    code, offer = page.context["code"], Enrolment.objects.get()
    assert "data:image/svg+xml" in page.content.decode()
    state = f"/connections/devices/offers/{offer.uuid}/state"
    assert "every 2s" in manager.get(state).content.decode()
    phone = Client()
    assert "Máy cổng" in phone.get(f"/connections/enrol/{code}").content.decode()
    assert not Device.objects.exists()  # looking uses nothing up
    taken = phone.post(f"/connections/enrol/{code}")
    token = taken.context["token"]
    assert Phone(token).get(ME).status_code == 200
    assert phone.get(f"/connections/enrol/{code}").status_code == 410
    assert "every 2s" not in manager.get(state).content.decode()
    device = Device.objects.get()
    for path in ("/connections/devices/", "/connections/mine/", f"/connections/devices/{device.uuid}/"):
        assert "Máy cổng" in manager.get(path).content.decode()
    assert "Máy cổng" in manager.get("/connections/devices/?format=csv").getvalue().decode()
    assert manager.post(f"/connections/devices/{device.uuid}/name", {"name": "Khác"}).status_code == 302
    assert manager.post(f"/connections/mine/{device.uuid}/lost", {"reason": "Rơi"}).status_code == 302
    assert Phone(token).get(ME).status_code == 401

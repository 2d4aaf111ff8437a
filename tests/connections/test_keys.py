"""API keys: limited by what the organisation's may do, shown once, replaced with an overlap, revoked at once."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.city.accounts.models import Grant, valid_from
from phaodai.city.clients import services
from phaodai.city.clients.models import ApiKey, KeySecret
from phaodai.city.clients.tests.factories import Program, made_key
from phaodai.core import clock
from phaodai.core.audit.models import ReadLog
from phaodai.core.gateway import limits
from phaodai.core.gateway.models import RequestRecord
from phaodai.core.gateway.rules.limits import Limit
from phaodai.core.policy.models import PolicyVersion
from phaodai.response.testing.models import Tube, TubeMember
from tests.cast import at, make_user

ME, TUBES = "/api/v1/me", "/api/v1/tests/tubes"


def tube(cast, code, laboratory, area):
    found = Tube.objects.create(
        code=code, method="pcr", area=area, laboratory=laboratory, state="received", taken_at=at(14, 8),
        received_at=at(14, 10), due_at=at(14, 22),
    )  # fmt: skip
    TubeMember.objects.create(tube=found, person=cast.chi)
    return found


def test_a_key_sees_its_organisations_own_and_nothing_else(cast):
    tube(cast, "M-000001-1", cast.cdc, cast.ward_b)
    tube(cast, "M-000002-2", cast.other_lab, cast.ward_b)
    key, secret = made_key(cast.cdc, "tests.view", "areas.view")
    answer = Program(secret).get(TUBES)
    assert [row["code"] for row in answer.json()["tubes"]] == ["M-000001-1"]
    assert Program(secret).get("/api/v1/cases").status_code == 404
    assert ReadLog.objects.filter(actor_id__gt=0).count() == 0
    told = Program(secret).get(ME).json()
    assert (told["kind"], told["organization"], told["capabilities"]) == (
        "key",
        cast.cdc.code,
        ["areas.view", "tests.view"],
    )
    line = RequestRecord.objects.get(operation="/api/v1/tests/tubes")
    assert (line.caller_id, line.actor_id, line.status, line.rows) == (key.uuid, -key.pk, 200, 1)


def test_an_area_widens_it_to_all_below_and_no_further(cast):
    _key, secret = made_key(cast.health_centre, "places.view", area=cast.ward_a)
    codes = {row["code"] for row in Program(secret).get("/api/v1/places?limit=500").json()}
    assert cast.canteen.code in codes
    assert cast.market.code not in codes
    with pytest.raises(ValidationError):  # outside the organisation's area
        made_key(cast.health_centre, "places.view", area=cast.ward_c)
    with pytest.raises(ValidationError):  # a laboratory has its own tubes, no area
        made_key(cast.cdc, "tests.view", area=cast.ward_a)


def test_nobody_makes_a_key_that_may_more_than_such_an_organisations(cast):
    for wrong in ((), ("quarantine.sign",), ("tests.view", "people.view")):
        with pytest.raises(ValidationError):
            made_key(cast.cdc, *wrong)
    for days in (0, 366):
        with pytest.raises(ValidationError):
            made_key(cast.cdc, "tests.view", days=days)
    with pytest.raises(ValidationError):
        made_key(cast.cdc, "tests.view", name=" ")


def test_an_administrator_of_a_district_makes_keys_of_its_organisations(cast):
    local = make_user("local", "admin", area=cast.hbt)
    assert made_key(cast.other_lab, "tests.view", by=local)
    with pytest.raises(PermissionDenied):
        made_key(cast.cdc, "tests.view", by=local)  # the city's
    with pytest.raises(PermissionDenied):
        made_key(cast.cdc, "tests.view", by=cast.lab)
    key, _secret = made_key(cast.cdc, "tests.view")
    with pytest.raises(PermissionDenied):
        services.revoke_key(key=key, by=local, reason="x")
    with pytest.raises(PermissionDenied):
        services.rotate_key(key=key, by=local)


def test_only_a_hash_is_kept_and_only_the_beginning_shown(cast, client_as):
    client = client_as(cast.admin)
    page = client.post(
        f"/connections/api/keys/add?organization={cast.cdc.uuid}",
        {"name": "Máy PCR", "capabilities": ["tests.view"], "days": 90},
    )
    secret = page.context["shown_secret"]
    assert secret in page.content.decode()
    kept = KeySecret.objects.get()
    assert secret.startswith(kept.prefix + "_")
    assert secret not in (kept.digest, kept.prefix)
    again = client.get(f"/connections/api/keys/{kept.key.uuid}/").content.decode()
    assert kept.prefix in again
    assert secret not in again


def test_replaced_with_an_overlap_never_more_than_two(cast):
    key, first = made_key(cast.cdc, "tests.view")
    second = services.rotate_key(key=key, by=cast.admin)
    assert [Program(one).get(ME).status_code for one in (first, second)] == [200, 200]
    third = services.rotate_key(key=key, by=cast.admin)
    assert [Program(one).get(ME).status_code for one in (first, second, third)] == [401, 200, 200]
    KeySecret.objects.filter(ends_at__gt=clock.real_now()).update(ends_at=clock.real_now())
    assert [Program(one).get(ME).status_code for one in (second, third)] == [401, 200]


def test_revoked_expired_or_of_a_closed_organisation_it_is_refused(cast):
    key, secret = made_key(cast.cdc, "tests.view")
    services.revoke_key(key=key, by=cast.admin, reason="Đổi nhà cung cấp")
    assert Program(secret).get(ME).status_code == 401
    with pytest.raises(ValidationError):
        services.revoke_key(key=key, by=cast.admin, reason="x")
    with pytest.raises(ValidationError):
        services.rotate_key(key=key, by=cast.admin)
    _key, old = made_key(cast.cdc, "tests.view")
    ApiKey.objects.filter(revoked_at__isnull=True).update(expires_at=clock.real_now())
    assert Program(old).get(ME).status_code == 401
    _key, closed = made_key(cast.other_lab, "tests.view")
    cast.other_lab.is_active = False
    cast.other_lab.save()
    assert Program(closed).get(ME).status_code == 401
    assert Program("pdk_abcdef_" + "x" * 43).get(ME).status_code == 401


def test_narrowing_the_rule_narrows_every_key_at_once(cast):
    _key, secret = made_key(cast.cdc, "tests.view", "areas.view")
    PolicyVersion.objects.create(
        code="clients.key_capabilities", value={"laboratory": ["areas.view"]}, document="QĐ 2",
        effective_from=at(1).date(), state="approved", confirmed=True, proposed_by_id=1, proposed_by_name="x",
        decided_by_id=2, decided_by_name="y", decided_at=at(1), occurred_at=at(1),
    )  # fmt: skip
    assert Program(secret).get(TUBES).status_code == 404
    assert Program(secret).get(ME).json()["capabilities"] == ["areas.view"]


def test_over_the_limit_it_is_told_how_long_to_wait(cast, monkeypatch):
    key, secret = made_key(cast.cdc, "tests.view")
    monkeypatch.setattr(limits, "limit_of", lambda code: Limit(per_minute=6, burst=2))
    answers = [Program(secret).get(ME) for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2].json()["code"] == "too_many_requests"
    assert 8 <= int(answers[2]["Retry-After"]) <= 10
    assert answers[2]["RateLimit-Limit"] == "2"
    other, free = made_key(cast.other_lab, "tests.view")
    assert Program(free).get(ME).status_code == 200  # each key has its own
    assert RequestRecord.objects.filter(caller_id=key.uuid, status=429).count() == 1
    assert other.uuid != key.uuid


def test_the_log_says_nothing_of_what_was_asked_about(cast):
    _key, secret = made_key(cast.health_centre, "people.search", "people.view", area=cast.ward_a)
    Program(secret).get("/api/v1/people?q=Nguyễn Văn An")
    Program(secret).get(f"/api/v1/people/{cast.an.uuid}")
    for line in RequestRecord.objects.values_list():
        assert "Văn An" not in str(line)
        assert str(cast.an.uuid) not in str(line)
    operations = RequestRecord.objects.order_by("pk").values_list("operation", flat=True)
    assert [one.startswith("/api/v1/people") for one in operations] == [True, True]
    assert operations[1] == "/api/v1/people/<uuid>"


def test_personal_tokens_are_logged_as_well(cast):
    from phaodai.city.accounts.services import issue_token  # noqa: PLC0415

    token = issue_token(user=cast.lab, name="Xuất số liệu", by=cast.lab)
    assert Program(token).get(ME).json()["kind"] == "token"
    assert RequestRecord.objects.get().caller_name == "Xuất số liệu"


def test_who_sees_which_requests(cast, client_as):
    _key, secret = made_key(cast.cdc, "tests.view", name="Máy của thành phố")
    _other, near = made_key(cast.other_lab, "tests.view", name="Máy của quận")
    for one in (secret, near):
        Program(one).get(ME)
    local = make_user("local", "data_officer", area=cast.hbt)
    page = client_as(local).get("/connections/api/requests/").content.decode()
    assert "Máy của quận" in page
    assert "Máy của thành phố" not in page
    assert (
        "Máy của thành phố" in client_as(cast.data_officer).get("/connections/api/requests/").content.decode()
    )
    book = client_as(local).get("/connections/api/requests/?format=csv")
    assert "Máy của thành phố" not in b"".join(book.streaming_content).decode()
    assert client_as(cast.lab).get("/connections/api/requests/").status_code == 404


@pytest.mark.parametrize("path", ["keys", "webhooks", "requests"])
def test_lists_ask_the_same_number_of_queries_whatever_their_length(
    cast, client_as, path, django_assert_max_num_queries
):
    for n in range(12):
        key, secret = made_key(cast.cdc, "tests.view", name=f"Máy {n}")
        Program(secret).get(ME)
        services.add_webhook(
            key=key, name="x", url=f"http://127.0.0.1:1/{n}", events=["result_recorded"], by=cast.admin
        )
    client = client_as(cast.admin)
    with django_assert_max_num_queries(16):
        answer = client.get(f"/connections/api/{path}/?sort=-name&q=a")
    assert answer.status_code == 200


def test_a_key_of_one_is_no_key_of_all(cast, client_as):
    """Somebody with every role for another ward finds neither key nor page."""
    far = make_user("far", "admin", area=cast.ward_c)
    Grant.objects.create(user=far, role="data_officer", area=cast.ward_c, valid=valid_from())
    key, _secret = made_key(cast.other_lab, "tests.view")
    assert client_as(far).get(f"/connections/api/keys/{key.uuid}/").status_code == 404
    assert client_as(far).post(f"/connections/api/keys/{key.uuid}/revoke", {"reason": "x"}).status_code == 404
    assert client_as(far).get(f"/connections/api/keys/{uuid.uuid4()}/").status_code == 404
    assert ApiKey.objects.get().revoked_at is None
    assert key.expires_at - clock.real_now() > timedelta(days=89)

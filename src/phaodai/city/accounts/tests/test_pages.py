import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import Role
from phaodai.core import clock
from tests.cast import Cast, make_user

PASSWORD = "demo-password-1"


def url(name: str, *args: Any) -> str:
    return reverse(f"accounts:{name}", args=args)


def text_of(response: Any) -> str:
    assert response.status_code < 400, response.status_code
    return response.content.decode()


def sign_in(username: str, password: str, client: Client | None = None) -> Any:
    return (client or Client()).post("/account/login/", {"login": username, "password": password})


def test_five_wrong_passwords_lock_the_name(cast: Cast) -> None:
    for _attempt in range(4):
        assert sign_in("place_keeper", "wrong").status_code == 200
    locked = sign_in("PLACE_keeper", "wrong")
    assert locked.status_code == 429
    page = locked.content.decode()
    assert "15 phút" in page
    assert "Quay lại" in page or "đăng nhập" in page
    assert sign_in("place_keeper", PASSWORD).status_code == 429
    assert queries.is_locked(cast.place_keeper)
    assert sign_in("checkpoint", PASSWORD).status_code == 302


def test_the_administrator_unlocks(cast: Cast, client_as: Any) -> None:
    for _attempt in range(5):
        sign_in("place_keeper", "wrong")
    client = client_as(cast.admin)
    page = text_of(client.get(url("user", cast.place_keeper.uuid)))
    assert "Mở khóa" in page
    client.post(url("unlock", cast.place_keeper.uuid))
    assert sign_in("place_keeper", PASSWORD).status_code == 302


def test_a_good_password_forgets_the_wrong_ones(cast: Cast) -> None:
    for _round in range(3):
        for _attempt in range(4):
            sign_in("place_keeper", "wrong")
        assert sign_in("place_keeper", PASSWORD).status_code == 302


def test_roles_with_health_data_set_up_a_second_factor_first(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ward_clerk_a, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in ("/", url("me"), reverse("people:list")):
        assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")
    answer = client.get("/api/v1/people")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")
    partial = client.get(reverse("people:list"), HTTP_HX_REQUEST="true")
    assert partial.headers["HX-Redirect"] == reverse("mfa_activate_totp")
    assert client.get(reverse("account_logout")).status_code == 200
    Authenticator.objects.create(user=cast.ward_clerk_a, type="recovery_codes", data={})
    assert client.get("/").status_code == 302


def test_roles_without_health_data_need_none(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.checkpoint, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url("me")).status_code == 200


def test_my_account_says_what_i_may_and_where(cast: Cast, client_as: Any) -> None:
    page = text_of(client_as(cast.ward_clerk_a).get(url("me")))
    for text in ("Cán bộ phường", "Phường Thanh Nhàn", "Phiên", "Tương phản cao"):
        assert text in page


def test_a_token_is_shown_once(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    page = text_of(client.post(url("add_token"), {"name": "Máy quét"}))
    token = re.search(r"pd_[\w-]{40,}", page)
    assert token
    assert token.group() not in text_of(client.get(url("me")))
    head: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {token.group()}"}
    assert Client().get("/api/v1/people", **head).status_code == 200
    client.post(url("revoke_own_token", cast.ward_clerk_a.tokens.get().uuid))
    assert Client().get("/api/v1/people", **head).status_code == 401
    assert client.post(url("add_token"), {"name": ""}).status_code == 422


def test_nobody_revokes_tokens_of_others(cast: Cast, client_as: Any) -> None:
    client_as(cast.lab).post(url("add_token"), {"name": "Máy PCR"})
    token = cast.lab.tokens.get()
    assert client_as(cast.other_lab_user).post(url("revoke_own_token", token.uuid)).status_code == 404


def test_the_language_is_kept(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    assert "My roles" in text_of(client.post(url("language"), {"language": "en"}, follow=True))
    cast.ward_clerk_a.refresh_from_db()
    assert cast.ward_clerk_a.language == "en"
    client.post(url("language"), {"language": "xx"})


def test_everybody_reads_the_permission_table(cast: Cast, client_as: Any) -> None:
    page = text_of(client_as(cast.checkpoint).get(url("roles")))
    assert "Ký quyết định cách ly" in page


def test_only_administrators_see_accounts(cast: Cast, client_as: Any) -> None:
    addresses = [url("users"), url("add_user"), url("user", cast.lab.uuid), url("edit_user", cast.lab.uuid)]
    for user in (cast.commander, cast.data_officer, cast.ward_clerk_a):
        client = client_as(user)
        assert [client.get(address).status_code for address in addresses] == [404] * 4
        assert client.post(url("reset_password", cast.lab.uuid)).status_code == 404


def test_the_list_of_accounts(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    client = client_as(cast.admin)
    page = text_of(client.get(url("users"), {"role": "lab"}))
    assert "Ngô Thị Lan" in page
    assert "Phạm Thu Hà" not in page
    assert client.get(url("users"), {"sort": "zzz", "page": "x"}).status_code == 200
    with django_assert_max_num_queries(21):
        client.get(url("users"))
    export = client.get(url("users"), {"format": "csv"})
    assert "Phòng xét nghiệm" in b"".join(export.streaming_content).decode()


def test_an_account_is_opened_with_its_first_role(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.admin)
    given = {"username": "le.tam", "full_name": "Lê Tám", "role": "sampler", "area": cast.ward_a.uuid}
    page = text_of(client.post(url("add_user"), given))
    link = re.search(r"http://testserver(/accounts/enter/[\w-]{43})", page)
    assert link
    assert "data:image/svg+xml" in page
    assert User.objects.get(username="le.tam").may("tests.sample")
    own = {"password": "bốn chữ dễ nhớ", "again": "bốn chữ dễ nhớ"}
    stranger = Client()
    assert stranger.get(link.group(1)).headers["Referrer-Policy"] == "strict-origin"
    assert stranger.post(link.group(1), {**own, "again": "khác"}).status_code == 422
    assert stranger.post(link.group(1), {"password": "123", "again": "123"}).status_code == 422
    assert stranger.post(link.group(1), own).headers["Location"] == reverse("account_login")
    assert stranger.get(link.group(1)).status_code == 410, "once"
    assert sign_in("le.tam", own["password"]).status_code == 302
    refused = client.post(url("add_user"), given)
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"username"}


def test_roles_are_given_and_ended(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.admin)
    client.post(url("grant", cast.lab.uuid), {"role": "sampler", "area": cast.ward_b.uuid})
    grant = cast.lab.grants.get(role="sampler")
    no_reason = client.post(url("end_grant", cast.lab.uuid, grant.uuid), {"reason": ""}, follow=True)
    assert "lý do" in text_of(no_reason)
    client.post(url("end_grant", cast.lab.uuid, grant.uuid), {"reason": "Hết đợt"})
    grant.refresh_from_db()
    assert grant.valid.upper is not None
    assert client.post(url("grant", cast.lab.uuid), {"role": "king"}).status_code == 422
    assert client.post(url("end_grant", cast.sampler.uuid, grant.uuid), {"reason": "x"}).status_code == 404


def test_a_district_administrator_is_told_what_is_not_theirs(cast: Cast, client_as: Any) -> None:
    client = client_as(make_user("district_admin", Role.ADMIN, area=cast.hbt))
    refused = client.post(url("grant", cast.ward_clerk_a.uuid), {"role": "commander"})
    assert refused.status_code == 422
    assert client.get(url("user", cast.cdc_officer.uuid)).status_code == 404
    assert client.post(url("reset_password", cast.cdc_officer.uuid)).status_code == 404


@pytest.mark.parametrize("name", ["reset_password", "make_link", "sign_out", "reactivate", "unlock"])
def test_deeds_of_one_click(cast: Cast, client_as: Any, name: str) -> None:
    response = client_as(cast.admin).post(url(name, cast.lab.uuid), follow=True)
    text_of(response)


def test_an_account_is_closed_for_a_reason_and_signed_out(cast: Cast, client_as: Any) -> None:
    theirs, client = client_as(cast.lab), client_as(cast.admin)
    assert theirs.get(url("me")).status_code == 200
    client.post(url("deactivate", cast.lab.uuid), {"reason": "Nghỉ việc"})
    assert theirs.get(url("me")).status_code == 302
    assert sign_in("lab", PASSWORD).headers["Location"] == reverse("account_inactive")
    client.post(url("edit_user", cast.lab.uuid), {"full_name": "Ngô Lan", "title": "Nghỉ"})
    cast.lab.refresh_from_db()
    assert (cast.lab.full_name, cast.lab.is_active) == ("Ngô Lan", False)
    own = client.post(url("deactivate", cast.admin.uuid), {"reason": "x"}, follow=True)
    assert "không tự" in text_of(own).lower()


def test_a_password_told_by_an_administrator_is_changed_before_anything_else(cast: Cast) -> None:
    told = services.reset_password(user=cast.place_keeper, by=cast.admin)
    client = Client()
    client.post(reverse("account_login"), {"login": cast.place_keeper.username, "password": told})
    change = reverse("account_change_password")
    for address in (reverse("home"), url("me")):
        assert client.get(address).headers["Location"] == change
    answer = client.get("/api/v1/areas")
    assert (answer.status_code, answer.json()["code"]) == (403, "password")
    own = "mua-thu-ha-noi-2021"
    answer = client.post(change, {"oldpassword": told, "password1": own, "password2": own})
    assert answer.headers["Location"] == reverse("home")
    assert client.get(url("me")).status_code == 200
    again = Client()
    again.post(reverse("account_login"), {"login": cast.place_keeper.username, "password": own})
    assert again.get(url("me")).status_code == 200


def test_a_second_factor_is_reset_for_a_reason(cast: Cast, client_as: Any) -> None:
    client, theirs = client_as(cast.admin), client_as(cast.lab)
    client.post(url("reset_second_factor", cast.lab.uuid), {"reason": ""})
    assert Authenticator.objects.filter(user=cast.lab).exists()
    client.post(url("reset_second_factor", cast.lab.uuid), {"reason": "Mất điện thoại, gặp tại chỗ"})
    assert not Authenticator.objects.filter(user=cast.lab).exists()
    assert theirs.get(url("me")).status_code == 302, "signed out"
    assert "Mất điện thoại" in text_of(client.get(url("user", cast.lab.uuid)))


def test_a_role_for_a_time_is_reminded_of_and_goes_on(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.admin)
    day = (clock.real_now() + timedelta(days=5)).date()
    given = {"role": "sampler", "area": cast.ward_b.uuid, "until": f"{day:%Y-%m-%d}"}
    client.post(url("grant", cast.lab.uuid), given)
    grant = cast.lab.grants.get(role="sampler")
    assert clock.local_day(grant.valid.upper - timedelta(seconds=1)) == day
    assert "Ngô Thị Lan" in text_of(client.get(url("users"), {"state": "ending"}))
    assert "Vai trò của Ngô Thị Lan sắp hết hạn" in text_of(client.get("/"))
    client.post(url("renew", cast.lab.uuid, grant.uuid), {"until": ""})
    assert "Ngô Thị Lan" not in text_of(client.get(url("users"), {"state": "ending"}))
    follow = cast.lab.grants.filter(role="sampler").latest("pk")
    assert (follow.valid.lower, follow.valid.upper) == (grant.valid.upper, None)
    past = client.post(url("grant", cast.lab.uuid), {**given, "role": "lab", "until": "2020-01-01"})
    assert past.status_code == 422


def test_roles_go_over_to_the_successor(cast: Cast, client_as: Any) -> None:
    client, address = client_as(cast.admin), url("hand_over", cast.ward_clerk_a.uuid)
    grant = cast.ward_clerk_a.grants.get()
    assert "Phường Thanh Nhàn" in text_of(client.get(address))
    assert client.post(address, {"grants": [], "to": "", "reason": ""}).status_code == 422
    facts = {"grants": [grant.uuid], "to": cast.sampler.uuid, "reason": "QĐ 412"}
    assert client.post(address, facts).headers["Location"] == url("user", cast.sampler.uuid)
    leaver, successor = (User.objects.get(pk=user.pk) for user in (cast.ward_clerk_a, cast.sampler))
    assert (leaver.may("people.edit"), successor.may("people.edit")) == (False, True)


def test_a_unit_manages_its_own(cast: Cast, client_as: Any) -> None:
    client = client_as(make_user("lab_admin", Role.LOCAL_ADMIN, organization=cast.cdc))
    page = text_of(client.get(url("users")))
    assert "Ngô Thị Lan" in page
    assert "Mai Thị Hường" not in page
    form = text_of(client.get(url("add_user")))
    assert "Bệnh viện Thanh Nhàn" not in form
    assert 'value="commander"' not in form
    given = {"username": "moi", "full_name": "Người Mới", "role": "lab", "organization": cast.cdc.uuid}
    assert "accounts/enter/" in text_of(client.post(url("add_user"), given))
    client.post(url("remove", cast.lab.uuid), {"reason": "Chuyển đơn vị"})
    gone = User.objects.get(pk=cast.lab.pk)
    assert (gone.is_active, gone.live_grants) == (False, [])
    client.post(url("reactivate", cast.lab.uuid))
    client.post(url("grant", cast.lab.uuid), {"role": "lab", "organization": cast.cdc.uuid})
    assert User.objects.get(pk=cast.lab.pk).may("tests.result"), "who comes back finds their account"

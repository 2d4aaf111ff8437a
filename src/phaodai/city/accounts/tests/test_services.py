from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.city.accounts import queries, services
from phaodai.city.accounts.models import ApiToken, Grant, User
from phaodai.city.accounts.permissions import Role
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.queries import actions_on
from tests.cast import Cast, make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def district_admin(cast: Cast) -> User:
    return make_user("district_admin", Role.ADMIN, area=cast.hbt)


def actions(user: User) -> list[str]:
    return [deed.action for deed in actions_on("user", user.uuid)]


def test_an_account_is_opened_without_a_role(cast: Cast) -> None:
    uuid = uuid4()
    user = services.create_user(
        username="Le.Thu", full_name="Lê  Thu", by=cast.admin, uuid=uuid, password="rời-rạc-2021"
    )
    assert (user.uuid, user.username, user.full_name) == (uuid, "le.thu", "Lê Thu")
    assert user.check_password("rời-rạc-2021")
    assert not user.may("areas.view")
    assert actions(user) == ["user.created"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"username": "lê thu"}, "username"),
        ({"username": "ADMIN"}, "username"),
        ({"full_name": " "}, "full_name"),
        ({"password": "12345"}, "password"),
    ],
)
def test_slips_are_named_by_field(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        services.create_user(**{"username": "le.thu", "full_name": "Lê Thu", "by": cast.admin, **facts})
    assert list(caught.value.message_dict) == [field]


def test_only_administrators_open_accounts(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.create_user(username="le.thu", full_name="Lê Thu", by=cast.commander)


def test_a_role_is_given_once_and_ended_for_a_reason(cast: Cast) -> None:
    grant = services.grant_role(user=cast.lab, role=Role.SAMPLER, area=cast.ward_a, by=cast.admin)
    assert services.grant_role(user=cast.lab, role=Role.SAMPLER, area=cast.ward_a, by=cast.admin) == grant
    assert cast.lab.may("tests.sample")
    assert grant.granted_by_name == cast.admin.full_name
    with pytest.raises(ValidationError):
        services.revoke_grant(grant=grant, by=cast.admin, reason=" ")
    services.revoke_grant(grant=grant, by=cast.admin, reason="Đổi nhiệm vụ")
    fresh = User.objects.get(pk=cast.lab.pk)
    assert not fresh.may("tests.sample")
    assert fresh.may("tests.result")
    with pytest.raises(ValidationError):
        services.revoke_grant(grant=grant, by=cast.admin, reason="Lần nữa")
    assert actions(cast.lab) == ["role.ended", "role.granted"]


def test_nobody_changes_their_own_roles(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        services.grant_role(user=cast.admin, role=Role.CDC, by=cast.admin)
    with pytest.raises(ValidationError):
        services.revoke_grant(grant=cast.admin.grants.get(), by=cast.admin, reason="Thôi")
    with pytest.raises(ValidationError):
        services.deactivate_user(user=cast.admin, by=cast.admin, reason="Thôi")


def test_a_district_administrator_delegates_inside_the_district_only(
    cast: Cast, district_admin: User
) -> None:
    given = {"user": cast.lab, "by": district_admin}
    assert services.grant_role(**given, role=Role.WARD_CLERK, area=cast.ward_b)
    assert services.grant_role(**given, role=Role.LAB, organization=cast.other_lab)
    for facts in (
        {"role": Role.WARD_CLERK, "area": cast.ward_c},
        {"role": Role.WARD_CLERK, "area": cast.hanoi},
        {"role": Role.LAB, "organization": cast.cdc},
        {"role": Role.COMMANDER},
        {"role": Role.ADMIN, "area": cast.ward_a},
    ):
        with pytest.raises(PermissionDenied):
            services.grant_role(**given, **facts)


def test_a_district_administrator_manages_nobody_who_reaches_further(
    cast: Cast, district_admin: User
) -> None:
    services.reset_second_factor(user=cast.ward_clerk_a, by=district_admin, reason="Mất máy")
    Grant.objects.create(
        user=cast.ward_clerk_a, role=Role.CDC, area=cast.hanoi, valid=(clock.real_now() - timedelta(1), None)
    )
    mixed = User.objects.get(pk=cast.ward_clerk_a.pk)
    for user in (mixed, cast.cdc_officer, cast.ward_clerk_c, cast.admin):
        with pytest.raises(PermissionDenied):
            services.reset_password(user=user, by=district_admin)
        with pytest.raises(PermissionDenied):
            services.unlock_user(user=user, by=district_admin)
    with pytest.raises(PermissionDenied):
        services.reset_password(user=cast.lab, by=cast.commander)


@pytest.mark.parametrize("facts", [{"role": "king"}, {"role": Role.LAB, "both": True}])
def test_roles_and_places_must_make_sense(cast: Cast, facts: dict[str, Any]) -> None:
    where = {"area": cast.ward_a, "organization": cast.cdc} if facts.pop("both", False) else {}
    with pytest.raises(ValidationError):
        services.grant_role(user=cast.lab, by=cast.admin, **facts, **where)


def test_the_list_shows_each_account_once(cast: Cast, district_admin: User) -> None:
    services.grant_role(user=cast.ward_clerk_a, role=Role.SAMPLER, area=cast.ward_b, by=cast.admin)
    seen = [user.username for user in queries.list_users(district_admin)]
    assert len(seen) == len(set(seen))
    assert {"ward_clerk_a", "ward_clerk_b", "other_lab_user", "district_admin"} <= set(seen)
    assert not {"ward_clerk_c", "cdc_officer", "admin", "lab"} & set(seen)


def test_the_list_is_filtered_and_sorted(cast: Cast) -> None:
    services.deactivate_user(user=cast.lab, by=cast.admin, reason="Nghỉ việc")
    assert [user.username for user in queries.list_users(cast.admin, state="inactive")] == ["lab"]
    assert {user.username for user in queries.list_users(cast.admin, role="lab")} == {"lab", "other_lab_user"}
    assert [user.username for user in queries.list_users(cast.admin, text="Phạm")] == ["investigator"]
    names = [user.username for user in queries.list_users(cast.admin, sort="-username")]
    assert names == sorted(names, reverse=True)
    services.create_user(username="trong", full_name="Trống", by=cast.admin)
    assert [user.username for user in queries.list_users(cast.admin, state="no_role")] == ["trong"]


def test_a_closed_account_keeps_its_roles_and_loses_its_tokens(cast: Cast) -> None:
    token = services.issue_token(user=cast.lab, name="Máy PCR", by=cast.lab)
    services.deactivate_user(user=cast.lab, by=cast.admin, reason="Nghỉ việc")
    assert services.use_token(token) is None
    assert cast.lab.grants.count() == 1
    services.reactivate_user(user=cast.lab, by=cast.admin)
    assert cast.lab.is_active
    assert services.use_token(token) is None


def test_a_token_is_shown_once_and_kept_as_a_digest(cast: Cast) -> None:
    token = services.issue_token(user=cast.lab, name=" Máy PCR ", by=cast.lab)
    kept = ApiToken.objects.get()
    assert (kept.name, len(kept.digest)) == ("Máy PCR", 64)
    assert token not in str(vars(kept))
    assert services.use_token(token) == cast.lab
    assert services.use_token(token + "x") is None
    assert services.use_token("") is None


def test_the_use_of_a_token_is_noted_once_a_minute(cast: Cast, django_assert_num_queries: Any) -> None:
    token = services.issue_token(user=cast.lab, name="Máy PCR", by=cast.lab)
    with django_assert_num_queries(2):
        services.use_token(token)
    with django_assert_num_queries(1):
        services.use_token(token)
    ApiToken.objects.update(last_used_at=clock.real_now() - timedelta(seconds=61))
    with django_assert_num_queries(2):
        services.use_token(token)


def test_nobody_makes_tokens_in_anothers_name(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.issue_token(user=cast.lab, name="Trộm", by=cast.admin)
    with pytest.raises(ValidationError):
        services.issue_token(user=cast.lab, name=" ", by=cast.lab)
    assert services.issue_token(user=cast.lab, name="Demo", by=SYSTEM_ACTOR)


def test_a_token_is_revoked_by_its_user_or_an_administrator(cast: Cast) -> None:
    token = services.issue_token(user=cast.lab, name="Máy PCR", by=cast.lab)
    kept = ApiToken.objects.get()
    with pytest.raises(PermissionDenied):
        services.revoke_token(token=kept, by=cast.other_lab_user)
    services.revoke_token(token=kept, by=cast.admin)
    assert services.use_token(token) is None


def test_the_demo_hands_out_second_factors(cast: Cast) -> None:
    services.enrol_totp(user=cast.lab, secret=SECRET, by=SYSTEM_ACTOR)
    services.enrol_totp(user=cast.lab, secret=SECRET, by=SYSTEM_ACTOR)
    factor = Authenticator.objects.get(user=cast.lab)
    code = format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[1]))
    assert factor.wrap().validate_code(code)
    assert queries.second_factor_since(cast.lab)
    with pytest.raises(PermissionDenied):
        services.enrol_totp(user=cast.lab, secret=SECRET, by=cast.admin)
    services.reset_second_factor(user=cast.lab, by=cast.admin, reason="Mất máy")
    assert not Authenticator.objects.exists()


def test_a_new_password_can_be_read_aloud(cast: Cast) -> None:
    password = services.reset_password(user=cast.lab, by=cast.admin)
    cast.lab.refresh_from_db()
    assert cast.lab.check_password(password)
    assert len(password) == 19


def test_names_are_corrected(cast: Cast) -> None:
    services.edit_user(user=cast.lab, by=cast.admin, full_name="Ngô Lan", title="Trưởng ca")
    assert actions(cast.lab) == ["user.edited"]
    services.edit_user(user=cast.lab, by=cast.admin, full_name="Ngô Lan")
    assert actions(cast.lab) == ["user.edited"]
    with pytest.raises(TypeError):
        services.edit_user(user=cast.lab, by=cast.admin, username="x")

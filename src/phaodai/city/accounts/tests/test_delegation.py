"""No sequence of delegated grants gives anybody more than the granter's reach, and the last administrator stays."""

from contextlib import suppress
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from phaodai.city.accounts import services
from phaodai.city.accounts.models import Grant, User
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.city.accounts.rules import ORGANIZATION, SYSTEM, Where, is_strong, lies_within, may_give
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.policy.values import defaults
from tests.cast import Cast, make_user

ROLE_CODES = st.sampled_from([str(role) for role in Role])
MANAGING = ("admin", "local_admin")
TABLE = defaults  # read late: the registry is filled when the apps are ready

CITY, DISTRICT, WARD, OTHER = 1, 10, 100, 20
PLACES = [
    Where(SYSTEM), Where("province", (CITY,)), Where("district", (DISTRICT, CITY)), Where("district", (OTHER, CITY)),
    Where("ward", (WARD, DISTRICT, CITY)), Where(ORGANIZATION, (WARD, DISTRICT, CITY), 7),
    Where(ORGANIZATION, (OTHER, CITY), 8),
]  # fmt: skip


def table() -> Any:
    return TABLE()["accounts.delegation"].versions[-1].value


@given(role=ROLE_CODES, there=st.sampled_from(PLACES), offices=st.lists(st.sampled_from(PLACES), max_size=3))
def test_whatever_may_be_given_lies_inside_an_office(role: str, there: Where, offices: list[Where]) -> None:
    if may_give(role, there, offices, table(), MANAGING):
        assert any(lies_within(there, mine) for mine in offices)
        assert role not in MANAGING or there not in offices or Where(SYSTEM) in offices


@given(chain=st.lists(st.tuples(st.sampled_from(MANAGING), st.sampled_from(PLACES)), min_size=1, max_size=6))
def test_no_chain_of_administrators_climbs(chain: list[tuple[str, Where]]) -> None:
    """Each made by the one before: the last reaches nothing the first did not."""
    first = Where("district", (DISTRICT, CITY))
    mine = first
    for role, there in chain:
        if may_give(role, there, [mine], table(), MANAGING):
            mine = there
    assert lies_within(mine, first)
    for role in ROLES:
        for there in PLACES:
            if may_give(role, there, [mine], table(), MANAGING):
                assert may_give(role, there, [first], table(), MANAGING) or lies_within(there, first)


def test_no_lower_office_gives_a_role_a_higher_one_could_not() -> None:
    order = ["system", "province", "district", "ward", "hamlet"]
    rows = [set(table()[kind]) for kind in order]
    assert all(lower <= upper for upper, lower in pairwise(rows))
    assert set(table()["organization"]) <= set(table()["district"])


@pytest.mark.parametrize(
    ("claims", "strong"),
    [
        ({}, False), ({"amr": ["pwd"]}, False), ({"amr": ["pwd", "otp"]}, True), ({"amr": "mfa"}, True),
        ({"acr": "loa3"}, False), ({"acr": None, "amr": None}, False),
    ],
)  # fmt: skip
def test_a_provider_counts_only_as_the_policy_says(claims: dict[str, Any], strong: bool) -> None:
    accepted = TABLE()["accounts.provider_second_factor"].versions[-1].value
    assert is_strong(claims, accepted) is strong


def test_a_district_administrator_cannot_become_somebody_above(cast: Cast) -> None:
    """Whoever resets a password can sign in as that person."""
    local = make_user("local", Role.LOCAL_ADMIN, area=cast.hbt)
    for above in (cast.commander, cast.authority, cast.data_officer, cast.admin, cast.cdc_officer):
        for deed in (services.reset_password, services.make_link):
            with pytest.raises(PermissionDenied):
                deed(user=above, by=local)
        with pytest.raises(PermissionDenied):
            services.reset_second_factor(user=above, by=local, reason="Xin đặt lại")
    assert services.reset_password(user=cast.ward_clerk_a, by=local)
    equal = make_user("equal", Role.LOCAL_ADMIN, area=cast.hbt)
    with pytest.raises(PermissionDenied):
        services.remove_user(user=equal, by=local, reason="Thay tôi")
    below = services.grant_role(user=cast.unit_clerk, role=Role.LOCAL_ADMIN, area=cast.ward_a, by=local)
    assert below.area == cast.ward_a


def test_the_last_administrator_stays(cast: Cast) -> None:
    second = make_user("second", Role.ADMIN)
    services.deactivate_user(user=second, by=cast.admin, reason="Nghỉ phép")
    services.reactivate_user(user=second, by=cast.admin)
    services.revoke_grant(grant=second.grants.get(), by=cast.admin, reason="Thôi việc")
    for deed in (services.deactivate_user, services.remove_user):
        with pytest.raises(ValidationError):
            deed(user=cast.admin, by=SYSTEM_ACTOR, reason="Thử")
    with pytest.raises(ValidationError):
        services.revoke_grant(grant=cast.admin.grants.get(), by=SYSTEM_ACTOR, reason="Thử")
    assert User.objects.get(pk=cast.admin.pk).may("accounts.manage")


def test_an_administrator_for_a_time_does_not_count_as_the_last(cast: Cast) -> None:
    brief = make_user("brief", Role.OFFICE)
    end = clock.real_now() + clock.time.timedelta(days=1)
    services.grant_role(user=brief, role=Role.ADMIN, by=cast.admin, until=end)
    with pytest.raises(ValidationError):
        services.remove_user(user=cast.admin, by=brief, reason="Thử")


def test_a_handed_over_administrator_leaves_one(cast: Cast) -> None:
    heir = make_user("heir", Role.OFFICE)
    services.hand_over_roles(grants=[cast.admin.grants.get()], to=heir, by=SYSTEM_ACTOR, reason="Đổi người")
    assert User.objects.get(pk=heir.pk).may("accounts.manage")


class Delegation(RuleBasedStateMachine):
    """Administrators at every height do what they like; what comes of it stays inside what they began with."""

    cast: Cast
    names = ("root", "city", "district", "ward", "unit", "x", "y", "z")

    def __init__(self) -> None:
        super().__init__()
        Grant.objects.all().delete()
        User.objects.filter(username__in=self.names).delete()
        cast = self.cast
        self.places = {
            "system": {}, "hanoi": {"area": cast.hanoi}, "hbt": {"area": cast.hbt}, "dongda": {"area": cast.dongda},
            "ward_a": {"area": cast.ward_a}, "ward_c": {"area": cast.ward_c},
            "cdc": {"organization": cast.cdc}, "lab": {"organization": cast.other_lab},
        }  # fmt: skip
        starts: dict[str, tuple[str, dict[str, Any]]] = {
            "root": ("admin", {}), "district": ("local_admin", self.places["hbt"]),
            "unit": ("local_admin", self.places["lab"]), "x": ("unit", self.places["ward_a"]),
            "y": ("unit", self.places["ward_a"]), "z": ("lab", self.places["lab"]),
        }  # fmt: skip
        self.pks = {name: make_user(name, role, **where).pk for name, (role, where) in starts.items()}

    def user(self, name: str) -> User:
        return User.objects.get(pk=self.pks[name])

    @rule(
        by=st.sampled_from(["district", "unit", "x", "y", "z"]),
        to=st.sampled_from(["district", "unit", "x", "y", "z"]),
        role=ROLE_CODES,
        where=st.sampled_from(["system", "hanoi", "hbt", "dongda", "ward_a", "ward_c", "cdc", "lab"]),
    )
    def give(self, by: str, to: str, role: str, where: str) -> None:
        with suppress(PermissionDenied, ValidationError):
            services.grant_role(user=self.user(to), role=role, by=self.user(by), **self.places[where])

    @rule(
        by=st.sampled_from(["root", "district", "x"]),
        to=st.sampled_from(["root", "district", "unit", "x", "y"]),
    )
    def remove(self, by: str, to: str) -> None:
        with suppress(PermissionDenied, ValidationError):
            services.remove_user(user=self.user(to), by=self.user(by), reason="Thử")
            services.reactivate_user(user=self.user(to), by=self.user(by))

    @rule(
        by=st.sampled_from(["root", "district", "x"]),
        frm=st.sampled_from(["root", "district", "x", "y"]),
        to=st.sampled_from(["x", "y", "z"]),
    )
    def hand_over(self, by: str, frm: str, to: str) -> None:
        if by == "root":
            return  # the whole system may give anything
        with suppress(PermissionDenied, ValidationError):
            leaving = self.user(frm)
            services.hand_over_roles(
                grants=leaving.live_grants, to=self.user(to), by=self.user(by), reason="Thử"
            )

    @invariant()
    def nobody_but_the_root_reaches_beyond_the_district(self) -> None:
        for name in set(self.pks) - {"root"}:
            for grant in self.user(name).live_grants:
                place = grant.area or (grant.organization.area if grant.organization else None)
                assert place is not None, (name, grant)
                assert place.pk in self.inside, (name, grant)
                assert grant.role in set(table()["district"]), (name, grant)

    @invariant()
    def nobody_has_the_districts_own_office_but_by_the_root(self) -> None:
        offices = Grant.objects.filter(
            role__in=MANAGING, area=self.cast.hbt, valid__contains=clock.real_now()
        )
        assert set(offices.values_list("user__username", flat=True)) <= {"district"}

    @invariant()
    def somebody_administers_the_system(self) -> None:
        assert self.user("root").is_active
        assert self.user("root").may("accounts.manage")

    @property
    def inside(self) -> set[int]:
        return {area.pk for area in (self.cast.hbt, self.cast.ward_a, self.cast.ward_b)}


def test_no_sequence_of_deeds_climbs(cast: Cast) -> None:
    Delegation.cast = cast
    run_state_machine_as_test(
        Delegation, settings=settings(max_examples=12, stateful_step_count=14, deadline=None, database=None)
    )

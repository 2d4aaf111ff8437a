from io import StringIO

from django.core.management import call_command

from phaodai.city.accounts.permission_table import permission_rows, role_order
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.city.accounts.terms import Capability


def test_every_role_has_a_row_and_every_capability_a_label() -> None:
    assert set(ROLES) == set(Role)
    used = frozenset().union(*(row.capabilities for row in ROLES.values()))
    assert used == set(Capability.values)
    assert all(str(capability.label) for capability in Capability)


def test_whoever_sees_people_or_cases_needs_a_second_factor() -> None:
    health = {"people.view", "cases.view", "contacts.view", "tests.view", "quarantine.view"}
    for role, row in ROLES.items():
        assert row.sees_health_data or not row.capabilities & health, role


def test_the_table_says_what_the_roles_say() -> None:
    columns = role_order()
    for row in permission_rows():
        for role, has in zip(columns, row.granted, strict=True):
            assert has == (row.capability in ROLES[role].capabilities)


def test_the_command_prints_it_in_both_languages() -> None:
    out = StringIO()
    call_command("permission_table", stdout=out)
    text = out.getvalue()
    assert "Ký quyết định cách ly<br>Sign a quarantine order" in text
    assert text.count("\n") == len(Capability) + 3

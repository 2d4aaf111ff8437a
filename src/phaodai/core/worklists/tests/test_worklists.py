"""Everything that waits for somebody comes in one query, most urgent first."""

from phaodai.city.accounts.models import Grant, valid_from
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.core import policy
from phaodai.core.worklists.queries import capped, items_for, worklists_of
from tests.cast import make_user


def test_one_query_for_all_lists(cast, django_assert_max_num_queries):
    busy = make_user("busy", Role.CDC)
    Grant.objects.bulk_create([Grant(user=busy, role=role, valid=valid_from()) for role in ROLES])
    with policy.held(), django_assert_max_num_queries(3):  # the grants, the rules in force, the union
        items_for(busy)


def test_lists_follow_the_roles(cast):
    codes = {worklist.code for worklist in worklists_of(cast.lab)}
    assert codes
    assert not codes & {worklist.code for worklist in worklists_of(cast.checkpoint)}


def test_counts_are_capped():
    assert (capped(99), capped(100)) == ("99", "99+")

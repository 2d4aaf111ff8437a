"""The home page reads with a bounded number of queries, whoever opens it."""

from phaodai.city.accounts.models import Grant, valid_from
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.core import policy
from phaodai.core.worklists.queries import items_for
from tests.cast import make_user


def test_one_query_for_all_lists(cast, django_assert_max_num_queries):
    busy = make_user("busy", Role.CDC)
    Grant.objects.bulk_create([Grant(user=busy, role=role, valid=valid_from()) for role in ROLES])
    with policy.held(), django_assert_max_num_queries(3):  # the grants, the rules in force, the union
        items_for(busy)

"""The home page reads with a bounded number of queries, whoever opens it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def test_an_error_page_reads_no_menu(cast, client_as):
    """What is left is read before any page: the session, its user, their grants and second factor."""
    client = client_as(cast.ward_clerk_a)
    client.get("/areas/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/nowhere/")
    assert answer.status_code == 404
    reading = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert not [sql for sql in reading if 'FROM "areas_area"' in sql]
    assert len(reading) <= 6

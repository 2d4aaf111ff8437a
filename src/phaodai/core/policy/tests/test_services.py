"""A rule changes only by two people; the version in force follows the date."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from phaodai.core import policy
from phaodai.core.policy.models import PolicyVersion
from phaodai.core.policy.services import decide_policy, parse_value, propose_policy
from phaodai.core.policy.values import PolicyUnknown, defaults
from tests.cast import at


@pytest.fixture
def code():
    return next(code for code, rule in sorted(defaults().items()) if isinstance(rule.versions[-1].value, int))


def propose(cast, code, value=99, **facts):
    return propose_policy(
        code=code, value=value, document="QĐ 1", effective_from=date(2021, 9, 1), by=cast.commander, **facts
    )


def test_proposal_has_no_effect_until_approved(cast, code):
    before = policy.get(code)
    version = propose(cast, code)
    assert policy.get(code) == before
    decide_policy(version=version, approve=True, by=cast.authority)
    assert policy.get(code).value == 99
    assert policy.get(code).version == f"db:{version.pk}"


def test_nobody_approves_their_own(cast, code):
    version = propose(cast, code)
    with pytest.raises(PermissionDenied):
        decide_policy(version=version, approve=True, by=cast.commander)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(decided_by_id=cast.commander.pk)


def test_decided_once(cast, code):
    version = propose(cast, code)
    decide_policy(version=version, approve=False, by=cast.authority)
    with pytest.raises(ValidationError):
        decide_policy(version=version, approve=True, by=cast.authority)
    assert policy.get(code).value != 99


def test_past_decisions_keep_their_rule(cast, code):
    decide_policy(version=propose(cast, code), approve=True, by=cast.authority)
    assert policy.get(code, at(1)).value == 99
    assert policy.get(code, at(31, month=8)).value != 99


def test_unknown_code(cast):
    with pytest.raises(PolicyUnknown):
        policy.get("no.such")


def test_value_keeps_its_shape(cast, code):
    with pytest.raises(ValidationError):
        parse_value(code, '"text"')
    with pytest.raises(ValidationError):
        parse_value(code, "{")
    assert parse_value(code, "12") == 12


def test_page_proposes_and_decides(cast, code, client_as):
    page = client_as(cast.commander).get(f"/policy/{code}")
    assert page.status_code == 200
    form = {"value": "98", "document": "QĐ 2", "effective_from": "2021-09-01", "confirmed": "on"}
    client_as(cast.commander).post(f"/policy/{code}/propose", form)
    version = PolicyVersion.objects.get()
    client_as(cast.authority).post(f"/policy/version/{version.uuid}/decide", {"decision": "approve"})
    assert policy.get(code).value == 98


def test_bad_value_keeps_what_was_typed(cast, code, client_as):
    form = {"value": "{bad", "document": "QĐ 2", "effective_from": "2021-09-01"}
    page = client_as(cast.commander).post(f"/policy/{code}/propose", form)
    assert page.status_code == 422
    assert "{bad" in page.content.decode()


def test_held_rules_are_read_in_one_query(cast, code, django_assert_num_queries):
    decide_policy(version=propose(cast, code), approve=True, by=cast.authority)
    propose(cast, code, value=98)
    days = (at(31, month=8), at(1), at(14))
    plain = {(name, day): policy.get(name, day) for name in defaults() for day in days}
    with policy.held(), django_assert_num_queries(1):
        assert {(name, day): policy.get(name, day) for name in defaults() for day in days} == plain


def test_a_page_holds_its_rules_and_a_deed_does_not(cast, code, client_as):
    page = client_as(cast.commander)
    page.get("/")
    with CaptureQueriesContext(connection) as caught:
        page.get("/policy/")
    asked = [query["sql"] for query in caught if 'FROM "policy_policyversion"' in query["sql"]]
    assert len([sql for sql in asked if "COUNT" not in sql]) == 1

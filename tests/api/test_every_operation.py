"""Every operation of the API, asked whatever its schema allows and a little more: never a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from phaodai.city.accounts.models import Grant, valid_from
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.city.accounts.services import issue_token
from phaodai.site.api import api
from tests.access.far_away import build_far_away
from tests.cast import Cast, make_user

EXAMPLES = 25


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request does not close the connection the test works on."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(cast: Cast) -> str:
    """Of somebody with every role for the whole system, so that requests reach the services."""
    build_far_away(cast)
    user = make_user("api", Role.CDC)
    Grant.objects.bulk_create([Grant(user=user, role=role, valid=valid_from()) for role in ROLES])
    return issue_token(user=user, name="schemathesis", by=user)


schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()


@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_makes_the_server_fail(case: Any, token: str) -> None:
    with transaction.atomic():
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        transaction.set_rollback(True)
    case.validate_response(answer, checks=[not_a_server_error])

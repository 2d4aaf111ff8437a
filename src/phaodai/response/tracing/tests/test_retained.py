"""Evidence tied to a case outlives the visits it came from."""

import pytest

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.movement.models import Visit
from phaodai.response.movement.retention import apply_retention
from phaodai.response.tracing.services import trace_case
from phaodai.response.tracing.terms import ContactState
from phaodai.response.tracing.tests.factories import contact_of, ten_september
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def test_a_case_never_traced_is_traced_before_its_days_go(cast: Cast) -> None:
    ten_september(cast)
    with clock.frozen(at(20, month=10)):
        run = apply_retention(by=SYSTEM_ACTOR)
    assert (run.visits_deleted, run.visits_left_older, run.evidence_kept) == (5, 0, 4)
    assert contact_of(cast.chi).exposures.get().path[0]["place"] == "Quán bún số 12"


def test_a_search_after_the_days_are_gone_keeps_what_was_found_before(cast: Cast) -> None:
    case = ten_september(cast)
    trace_case(case=case, by=SYSTEM_ACTOR)
    with clock.frozen(at(20, month=10)):
        apply_retention(by=SYSTEM_ACTOR)
        assert not Visit.objects.exists()
        trace_case(case=case, by=SYSTEM_ACTOR)
    assert contact_of(cast.chi).state == ContactState.CANDIDATE
    assert contact_of(cast.chi).exposures.get().withdrawn_at is None

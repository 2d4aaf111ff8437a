"""What tracing shows of itself elsewhere: worklists, timeline, indicators, policy."""

from datetime import timedelta

import pytest

from phaodai.core import clock, policy
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.timeline import entries_of
from phaodai.response.cases.models import Case
from phaodai.response.tracing import indicators, worklists
from phaodai.response.tracing.rules import bars_of, may_move, tracing_policy
from phaodai.response.tracing.services import (
    escalate_handovers,
    hand_over,
    record_call,
    trace_case,
    verify_contacts,
)
from phaodai.response.tracing.terms import ContactState
from phaodai.response.tracing.tests.factories import contact_of, ten_september
from tests.cast import Cast
from tracegraph import DEFAULT_POLICY

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    row = ten_september(cast)
    trace_case(case=row, by=SYSTEM_ACTOR)
    return row


def subjects(rows) -> list[str]:
    return sorted(row[2] for row in rows)


def test_candidates_wait_for_those_who_verify_them(cast: Cast, case: Case) -> None:
    assert subjects(worklists.sheets_to_call(cast.investigator)) == ["4"]
    assert not worklists.to_call(cast.investigator), "their call sheet is open to them"
    assert subjects(worklists.to_call(cast.ward_clerk_b)) == ["Lê Thị Chi", "Phạm Văn Dũng"]
    assert not worklists.to_call(cast.ward_clerk_c)
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.ward_clerk_b)
    assert subjects(worklists.to_call(cast.ward_clerk_b)) == ["Phạm Văn Dũng"]


def test_hand_overs_wait_for_the_receiver_and_then_for_the_level_above(cast: Cast, case: Case) -> None:
    hand_over(contact=contact_of(cast.chi), to_area=cast.ward_c, by=cast.ward_clerk_b)
    assert subjects(worklists.to_acknowledge(cast.ward_clerk_c)) == ["Lê Thị Chi"]
    assert not worklists.to_acknowledge(cast.ward_clerk_b)
    with clock.frozen(cast.now + timedelta(hours=5)):
        escalate_handovers(by=SYSTEM_ACTOR)
    assert subjects(worklists.unanswered(cast.cdc_officer)) == ["Lê Thị Chi"]
    assert not worklists.unanswered(cast.ward_clerk_b)


def test_the_timeline_of_a_person_shows_what_the_reader_may_see(cast: Cast, case: Case) -> None:
    record_call(contact=contact_of(cast.chi), outcome="reached", by=cast.investigator)
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    texts = " ".join(entry.text for entry in entries_of(cast.chi.pk, cast.investigator))
    for words in ("HBT-0412", "cùng mốc dịch tễ", "đã gọi", "đã xác minh"):
        assert words in texts
    assert not [entry for entry in entries_of(cast.chi.pk, cast.ward_clerk_c) if "HBT-0412" in entry.text]


def test_the_numbers(cast: Cast, case: Case) -> None:
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    counts = [facts().count() for facts in (indicators.verified, indicators.waiting, indicators.not_isolated)]
    assert counts == [1, 3, 1]
    assert indicators.overdue().count() == 0
    with clock.frozen(cast.now + timedelta(hours=7)):
        assert indicators.overdue().count() == 3


def test_the_shipped_policy_is_the_engines_own(cast: Cast) -> None:
    assert tracing_policy(policy.get("tracing.place_kinds").value) == DEFAULT_POLICY


def test_the_definition_follows_the_date(cast: Cast) -> None:
    assert policy.get("tracing.contact_definition").document.startswith("QĐ 3638")
    later = policy.get("tracing.contact_definition", cast.now + timedelta(days=120))
    assert later.value["minimum_minutes_masked"] == 15


@pytest.mark.parametrize(
    ("score", "bars"), [(0, 1), (0.09, 1), (0.1, 2), (0.3, 3), (0.5, 4), (0.75, 5), (0.99, 5)]
)
def test_bars(score: float, bars: int) -> None:
    assert bars_of(score) == bars


def test_a_withdrawn_contact_can_only_wait_again() -> None:
    allowed = [state for state in ContactState.values if may_move(ContactState.WITHDRAWN, state)]
    assert allowed == [ContactState.CANDIDATE]

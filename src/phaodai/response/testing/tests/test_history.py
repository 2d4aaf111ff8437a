"""Generated histories of tubes: whatever is tried in whatever order, what must hold holds."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.testing import rules, services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestOrder, TestResult, Tube, TubeMember
from phaodai.response.testing.queries.status import evidence_of, person_statuses
from phaodai.response.testing.terms import Method, OrderState, ResultValue, Standing, TubeState
from phaodai.response.testing.tests.factories import make_labelled

VALUES = st.sampled_from(ResultValue.values)
METHODS = st.sampled_from(Method.values)


class Histories(RuleBasedStateMachine):
    """Labels, samples, sends, receives, results, corrections, unpoolings and withdrawals in any order."""

    cast = None  # set by the test

    def __init__(self):
        super().__init__()
        self.before = transaction.savepoint()
        self.people = [self.cast.an, self.cast.binh, self.cast.chi]
        self.states: dict[int, str] = {}
        self.tubes: list[int] = []

    def teardown(self):
        transaction.savepoint_rollback(self.before)

    def attempt(self, verb, **arguments):
        """Do it if it may be done; a refusal is an answer, anything else a failure."""
        try:
            return verb(by=SYSTEM_ACTOR, **arguments)
        except Refused:
            return None

    def tube(self, data):
        return Tube.objects.get(pk=data.draw(st.sampled_from(self.tubes)))

    @rule(method=METHODS)
    def label(self, method):
        self.tubes.append(make_labelled(self.cast, method=method).pk)

    @precondition(lambda self: self.tubes)
    @rule(data=st.data(), method=METHODS, size=st.integers(0, 3))
    def sample(self, data, method, size):
        self.attempt(services.take_sample, tube=self.tube(data), people=self.people[:size], method=method)

    @precondition(lambda self: self.tubes)
    @rule(data=st.data(), verb=st.sampled_from([services.send_tubes, services.receive_tubes]))
    def carry(self, data, verb):
        self.attempt(verb, tubes=[self.tube(data)])

    @precondition(lambda self: self.tubes)
    @rule(data=st.data(), value=VALUES)
    def result(self, data, value):
        self.attempt(services.record_result, tube=self.tube(data), value=value)

    @precondition(lambda self: self.tubes)
    @rule(data=st.data(), value=VALUES)
    def correct(self, data, value):
        current = TestResult.objects.filter(tube=self.tube(data), is_current=True).first()
        if current is not None:
            self.attempt(services.correct_result, result=current, value=value, reason="Nhầm ống")

    @precondition(lambda self: self.tubes)
    @rule(data=st.data())
    def unpool(self, data):
        self.attempt(services.unpool_tube, tube=self.tube(data))

    @precondition(lambda self: self.tubes)
    @rule(data=st.data())
    def withdraw(self, data):
        self.attempt(services.withdraw_test_orders, source_tube=self.tube(data))

    @precondition(lambda self: self.tubes)
    @rule(data=st.data())
    def discard(self, data):
        self.attempt(services.discard_tube, tube=self.tube(data), reason="vỡ")

    @invariant()
    def every_step_of_a_tube_was_legal(self):
        for pk, state in Tube.objects.filter(pk__in=self.tubes).values_list("pk", "state"):
            before = self.states.get(pk, TubeState.LABELLED)
            assert state == before or rules.may_move(before, state), f"{before} → {state}"
            self.states[pk] = state

    @invariant()
    def resulted_tubes_have_one_current_result_and_others_none(self):
        for tube in Tube.objects.filter(pk__in=self.tubes):
            current = TestResult.objects.filter(tube=tube, is_current=True).count()
            assert current == (1 if tube.state == TubeState.RESULTED else 0)

    @invariant()
    def superseded_results_form_one_chain(self):
        for result in TestResult.objects.filter(tube__in=self.tubes, is_current=False):
            assert result.superseded_by.tube_id == result.tube_id

    @invariant()
    def no_pool_makes_anybody_positive(self):
        positive = TestResult.objects.filter(is_current=True, value="positive")
        singles = TubeMember.objects.filter(tube__results__in=positive).exclude(tube__method=Method.PCR_POOL)
        proven = set(singles.values_list("person_id", flat=True))
        for pk, status in person_statuses([person.pk for person in self.people]).items():
            assert pk in proven or status.standing not in (Standing.POSITIVE, Standing.SUSPECTED)

    @invariant()
    def a_pool_is_never_evidence(self):
        pools = TestResult.objects.filter(tube__in=self.tubes, tube__method=Method.PCR_POOL)
        assert all(evidence_of(result.uuid) is None for result in pools)

    @invariant()
    def follow_ups_belong_to_the_result_in_force(self):
        for order in TestOrder.objects.filter(source_tube__in=self.tubes, state=OrderState.OPEN):
            current = TestResult.objects.get(tube=order.source_tube, is_current=True)
            assert rules.follow_up_of(order.source_tube.method, current.value) == order.reason


@pytest.mark.django_db
def test_no_history_breaks_the_rules(cast):
    machine = type("HistoriesHere", (Histories,), {"cast": cast})
    machine.TestCase.settings = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine.TestCase().runTest()

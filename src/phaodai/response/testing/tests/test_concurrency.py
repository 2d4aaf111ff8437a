"""Two clerks at one tube, at the same moment, on two connections."""

import threading

import pytest
from django.db import connection

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.testing import services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestOrder, TestResult
from phaodai.response.testing.tests.factories import make_pool, make_taken
from tests.cast import build_cast


def run_together(*deeds):
    """Run the deeds in threads of their own; returns what each gave or raised."""
    answers = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def run(number, deed, moment):
        with clock.frozen(moment):
            start.wait()
            try:
                answers[number] = deed()
            except Refused as refusal:
                answers[number] = refusal
            finally:
                connection.close()

    moment = clock.now()
    threads = [threading.Thread(target=run, args=(n, deed, moment)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_clerks_gets_one_clear_sentence(scenario_clock):
    cast = build_cast()
    tube = make_taken(cast, cast.an)
    answers = run_together(
        lambda: services.record_result(tube=tube, value="positive", by=cast.lab),
        lambda: services.record_result(tube=tube, value="negative", by=cast.lab),
    )
    (refusal,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refusal.code == "already_resulted"
    assert TestResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_unpoolings_at_once_order_each_person_once(scenario_clock):
    cast = build_cast()
    tube = make_pool(cast).tube
    run_together(*[lambda: services.unpool_tube(tube=tube, by=SYSTEM_ACTOR)] * 2)
    assert TestOrder.objects.count() == 2

"""Old days go, whole and provably."""

import uuid

import pytest

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.movement import evidence
from phaodai.response.movement.models import RetentionRun, Visit
from phaodai.response.movement.partitions import ensure_partitions, existing_days
from phaodai.response.movement.retention import apply_retention
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.services import record_visits
from phaodai.response.movement.terms import VisitSource
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def record(cast: Cast, *starts) -> None:
    visits = [VisitInput(uuid.uuid4(), cast.an.pk, cast.market.pk, start) for start in starts]
    record_visits(visits=visits, source=VisitSource.SCAN, by=SYSTEM_ACTOR)


def test_days_older_than_the_policy_are_deleted_and_the_run_proves_it(cast: Cast, monkeypatch) -> None:
    record(cast, at(15, 7, month=8), at(15, 8, month=8), at(14, 7))
    asked: list[list] = []
    monkeypatch.setitem(evidence._keepers, "test", lambda days: asked.append(list(days)) or 3)
    with clock.frozen(at(15, 3)):
        run = apply_retention(by=SYSTEM_ACTOR)
    assert asked == [[at(15, month=8).date()]]
    assert run.keep_from == at(16, month=8).date()
    assert run.days_deleted == [{"day": "2021-08-15", "visits": 2}]
    assert (run.visits_deleted, run.visits_left_older) == (2, 0)
    assert run.evidence_kept >= 3
    assert list(Visit.objects.values_list("start_at", flat=True)) == [at(14, 7)]
    assert at(15, month=8).date() not in existing_days()


def test_nothing_old_is_a_run_that_says_so(cast: Cast) -> None:
    record(cast, at(14, 7))
    run = apply_retention(by=SYSTEM_ACTOR)
    assert (run.days_deleted, run.visits_deleted, run.visits_left_older) == ([], 0, 0)
    assert RetentionRun.objects.count() == 1


def test_partitions_are_made_once(cast: Cast) -> None:
    days = [at(20).date(), at(21).date()]
    assert ensure_partitions(days) == days
    assert ensure_partitions(days) == []

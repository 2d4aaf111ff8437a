"""Results by list: all mistakes at once, never a result twice."""

import pytest

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events.models import Event
from phaodai.response.testing import services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestResult
from phaodai.response.testing.services import RawResult
from phaodai.response.testing.tests.factories import make_labelled, make_resulted, make_taken


def rows(*cells):
    return [RawResult(number, *row) for number, row in enumerate(cells, start=1)]


def faults(outcome):
    return [(error.row, error.column, error.code) for error in outcome.rejected]


def test_a_list_is_written_and_each_result_published(cast):
    tubes = [make_taken(cast, who) for who in (cast.an, cast.binh, cast.hoa)]
    raw = rows(
        (tubes[0].code, "Dương tính", "14/9/2021 15:00", "21,5"),
        (tubes[1].code.lower(), "âm tính"),
        (f" {tubes[2].code} ", "NEGATIVE"),
    )
    outcome = services.record_results(rows=raw, by=cast.lab)
    assert (outcome.rows, outcome.accepted, outcome.duplicates, outcome.rejected) == (3, 3, 0, [])
    assert Event.objects.filter(type="result_recorded").count() == 3
    assert TestResult.objects.get(tube=tubes[0]).ct == 21.5


def test_a_list_sent_twice_does_no_harm(cast):
    raw = rows((make_taken(cast, cast.an).code, "Âm tính"))
    services.record_results(rows=raw, by=cast.lab)
    again = services.record_results(rows=raw, by=cast.lab)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 1, [])
    assert TestResult.objects.count() == 1


def test_everything_wrong_is_said_at_once_and_nothing_is_written(cast):
    good, empty = make_taken(cast, cast.an), make_labelled(cast)
    other = make_taken(cast, cast.binh, laboratory=cast.other_lab)
    done = make_resulted(cast, "negative", cast.hoa)
    raw = rows(
        (good.code, "Âm tính"),
        ("M-000001-A", "khác", "hôm qua", "99"),
        (empty.code, "Âm tính"),
        (other.code, "Âm tính"),
        (done.tube.code, "Dương tính"),
        (good.code, "Dương tính"),
        (good.code.replace("-", ""), "x"),
    )
    outcome = services.record_results(rows=raw, by=cast.lab)
    assert faults(outcome) == [
        (2, "tube", "bad_code"),
        (2, "value", "unknown_value"),
        (2, "resulted_at", "bad_time"),
        (2, "ct", "bad_ct"),
        (3, "tube", "not_taken"),
        (4, "tube", "unknown_tube"),
        (5, "tube", "already_resulted"),
        (6, "tube", "twice_in_list"),
        (7, "tube", "twice_in_list"),
        (7, "value", "unknown_value"),
    ]
    assert outcome.accepted == 0
    assert not TestResult.objects.filter(tube=good).exists()


def test_by_choice_the_valid_rows_are_written(cast):
    good = make_taken(cast, cast.an)
    raw = rows((good.code, "Âm tính"), ("M-1", "Âm tính"))
    outcome = services.record_results(rows=raw, by=cast.lab, only_valid=True)
    assert (outcome.accepted, faults(outcome)) == (1, [(2, "tube", "bad_code")])
    assert TestResult.objects.get().tube == good


def test_times_that_cannot_be_are_found_before_writing(cast):
    tube = make_taken(cast, cast.an)
    outcome = services.check_results(rows=rows((tube.code, "Âm tính", "14/9/2021 08:00")), by=cast.lab)
    assert faults(outcome) == [(1, "resulted_at", "before_sampling")]
    assert not TestResult.objects.exists()


def test_an_empty_or_endless_list_is_refused(cast):
    for raw, code in ((rows(), "empty_list"), (rows(*[("M-1", "x")] * 2001), "too_many")):
        with pytest.raises(Refused) as refusal:
            services.record_results(rows=raw, by=SYSTEM_ACTOR)
        assert refusal.value.code == code

"""The score: what it promises, with the figures of the docstring."""

from dataclasses import replace

from tracegraph import Meeting, ScoreWeights
from tracegraph.scoring import score_of_meetings, score_of_minutes

WEIGHTS = ScoreWeights()
HOUR = Meeting("Bún số 12", "restaurant", 0, 3600, 0, 3600, 3600, 0, 0, 3600)


def test_one_half_at_the_stated_minutes() -> None:
    assert score_of_minutes(WEIGHTS.half_minutes, WEIGHTS) == 0.5
    assert score_of_minutes(0, WEIGHTS) == 0


def test_a_second_longer_a_meeting_more_and_a_heavier_kind_score_higher() -> None:
    hour = score_of_meetings([HOUR], WEIGHTS)
    assert score_of_meetings([replace(HOUR, direct_s=3660)], WEIGHTS) > hour
    assert score_of_meetings([HOUR, replace(HOUR, direct_s=0)], WEIGHTS) > hour
    assert score_of_meetings([HOUR], replace(WEIGHTS, kinds={"restaurant": 2.0})) > hour


def test_time_after_the_case_left_weighs_less_than_time_together() -> None:
    after = replace(HOUR, direct_s=0, linger_s=3600)
    assert 0 < score_of_meetings([after], WEIGHTS) < score_of_meetings([HOUR], WEIGHTS)


def test_thirty_whole_days_together_still_rank_below_thirty_one() -> None:
    day = replace(HOUR, direct_s=86_400)
    assert score_of_meetings([day] * 30, WEIGHTS) < score_of_meetings([day] * 31, WEIGHTS) < 1

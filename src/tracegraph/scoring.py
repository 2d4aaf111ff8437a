"""From meetings to a number that orders a call sheet.

    m      = Σ over meetings  kind_weight · (direct_min · w_direct + linger_min · w_linger + meeting_minutes)
    score  = m / (m + half_minutes)

`score` lies in [0, 1), is one half at `half_minutes`, grows with every further second or meeting and never
saturates within a person's possible minutes, so that ranks stay distinct. A second-tier score is the product
of the score of the link to the first-tier contact and of the link from it.

Source: **modelling assumption**. It is a rank, not a probability of infection; how good a rank it is, is
reported on real routes (`bench/korea.py`) and on the demo's ground truth.
"""

from collections.abc import Iterable
from math import fsum

from tracegraph.policy import ScoreWeights
from tracegraph.values import Meeting

DIGITS = 6


def weighted_minutes(meeting: Meeting, weights: ScoreWeights) -> float:
    """Minutes of exposure in one meeting, weighted; at least the minutes credited for a meeting."""
    direct = weights.direct * meeting.direct_s / 60
    linger = weights.linger * meeting.linger_s / 60
    return weights.of_kind(meeting.kind) * (direct + linger + weights.meeting_minutes)


def score_of_minutes(minutes: float, weights: ScoreWeights) -> float:
    """The score of a sum of weighted minutes, in 0..1."""
    if minutes <= 0:
        return 0.0
    return round(minutes / (minutes + weights.half_minutes), DIGITS)


def score_of_meetings(meetings: Iterable[Meeting], weights: ScoreWeights) -> float:
    """The score of all the meetings between one case and one person, in whatever order they come."""
    return score_of_minutes(fsum(weighted_minutes(one, weights) for one in meetings), weights)

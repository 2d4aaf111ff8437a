"""The explanation of a contact as plain nodes: what a call sheet prints and JSON carries.

First tier, always three nodes: the case, the strongest meeting, the person.

    [{"case": "F0"},
     {"place": "M1", "kind": "market", "case_start": …, "case_end": …, "start": …, "end": …,
      "direct_s": 1200, "linger_s": 0},
     {"person": "A"}]

`case_start`, `case_end` are the case's visit cut to the infectious period, `start`, `end` the person's visit.
Second tier, five nodes: the three to the first-tier contact, their meeting with the person (`case_start`
and `case_end` are the visit of the first-tier contact), the person. Times are epoch seconds inside, ISO with
offset at the edge.
"""

from collections.abc import Sequence

from tracegraph.policy import ScoreWeights
from tracegraph.scoring import weighted_minutes
from tracegraph.values import Meeting, Node

TIME_KEYS = ("case_start", "case_end", "start", "end")


def strongest(meetings: Sequence[Meeting], weights: ScoreWeights) -> Meeting:
    """The meeting that explains most; among equals the earliest, then the lowest place."""
    return min(meetings, key=lambda one: (-weighted_minutes(one, weights), one.first_at, *_identity(one)))


def _identity(meeting: Meeting) -> tuple[str, str, int, int, int, int]:
    return (meeting.place, meeting.kind, meeting.start, meeting.end, meeting.case_start, meeting.case_end)


def meeting_node(meeting: Meeting) -> Node:
    return {
        "place": meeting.place,
        "kind": meeting.kind,
        "case_start": meeting.case_start,
        "case_end": meeting.case_end,
        "start": meeting.start,
        "end": meeting.end,
        "direct_s": meeting.direct_s,
        "linger_s": meeting.linger_s,
    }


def first_tier_path(case: str, meeting: Meeting, person: str) -> list[Node]:
    return [{"case": case}, meeting_node(meeting), {"person": person}]


def second_tier_path(via_path: list[Node], meeting: Meeting, person: str) -> list[Node]:
    return [*via_path, meeting_node(meeting), {"person": person}]

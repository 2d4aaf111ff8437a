"""Circles, generations and the drawing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.response.outbreaks.rules import (
    DOT,
    Edge,
    Node,
    closes_a_circle,
    draw_chain,
    generations,
    may_move,
)

FIRST = date(2021, 9, 1)


def nodes(*days: int) -> list[Node]:
    return [Node(key, FIRST + timedelta(days=day)) for key, day in enumerate(days, 1)]


def test_conclusions_move_in_every_direction_but_to_themselves():
    states = ("open", "confirmed", "rejected")
    assert all(may_move(a, b) == (a != b) for a in states for b in states)


@pytest.mark.parametrize(
    ("infected", "infector", "known", "circle"),
    [
        (1, 2, {}, False),
        (1, 2, {2: 1}, True),
        (1, 3, {3: 2, 2: 1}, True),
        (4, 3, {3: 2, 2: 1}, False),
        (1, 1, {}, True),
    ],
)
def test_circles(infected, infector, known, circle):
    assert closes_a_circle(infected, infector, known) is circle


def test_a_branch_stays_together_and_a_confirmed_source_wins():
    edges = [
        Edge(1, 2, True),
        Edge(1, 3, False, 0.9),
        Edge(2, 4, False, 0.4),
        Edge(3, 4, True),
        Edge(9, 5, True),  # an infector outside the cluster is not drawn
    ]
    drawing = draw_chain(nodes(0, 3, 4, 7, 5), edges)
    assert generations(nodes(0, 3, 4, 7, 5), edges) == {1: 0, 2: 1, 3: 1, 4: 2, 5: 0}
    order = [spot.key for spot in sorted(drawing.spots, key=lambda spot: spot.row)]
    assert order == [1, 2, 3, 4, 5]
    assert {(line.infector, line.infected, line.is_confirmed) for line in drawing.lines} == {
        (1, 2, True), (1, 3, False), (3, 4, True),
    }  # fmt: skip


def test_onset_on_the_same_day_is_drawn_straight_down():
    (line,) = draw_chain(nodes(0, 0), [Edge(1, 2, True)]).lines
    assert "H" not in line.path


def test_nothing_is_drawn_of_nobody():
    assert draw_chain([], []).spots == ()


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60), st.booleans(), st.floats(0, 1)), max_size=120),
)
def test_every_case_has_a_row_of_its_own_inside_the_drawing(days, pairs):
    found = nodes(*days)
    edges = [Edge(a, b, sure, p) for a, b, sure, p in pairs]
    drawing = draw_chain(found, edges)
    assert sorted(spot.row for spot in drawing.spots) == list(range(len(found)))
    for spot in drawing.spots:
        assert DOT <= spot.x <= drawing.width
        assert DOT <= spot.y <= drawing.height
    assert len({line.infected for line in drawing.lines}) == len(drawing.lines), "one source each"
    rows = {spot.key: spot for spot in drawing.spots}
    for line in drawing.lines:
        assert rows[line.infected].generation == rows[line.infector].generation + 1
        assert rows[line.infected].row > rows[line.infector].row, "infected stand below"

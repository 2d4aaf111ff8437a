from hypothesis import given
from hypothesis import strategies as st

from phaodai.core.ui.cells import Point, Polygon, clip, draw_map, label_lines, voronoi
from phaodai.core.ui.values import Cell

SQUARE: Polygon = [(0, 0), (4, 0), (4, 4), (0, 4)]
centres = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12, unique=True)


def area(polygon: Polygon) -> float:
    following = polygon[1:] + polygon[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(polygon, following, strict=True))) / 2


def nearest(point: Point, points: list[Point]) -> float:
    return min((point[0] - x) ** 2 + (point[1] - y) ** 2 for x, y in points)


def test_a_cut_keeps_the_nearer_half() -> None:
    half = clip(SQUARE, keep=(1, 2), other=(3, 2))
    assert area(half) == 8
    assert max(x for x, _ in half) == 2


def test_a_far_neighbour_cuts_nothing() -> None:
    assert clip(SQUARE, keep=(2, 2), other=(40, 2)) == SQUARE


@given(centres)
def test_every_corner_of_a_cell_is_nearest_to_its_centre(points: list[Point]) -> None:
    for centre, polygon in zip(points, voronoi(points, reach=10), strict=True):
        assert len(polygon) >= 3
        for corner in polygon:
            own = (corner[0] - centre[0]) ** 2 + (corner[1] - centre[1]) ** 2
            assert own <= nearest(corner, points) + 1e-6


def test_names_break_between_words() -> None:
    assert label_lines("Phạm Đình Hổ", room=9) == ["Phạm Đình", "Hổ"]
    assert label_lines("Thanh Nhàn") == ["Thanh Nhàn"]


def test_north_is_up_and_the_map_fills_its_width() -> None:
    drawn = draw_map(
        [Cell("North", 105.85, 21.02), Cell("South", 105.85, 21.00), Cell("East", 105.87, 21.01)], width=300
    )
    by_name = {c.cell.name: c for c in drawn.cells}
    assert by_name["North"].shape_y < by_name["South"].shape_y
    corners = [float(p.split(",")[0]) for c in drawn.cells for p in c.points.split()]
    assert (min(corners), max(corners)) == (0, 300)


def test_a_single_area_and_none_are_drawn_too() -> None:
    assert len(draw_map([Cell("One", 105.8, 21.0)]).cells) == 1
    assert draw_map([]).cells == ()

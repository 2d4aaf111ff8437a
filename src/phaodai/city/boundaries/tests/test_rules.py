"""Reading hostile files, cells that tile, simplification that keeps neighbours together."""

import json
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box

from phaodai.city.boundaries.rules.cells import cells_around, contains, hull_of
from phaodai.city.boundaries.rules.delivery import Grid, decoded, encoded, joined, label_place, simplified
from phaodai.city.boundaries.rules.matching import Entry, bare_name, likely_day, likely_level, match
from phaodai.city.boundaries.rules.reading import Fault, Feature, Unreadable, read_boundaries

SQUARE = [[105.8, 21.0], [105.9, 21.0], [105.9, 21.1], [105.8, 21.1], [105.8, 21.0]]


def collection(*features, **members) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


def feature(code, rings, kind="Polygon", **properties):
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": kind, "coordinates": rings},
    }


def fault_of(*features) -> Fault:
    found, faults = read_boundaries(collection(*features))
    assert not found
    return faults[0]


def test_a_sound_file_is_read_with_codes_and_names():
    found, faults = read_boundaries(collection(feature("00286", [SQUARE], fullName="Phường Bạch Mai")))
    assert not faults
    assert (found[0].code, found[0].name, found[0].level) == ("00286", "Phường Bạch Mai", "")
    assert found[0].geometry.area == pytest.approx(0.01)


def test_the_nested_register_is_read_with_its_level():
    entry = {
        "level2_id": "007",
        "name": "Quận Hai Bà Trưng",
        "type": "MultiPolygon",
        "coordinates": [[SQUARE]],
    }
    found, _faults = read_boundaries(json.dumps({"level1_id": "01", "level2s": [entry]}).encode())
    assert (found[0].code, found[0].level) == ("007", "district")


@pytest.mark.parametrize(
    ("rings", "code"),
    [
        ([[[21.0, 105.8], [21.0, 105.9], [21.1, 105.9], [21.0, 105.8]]], "swapped"),
        ([[[587000.0, 2323000.0], [588000.0, 2323000.0], [588000.0, 2324000.0], [587000.0, 2323000.0]]], "other_crs"),
        ([SQUARE[:-1]], "open_ring"),
        ([SQUARE[:2]], "open_ring"),
        ([[[0, 0], [2, 2], [2, 0], [0, 1], [0, 0]]], "crossing"),
        ([[[0, 0], [1, 1], [2, 2], [0, 0]]], "empty"),
        ([[["x", 1], [1, 1], [1, 0], ["x", 1]]], "not_a_place"),
        ([[[float("nan"), 1], [1, 1], [1, 0], [0, 1]]], "not_a_place"),
        ([[[True, 1], [1, 1], [1, 0], [True, 1]]], "not_a_place"),
        ("nonsense", "open_ring"),
        ([], "open_ring"),
        (None, "open_ring"),
    ],
)  # fmt: skip
def test_each_thing_that_can_be_wrong_has_its_sentence(rings, code):
    assert fault_of(feature("00286", rings)).code == code


def test_a_small_crossing_is_mended_only_when_asked_for():
    knot = [[0, 0], [10, 0], [10, 10], [5, 10], [4.99, 10.01], [5.01, 10.01], [5, 10], [0, 10], [0, 0]]
    bow = [[0, 0], [2, 2], [2, 0], [0, 1], [0, 0]]
    content = collection(feature("1", [[*knot[:4], [4.9, 10.1], [5.0, 9.9], *knot[7:]]]), feature("2", [bow]))
    assert {fault.code for fault in read_boundaries(content)[1]} <= {"crossing"}
    found, faults = read_boundaries(content, mend=True)
    assert [one.code for one in found] == ["1"]
    assert [fault.code for fault in faults] == ["crossing"]


def test_what_is_no_polygon_or_has_no_code_is_named():
    assert fault_of(feature("00286", [105.8, 21.0], "Point")).code == "no_polygon"
    assert fault_of(feature("", [SQUARE])).code == "no_code"
    assert (
        read_boundaries(collection(feature("1", [SQUARE]), feature("1", [SQUARE])))[1][0].code == "code_twice"
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "not_json"),
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_boundaries"),
        (b'{"type": "FeatureCollection", "features": []}', "not_boundaries"),
        (b'{"type": "Topology", "arcs": []}', "not_boundaries"),
        (collection(feature("1", [SQUARE]), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3405"}}), "other_crs"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(content, code):
    with pytest.raises(Unreadable) as refusal:
        read_boundaries(content)
    assert refusal.value.fault.code == code


places = st.tuples(st.floats(105.2, 106.0), st.floats(20.5, 21.4)).map(
    lambda p: (round(p[0], 4), round(p[1], 4))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(places, min_size=1, max_size=40))
def test_cells_tile_the_outline_without_overlap_and_hold_their_centres(centres):
    outline = hull_of(centres)
    cells = cells_around(centres, outline)
    assert len(cells) == len(centres)
    assert cells == cells_around(centres, outline)
    assert sum(cell.area for cell in cells) == pytest.approx(outline.area, rel=1e-6)
    assert shapely.union_all(cells).area == pytest.approx(outline.area, rel=1e-6)
    alone = {centre for centre in centres if centres.count(centre) == 1}
    assert all(contains(cell.buffer(1e-9), c) for cell, c in zip(cells, centres, strict=True) if c in alone)


def test_cells_stay_inside_a_boundary_with_a_bay():
    bay = shapely.difference(box(0, 0, 4, 4), box(1, 1, 5, 3))
    cells = cells_around([(0.5, 0.5), (0.5, 3.5), (3.0, 0.5)], bay)
    assert sum(cell.area for cell in cells) == pytest.approx(bay.area)
    assert not shapely.union_all(cells).intersects(Point(2, 2))


def wavy(x0: float, x1: float) -> MultiPolygon:
    """A block whose left and right edges are wavy lines shared with its neighbours."""
    steps = np.linspace(0, 1, 200)
    left = [(x0 + 0.02 * np.sin(40 * y + 10 * x0), y) for y in steps]
    right = [(x1 + 0.02 * np.sin(40 * y + 10 * x1), y) for y in steps]
    return MultiPolygon([([*left, *right[::-1]], [])])


@pytest.mark.parametrize("detail", ["overview", "detail"])
def test_neighbours_meet_after_simplification_and_on_the_grid(detail):
    blocks = [wavy(0, 0.3), wavy(0.3, 0.7), wavy(0.7, 1)]
    plain = simplified(blocks, detail)
    assert shapely.coverage_is_valid(np.array(plain, dtype=object))
    assert shapely.get_num_coordinates(plain).sum() < shapely.get_num_coordinates(blocks).sum()
    grid = Grid.over(plain, detail)
    back = [decoded(encoded(block, grid), grid) for block in plain]
    assert shapely.union_all(back).area == pytest.approx(sum(block.area for block in back), rel=1e-9)
    assert max(shapely.hausdorff_distance(a, b) for a, b in zip(plain, back, strict=True)) <= grid.step


def test_neighbours_drawn_apart_are_brought_together():
    apart = [
        MultiPolygon([box(0, 0, 1, 1)]),
        MultiPolygon([box(1.001, 0, 2, 1)]),
        MultiPolygon([box(1.99, 0, 3, 1)]),
    ]
    together = joined(apart)
    assert shapely.coverage_is_valid(np.array(together, dtype=object))
    assert shapely.union_all(together).area == pytest.approx(3.0, rel=1e-3)


def test_a_name_stands_inside_its_area():
    bay = shapely.difference(box(0, 0, 4, 4), box(1, 1, 5, 3))
    assert bay.contains(Point(label_place(MultiPolygon([bay]))))


OLD, NEW = date(2021, 7, 1), date(2025, 7, 1)
REGISTER = {
    "00004": [
        Entry(1, "ward", "00004", "Phường Trúc Bạch", OLD, NEW, (105.84, 21.04)),
        Entry(2, "ward", "00004", "Phường Ba Đình", NEW, None, (105.84, 21.04)),
    ],
    "00025": [
        Entry(3, "ward", "00025", "Phường Giảng Võ", OLD, NEW, None),
        Entry(4, "ward", "00025", "Phường Giảng Võ", NEW, None, None),
    ],
    "007": [Entry(5, "district", "007", "Quận Hai Bà Trưng", OLD, NEW, None)],
}


def shown(code: str, name: str) -> Feature:
    return Feature(1, code, name, "", MultiPolygon([box(105.8, 21.0, 105.9, 21.1)]))


def test_the_day_is_the_one_on_which_names_and_codes_agree():
    features = [shown("00004", "Ba Đình"), shown("00025", "Giảng Võ")]
    assert likely_level(features, REGISTER) == "ward"
    day = likely_day(features, REGISTER, "ward", date(2021, 9, 14))
    assert day == NEW
    assert [match(one, REGISTER, "ward", day).id for one in features] == [2, 4]
    assert likely_day([shown("00025", "")], REGISTER, "ward", date(2021, 9, 14)) == date(2021, 9, 14)


def test_unknown_codes_other_names_other_levels_and_far_places_are_named():
    day = date(2021, 9, 14)
    assert match(shown("99999", ""), REGISTER, "ward", day) == Fault(1, "unknown_code", "99999")
    assert match(shown("007", ""), REGISTER, "ward", day).code == "wrong_level"
    assert match(shown("00004", "Ba Đình"), REGISTER, "ward", day) == Fault(
        1, "other_name", "Phường Trúc Bạch"
    )
    elsewhere = Feature(1, "00004", "", "", MultiPolygon([box(108, 16, 108.1, 16.1)]))
    assert match(elsewhere, REGISTER, "ward", day).code == "far_away"


def test_kinds_and_diacritics_do_not_matter_in_names():
    assert bare_name("Thị trấn Thạnh An") == bare_name("Thanh An") == "thanh an"
    assert bare_name("Phường 5") == "5"

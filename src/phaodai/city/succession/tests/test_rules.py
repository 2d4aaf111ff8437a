"""Registers fitted together, changes told apart, figures carried only where that is honest."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phaodai.city.succession.rules import (
    WHOLE,
    Link,
    Part,
    Unit,
    carry,
    compose,
    hop_between,
    hop_by_table,
    kind_of,
    name_key,
    together,
)


def ward(code: str, name: str, district: str = "007") -> Unit:
    return Unit("ward", code, name, district, "01")


OLD = [
    ward("00259", "Phường Đồng Nhân"), ward("00265", "Phường Đống Mác"), ward("00286", "Phường Bạch Mai"),
    ward("00292", "Phường Quỳnh Lôi"), ward("00172", "Phường Yên Hoà"), ward("00280", "Phường Đồng Tâm"),
    ward("00999", "Phường Đã Mất"),
]  # fmt: skip
NEW = [
    ward("00259", "Phường Đồng Nhân"), ward("00292", "Phường Bạch Mai"), ward("00172", "Phường Yên Hòa"),
    ward("00280", "Phường Đồng Tâm Mới"),
]  # fmt: skip
ABSORBED = {
    ("007", "phuongdongnhan"): frozenset({"phuongdongmac", "dongmac"}),
    ("007", "phuongbachmai"): frozenset({"phuongquynhloi", "quynhloi"}),
}


def test_every_area_is_placed_by_code_and_name_by_merger_by_name_or_by_code():
    hop = hop_between(OLD, NEW, ABSORBED)
    assert hop.unchanged == ["00172"]
    assert {(link.old, link.new) for link in hop.links} == {
        ("00259", "00259"), ("00265", "00259"), ("00286", "00292"), ("00292", "00292"), ("00280", "00280"),
    }  # fmt: skip
    assert all(link.share == WHOLE for link in hop.links)
    assert hop.lost == ["00999"]


def test_an_area_that_two_later_ones_name_is_divided_with_unknown_shares():
    absorbed = {**ABSORBED, ("007", "phuongdongtammoi"): frozenset({"phuongdongmac"})}
    links = [link for link in hop_between(OLD, NEW, absorbed).links if link.old == "00265"]
    assert [(link.new, link.share) for link in links] == [("00259", None), ("00280", None)]


def test_the_same_name_in_another_district_is_another_area():
    elsewhere = [ward("09574", "Phường Đã Mất", "269")]
    assert hop_between([OLD[-1]], elsewhere, {}).lost == ["00999"]


def test_tones_and_their_places_do_not_matter():
    assert name_key("Phường Yên Hoà") == name_key("phường Yên Hòa") == "phuongyenhoa"


def test_kinds_are_read_off_the_links():
    links = hop_by_table(
        [("a", "x"), ("b", "x"), ("c", "y"), ("c", "z"), ("d", "q"), ("e", "r"), ("e", "s"), ("f", "s")]
    )
    kinds = {min(link.old for link in group): kind_of(group) for group in together(links)}
    assert kinds == {"a": "merge", "c": "split", "d": "rename", "e": "redraw"}
    assert kind_of([Link("a", "a", WHOLE)], same_name=True) == "move"


codes = st.integers(0, 30).map(lambda n: f"{n:05d}")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(codes, codes), max_size=60))
def test_a_table_resolves_to_a_partition(rows):
    """Every old area's people are all somewhere; changes share no area; nothing is lost or doubled."""
    links = hop_by_table(rows)
    groups = together(links)
    assert sorted((link.old, link.new) for group in groups for link in group) == sorted(set(rows))
    olds = [{link.old for link in group} for group in groups]
    assert sum(len(found) for found in olds) == len(set().union(*olds)) == len({old for old, _new in rows})
    for old in {old for old, _new in rows}:
        shares = [link.share for link in links if link.old == old]
        assert shares == [WHOLE] or (len(shares) > 1 and set(shares) == {None})


names = st.sampled_from(["An", "Bình", "Cường", "Dung", "Em", "Giang"])


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(codes, names, max_size=12), st.dictionaries(codes, names, max_size=12),
    st.dictionaries(names.map(name_key), st.frozensets(names.map(name_key), max_size=3), max_size=4),
)  # fmt: skip
def test_a_hop_places_every_area_exactly_once(old, new, absorbed):
    before = [ward(code, name) for code, name in old.items()]
    hop = hop_between(
        before,
        [ward(code, name) for code, name in new.items()],
        {("007", key): gone for key, gone in absorbed.items()},
    )
    linked = {link.old for link in hop.links}
    assert sorted([*hop.unchanged, *linked, *hop.lost]) == sorted(old)
    taken = {link.new for link in hop.links}
    assert not taken & set(hop.unchanged)


def test_several_ways_to_one_area_add_up_and_unknown_stays_unknown():
    half = Fraction(1, 2)
    assert compose([Part(1, half), Part(1, half), Part(2, None), Part(2, half)]) == [
        Part(1, WHOLE),
        Part(2, None),
    ]


@pytest.mark.parametrize(
    ("parts", "values", "value", "is_estimate", "why"),
    [
        ([Part(1, WHOLE), Part(2, WHOLE)], {1: 3, 2: 4}, 7, False, ""),
        ([Part(1, WHOLE), Part(2, Fraction(1, 4))], {1: 3, 2: 4}, 4, True, ""),
        ([Part(1, WHOLE), Part(2, None)], {1: 3, 2: 4}, None, False, "unknown_share"),
        ([Part(1, WHOLE), Part(2, None)], {1: 3, 2: 0}, 3, False, ""),
        ([Part(1, WHOLE), Part(2, WHOLE)], {1: 3, 2: None}, None, False, "unknown_figure"),
        ([Part(1, WHOLE)], {}, None, False, "unknown_figure"),
        ([], {}, None, False, "no_predecessor"),
    ],
)  # fmt: skip
def test_figures_are_carried_only_where_that_is_honest(parts, values, value, is_estimate, why):
    found = carry(parts, values)
    assert (found.value, found.is_estimate, found.why) == (value, is_estimate, why)

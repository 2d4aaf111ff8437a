"""Vietnamese text: one form, found without diacritics, sorted as in a dictionary."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from phaodai.core.text import name_sort_key, nfc, search_key, sort_key


def test_composed_and_decomposed_are_one():
    assert nfc(unicodedata.normalize("NFD", "Nguyễn  Thị Ước ")) == "Nguyễn Thị Ước"


def test_search_key_drops_marks():
    assert search_key("Đặng Thị Hồng  NHUNG") == "dang thi hong nhung"


def test_letters_sort_as_in_vietnamese():
    words = ["đa", "da", "ăn", "an", "ân", "ơi", "oi", "ôi", "ư", "u", "e", "ê"]
    assert sorted(words, key=sort_key) == ["an", "ăn", "ân", "da", "đa", "e", "ê", "oi", "ôi", "ơi", "u", "ư"]


def test_tones_break_ties():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_letters_before_tones():
    assert sorted(["má b", "ma c"], key=sort_key) == ["má b", "ma c"]


def test_names_sort_by_given_name():
    names = ["Trần Văn Bình", "Nguyễn Thị An", "Lê An", "An"]
    assert sorted(names, key=name_sort_key) == ["An", "Lê An", "Nguyễn Thị An", "Trần Văn Bình"]


@given(st.text(max_size=40))
def test_keys_are_stable(text):
    assert search_key(search_key(text)) == search_key(text)
    assert nfc(nfc(text)) == nfc(text)
    assert sort_key(text) == sort_key(unicodedata.normalize("NFD", nfc(text)))

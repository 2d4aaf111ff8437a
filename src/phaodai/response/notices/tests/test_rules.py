"""Hours, blocks, texts and CAP, without a database."""

from datetime import datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as Xml
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.response.notices.rules import (
    Check,
    Message,
    PlaceFacts,
    cap_xml,
    check_place,
    content_of,
    fault_of,
    plain_text,
    read_windows,
    rounded,
    write_windows,
)

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2021, 9, 14, 16, tzinfo=TZ)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 9, day, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("facts", "check"),
    [
        (PlaceFacts("home", False, 30, 9), Check("home")),
        (PlaceFacts("quarantine_room", False, 30, 9), Check("home")),
        (PlaceFacts("shop", True, 30, 9), Check("home")),
        (PlaceFacts("shop", False, 4, 1), Check("one_household")),
        (PlaceFacts("shop", False, 1, 1), Check("one_household")),
        (PlaceFacts("shop", False, 0, 0), Check("", ("no_scans",))),
        (PlaceFacts("shop", False, 19, 8), Check("", ("small",))),
        (PlaceFacts("market", False, 20, 8), Check()),
    ],
)
def test_a_place_that_stands_for_one_household_is_blocked(facts, check):
    assert check_place(facts, 20) == check


@pytest.mark.parametrize(
    ("windows", "code"),
    [
        ([], "none"),
        ([(at(10, 8), at(10, 8))], "backward"),
        ([(at(10, 8), at(11, 9))], "long"),
        ([(at(14, 17), at(14, 18))], "future"),
        ([(datetime(2021, 8, 1, 8, tzinfo=TZ), datetime(2021, 8, 1, 9, tzinfo=TZ))], "old"),
        ([(at(10, 8), at(10, 10)), (at(10, 9), at(10, 11))], "overlap"),
        ([(at(10, 8), at(10, 9))] * 21, "many"),
        ([(at(10, 8), at(10, 10)), (at(10, 10), at(10, 11))], ""),
    ],
)
def test_hours_that_cannot_be(windows, code):
    assert fault_of(windows, NOW, 21) == code


def test_hours_are_read_as_people_write_them():
    text = "10/9/2021 07:00-08:30\n\n11-09-2021 22h - 1h15\n12/9/2021 20:00–24:00"
    found = read_windows(text)
    assert found == [(at(10, 7), at(10, 8, 30)), (at(11, 22), at(12, 1, 15)), (at(12, 20), at(13, 0))]
    for wrong in ("mai 7:00", "31/2/2021 07:00-08:00", "10/9/2021 7:00-99:00", "10/9/2021"):
        with pytest.raises(ValueError, match=wrong[:3]):
            read_windows(wrong)


def test_nobodys_own_minutes_are_published():
    assert rounded([(at(10, 7, 10), at(10, 7, 40))], 30) == [(at(10, 7), at(10, 8))]
    assert rounded([(at(10, 7), at(10, 8))], 30) == [(at(10, 7), at(10, 8))]
    joined = rounded([(at(10, 9, 50), at(10, 10, 5)), (at(10, 7), at(10, 9, 31))], 30)
    assert joined == [(at(10, 7), at(10, 10, 30))]


moments = st.integers(0, 10_000).map(lambda minute: at(1, 0) + timedelta(minutes=minute))


@given(
    st.lists(st.tuples(moments, st.integers(1, 1_400)), min_size=1, max_size=8),
    st.sampled_from([1, 15, 30, 60]),
)
def test_widened_hours_hold_the_given_and_never_overlap(pairs, minutes):
    windows = [(start, start + timedelta(minutes=length)) for start, length in pairs]
    wide = rounded(windows, minutes)
    for start, end in windows:
        assert any(a <= start and end <= b for a, b in wide)
    assert all(one[1] < other[0] for one, other in pairwise(wide))
    assert rounded(wide, minutes) == wide
    short = [one for one in wide if one[1] - one[0] < timedelta(hours=24)]
    assert read_windows(write_windows(short)) == short


CONTENT = content_of(
    number="MDT21-001", name="Quán <bún> & phở", address="Số 12", ward="Phường Thanh Nhàn", district="Quận Hai Bà Trưng",
    windows=[(at(10, 7), at(10, 8)), (at(11, 22), at(12, 1))],
    sender={"id": "x@y", "name_vi": "CDC", "name_en": "CDC city", "contact": "1022"},
    advice={"text_vi": "Khai báo.", "text_en": "Tell."}, position=(21.005, 105.854),
)  # fmt: skip


def test_the_text_says_place_and_hours_in_both_languages():
    assert plain_text(CONTENT, "vi") == (
        "Thông báo mốc dịch tễ MDT21-001\nAi đã có mặt tại: Quán <bún> & phở, Số 12, Phường Thanh Nhàn, "
        "Quận Hai Bà Trưng\nThời gian:\n- 10/09/2021 07:00–08:00\n- 11/09/2021 22:00–01:00\nKhai báo.\n"
        "CDC. Liên hệ: 1022\n"
    )
    assert "Whoever was at" in plain_text(CONTENT, "en")
    gone = plain_text(CONTENT, "en", is_withdrawn=True)
    assert "withdrawn" in gone
    assert "07:00" not in gone


ALERT = ["identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code",
         "note", "references", "incidents", "info"]  # fmt: skip
INFO = ["language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode",
        "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact",
        "parameter", "resource", "area"]  # fmt: skip
"""The elements of CAP 1.2 in the order of its schema."""


@pytest.mark.parametrize("kind", ["Alert", "Update", "Cancel"])
@pytest.mark.parametrize("is_exercise", [True, False])
def test_cap_follows_the_schema(kind, is_exercise):
    before = () if kind == "Alert" else (("phaodai.MDT21-001.1", NOW - timedelta(days=1)),)
    message = Message("phaodai.MDT21-001.2", NOW, kind, is_exercise, NOW + timedelta(days=14), before)
    root = Xml.fromstring(cap_xml(CONTENT, message))
    name = "{urn:oasis:names:tc:emergency:cap:1.2}"
    tags = [child.tag.removeprefix(name) for child in root]
    assert tags == sorted(tags, key=ALERT.index)
    infos = root.findall(f"{name}info")
    assert [one.findtext(f"{name}language") for one in infos] == ["vi-VN", "en"]
    for one in infos:
        inside = [child.tag.removeprefix(name) for child in one]
        assert inside == sorted(inside, key=INFO.index)
        assert one.findtext(f"{name}area/{name}circle") == "21.00500,105.85400 0.1"
    assert root.findtext(f"{name}sent") == "2021-09-14T16:00:00+07:00"
    assert root.findtext(f"{name}status") == ("Exercise" if is_exercise else "Actual")
    references = root.findtext(f"{name}references")
    assert references == (None if kind == "Alert" else "x@y,phaodai.MDT21-001.1,2021-09-13T16:00:00+07:00")

"""Written names against organisations: abbreviations, places, posts, groups; what cannot be told stays unresolved."""

import pytest

from phaodai.command.directives.reading.reader import read_text
from phaodai.command.directives.reading.unitbook import Resolver, default_book, name_key
from phaodai.command.directives.reading.values import Unit, UnitBook

TREE = UnitBook(
    (
        Unit("UBND-HN", ("Ủy ban nhân dân thành phố Hà Nội",), ("UBND TP",)),
        Unit("SCH-HN", ("Sở Chỉ huy phòng, chống dịch COVID-19 thành phố",), ("Sở Chỉ huy TP",)),
        Unit("SYT-HN", ("Sở Y tế Hà Nội",), ("Sở Y tế",), "UBND-HN"),
        Unit("CDC-HN", ("Trung tâm Kiểm soát bệnh tật Hà Nội",), ("CDC Hà Nội",), "SYT-HN"),
        Unit("UBND-HBT", ("Ủy ban nhân dân quận Hai Bà Trưng",), ("UBND quận",), "UBND-HN"),
        Unit("TTYT-HBT", ("Trung tâm Y tế quận Hai Bà Trưng",), (), "UBND-HBT"),
        Unit("CA-HBT", ("Công an quận Hai Bà Trưng",), (), "UBND-HBT"),
        Unit("UBND-00271", ("Ủy ban nhân dân phường Thanh Nhàn",), ("UBND P. Thanh Nhàn",), "UBND-HBT"),
        Unit("UBND-00286", ("Ủy ban nhân dân phường Bạch Mai",), (), "UBND-HBT"),
        Unit("PX-HBT", ("các phường",), (), "UBND-HBT", is_group=True),
    )
)
CITY = "Sở Chỉ huy thành phố Hà Nội, ngày 04 tháng 8 năm 2021"
DISTRICT = "Ủy ban nhân dân quận Hai Bà Trưng"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sở Y tế", "SYT-HN"),
        ("sở y tế", "SYT-HN"),
        ("Giám đốc Sở Y tế", "SYT-HN"),
        ("Trung tâm Kiểm soát bệnh tật Thành phố", "CDC-HN"),
        ("CDC Hà Nội", "CDC-HN"),
        ("UBND Thành phố", "UBND-HN"),
        ("UBND TP Hà Nội", "UBND-HN"),
        ("Chủ tịch UBND quận Hai Bà Trưng", "UBND-HBT"),
        ("UBND phường Thanh Nhàn", "UBND-00271"),
        ("Uỷ ban nhân dân P. Bạch Mai", "UBND-00286"),
        ("Sở Chỉ huy phòng chống dịch Thành phố", "SCH-HN"),
        ("Sở Giao thông vận tải", None),
        ("Công an Thành phố", None),
        ("UBND quận Ba Đình", None),
        ("các đơn vị liên quan", None),
    ],
)
def test_names_of_the_city(name: str, code: str | None) -> None:
    assert Resolver(TREE, CITY, "Sở Chỉ huy thành phố Hà Nội").code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Trung tâm Y tế", "TTYT-HBT"),
        ("Công an quận", "CA-HBT"),
        ("UBND quận", "UBND-HBT"),
        ("UBND các phường", "PX-HBT"),
        ("Chủ tịch UBND các phường", "PX-HBT"),
        ("Sở Y tế", "SYT-HN"),
    ],
)
def test_names_within_a_district(name: str, code: str) -> None:
    assert Resolver(TREE, "", DISTRICT).code(name) == code


def test_the_same_words_mean_another_unit_in_another_city() -> None:
    text = "1. Giao Sở Y tế rà soát các khu cách ly.\n\n2. Giao Công an thành phố bảo vệ vòng ngoài."
    for city, letters in (("Cần Thơ", "CT"), ("Hà Nội", "HN")):
        head = f"UBND THÀNH PHỐ {city.upper()}\n\nSố: 9/TB-UBND\n\n{city}, ngày 01 tháng 9 năm 2021\n\n"
        codes = [task.lead_code for task in read_text(head + text).tasks]
        assert codes == [(f"SYT-{letters}",), (f"CATP-{letters}",)]


def test_a_city_nobody_told_of_is_not_guessed() -> None:
    head = "UBND TỈNH BẮC GIANG\n\nSố: 9/TB-UBND\n\nBắc Giang, ngày 01 tháng 9 năm 2021\n\n"
    (task,) = read_text(head + "1. Giao Sở Y tế rà soát các khu cách ly.").tasks
    assert (task.lead, task.lead_code) == (("Sở Y tế",), (None,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở LĐTB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("sở Thông tin truyền thông", "Sở Thông tin & Truyền thông"),
        ("UBND TP", "Ủy ban nhân dân thành phố"),
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("BCĐ phòng, chống dịch bệnh Covid-19 quận", "Ban Chỉ đạo công tác phòng chống dịch quận"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_no_code_stands_twice_in_the_book() -> None:
    codes = [unit.code for unit in default_book().units]
    assert len(codes) == len(set(codes))
    assert all(unit.parent is None or unit.parent in codes for unit in default_book().units)

"""The units every notice of three cities names: facts of 2021, the default book where no organisation tree is given."""

from functools import cache

from phaodai.command.directives.reading.values import Unit, UnitBook

# letters of the code, what it is called (the usual name first), letters it is written with
CITY_OFFICES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("HDND", ("Hội đồng nhân dân",), ("HĐND",)),
    ("SCH", ("Sở Chỉ huy", "Trung tâm Chỉ huy"), ("SCH",)),
    ("BCD", ("Ban Chỉ đạo",), ("BCĐ",)),
    ("VPUB", ("Văn phòng Ủy ban nhân dân",), ("VP UBND", "VPUB")),
    ("SYT", ("Sở Y tế",), ("SYT", "Sở YT")),
    ("SCT", ("Sở Công Thương",), ("SCT",)),
    ("STC", ("Sở Tài chính",), ("STC", "Sở TC")),
    ("SNV", ("Sở Nội vụ",), ("SNV", "Sở NV")),
    ("STP", ("Sở Tư pháp",), ("STP",)),
    ("SXD", ("Sở Xây dựng",), ("SXD", "Sở XD")),
    ("SDL", ("Sở Du lịch",), ("SDL",)),
    ("SNG", ("Sở Ngoại vụ",), ("SNgV",)),
    ("STTTT", ("Sở Thông tin và Truyền thông",), ("STTTT", "Sở TT&TT", "Sở TTTT")),
    ("SGTVT", ("Sở Giao thông vận tải",), ("SGTVT", "Sở GTVT")),
    ("SGDDT", ("Sở Giáo dục và Đào tạo",), ("SGDĐT", "Sở GD&ĐT", "Sở GDĐT")),
    (
        "SLDTBXH",
        ("Sở Lao động - Thương binh và Xã hội",),
        ("SLĐTBXH", "Sở LĐTB&XH", "Sở LĐ-TB&XH", "Sở LĐTBXH"),
    ),
    ("SKHDT", ("Sở Kế hoạch và Đầu tư",), ("SKHĐT", "Sở KH&ĐT", "Sở KHĐT")),
    ("SKHCN", ("Sở Khoa học và Công nghệ",), ("Sở KH&CN", "Sở KHCN")),
    ("STNMT", ("Sở Tài nguyên và Môi trường",), ("Sở TN&MT", "Sở TNMT")),
    ("SNNPTNT", ("Sở Nông nghiệp và Phát triển nông thôn",), ("Sở NN&PTNT", "Sở NNPTNT")),
    ("SQHKT", ("Sở Quy hoạch - Kiến trúc",), ("Sở QHKT", "Sở QH-KT")),
    ("CATP", ("Công an",), ("CATP",)),
    ("QS", ("Bộ Chỉ huy Quân sự", "Bộ Tư lệnh"), ("BCHQS", "BTL")),
    ("CDC", ("Trung tâm Kiểm soát bệnh tật",), ("CDC", "TTKSBT")),
    (
        "MTTQ",
        ("Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc"),
        ("UBMTTQ", "MTTQ", "Ủy ban MTTQ", "Ủy ban MTTQ Việt Nam"),
    ),
    ("LDLD", ("Liên đoàn Lao động",), ("LĐLĐ",)),
    ("BHXH", ("Bảo hiểm xã hội",), ("BHXH",)),
    ("TD", ("Thành đoàn",), ()),
    ("QLTT", ("Cục Quản lý thị trường",), ("Cục QLTT",)),
    (
        "BQLKCN",
        ("Ban Quản lý các khu công nghiệp và chế xuất", "Ban Quản lý các Khu chế xuất và công nghiệp"),
        (),
    ),
    ("THU", ("Thành ủy",), ()),
    ("TTTHU", ("Thường trực Thành ủy",), ()),
    ("BTVTHU", ("Ban Thường vụ Thành ủy",), ()),
    ("VPTHU", ("Văn phòng Thành ủy",), ("VP Thành ủy",)),
    ("BTG", ("Ban Tuyên giáo Thành ủy", "Ban Tuyên giáo"), ()),
    ("BDV", ("Ban Dân vận Thành ủy",), ()),
    ("BCS", ("Ban cán sự đảng Ủy ban nhân dân",), ("Ban cán sự đảng UBND",)),
    ("TBYT", ("Tiểu ban Y tế",), ()),
)
DISTRICT_OFFICES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("HDND", ("Hội đồng nhân dân",), ("HĐND",)),
    ("SCH", ("Trung tâm Chỉ huy", "Sở Chỉ huy"), ()),
    ("BCD", ("Ban Chỉ đạo",), ("BCĐ",)),
    (
        "VP",
        ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Văn phòng Ủy ban nhân dân"),
        ("VP HĐND-UBND",),
    ),
    ("TTYT", ("Trung tâm Y tế",), ("TTYT",)),
    ("PYT", ("Phòng Y tế",), ()),
    ("PKT", ("Phòng Kinh tế",), ()),
    ("PTCKH", ("Phòng Tài chính - Kế hoạch",), ("Phòng TC-KH",)),
    ("PVHTT", ("Phòng Văn hóa và Thông tin", "Phòng Văn hóa - Thông tin"), ("Phòng VHTT", "Phòng VH&TT")),
    ("PGDDT", ("Phòng Giáo dục và Đào tạo",), ("Phòng GD&ĐT", "Phòng GDĐT")),
    ("PLDTBXH", ("Phòng Lao động - Thương binh và Xã hội",), ("Phòng LĐTB&XH", "Phòng LĐTBXH")),
    ("PQLDT", ("Phòng Quản lý đô thị",), ("Phòng QLĐT",)),
    ("PTNMT", ("Phòng Tài nguyên và Môi trường",), ("Phòng TN&MT",)),
    ("PNV", ("Phòng Nội vụ",), ()),
    ("PTP", ("Phòng Tư pháp",), ()),
    ("TTR", ("Thanh tra",), ()),
    ("CA", ("Công an",), ("CA",)),
    ("QS", ("Ban Chỉ huy Quân sự",), ("BCHQS", "Ban CHQS")),
    ("MTTQ", ("Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc"), ("UBMTTQ", "MTTQ", "Ủy ban MTTQ")),
    ("QU", ("Quận ủy", "Huyện ủy", "Thị ủy"), ()),
)
HA_NOI = (
    "quận Ba Đình=BD|quận Hoàn Kiếm=HK|quận Tây Hồ=TH|quận Long Biên=LB|quận Cầu Giấy=CG|quận Đống "
    "Đa=DD|quận Hai Bà Trưng=HBT|quận Hoàng Mai=HM|"
    "quận Thanh Xuân=TX|quận Nam Từ Liêm=NTL|quận Bắc Từ Liêm=BTL|quận Hà Đông=HDG|thị xã Sơn Tây=ST|"
    "huyện Ba Vì=BV|huyện Chương Mỹ=CM|huyện Đan Phượng=DP|"
    "huyện Đông Anh=DA|huyện Gia Lâm=GL|huyện Hoài Đức=HDC|huyện Mê Linh=ML|huyện Mỹ Đức=MD|huyện "
    "Phú Xuyên=PX|huyện Phúc Thọ=PT|huyện Quốc Oai=QO|"
    "huyện Sóc Sơn=SS|huyện Thạch Thất=TTH|huyện Thanh Oai=TO|huyện Thanh Trì=TTR|huyện Thường "
    "Tín=TTN|huyện Ứng Hòa=UH"
)
CAN_THO = (
    "quận Ninh Kiều=NK|quận Bình Thủy=BT|quận Cái Răng=CR|quận Ô Môn=OM|quận Thốt Nốt=TN|huyện Vĩnh "
    "Thạnh=VT|huyện Cờ Đỏ=CD|huyện Phong Điền=PD|huyện Thới Lai=TL"
)
HO_CHI_MINH = (
    "thành phố Thủ Đức=TD|quận 1=Q1|quận 3=Q3|quận 4=Q4|quận 5=Q5|quận 6=Q6|quận 7=Q7|quận 8=Q8|quận "
    "10=Q10|quận 11=Q11|quận 12=Q12|quận Bình Tân=QBT|"
    "quận Bình Thạnh=BTH|quận Gò Vấp=GV|quận Phú Nhuận=PN|quận Tân Bình=TB|quận Tân Phú=TP|huyện "
    "Bình Chánh=BC|huyện Cần Giờ=CGI|huyện Củ Chi=CC|huyện Hóc Môn=HMO|huyện Nhà Bè=NB"
)
# letters, name, names besides, units that only this city has
CITIES = (
    ("HN", "Hà Nội", HA_NOI, (("QS", ("Bộ Tư lệnh Thủ đô", "Bộ Tư lệnh Thủ đô Hà Nội"), ("BTLTĐ",)),)),
    ("CT", "Cần Thơ", CAN_THO, ()),
    (
        "HCM",
        "Hồ Chí Minh",
        HO_CHI_MINH,
        (("CDC", ("Trung tâm Kiểm soát bệnh tật Thành phố Hồ Chí Minh",), ("HCDC",)),),
    ),
)
NATIONAL: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("CP", ("Chính phủ",), ()),
    ("TTG", ("Thủ tướng Chính phủ",), ("TTg",)),
    ("VPCP", ("Văn phòng Chính phủ",), ("VPCP",)),
    ("BCDQG", ("Ban Chỉ đạo Quốc gia phòng, chống dịch COVID-19", "Ban Chỉ đạo Quốc gia"), ()),
    (
        "TCTTT",
        (
            "Tổ Công tác thông tin đáp ứng nhanh",
            "Tổ Công tác thông tin đáp ứng nhanh - Ban Chỉ đạo Quốc gia phòng chống dịch Covid 19",
        ),
        (),
    ),
    ("BYT", ("Bộ Y tế",), ("BYT",)),
    ("BCA", ("Bộ Công an",), ("BCA",)),
    ("BQP", ("Bộ Quốc phòng",), ("BQP",)),
    ("BTTTT", ("Bộ Thông tin và Truyền thông",), ("BTTTT", "Bộ TT&TT")),
    ("BGDDT", ("Bộ Giáo dục và Đào tạo",), ("Bộ GD&ĐT", "BGDĐT")),
    ("BLDTBXH", ("Bộ Lao động - Thương binh và Xã hội",), ("Bộ LĐTB&XH",)),
    ("BTC", ("Bộ Tài chính",), ()),
    ("BCT", ("Bộ Công Thương",), ()),
    ("BGTVT", ("Bộ Giao thông vận tải",), ("Bộ GTVT",)),
    ("BNV", ("Bộ Nội vụ",), ()),
    ("BNG", ("Bộ Ngoại giao",), ()),
    ("BKHDT", ("Bộ Kế hoạch và Đầu tư",), ("Bộ KH&ĐT",)),
)


@cache
def default_book() -> UnitBook:
    """Hà Nội, Cần Thơ and TP. Hồ Chí Minh with their districts, and the central bodies that notices name."""
    units = [Unit(code, names, letters) for code, names, letters in NATIONAL]
    for letters, name, districts, own in CITIES:
        units += _city(letters, name, own)
        for entry in districts.split("|"):
            place, _, code = entry.partition("=")
            units += _district(letters, place, code)
    return UnitBook(tuple(units))


def _city(
    letters: str, name: str, own: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
) -> list[Unit]:
    root = f"UBND-{letters}"
    special = {code: (names, short) for code, names, short in own}
    units = [
        Unit(root, (f"Ủy ban nhân dân thành phố {name}", f"UBND {name}"), ("UBND TP",)),
        Unit(f"SBN-{letters}", ("các sở, ban, ngành",), (), root, is_group=True),
        Unit(f"QH-{letters}", ("các quận, huyện, thị xã",), (), root, is_group=True),
        Unit(f"PX-{letters}", ("các xã, phường, thị trấn",), (), root, is_group=True),
    ]
    for code, names, short in CITY_OFFICES:
        more, more_short = special.get(code, ((), ()))
        placed = tuple(f"{one} {level}{name}" for one in names for level in ("thành phố ", ""))
        units.append(Unit(f"{code}-{letters}", (*placed, *more), (*short, *more_short), root))
    return units


def _district(city: str, place: str, letters: str) -> list[Unit]:
    root = f"UBND-{letters}"
    units = [
        Unit(root, (f"Ủy ban nhân dân {place}",), (), f"UBND-{city}"),
        Unit(f"PBN-{letters}", ("các phòng, ban, ngành",), (), root, is_group=True),
        Unit(f"PX-{letters}", ("các xã, phường, thị trấn",), (), root, is_group=True),
    ]
    units += [
        Unit(f"{code}-{letters}", tuple(f"{one} {place}" for one in names), short, root)
        for code, names, short in DISTRICT_OFFICES
    ]
    return units

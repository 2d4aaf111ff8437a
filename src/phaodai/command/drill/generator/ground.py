"""The public places of the city. Markets, hospitals and streets bear real names; everything else is
invented.
"""

from dataclasses import dataclass

import numpy as np

from phaodai.city.areas.facts import AreaFact, read_facts
from phaodai.city.places.terms import PlaceKind

DISTRICT = "007"
STREETS = {
    "00241": "Nguyễn Du, Trần Bình Trọng, Yết Kiêu",
    "00244": "Bạch Đằng, Vạn Kiếp, Lãng Yên",
    "00247": "Hàm Long, Lò Đúc, Ngô Thì Nhậm",
    "00256": "Bà Triệu, Lê Đại Hành, Vân Hồ",
    "00259": "Lò Đúc, Đỗ Ngọc Du, Thọ Lão",
    "00262": "Phố Huế, Triệu Việt Vương, Mai Hắc Đế",
    "00265": "Trần Khát Chân, Nguyễn Khoái, Yên Bái",
    "00268": "Lạc Trung, Nguyễn Khoái, Kim Ngưu",
    "00271": "Thanh Nhàn, Võ Thị Sáu, Kim Ngưu",
    "00274": "Bạch Mai, Trần Khát Chân, Đê Trần Khát Chân",
    "00277": "Tạ Quang Bửu, Lê Thanh Nghị, Trần Đại Nghĩa",
    "00280": "Giải Phóng, Trần Đại Nghĩa, Đại La",
    "00283": "Minh Khai, Vĩnh Tuy, Dương Văn Bé",
    "00286": "Bạch Mai, Hồng Mai, Trương Định",
    "00289": "Quỳnh Mai, Kim Ngưu, Thanh Nhàn",
    "00292": "Quỳnh Lôi, Hồng Mai, Bùi Ngọc Dương",
    "00295": "Minh Khai, Bạch Mai, Hoàng Mai",
    "00298": "Trương Định, Đại La, Bạch Mai",
}
NAMED = [
    (PlaceKind.MARKET, "Chợ Mơ", "00298"),
    (PlaceKind.MARKET, "Chợ Hôm – Đức Viên", "00247"),
    (PlaceKind.MARKET, "Chợ Quỳnh Mai", "00289"),
    (PlaceKind.MARKET, "Chợ Nguyễn Cao", "00259"),
    (PlaceKind.MARKET, "Chợ Vĩnh Tuy", "00283"),
    (PlaceKind.MARKET, "Chợ Đồng Tâm", "00280"),
    (PlaceKind.HEALTH_FACILITY, "Bệnh viện Thanh Nhàn", "00271"),
    (PlaceKind.HEALTH_FACILITY, "Bệnh viện Phụ sản – Nhi quận", "00274"),
    (PlaceKind.FACTORY, "Xưởng in Minh Khai", "00295"),
    (PlaceKind.FACTORY, "Xưởng may Vĩnh Tuy", "00283"),
    (PlaceKind.FACTORY, "Nhà máy bánh kẹo Lạc Trung", "00268"),
    (PlaceKind.WORSHIP, "Chùa Liên Phái", "00274"),
    (PlaceKind.OUTDOOR, "Công viên Thống Nhất, cổng Trần Nhân Tông", "00241"),
    (PlaceKind.OUTDOOR, "Hồ Thanh Nhàn", "00271"),
    (PlaceKind.CHECKPOINT, "Chốt kiểm soát Ngã tư Trung Hiền", "00298"),
    (PlaceKind.CHECKPOINT, "Chốt kiểm soát chân cầu Vĩnh Tuy", "00283"),
]
# (kind, people per place, name)
BY_SIZE = [
    (PlaceKind.WORKPLACE, 260, "Công ty {word}"),
    (PlaceKind.FACTORY, 1500, "Xưởng cơ khí {word}"),
    (PlaceKind.SHOP, 300, "Cửa hàng tiện lợi {word}"),
    (PlaceKind.RESTAURANT, 420, "Quán cơm {word}"),
    (PlaceKind.PHARMACY, 900, "Nhà thuốc {word}"),
    (PlaceKind.SUPERMARKET, 3000, "Siêu thị {word}"),
    (PlaceKind.SCHOOL, 1500, "Trường {word}"),
    (PlaceKind.HEALTH_FACILITY, 4000, "Phòng khám {word}"),
    (PlaceKind.WORSHIP, 7000, "Đình {word}"),
]
WORDS = [
    "An Bình", "An Phú", "Ánh Dương", "Bảo Long", "Bình Minh", "Cát Tường", "Đại Phát", "Đoàn Kết",
    "Đông Đô", "Hà Thành", "Hải Đăng", "Hòa Bình", "Hoa Sen", "Hồng Hà", "Hùng Vương", "Hưng Thịnh",
    "Khánh An", "Kim Liên", "Lam Sơn", "Long Biên", "Mai Hương", "Minh Châu", "Minh Quang", "Ngọc Hà",
    "Nhật Tân", "Phú Cường", "Phương Nam", "Quang Trung", "Sao Mai", "Sông Hồng", "Tân Tiến", "Tây Sơn",
    "Thái Bình", "Thanh Xuân", "Thành Công", "Thiên Long", "Tiền Phong", "Trường Giang", "Tuệ Tĩnh",
    "Vạn Xuân", "Việt Hưng", "Vinh Quang", "Xuân Mai", "Yên Hòa",
]  # fmt: skip


@dataclass(frozen=True)
class PlaceDraft:
    """A public place: ``ward`` is an index into `Ground.wards`; coordinates in degrees."""

    kind: str
    name: str
    address: str
    ward: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Ground:
    """Wards with their share of the people, and the public places in them."""

    wards: list[AreaFact]
    shares: np.ndarray
    places: list[PlaceDraft]

    def indices(self, *kinds: str) -> np.ndarray:
        """Indices of the places of these kinds."""
        return np.array(
            [index for index, place in enumerate(self.places) if place.kind in kinds], dtype=np.int64
        )


def build_ground(rng: np.random.Generator, people: int) -> Ground:
    """Wards and public places for a city of this size; the named ones are always there."""
    wards = [fact for fact in read_facts() if fact.level == "ward" and fact.parent_code == DISTRICT]
    weights = rng.uniform(0.6, 1.4, len(wards))
    places = [_named(rng, wards, *entry) for entry in NAMED]
    for kind, size, pattern in BY_SIZE:
        places += _many(rng, wards, weights, kind, max(2, people // size), pattern)
    return Ground(wards, weights / weights.sum(), places)


def _named(rng: np.random.Generator, wards: list[AreaFact], kind: str, name: str, code: str) -> PlaceDraft:
    ward = next(index for index, fact in enumerate(wards) if fact.code == code)
    return _draft(rng, wards, kind, name, ward)


def _many(
    rng: np.random.Generator, wards: list[AreaFact], weights: np.ndarray, kind: str, count: int, pattern: str
) -> list[PlaceDraft]:
    where = rng.choice(len(wards), size=count, p=weights / weights.sum())
    order = rng.permutation(len(WORDS))
    drafts = []
    for number, ward in enumerate(where.tolist()):
        round_, word = divmod(number, len(WORDS))
        name = pattern.format(word=WORDS[order[word]]) + (f" {round_ + 1}" if round_ else "")
        drafts.append(_draft(rng, wards, kind, name, ward))
    return drafts


def _draft(rng: np.random.Generator, wards: list[AreaFact], kind: str, name: str, ward: int) -> PlaceDraft:
    fact = wards[ward]
    latitude, longitude = _near(rng, fact)
    return PlaceDraft(kind, name, address_in(rng, fact), ward, latitude, longitude)


def _near(rng: np.random.Generator, fact: AreaFact) -> tuple[float, float]:
    """A point some 200 m around the ward's centre."""
    north, east = rng.normal(0, 0.0018, 2)
    return round(float(fact.latitude or 0) + float(north), 6), round(
        float(fact.longitude or 0) + float(east), 6
    )


def address_in(rng: np.random.Generator, fact: AreaFact) -> str:
    """A street and number of the ward: "Số 12, ngõ 34 phố Bạch Mai"."""
    streets = STREETS[fact.code].split(", ")
    street = streets[int(rng.integers(len(streets)))]
    number, lane = int(rng.integers(1, 120)), int(rng.integers(0, 90))
    return f"Số {number}, ngõ {lane} phố {street}" if lane % 3 else f"Số {number} phố {street}"

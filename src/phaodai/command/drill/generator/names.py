"""Vietnamese names by weight. The lists are our own; weights are rough shares, enough to look like a ward's
register.
"""

from collections.abc import Sequence

import numpy as np

FAMILY = {
    "Nguyễn": 320, "Trần": 110, "Lê": 90, "Phạm": 75, "Vũ": 50, "Hoàng": 45, "Bùi": 32, "Đỗ": 30,
    "Đặng": 26, "Ngô": 22, "Dương": 17, "Phan": 17, "Đinh": 14, "Đào": 14, "Trịnh": 13, "Lưu": 12,
    "Đoàn": 12, "Mai": 11, "Lương": 11, "Cao": 10, "Hà": 10, "Phùng": 9, "Tạ": 9, "Tô": 8, "Trương": 8,
    "Vương": 6, "Hồ": 6, "Kiều": 5, "Nghiêm": 5, "Chu": 5, "Lý": 4, "Tống": 4, "Thái": 4, "Quách": 3,
    "Doãn": 3, "Khuất": 2, "Triệu": 2, "Chử": 1,
}  # fmt: skip
MALE_MIDDLE = {
    "Văn": 30, "Đức": 10, "Minh": 9, "Quang": 8, "Xuân": 7, "Hữu": 7, "Đình": 7, "Tuấn": 4, "Quốc": 5,
    "Thế": 5, "Anh": 3, "Ngọc": 3, "Trung": 3, "Gia": 3, "Công": 3, "Mạnh": 3, "Tiến": 3, "Hoàng": 3,
}  # fmt: skip
FEMALE_MIDDLE = {
    "Thị": 42, "Thu": 8, "Ngọc": 7, "Thanh": 7, "Minh": 5, "Hồng": 5, "Phương": 4, "Thùy": 4, "Bích": 4,
    "Kim": 3, "Mai": 3, "Diệu": 2, "Khánh": 3, "Quỳnh": 3, "Lan": 2, "Thị Thu": 4, "Thị Kim": 3,
}  # fmt: skip
MALE_GIVEN = [
    "Anh", "An", "Bách", "Bảo", "Bắc", "Bình", "Chiến", "Chính", "Chung", "Công", "Cường", "Danh",
    "Dũng", "Duy", "Dương", "Đại", "Đạt", "Điệp", "Đông", "Đức", "Giang", "Hà", "Hải", "Hào", "Hậu",
    "Hiển", "Hiệp", "Hiếu", "Hòa", "Hoàn", "Hoàng", "Học", "Hùng", "Huy", "Huỳnh", "Hưng", "Khải",
    "Khang", "Khánh", "Khoa", "Khôi", "Kiên", "Lâm", "Lập", "Linh", "Long", "Lộc", "Luân", "Lực",
    "Mạnh", "Minh", "Nam", "Nghĩa", "Ngọc", "Nhân", "Nhật", "Ninh", "Phát", "Phong", "Phú", "Phúc",
    "Phương", "Quân", "Quang", "Quốc", "Quý", "Quyết", "Sáng", "Sâm", "Sơn", "Tài", "Tân", "Tấn",
    "Thái", "Thành", "Thanh", "Thắng", "Thiện", "Thịnh", "Thọ", "Thông", "Thuận", "Tiến", "Tín", "Toàn",
    "Trí", "Trung", "Trường", "Tú", "Tuấn", "Tùng", "Tuyên", "Vân", "Việt", "Vinh", "Vũ", "Vượng",
    "Xuân",
]  # fmt: skip
FEMALE_GIVEN = [
    "An", "Anh", "Ánh", "Bích", "Bình", "Châu", "Chi", "Chinh", "Dung", "Duyên", "Đào", "Điệp", "Giang",
    "Giao", "Hà", "Hải", "Hạnh", "Hảo", "Hằng", "Hậu", "Hiền", "Hoa", "Hòa", "Hoài", "Hoàn", "Hồng",
    "Huế", "Huệ", "Huyền", "Hương", "Hường", "Khánh", "Khuyên", "Lam", "Lan", "Lê", "Liên", "Liễu",
    "Linh", "Loan", "Lộc", "Luyến", "Ly", "Lý", "Mai", "Mến", "Miền", "Minh", "My", "Mỹ", "Nga", "Ngà",
    "Ngân", "Nghi", "Ngọc", "Nguyệt", "Nhàn", "Nhi", "Nhung", "Như", "Oanh", "Phượng", "Phương",
    "Quyên", "Quỳnh", "Sen", "Tâm", "Thanh", "Thảo", "Thắm", "Thoa", "Thơ", "Thơm", "Thu", "Thủy",
    "Thúy", "Thư", "Thương", "Tiên", "Trà", "Trang", "Trâm", "Trinh", "Tú", "Tuyết", "Tươi", "Uyên",
    "Vân", "Vi", "Vinh", "Vui", "Xuân", "Yến",
]  # fmt: skip


def draw(rng: np.random.Generator, weights: dict[str, int], count: int) -> list[str]:
    """``count`` draws from a weighted list."""
    shares = np.array(list(weights.values()), dtype=float)
    names = list(weights)
    return [names[index] for index in rng.choice(len(names), size=count, p=shares / shares.sum())]


def draw_even(rng: np.random.Generator, names: Sequence[str], count: int) -> list[str]:
    """``count`` draws from a list, all alike."""
    return [names[index] for index in rng.integers(len(names), size=count)]


def draw_first_names(rng: np.random.Generator, is_female: np.ndarray) -> list[str]:
    """Middle and given names by sex, e.g. "Thị Hoa", one for each entry."""
    count = len(is_female)
    men = zip(draw(rng, MALE_MIDDLE, count), draw_even(rng, MALE_GIVEN, count), strict=True)
    women = zip(draw(rng, FEMALE_MIDDLE, count), draw_even(rng, FEMALE_GIVEN, count), strict=True)
    return [
        _joined(*(woman if female else man))
        for man, woman, female in zip(men, women, is_female.tolist(), strict=True)
    ]


def _joined(middle: str, given: str) -> str:
    """Nobody is called "Minh Minh": the middle name is left out when it repeats."""
    return given if middle.split()[-1] == given else f"{middle} {given}"

"""Words of the ground: levels of areas and the risk colours."""

from phaodai.core.terms import TermChoices


class AreaLevel(TermChoices):
    """Levels are data: a city without districts simply has none."""

    PROVINCE = "province", "Tỉnh, thành phố", "Province"
    DISTRICT = "district", "Quận, huyện", "District"
    WARD = "ward", "Phường, xã", "Ward"
    HAMLET = "hamlet", "Tổ dân phố, thôn", "Hamlet"


class RiskLevel(TermChoices):
    """The four levels of QĐ 2686/QĐ-BCĐQG (31/5/2021); the only meaning of the four colours."""

    NEW_NORMAL = "new_normal", "Xanh · bình thường mới", "Green · new normal"
    AT_RISK = "at_risk", "Vàng · nguy cơ", "Yellow · at risk"
    HIGH = "high", "Cam · nguy cơ cao", "Orange · high risk"
    VERY_HIGH = "very_high", "Đỏ · nguy cơ rất cao", "Red · very high risk"


RISK_SCHEME = "qd2686"
"""The classification of QĐ 2686, as `AreaStatus.scheme`."""

"""Where a visit comes from."""

from phaodai.core.terms import TermChoices


class VisitSource(TermChoices):
    SCAN = "scan", "Quét QR", "QR scan"
    TYPED = "typed", "Nhập tay", "Typed in"
    IMPORT = "import", "Nhập từ tệp", "Imported"
    INTERVIEW = "interview", "Điều tra", "Interview"
    STAY = "stay", "Lưu trú cách ly", "Quarantine stay"
    TRIP = "trip", "Chuyến xe", "Trip"
    CROSSING = "crossing", "Qua chốt", "Crossing"


class ClockDeed(TermChoices):
    """What was done with the times of a device whose clock was off."""

    CORRECTED = "corrected", "Đã chỉnh giờ", "Times put right"
    FLAGGED = "flagged", "Giữ nguyên, đánh dấu", "Kept and marked"

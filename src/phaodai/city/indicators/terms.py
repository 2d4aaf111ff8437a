"""Words of the numbers that units report."""

from phaodai.core.terms import TermChoices


class ObservationState(TermChoices):
    COUNTED = "counted", "Được tính", "Counted"
    HELD = "held", "Giữ lại chờ xác nhận", "Held for confirmation"
    REFUSED = "refused", "Không chấp nhận", "Refused"
    SUPERSEDED = "superseded", "Đã thay bằng số khác", "Replaced by another figure"


class Origin(TermChoices):
    HAND = "hand", "Nhập tay", "By hand"
    FILE = "file", "Từ tệp", "From a file"
    API = "api", "Qua API", "By API"


class Rhythm(TermChoices):
    DAILY = "daily", "Hằng ngày", "Daily"
    WEEKLY = "weekly", "Hằng tuần", "Weekly"


class Weekday(TermChoices):
    MONDAY = "1", "Thứ Hai", "Monday"
    TUESDAY = "2", "Thứ Ba", "Tuesday"
    WEDNESDAY = "3", "Thứ Tư", "Wednesday"
    THURSDAY = "4", "Thứ Năm", "Thursday"
    FRIDAY = "5", "Thứ Sáu", "Friday"
    SATURDAY = "6", "Thứ Bảy", "Saturday"
    SUNDAY = "7", "Chủ nhật", "Sunday"


class SheetState(TermChoices):
    """Where one unit stands with one sheet of one day."""

    ON_TIME = "on_time", "Đúng hạn", "On time"
    LATE = "late", "Nộp muộn", "Late"
    WAITING = "waiting", "Chưa đến hạn", "Not due yet"
    MISSING = "missing", "Chưa báo cáo", "Not reported"


class Doubt(TermChoices):
    """Why a figure is held: one simple rule each, its threshold a policy."""

    JUMP = "jump", "Tăng vọt so với những ngày trước của chính đơn vị", "Far above the unit's own recent days"
    PER_HEAD = "per_head", "Quá nhiều so với dân số", "Too many for the population"
    FALLING = "falling", "Số lũy kế lại giảm", "A running total that falls"
    ABOVE_WHOLE = "above_whole", "Lớn hơn số người lớn của địa bàn", "More than the adults of the area"
    NEIGHBOURS = "neighbours", "Vượt xa các đơn vị cùng cấp", "Far above the units beside it"

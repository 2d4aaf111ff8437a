"""Words about numbers and papers."""

from phaodai.core.terms import TermChoices


class EntryState(TermChoices):
    RESERVED = "reserved", "Giữ số", "Reserved"
    USED = "used", "Đã cấp", "Used"
    VOID = "void", "Hủy số", "Void"


class PaperState(TermChoices):
    """How a paper stands by itself; the thing it tells of may have been withdrawn besides."""

    CURRENT = "current", "Bản hiện hành", "Current"
    REPLACED = "replaced", "Đã có bản thay thế", "Replaced"
    WITHDRAWN = "withdrawn", "Đã thu hồi", "Withdrawn"


class Standing(TermChoices):
    """What the check says of a paper."""

    IN_FORCE = "in_force", "Đang có hiệu lực", "In force"
    AMENDED = "amended", "Còn hiệu lực, đã được sửa đổi", "In force, amended"
    ENDED = "ended", "Đã hết hiệu lực", "No longer in force"
    REPLACED = "replaced", "Đã được thay thế bằng bản khác", "Replaced by another paper"
    WITHDRAWN = "withdrawn", "Đã thu hồi, không có giá trị", "Withdrawn: it has no effect"


HOLDING = (Standing.IN_FORCE, Standing.AMENDED)

"""Words of the desk."""

from phaodai.core.terms import TermChoices


class DirectiveKind(TermChoices):
    """Kinds of documents of NĐ 30/2020 that give tasks; the abbreviation stands in the number."""

    NOTICE = "TB", "Thông báo", "Notice"
    INSTRUCTION = "CT", "Chỉ thị", "Instruction"
    TELEGRAM = "CĐ", "Công điện", "Urgent telegram"
    LETTER = "CV", "Công văn", "Official letter"
    DECISION = "QĐ", "Quyết định", "Decision"
    PLAN = "KH", "Kế hoạch", "Plan"
    CONCLUSION = "KL", "Kết luận", "Conclusion"


class DirectiveState(TermChoices):
    DRAFT = "draft", "Dự thảo", "Draft"
    IN_OPINION = "in_opinion", "Đang lấy ý kiến", "Out for opinions"
    SIGNED = "signed", "Đã ký, chờ phát hành", "Signed, to be issued"
    ISSUED = "issued", "Có hiệu lực", "In force"
    AMENDED = "amended", "Có hiệu lực, đã được sửa đổi", "In force, amended"
    ENDED = "ended", "Hết hiệu lực", "No longer in force"
    CANCELLED = "cancelled", "Dự thảo đã bỏ", "Draft given up"


OUT = (DirectiveState.ISSUED, DirectiveState.AMENDED, DirectiveState.ENDED)
IN_FORCE = (DirectiveState.ISSUED, DirectiveState.AMENDED)
OPEN_DRAFT = (DirectiveState.DRAFT, DirectiveState.IN_OPINION)


class LinkKind(TermChoices):
    CITES = "cites", "Căn cứ, dẫn chiếu", "Cites"
    AMENDS = "amends", "Sửa đổi, bổ sung", "Amends"
    ENDS = "ends", "Bãi bỏ, thay thế", "Ends"


class TaskKind(TermChoices):
    ASSIGN = "assign", "Giao", "Assigned"
    REQUEST = "request", "Đề nghị", "Requested"
    ALL = "all", "Mọi nơi nhận", "All addressees"


class TaskState(TermChoices):
    ACTIVE = "active", "Đang theo dõi", "Followed"
    WITHDRAWN = "withdrawn", "Đã rút", "Withdrawn"
    REPLACED = "replaced", "Đã thay bằng nhiệm vụ khác", "Replaced"


class UnitRole(TermChoices):
    LEAD = "lead", "Chủ trì", "Lead"
    SUPPORT = "support", "Phối hợp", "Support"


class Recurrence(TermChoices):
    ONCE = "", "Một lần", "Once"
    DAILY = "daily", "Hằng ngày", "Daily"
    WEEKLY = "weekly", "Hằng tuần", "Weekly"
    MONTHLY = "monthly", "Hằng tháng", "Monthly"
    QUARTERLY = "quarterly", "Hằng quý", "Quarterly"
    CONTINUOUS = "continuous", "Thường xuyên", "Continuously"


class AssignmentState(TermChoices):
    NEW = "new", "Mới giao", "New"
    RECEIVED = "received", "Đang thực hiện", "Under way"
    AT_VIA = "at_via", "Đơn vị tổng hợp đang xem", "With the unit it passes through"
    REPORTED = "reported", "Đã báo cáo, chờ xác nhận", "Reported, to be accepted"
    RETURNED = "returned", "Trả lại làm tiếp", "Sent back"
    DONE = "done", "Hoàn thành", "Done"
    WITHDRAWN = "withdrawn", "Đã rút", "Withdrawn"


class Standing(TermChoices):
    """How an assignment stands against its deadline; the one word for it on every page."""

    DONE_IN_TIME = "done_in_time", "Hoàn thành đúng hạn", "Done in time"
    DONE_LATE = "done_late", "Hoàn thành quá hạn", "Done late"
    DONE_NO_DEADLINE = "done_no_deadline", "Hoàn thành, không có hạn", "Done, no deadline"
    OPEN_IN_TIME = "open_in_time", "Trong hạn", "Open, in time"
    OPEN_OVERDUE = "open_overdue", "Quá hạn", "Overdue"
    OPEN_NO_DEADLINE = "open_no_deadline", "Chưa xong, không có hạn", "Open, no deadline"
    WITHDRAWN = "withdrawn", "Đã rút", "Withdrawn"


class ReportKind(TermChoices):
    PROGRESS = "progress", "Tiến độ", "Progress"
    FINAL = "final", "Hoàn thành", "Completion"


class ReportState(TermChoices):
    SENT = "sent", "Đã gửi", "Sent"
    AT_VIA = "at_via", "Chờ đơn vị tổng hợp", "With the unit it passes through"
    RETURNED = "returned", "Bị trả lại", "Sent back"
    ACCEPTED = "accepted", "Đã xác nhận", "Accepted"


class OpinionState(TermChoices):
    ASKED = "asked", "Chờ ý kiến", "Asked"
    AGREED = "agreed", "Đồng ý", "Agrees"
    REMARKS = "remarks", "Có ý kiến", "Has remarks"
    SILENT = "silent", "Không trả lời đúng hạn", "Did not answer in time"


class ExtensionState(TermChoices):
    ASKED = "asked", "Chờ duyệt", "Asked"
    GRANTED = "granted", "Đồng ý gia hạn", "Granted"
    REFUSED = "refused", "Không đồng ý", "Refused"


class Chase(TermChoices):
    """The rungs of the ladder an unanswered deadline climbs."""

    REMINDER = "0", "Nhắc trước hạn", "Reminder before the deadline"
    HEAD = "1", "Đôn đốc người đứng đầu", "To the unit's head"
    NEXT_HEAD = "2", "Báo cáo cấp trên trực tiếp", "To the next head"
    ISSUER = "3", "Báo cáo cơ quan ban hành", "To the issuer"


class Denominator(TermChoices):
    NONE = "", "Số tuyệt đối", "Absolute figure"
    POPULATION = "population", "Phần trăm dân số", "Per cent of the population"
    ADULTS = "adults", "Phần trăm người từ 18 tuổi", "Per cent of adults"


class MeetingState(TermChoices):
    PLANNED = "planned", "Sắp họp", "Planned"
    HELD = "held", "Đã họp", "Held"

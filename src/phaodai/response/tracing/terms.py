"""Words of contact tracing."""

from phaodai.core.terms import TermChoices


class ContactState(TermChoices):
    """A candidate is not F1: an investigator concludes."""

    CANDIDATE = "candidate", "Chờ xác minh", "To be verified"
    VERIFIED = "verified", "Đã xác minh", "Verified"
    REJECTED = "rejected", "Loại trừ", "Ruled out"
    WITHDRAWN = "withdrawn", "Đã rút (ca bị loại)", "Withdrawn (case discarded)"


class ExposureKind(TermChoices):
    COPRESENCE = "copresence", "Cùng mốc dịch tễ", "Same place and time"
    HOUSEHOLD = "household", "Cùng hộ", "Same household"
    WORKPLACE = "workplace", "Cùng nơi làm việc, học tập", "Same workplace or school"
    DECLARED = "declared", "Ca bệnh khai", "Declared by the case"
    VIA_CONTACT = "via_contact", "Qua F1", "Through an F1"


class CallOutcome(TermChoices):
    REACHED = "reached", "Đã gọi", "Reached"
    NO_ANSWER = "no_answer", "Không liên lạc được", "No answer"
    WRONG_NUMBER = "wrong_number", "Sai số", "Wrong number"


class HandoverState(TermChoices):
    SENT = "sent", "Đã chuyển, chờ tiếp nhận", "Sent, waiting"
    ACKNOWLEDGED = "acknowledged", "Đã tiếp nhận", "Acknowledged"
    REFUSED = "refused", "Không tiếp nhận", "Refused"
    CANCELLED = "cancelled", "Đã hủy", "Cancelled"

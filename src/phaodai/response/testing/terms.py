"""Words of testing."""

from phaodai.core.terms import TermChoices


class Method(TermChoices):
    ANTIGEN = "antigen", "Test nhanh kháng nguyên", "Rapid antigen"
    PCR = "pcr", "RT-PCR mẫu đơn", "RT-PCR, single"
    PCR_POOL = "pcr_pool", "RT-PCR mẫu gộp", "RT-PCR, pooled"


class ResultValue(TermChoices):
    POSITIVE = "positive", "Dương tính", "Positive"
    NEGATIVE = "negative", "Âm tính", "Negative"
    INDETERMINATE = "indeterminate", "Chưa xác định", "Indeterminate"
    INVALID = "invalid", "Mẫu không đạt, lấy lại", "Invalid, sample again"


class TubeState(TermChoices):
    LABELLED = "labelled", "Đã dán nhãn", "Labelled"
    TAKEN = "taken", "Đã lấy mẫu", "Taken"
    SENT = "sent", "Đã gửi", "Sent"
    RECEIVED = "received", "Phòng xét nghiệm đã nhận", "Received"
    RESULTED = "resulted", "Có kết quả", "Resulted"
    DISCARDED = "discarded", "Hủy mẫu", "Discarded"


class OrderReason(TermChoices):
    CASE_SUSPECTED = "case_suspected", "Nghi nhiễm", "Suspected case"
    CONTACT = "contact", "F1, F2", "Contact"
    UNPOOL = "unpool", "Tách mẫu gộp dương tính", "Unpooling a positive pool"
    CONFIRM_ANTIGEN = "confirm_antigen", "Khẳng định test nhanh", "Confirming an antigen test"
    SCREENING = "screening", "Sàng lọc", "Screening"
    QUARANTINE = "quarantine", "Theo lịch cách ly", "Quarantine schedule"
    RETEST = "retest", "Lấy lại mẫu", "Retest"
    ON_REQUEST = "on_request", "Theo yêu cầu", "On request"


class OrderState(TermChoices):
    OPEN = "open", "Chờ lấy mẫu", "Waiting for sampling"
    SAMPLED = "sampled", "Đã lấy mẫu", "Sampled"
    DONE = "done", "Xong", "Done"
    WITHDRAWN = "withdrawn", "Đã rút", "Withdrawn"


class Standing(TermChoices):
    """What the tests say about one person, now."""

    UNTESTED = "untested", "Chưa xét nghiệm", "Not tested"
    ORDERED = "ordered", "Chờ lấy mẫu", "Waiting for sampling"
    PENDING = "pending", "Chờ kết quả", "Waiting for the result"
    WAITING_UNPOOL = "waiting_unpool", "Chờ tách mẫu", "Waiting to be unpooled"
    AGAIN = "again", "Chờ lấy lại mẫu", "To be sampled again"
    NEGATIVE = "negative", "Âm tính", "Negative"
    SUSPECTED = "suspected", "Nghi nhiễm (test nhanh dương tính)", "Suspected (positive antigen test)"
    POSITIVE = "positive", "Dương tính", "Positive"


class Channel(TermChoices):
    """How people were told."""

    PHONE = "phone", "Điện thoại", "Telephone"
    SMS = "sms", "Tin nhắn", "Text message"
    IN_PERSON = "in_person", "Trực tiếp", "In person"
    PAPER = "paper", "Phiếu kết quả", "Paper"

"""What the playbook calls things that happen."""

from phaodai.core.terms import TermChoices


class Happening(TermChoices):
    """Event types by their stored name."""

    RESULT_RECORDED = "result_recorded", "Có kết quả xét nghiệm", "Result recorded"
    RESULT_CORRECTED = "result_corrected", "Đính chính kết quả", "Result corrected"
    CASE_REPORTED = "case_reported", "Mở hồ sơ ca bệnh", "Case opened"
    CASE_CONFIRMED = "case_confirmed", "Xác định F0", "Case confirmed"
    CASE_UNCONFIRMED = "case_unconfirmed", "Rút xác định F0", "Confirmation withdrawn"
    CASE_DISCARDED = "case_discarded", "Loại ca bệnh", "Case discarded"
    CASE_CLOSED = "case_closed", "Đóng hồ sơ ca bệnh", "Case closed"
    INFECTIOUS_PERIOD_CHANGED = (
        "infectious_period_changed",
        "Đổi thời kỳ lây truyền",
        "Infectious period changed",
    )
    INTERVIEW_SAVED = "interview_saved", "Ghi phiếu điều tra", "Interview saved"
    CONTACTS_LISTED = "contacts_listed", "Lập danh sách người cùng mốc dịch tễ", "Candidates listed"
    CONTACT_VERIFIED = "contact_verified", "Xác minh F1, F2", "Contact verified"
    CONTACT_REJECTED = "contact_rejected", "Loại trừ người tiếp xúc", "Contact ruled out"
    CONTACT_REOPENED = "contact_reopened", "Mở lại việc xác minh", "Contact reopened"
    CONTACT_WITHDRAWN = "contact_withdrawn", "Rút người tiếp xúc", "Contact withdrawn"
    CONTACT_HANDED_OVER = "contact_handed_over", "Chuyển địa phương", "Contact handed over"
    ORDER_SIGNED = "order_signed", "Ký quyết định cách ly", "Order signed"
    ORDER_WITHDRAWN = "order_withdrawn", "Thu hồi quyết định cách ly", "Order withdrawn"
    ORDER_ENDED = "order_ended", "Kết thúc cách ly", "Order ended"


def name_of(event_type: str) -> str:
    """The label of an event type; its stored name where it has none."""
    known = event_type in Happening.values
    return str(Happening(event_type).label) if known else event_type

"""Words of oversight: why a record was opened, what looked unusual, what came of it."""

from phaodai.core.terms import TermChoices


class Ground(TermChoices):
    """Why somebody needs a record outside their reach at once."""

    LIFE = "life", "Tính mạng, cấp cứu", "Life at risk, emergency care"
    CONTAIN = "contain", "Chặn lây ngay, không kịp bàn giao", "Containing spread before a hand-over can come"
    TRANSFER = "transfer", "Người đang ở nơi khác nơi cư trú", "The person is elsewhere than registered"
    OTHER = "other", "Lý do khác", "Another reason"


class Conclusion(TermChoices):
    """What the data officer concluded of an emergency opening."""

    WAITING = "waiting", "Chờ xét", "Waiting for review"
    JUSTIFIED = "justified", "Có căn cứ", "Justified"
    UNJUSTIFIED = "unjustified", "Không có căn cứ", "Not justified"


class Rule(TermChoices):
    """What makes looks unusual. Each is a question, never a verdict."""

    HOURS = "hours", "Xem ngoài giờ nhiều lần", "Many looks out of hours"
    SELF = "self", "Xem hồ sơ của chính mình hoặc người cùng hộ", "Own record, or one of their household"
    FAMILY = "family", "Xem người cùng họ, cùng địa chỉ", "Somebody of the same surname and address"
    COLLEAGUE = "colleague", "Xem hồ sơ của đồng nghiệp", "A colleague's record"
    MANY = "many", "Xem nhiều người mà không có việc kèm theo", "Many people without a task of theirs"


class LookState(TermChoices):
    """Where an unusual pattern stands."""

    OPEN = "open", "Chờ xét", "Waiting for review"
    EXPLAINED = "explained", "Đã giải thích được", "Explained"
    REFERRED = "referred", "Chờ người có thẩm quyền kết luận", "Waiting for a signed decision"
    DECIDED = "decided", "Đã có kết luận ký", "Decided and signed"


class Audience(TermChoices):
    """For whom a person's file is made."""

    PERSON = "person", "Trả lời yêu cầu của chính người đó", "At the person's own request"
    OFFICER = "officer", "Cán bộ bảo vệ dữ liệu xem xét", "For the data protection officer"


class FileState(TermChoices):
    """Where a file stands."""

    QUEUED = "queued", "Đang lập", "Being made"
    READY = "ready", "Sẵn sàng", "Ready"
    FAILED = "failed", "Không lập được", "Failed"
    EXPIRED = "expired", "Đã xóa", "Deleted"

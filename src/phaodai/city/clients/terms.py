"""Words for devices, keys and webhooks."""

from phaodai.core.terms import TermChoices


class DeviceState(TermChoices):
    LIVE = "live", "Đang dùng", "In use"
    EXPIRED = "expired", "Hết hạn", "Expired"
    LOST = "lost", "Báo mất", "Reported lost"
    REVOKED = "revoked", "Đã thu hồi", "Revoked"


class KeyState(TermChoices):
    LIVE = "live", "Đang dùng", "In use"
    ENDING = "ending", "Sắp hết hạn", "Expires soon"
    EXPIRED = "expired", "Hết hạn", "Expired"
    REVOKED = "revoked", "Đã thu hồi", "Revoked"


class WebhookState(TermChoices):
    ACTIVE = "active", "Đang gửi", "Sending"
    PAUSED = "paused", "Tạm dừng", "Paused"
    DISABLED = "disabled", "Hệ thống đã ngắt", "Switched off after failing"


class SendState(TermChoices):
    WAITING = "waiting", "Chờ gửi", "Waiting"
    RETRYING = "retrying", "Lỗi, sẽ gửi lại", "Failed, will be sent again"
    DELIVERED = "delivered", "Đã nhận", "Delivered"
    DEAD = "dead", "Bỏ sau nhiều lần", "Given up"
    DROPPED = "dropped", "Đã cho qua", "Let go"


class SendFault(TermChoices):
    """Why a message was not handed over."""

    BAD_URL = "bad_url", "Địa chỉ không hợp lệ", "The address is not valid"
    NOT_HTTPS = "not_https", "Địa chỉ không dùng HTTPS", "The address is not HTTPS"
    UNRESOLVED = "unresolved", "Không tìm thấy tên máy", "The name does not resolve"
    NOT_PUBLIC = "not_public", "Địa chỉ mạng nội bộ, không gửi", "A private address; nothing is sent there"
    REFUSED = "refused", "Không kết nối được", "No connection"
    TLS = "tls", "Chứng chỉ không đúng", "The certificate is not right"
    TIMEOUT = "timeout", "Quá thời gian chờ", "No answer in time"
    BROKEN = "broken", "Trả lời hỏng", "The answer broke off"
    REDIRECT = "redirect", "Chuyển hướng, không đi theo", "A redirect, which is not followed"
    STATUS = "status", "Nơi nhận báo lỗi", "The receiver answered with an error"
    REVOKED = "revoked", "Khóa của nơi nhận không còn hiệu lực", "The receiver's key no longer works"


class CallGroup(TermChoices):
    """How requests of programs ended, as the log is filtered."""

    OK = "ok", "Thành công", "Answered"
    REFUSED = "refused", "Bị từ chối", "Refused"
    LIMITED = "limited", "Vượt giới hạn", "Over the limit"
    FAILED = "failed", "Lỗi hệ thống", "Failed"

"""Words of isolation and quarantine."""

from phaodai.core.terms import TermChoices


class OrderKind(TermChoices):
    ISOLATION = "isolation", "Cách ly y tế F0", "Isolation of a case"
    QUARANTINE = "quarantine", "Cách ly y tế F1", "Quarantine of a contact"


class OrderSetting(TermChoices):
    HOME = "home", "Tại nhà", "At home"
    SITE = "site", "Tập trung", "At a site"


class OrderState(TermChoices):
    """The machine drafts; a health officer confirms; the authority signs."""

    DRAFT = "draft", "Dự thảo", "Draft"
    CONFIRMED = "confirmed", "Y tế đã xác nhận, chờ ký", "Confirmed, waiting for signature"
    SIGNED = "signed", "Đã ký, đang thi hành", "Signed, in force"
    ENDED = "ended", "Đã kết thúc", "Ended"
    WITHDRAWN = "withdrawn", "Đã thu hồi", "Withdrawn"


class AppealState(TermChoices):
    OPEN = "open", "Chờ giải quyết", "Open"
    UPHELD = "upheld", "Giữ nguyên quyết định", "Order upheld"
    GRANTED = "granted", "Chấp nhận, thu hồi quyết định", "Granted, order withdrawn"
    LAPSED = "lapsed", "Thôi xét, quyết định không còn hiệu lực", "Lapsed, the order is no longer in force"


class Vaccination(TermChoices):
    """What the schedule asks about vaccination; ``ANY`` where it does not matter or is not known."""

    ANY = "any", "Không phân biệt, chưa rõ", "Any or unknown"
    FULL = "full", "Tiêm đủ hoặc đã khỏi bệnh", "Fully vaccinated or recovered"


SUBJECTS = {
    OrderKind.ISOLATION: "Về việc cách ly y tế người mắc, nghi mắc COVID-19",
    OrderKind.QUARANTINE: "Về việc cách ly y tế người tiếp xúc gần",
}
"""What an order is about, as its paper and the register say it: without the person."""

"""Words about people."""

from phaodai.core.terms import TermChoices


class Sex(TermChoices):
    UNKNOWN = "unknown", "Không rõ", "Unknown"
    MALE = "male", "Nam", "Male"
    FEMALE = "female", "Nữ", "Female"


class IdentifierKind(TermChoices):
    CITIZEN = "citizen", "Số định danh (CCCD)", "Citizen code (CCCD)"
    OLD_CARD = "old_card", "CMND 9 số", "Old identity card (CMND)"
    INSURANCE = "insurance", "Bảo hiểm y tế", "Health insurance (BHYT)"
    PASSPORT = "passport", "Hộ chiếu", "Passport"
    NATIONAL_QR = "national_qr", "Mã QR quốc gia (QID)", "National QR id (QID)"


class ResidenceKind(TermChoices):
    PERMANENT = "permanent", "Thường trú", "Permanent"
    TEMPORARY = "temporary", "Tạm trú", "Temporary"
    CURRENT = "current", "Nơi ở hiện tại", "Current"


class AffiliationKind(TermChoices):
    WORK = "work", "Làm việc", "Works"
    STUDY = "study", "Học", "Studies"

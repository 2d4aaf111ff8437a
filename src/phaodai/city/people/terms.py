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


class IdentityWarning(TermChoices):
    """What did not fit when an identity was read or typed; kept beside it, nothing is refused for it."""

    CODE_SHAPE = "code_shape", "Số định danh không đủ 12 chữ số", "The citizen code has not 12 digits"
    CODE_PROVINCE = (
        "code_province",
        "Ba số đầu không phải mã tỉnh (sinh ở nước ngoài hoặc gõ sai)",
        "The first three digits are no province (born abroad, or a typing error)",
    )
    CODE_CENTURY = (
        "code_century",
        "Số thứ tư không khớp thế kỷ sinh",
        "The fourth digit does not fit the century of birth",
    )
    CODE_YEAR = (
        "code_year",
        "Số thứ năm, sáu không khớp năm sinh",
        "The fifth and sixth digits do not fit the year of birth",
    )
    CODE_SEX = "code_sex", "Số thứ tư không khớp giới tính", "The fourth digit does not fit the sex"
    CARD_SHAPE = "card_shape", "CMND không đủ 9 chữ số", "The old card's number has not 9 digits"
    CARD_TWICE = (
        "card_twice",
        "Dải số CMND từng cấp trùng cho hai người",
        "Old card numbers of this range were issued twice",
    )
    BIRTH_DATE = "birth_date", "Không đọc được ngày sinh", "The date of birth cannot be read"
    ISSUE_DATE = "issue_date", "Không đọc được ngày cấp", "The date of issue cannot be read"
    SEX_WORD = "sex_word", "Không đọc được giới tính", "The sex cannot be read"
    NAME_SIGNS = "name_signs", "Họ tên có ký tự lạ", "The name holds strange signs"
    DATE_FORM = (
        "date_form",
        "Ngày ghi có dấu gạch, không phải mẫu của thẻ",
        "Dates written with slashes are not the card's form",
    )
    NO_OLD_CARD_FIELD = (
        "no_old_card_field",
        "Thiếu ô số CMND",
        "The field of the old card's number is missing",
    )
    LABELLED = "labelled", "Mã do máy quét ghi thêm nhãn", "A scanner added labels to the fields"
    COMMAS = "commas", "Mã ngăn bằng dấu phẩy, có thể do gõ tay", "Separated by commas, perhaps typed by hand"
    EXTRA_FIELDS = "extra_fields", "Có thêm ô lạ ở cuối", "There are further fields at the end"
    EXT_ORDER = "ext_order", "Thứ tự phần mở rộng là suy đoán", "The order inside the extension is inferred"
    PHONE = "phone", "Số điện thoại không đọc được", "The telephone number cannot be read"
    PROXY = "proxy", "Mã do người khác khai hộ", "Declared by somebody else on their behalf"


class AliasState(TermChoices):
    """Of a merge of two records: one proposes, another looks again, anybody who may edit both can undo it."""

    PROPOSED = "proposed", "Đề nghị gộp, chờ người thứ hai", "Proposed, waits for a second look"
    ACTIVE = "active", "Đã gộp", "Merged"
    REFUSED = "refused", "Không gộp", "Not merged"
    UNDONE = "undone", "Đã tách lại", "Taken apart again"


class Look(TermChoices):
    """Why somebody looked, as the access log keeps it: always in Vietnamese, whoever looked."""

    PERSON = "person", "Xem hồ sơ", "Opened the person's page"
    HOUSEHOLD = "household", "Xem hộ", "Opened the household"
    API = "api", "Đọc qua API", "Read over the API"

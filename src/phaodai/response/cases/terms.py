"""Words about cases."""

from phaodai.core.terms import TermChoices


class CaseStatus(TermChoices):
    SUSPECTED = "suspected", "Nghi nhiễm", "Suspected"
    PROBABLE = "probable", "Ca có thể", "Probable"
    CONFIRMED = "confirmed", "F0 xác định", "Confirmed"
    RECOVERED = "recovered", "Khỏi bệnh", "Recovered"
    DIED = "died", "Tử vong", "Died"
    DISCARDED = "discarded", "Đã loại", "Discarded"


class DetectionSetting(TermChoices):
    """Where the case was found (national chart); kept apart from source and import."""

    COMMUNITY = "community", "Cộng đồng", "Community"
    QUARANTINE = "quarantine", "Khu cách ly", "Quarantine"
    LOCKDOWN = "lockdown", "Khu phong tỏa", "Lockdown area"
    HEALTH_FACILITY = "health_facility", "Sàng lọc tại cơ sở y tế", "Health facility screening"
    UNKNOWN = "unknown", "Không rõ", "Unknown"


class SourceStatus(TermChoices):
    KNOWN = "known", "Rõ nguồn lây", "Source known"
    UNKNOWN = "unknown", "Chưa rõ nguồn lây", "Source unknown"
    INVESTIGATING = "investigating", "Đang điều tra", "Being investigated"


class EvidenceMethod(TermChoices):
    """Methods that say something about one person."""

    ANTIGEN = "antigen", "Test nhanh", "Rapid antigen"
    PCR = "pcr", "RT-PCR", "RT-PCR"


class Look(TermChoices):
    """Why somebody opened a case. The access log keeps the Vietnamese, whatever the reader's language."""

    PAGE = "page", "Hồ sơ ca", "Case page"
    PERSON = "person", "Hồ sơ người", "Person page"
    FORM = "form", "Phiếu điều tra", "Investigation form"
    INTERVIEW = "interview", "Điều tra dịch tễ", "Interview"
    API = "api", "Kết nối máy (API)", "Another system (API)"


class Relation(TermChoices):
    """What a declared contact is to the case."""

    HOUSEHOLD = "household", "Cùng nhà", "Same household"
    FAMILY = "family", "Người thân", "Family"
    COLLEAGUE = "colleague", "Cùng cơ quan", "Colleague"
    CLASSMATE = "classmate", "Cùng lớp", "Classmate"
    FRIEND = "friend", "Bạn bè", "Friend"
    CARER = "carer", "Người chăm sóc", "Carer"
    OTHER = "other", "Quan hệ khác", "Other"

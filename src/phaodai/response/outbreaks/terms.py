"""Words of sources, links and clusters."""

from phaodai.core.terms import TermChoices


class LinkState(TermChoices):
    """A computed source is a possibility; an investigator concludes, and can take it back."""

    OPEN = "open", "Chờ kết luận", "To be concluded"
    CONFIRMED = "confirmed", "Đã xác định nguồn lây", "Link confirmed"
    REJECTED = "rejected", "Đã loại trừ", "Ruled out"


class ClusterState(TermChoices):
    OPEN = "open", "Đang theo dõi", "Followed"
    CLOSED = "closed", "Đã kết thúc", "Ended"


class LinkSetting(TermChoices):
    """Where an infection happened, as the chain shows it."""

    HOUSEHOLD = "household", "Cùng hộ", "Same household"
    WORKPLACE = "workplace", "Cùng nơi làm việc, học tập", "Same workplace or school"
    PLACE = "place", "Cùng mốc dịch tễ", "Same place and time"
    DECLARED = "declared", "Ca bệnh khai", "Declared by the case"
    OTHER = "other", "Khác, theo điều tra", "Other, as investigated"

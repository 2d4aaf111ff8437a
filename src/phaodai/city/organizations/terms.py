"""Kinds of organisations."""

from phaodai.core.terms import TermChoices


class OrganizationKind(TermChoices):
    COMMITTEE = "committee", "Ủy ban nhân dân", "People's committee"
    COMMAND = "command", "Sở Chỉ huy, Trung tâm Chỉ huy", "Command centre"
    STEERING = "steering", "Ban Chỉ đạo, Tổ công tác", "Steering committee, working group"
    HEALTH = "health", "Cơ quan y tế", "Health agency"
    HEALTH_STATION = "health_station", "Trạm y tế", "Health station"
    HOSPITAL = "hospital", "Bệnh viện", "Hospital"
    LABORATORY = "laboratory", "Phòng xét nghiệm", "Laboratory"
    QUARANTINE_SITE = "quarantine_site", "Khu cách ly tập trung", "Quarantine site"
    POLICE = "police", "Công an", "Police"
    MILITARY = "military", "Quân đội", "Military"
    CHECKPOINT = "checkpoint", "Chốt kiểm soát", "Checkpoint"
    SCHOOL = "school", "Trường học", "School"
    BUSINESS = "business", "Doanh nghiệp, cơ sở kinh doanh", "Business"
    OTHER = "other", "Đơn vị khác", "Other"


BODIES = {OrganizationKind.COMMAND, OrganizationKind.STEERING}
"""Bodies are made of people who hold posts elsewhere; agencies are not."""

"""What people answer for."""

from phaodai.core.terms import TermChoices


class Job(TermChoices):
    """The jobs of which each area has one owner: rõ người, rõ việc, một đầu mối."""

    OVERALL = "overall", "Phụ trách chung", "In charge overall"
    TRACING = "tracing", "Truy vết", "Tracing"
    TESTING = "testing", "Xét nghiệm", "Testing"
    QUARANTINE = "quarantine", "Cách ly, phong tỏa", "Quarantine and lockdown"
    VACCINATION = "vaccination", "Tiêm chủng", "Vaccination"
    TREATMENT = "treatment", "Điều trị, trạm y tế lưu động", "Treatment, mobile stations"
    WELFARE = "welfare", "An sinh xã hội", "Welfare"
    SUPPLY = "supply", "Hậu cần, hàng hóa", "Supply"
    SECURITY = "security", "An ninh trật tự, chốt kiểm soát", "Security and checkpoints"
    INFORMATION = "information", "Thông tin, đầu mối báo cáo", "Information and reports"


REQUIRED = (Job.OVERALL, Job.TRACING, Job.TESTING, Job.QUARANTINE, Job.WELFARE, Job.INFORMATION)
"""The jobs that must have an owner in every district and ward; without one they are a gap."""


class Part(TermChoices):
    OWNER = "owner", "Chịu trách nhiệm", "Answers for it"
    DEPUTY = "deputy", "Cấp phó", "Deputy"

"""Words of place notices."""

from phaodai.core.terms import TermChoices


class NoticeState(TermChoices):
    DRAFT = "draft", "Dự thảo, chờ duyệt", "Draft, waiting for approval"
    PUBLISHED = "published", "Đã công bố", "Published"
    UPDATED = "updated", "Đã thay bằng bản mới", "Replaced by a newer version"
    WITHDRAWN = "withdrawn", "Đã rút", "Withdrawn"
    REFUSED = "refused", "Không công bố", "Not published"

"""Writing notices: authorise, lock, rule, save, audit, publish, in one transaction."""

from phaodai.response.notices.services.drafting import draft_notice, draft_update, edit_draft, note_read
from phaodai.response.notices.services.publishing import approve_notice, refuse_notice, withdraw_notice

__all__ = [
    "approve_notice",
    "draft_notice",
    "draft_update",
    "edit_draft",
    "note_read",
    "refuse_notice",
    "withdraw_notice",
]

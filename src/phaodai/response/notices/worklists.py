"""What waits for somebody: drafts of notices."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from phaodai.core.terms import pick_language
from phaodai.core.worklists import Worklist, project, register
from phaodai.response.notices.models import PlaceNotice
from phaodai.response.notices.terms import NoticeState

GROUP = pick_language("Truy vết", "Tracing")


def to_approve(user: Any) -> QuerySet[Any]:
    """Drafts of others in the user's areas."""
    rows = PlaceNotice.objects.visible_to(user, "notices.approve").filter(state=NoticeState.DRAFT)
    rows = rows.exclude(drafted_by_id=user.pk)
    return project(
        rows, "notices.approve", ref="uuid", subject=F("place__name"), place=F("area__name"),
        due_at=F("drafted_at"), started_at="drafted_at", state=Value("wait"),
    )  # fmt: skip


register(
    Worklist(
        code="notices.approve",
        title=_("Place notices to approve"),
        headline=_("Approve the notice about {subject}, {place}"),
        capability="notices.approve",
        rows=to_approve,
        url_name="notices:notice",
        group=GROUP,
        action=_("Read and approve"),
        is_decision=True,
    )
)

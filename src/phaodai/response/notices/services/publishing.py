"""Somebody else approves; then the public reads it. It can be replaced, withdrawn, and it expires by itself."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, context
from phaodai.response.notices.models import PlaceNotice
from phaodai.response.notices.rules import content_of
from phaodai.response.notices.services.drafting import checked, lock_notice, log_notice, must_be_draft
from phaodai.response.notices.terms import NoticeState

APPROVING = "notices.approve"


@transaction.atomic
def approve_notice(*, notice: PlaceNotice, by: Any) -> PlaceNotice:
    """Publish a draft that somebody else wrote; a version published before is replaced. The place is checked again.

    Raises:
        PermissionDenied: outside what ``by`` may approve.
        ValidationError: no draft; the drafter's own; the place stands for one household by now.
    """
    row, now = lock_notice(notice, by, APPROVING), clock.now()
    must_be_draft(row)
    if row.drafted_by_id is not None and row.drafted_by_id == getattr(by, "pk", None):
        raise ValidationError(_("Somebody else than the drafter approves."), code="own")
    hours, check = checked(row.place, row.spans, now)
    before = _replace(row, now, by)
    row.content = content_of(
        number=row.number, name=row.place.name, address=row.place.address, ward=row.place.area.name,
        district=row.place.area.parent.name if row.place.area.parent else "", windows=hours,
        sender=policy.get("notices.sender", now).value, advice=policy.get("notices.advice", now).value,
        position=_position(row),
    )  # fmt: skip
    row.warnings, row.supersedes = list(check.warnings), before
    row.state, row.published_at = NoticeState.PUBLISHED, now
    row.expires_at = now + timedelta(days=float(policy.get("notices.days_shown", now).value))
    row.approved_by_id, row.approved_by_name = getattr(by, "pk", None), actor_name(by)
    with context(user=by, reason="approve"):
        row.save()
    log_notice(row, "notice_published", by, "")
    return row


@transaction.atomic
def refuse_notice(*, notice: PlaceNotice, reason: str, by: Any) -> PlaceNotice:
    """The draft is not published, with the reason; a draft of one's own may be dropped so too.

    Raises: as `approve_notice`; ValidationError without a reason.
    """
    row = lock_notice(notice, by, "notices.draft" if _is_own(notice, by) else APPROVING)
    must_be_draft(row)
    return _end(row, NoticeState.REFUSED, reason, "notice_refused", by)


@transaction.atomic
def withdraw_notice(*, notice: PlaceNotice, reason: str, by: Any) -> PlaceNotice:
    """Take a published notice back at once: the public reads that it was withdrawn, and CAP sends a Cancel.

    Raises: as `approve_notice`; ValidationError when it is not published, or without a reason.
    """
    row = lock_notice(notice, by, APPROVING)
    if row.state != NoticeState.PUBLISHED:
        raise ValidationError(_("Only a published notice can be withdrawn."), code="state")
    return _end(row, NoticeState.WITHDRAWN, reason, "notice_withdrawn", by)


def _is_own(notice: PlaceNotice, by: Any) -> bool:
    return notice.drafted_by_id is not None and notice.drafted_by_id == getattr(by, "pk", None)


def _replace(row: PlaceNotice, now: datetime, by: Any) -> PlaceNotice | None:
    before = PlaceNotice.objects.filter(series=row.series, state=NoticeState.PUBLISHED).first()
    if before is not None:
        before.state, before.ended_at, before.ended_by_name = NoticeState.UPDATED, now, actor_name(by)
        before.save(update_fields=["state", "ended_at", "ended_by_name"])
    return before


def _end(row: PlaceNotice, state: str, reason: str, action: str, by: Any) -> PlaceNotice:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it stays with the decision.")})
    row.state, row.end_reason = state, reason.strip()[:300]
    row.ended_at, row.ended_by_name = clock.now(), actor_name(by)
    with context(user=by, reason=row.end_reason):
        row.save()
    log_notice(row, action, by, row.end_reason)
    return row


def _position(row: PlaceNotice) -> tuple[float, float] | None:
    if row.place.latitude is None or row.place.longitude is None:
        return None
    return round(row.place.latitude, 4), round(row.place.longitude, 4)

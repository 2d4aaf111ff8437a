"""Writing the audit trail. Nothing here reads; see `queries`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pghistory

from phaodai.core import clock
from phaodai.core.audit.lookup import lookup_of
from phaodai.core.audit.models import ActionLog, ReadLog

SYSTEM = "Hệ thống"


def actor_name(actor: Any) -> str:
    """The name written into the trail; the system itself when nobody acts."""
    return SYSTEM if actor is None else str(getattr(actor, "full_name", "") or actor)[:200]


def record_read(*, actor: Any, subject_type: str, subject_ids: Iterable[UUID], purpose: str) -> int:
    """Put on record that ``actor`` saw health data of these subjects; returns the number of rows."""
    moment, where = clock.now(), lookup_of(subject_type)
    rows = [
        ReadLog(
            actor_id=getattr(actor, "pk", None),
            actor_name=actor_name(actor),
            subject_type=subject_type,
            subject_id=subject_id,
            area_id=where.area_of(subject_id),
            about_id=where.about_of(subject_id),
            purpose=purpose[:200],
            occurred_at=moment,
        )
        for subject_id in subject_ids
    ]
    return len(ReadLog.objects.bulk_create(rows))


def log_action(
    *,
    actor: Any,
    action: str,
    subject_type: str,
    subject_id: UUID,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> ActionLog:
    """Write one deed. Call it inside the transaction of the deed."""
    return ActionLog.objects.create(
        actor_id=getattr(actor, "pk", None),
        actor_name=actor_name(actor),
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        reason=reason,
        data=data or {},
        occurred_at=clock.now(),
    )


def log_actions(
    *,
    actor: Any,
    action: str,
    subject_type: str,
    subject_ids: Iterable[UUID],
    data: dict[str, Any] | None = None,
) -> int:
    """The same deed done to many, one row each; inside the transaction of the deed. Returns how many."""
    moment, name = clock.now(), actor_name(actor)
    rows = [
        ActionLog(
            actor_id=getattr(actor, "pk", None), actor_name=name, action=action, subject_type=subject_type,
            subject_id=subject_id, data=data or {}, occurred_at=moment,
        )
        for subject_id in subject_ids
    ]  # fmt: skip
    return len(ActionLog.objects.bulk_create(rows))


def context(*, user: Any, reason: str = "") -> Any:
    """Context manager: history rows written inside carry this user and reason."""
    return pghistory.context(user=getattr(user, "pk", None), user_name=actor_name(user), reason=reason)

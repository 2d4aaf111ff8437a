"""Conclusions about areas: the level the machine computes and the level the authority decides, side by
side.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area, AreaStatus
from phaodai.city.areas.terms import RISK_SCHEME, RiskLevel
from phaodai.core import clock
from phaodai.core.access import Actor
from phaodai.core.audit.services import actor_name, log_action

LEVELS = {RISK_SCHEME: set(RiskLevel.values)}


def _check_level(scheme: str, level: str) -> None:
    if scheme in LEVELS and level not in LEVELS[scheme]:
        raise ValidationError(_("This level is not one of the classification."))


def may_decide(by: Actor, area: Area) -> bool:
    """Whether this user's ``areas.decide`` reaches the area."""
    return by.reach("areas.decide").covers(area.pk)


@transaction.atomic
def decide_level(
    *, area: Area, level: str, document: str, by: Any, reason: str = "", scheme: str = RISK_SCHEME
) -> AreaStatus:
    """The authority applies a level from now on, by a document; what was computed stays beside it.

    Raises:
        PermissionDenied: ``areas.decide`` does not reach the area.
        ValidationError: no document, or a level the classification does not know.
    """
    if not may_decide(by, area):
        raise PermissionDenied
    if not document.strip():
        raise ValidationError({"document": _("Name the document that decides the level.")})
    _check_level(scheme, level)
    status = _append(
        area, scheme, level=level, document=document, reason=reason, decided_by_name=actor_name(by)
    )
    log_action(
        actor=by,
        action="decide_level",
        subject_type="area",
        subject_id=area.uuid,
        reason=reason,
        data={"scheme": scheme, "level": level, "document": document},
    )
    return status


@transaction.atomic
def compute_level(
    *, area: Area, computed: str, by: Any, reason: str = "", scheme: str = RISK_SCHEME
) -> AreaStatus:
    """The machine's proposal from now on; what is decided stays in force until somebody decides again."""
    _check_level(scheme, computed)
    live = _live(area, scheme)
    if live is not None and live.computed == computed:
        return live
    return _append(area, scheme, computed=computed, **({} if live and live.level else {"reason": reason}))


def _live(area: Area, scheme: str) -> AreaStatus | None:
    rows = AreaStatus.objects.select_for_update().filter(
        area=area, scheme=scheme, valid__endswith__isnull=True
    )
    return rows.first()


def _append(area: Area, scheme: str, **changes: str) -> AreaStatus:
    """Close the row in force now and open one that differs by ``changes``; one instant keeps one row."""
    moment, live = clock.now(), _live(area, scheme)
    if live is not None and live.valid.lower is not None and live.valid.lower >= moment:
        for name, value in changes.items():
            setattr(live, name, value)
        live.save()
        return live
    kept = {"computed": "", "level": "", "document": "", "reason": "", "decided_by_name": ""}
    if live is not None:
        kept = {name: getattr(live, name) for name in kept}
        live.valid = (live.valid.lower, moment)
        live.save(update_fields=["valid"])
    return AreaStatus.objects.create(area=area, scheme=scheme, valid=(moment, None), **{**kept, **changes})

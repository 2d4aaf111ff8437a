"""What people decide about the succession of areas: where a lost one went, what is confirmed, what is taken back."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.succession.models import AreaChange, AreaSuccession, SuccessionGap
from phaodai.city.succession.rules import WHOLE, Link, kind_of
from phaodai.city.succession.services.apply import decimal
from phaodai.city.succession.terms import GapReason
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action

Part = tuple[Area, Fraction | None]
ROUNDING = Fraction(1, 1000)


def _authorise(by: Any) -> None:
    if not by.may("areas.edit"):
        raise PermissionDenied


def checked_parts(gap: SuccessionGap, parts: Sequence[Part]) -> list[Part]:
    """Successors that may follow the area of a gap; a single one takes it whole.

    Raises:
        ValidationError: none, one twice, not there on that day, another level, or shares that do not make a whole.
    """
    if not parts:
        raise ValidationError(_("Name at least one area that follows."))
    if len({area.pk for area, _share in parts}) < len(parts):
        raise ValidationError(_("An area is named twice."))
    for area, _share in parts:
        there = area.valid.lower is None or area.valid.lower <= gap.effective_on
        if (
            not there
            or (area.valid.upper and area.valid.upper <= gap.effective_on)
            or area.level != gap.area.level
        ):
            raise ValidationError(
                _("%(area)s does not exist on that day at this level.") % {"area": area.name}
            )
    if len(parts) == 1:
        return [(parts[0][0], WHOLE)]
    shares = [share for _area, share in parts if share is not None]
    total = sum(shares, Fraction(0))
    if shares and (len(shares) < len(parts) or abs(total - 1) > ROUNDING):
        raise ValidationError(_("The shares must make 100 % together, or all stay empty."))
    return list(parts)


@transaction.atomic
def decide_succession(
    *, gap: SuccessionGap, parts: Sequence[Part], decree: str, by: Any, source: str = ""
) -> AreaChange:
    """Say by hand what an area became, by a document; signed with the name of whoever decides.

    Raises:
        PermissionDenied: without ``areas.edit``.
        ValidationError: decided already, no document, or the parts do not fit.
    """
    _authorise(by)
    row = SuccessionGap.objects.select_for_update().get(pk=gap.pk)
    if row.closed_by_id is not None:
        raise ValidationError(_("This has been decided already."))
    if not decree.strip():
        raise ValidationError({"decree": _("Name the document that says so.")})
    fitting = checked_parts(row, parts)
    links = [Link("old", str(area.pk), share) for area, share in fitting]
    change = AreaChange.objects.create(
        kind=kind_of(links), effective_on=row.effective_on, decree=decree.strip()[:300], source=source[:300],
        by_hand=True, is_confirmed=True, decided_by_name=actor_name(by),
    )  # fmt: skip
    AreaSuccession.objects.bulk_create(
        [
            AreaSuccession(change=change, predecessor=row.area, successor=area, share=decimal(share))
            for area, share in fitting
        ]
    )
    row.closed_by = change
    row.save(update_fields=["closed_by"])
    _log(
        by,
        "decide_succession",
        change,
        {"area": row.area.code, "successors": [area.code for area, _s in fitting]},
    )
    return change


@transaction.atomic
def confirm_change(*, change: AreaChange, decree: str, by: Any) -> AreaChange:
    """Somebody has compared a change with its decree.

    Raises:
        PermissionDenied: without ``areas.edit``.
        ValidationError: taken back, or no decree.
    """
    _authorise(by)
    row = _open_change(change)
    if not decree.strip():
        raise ValidationError({"decree": _("Name the document that says so.")})
    row.decree, row.is_confirmed = decree.strip()[:300], True
    row.save(update_fields=["decree", "is_confirmed"])
    _log(by, "confirm_change", row, {"decree": row.decree})
    return row


@transaction.atomic
def undo_change(*, change: AreaChange, reason: str, by: Any) -> AreaChange:
    """Take a change back: its predecessors are again without a known successor. The row stays and says who and why.

    The days on which areas exist stay as they are; only what became of what is open again.

    Raises:
        PermissionDenied: without ``areas.edit``.
        ValidationError: taken back already, or no reason.
    """
    _authorise(by)
    row = _open_change(change)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken back.")})
    row.undone_at, row.undone_by_name, row.undo_reason = clock.now(), actor_name(by), reason.strip()[:300]
    row.save(update_fields=["undone_at", "undone_by_name", "undo_reason"])
    lost = Area.objects.filter(successions__change=row).distinct()
    for area in lost:
        SuccessionGap.objects.update_or_create(
            area=area, effective_on=row.effective_on,
            defaults={"reason": GapReason.TAKEN_BACK, "closed_by": None, "source": row.source},
        )  # fmt: skip
    _log(by, "undo_change", row, {"reason": reason})
    return row


def _open_change(change: AreaChange) -> AreaChange:
    row = AreaChange.objects.select_for_update().get(pk=change.pk)
    if row.undone_at is not None:
        raise ValidationError(_("This has been taken back already."))
    return row


def _log(by: Any, action: str, change: AreaChange, data: dict[str, Any]) -> None:
    log_action(actor=by, action=action, subject_type="area_change", subject_id=change.uuid, data=data)

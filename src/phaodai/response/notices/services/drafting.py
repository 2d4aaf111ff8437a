"""A notice begins as a draft: a place and hours. Nothing follows from it until somebody else approves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.places.models import Place
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.response.cases.models import Case
from phaodai.response.notices.models import NoticeCounter, PlaceNotice
from phaodai.response.notices.queries.facts import facts_of
from phaodai.response.notices.rules import Check, Window, check_place, fault_of, rounded
from phaodai.response.notices.terms import NoticeState

DRAFTING = "notices.draft"


@transaction.atomic
def draft_notice(
    *, place: Place, windows: Sequence[Window], by: Any, cases: Iterable[Case] = ()
) -> PlaceNotice:
    """Draft a notice about a place of one's own area. The hours are widened before they are kept.

    Raises:
        PermissionDenied: the place, or a case, lies outside what ``by`` may announce.
        ValidationError: the hours cannot be; the place stands for one household.
    """
    now = clock.now()
    _must_reach(place, by)
    hours, check = checked(place, windows, now)
    notice = PlaceNotice.objects.create(
        number=_next_number(now), place=place, area_id=place.area_id, **_drafted(hours, check, now, by)
    )
    notice.cases.set(_visible_cases(cases, by))
    _log(notice, "notice_drafted", by)
    return notice


@transaction.atomic
def draft_update(*, notice: PlaceNotice, windows: Sequence[Window], by: Any) -> PlaceNotice:
    """Draft the next version of a published notice; the published one stays until the new one is approved.

    Raises: as `draft_notice`; ValidationError when it is not published or a draft waits already.
    """
    row, now = lock_notice(notice, by, DRAFTING), clock.now()
    if row.state != NoticeState.PUBLISHED:
        raise ValidationError(_("Only a published notice has a next version."), code="state")
    if PlaceNotice.objects.filter(series=row.series, state=NoticeState.DRAFT).exists():
        raise ValidationError(_("A draft of the next version waits already."), code="draft")
    hours, check = checked(row.place, windows, now)
    last = (
        PlaceNotice.objects.filter(series=row.series).order_by("-version").values_list("version", flat=True)
    )
    fresh = PlaceNotice.objects.create(
        number=row.number, series=row.series, version=last[0] + 1, place=row.place,
        area_id=row.area_id, **_drafted(hours, check, now, by),
    )  # fmt: skip
    fresh.cases.set(row.cases.all())
    _log(fresh, "notice_update_drafted", by)
    return fresh


@transaction.atomic
def edit_draft(*, notice: PlaceNotice, windows: Sequence[Window], by: Any) -> PlaceNotice:
    """Change the hours of a draft; whoever changes it is its drafter and cannot approve it.

    Raises: as `draft_notice`; ValidationError when it is no draft.
    """
    row, now = lock_notice(notice, by, DRAFTING), clock.now()
    must_be_draft(row)
    hours, check = checked(row.place, windows, now)
    for name, value in _drafted(hours, check, now, by).items():
        setattr(row, name, value)
    with context(user=by, reason="edit"):
        row.save()
    _log(row, "notice_edited", by)
    return row


def checked(place: Place, windows: Sequence[Window], now: datetime) -> tuple[list[Window], Check]:
    """The hours as they would be published, and the warnings.

    Raises:
        ValidationError: the hours cannot be; the place stands for one household.
    """
    rule = policy.get("notices.place_check", now).value
    fault = fault_of(windows, now, int(rule["oldest_days"]))
    if fault:
        raise ValidationError({"windows": fault_text(fault)}, code=fault)
    hours = rounded(windows, int(rule["rounding_minutes"]))
    check = check_place(facts_of(place, hours), int(rule["small_below"]))
    if check.blocked:
        raise ValidationError({"place": blocked_text(check.blocked)}, code=check.blocked)
    return hours, check


def lock_notice(notice: PlaceNotice, by: Any, capability: str) -> PlaceNotice:
    """The notice locked; PermissionDenied where it lies outside what ``by`` may do."""
    row: PlaceNotice | None = (
        PlaceNotice.objects.visible_to(by, capability)
        .select_for_update(of=("self",))
        .select_related("place__area__parent")
        .filter(pk=notice.pk)
        .first()
    )
    if row is None:
        raise PermissionDenied
    return row


def must_be_draft(row: PlaceNotice) -> None:
    """ValidationError unless it waits for approval."""
    if row.state != NoticeState.DRAFT:
        raise ValidationError(_("This version is no draft any more."), code="state")


def fault_text(code: str) -> str:
    """What is wrong with the hours, for people."""
    return {
        "none": _("Give the hours, one line each."),
        "many": _("These are too many hours for one notice."),
        "backward": _("The end is not after the beginning."),
        "long": _("One line spans 24 hours at most."),
        "future": _("The hours lie in the future."),
        "old": _("The hours are older than notices reach back."),
        "overlap": _("Two lines overlap; join them."),
    }[code]


def blocked_text(code: str) -> str:
    """Why the place must not be published, for people."""
    return {
        "home": _("A home or a quarantine room is not published: it stands for one household."),
        "one_household": _(
            "Only people of one household are known to have been there: the notice would name them."
        ),
    }[code]


def note_read(*, notice: PlaceNotice, by: Any) -> None:
    """The page of a notice names the cases it rests on: a look at it is on record."""
    log_action(actor=by, action="notice_read", subject_type="notice", subject_id=notice.uuid)


def _must_reach(place: Place, by: Any) -> None:
    if not Place.objects.visible_to(by, DRAFTING).filter(pk=place.pk).exists():
        raise PermissionDenied


def _visible_cases(cases: Iterable[Case], by: Any) -> list[Case]:
    wanted = {case.pk for case in cases}
    rows = list(Case.objects.visible_to(by, "cases.view").filter(pk__in=wanted))
    if len(rows) != len(wanted):
        raise PermissionDenied
    return rows


def _drafted(hours: list[Window], check: Check, now: datetime, by: Any) -> dict[str, Any]:
    return {
        "windows": [[start.isoformat(), end.isoformat()] for start, end in hours],
        "warnings": list(check.warnings),
        "drafted_by_id": getattr(by, "pk", None),
        "drafted_by_name": actor_name(by),
        "drafted_at": now,
    }


def _next_number(now: datetime) -> str:
    prefix = f"MDT{clock.to_local(now):%y}"
    NoticeCounter.objects.get_or_create(prefix=prefix)
    counter = NoticeCounter.objects.select_for_update().get(prefix=prefix)
    counter.last_number += 1
    counter.save()
    return f"{prefix}-{counter.last_number:03d}"


def _log(notice: PlaceNotice, action: str, by: Any, reason: str = "") -> None:
    log_notice(notice, action, by, reason)


def log_notice(notice: PlaceNotice, action: str, by: Any, reason: str) -> None:
    """One deed about a notice."""
    subject: UUID = notice.uuid
    log_action(
        actor=by, action=action, subject_type="notice", subject_id=subject, reason=reason,
        data={"number": notice.number, "version": notice.version, "warnings": notice.warnings},
    )  # fmt: skip

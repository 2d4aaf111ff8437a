"""Who lies in which bed. The database keeps beds and people from overlapping; this says it in words."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from phaodai.city.people.services import end_custody, give_custody
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import actor_name, log_action
from phaodai.response.movement.services import record_stay
from phaodai.response.movement.terms import VisitSource
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import QuarantineOrder, QuarantineSite, Room, Stay
from phaodai.response.quarantine.queries.sites import room_states
from phaodai.response.quarantine.services.moves import lock_order, require_reason
from phaodai.response.quarantine.terms import OrderState

STAY = "quarantine.stay"
ONE_SECOND = timedelta(seconds=1)


@transaction.atomic
def open_stay(
    *,
    order: QuarantineOrder,
    by: Any,
    room: Room | None = None,
    bed: int | None = None,
    reason: str = "",
) -> Stay:
    """Put the person of a signed order into a bed of its site, from now on; the site then looks after them.

    Without a room the next fitting free bed is taken: never beside another exposure group. Choosing a room
    beside another group needs a reason.

    Raises:
        PermissionDenied: the site is out of reach.
        ValidationError: not in force, no site, no free bed, the bed is taken, or the person lies elsewhere.
    """
    row = lock_order(order, by, STAY)
    site = _lock_site(row)
    group = rules.exposure_group(row.kind, row.case_id)
    room_id, bed = _find_bed(site, group, room=room, bed=bed, reason=reason)
    stay = _save_stay(
        Stay(person=row.person, order=row, room_id=room_id, bed=bed, recorded_by_name=actor_name(by))
    )
    _take_over(stay, site)
    log_action(actor=by, action="stay_opened", subject_type="order", subject_id=row.uuid, reason=reason)
    return stay


def _lock_site(order: QuarantineOrder) -> QuarantineSite:
    if order.state != OrderState.SIGNED:
        raise ValidationError(_("Only a signed order puts somebody into a room."), code="wrong_state")
    if order.site_id is None:
        raise ValidationError(_("This order names no quarantine site."), code="no_site")
    return (
        QuarantineSite.objects.select_for_update(of=("self",))
        .select_related("organization")
        .get(pk=order.site_id)
    )


def _find_bed(
    site: QuarantineSite, group: str, *, room: Room | None, bed: int | None, reason: str
) -> tuple[int, int]:
    states = room_states(site)
    if room is not None:
        states = [state for state in states if state.room_id == room.pk]
        _check_company(states, group, reason)
        return room.pk, bed or _first_free(states)
    found = rules.pick_bed(states, group)
    if found is None:
        raise ValidationError(_("No free bed away from other exposure groups at this site."), code="full")
    return found


def _check_company(states: list[rules.RoomState], group: str, reason: str) -> None:
    if not states:
        raise ValidationError(_("This room is not at the order's site."), code="no_site")
    if not rules.may_share(states[0], group) and not reason.strip():
        raise ValidationError(
            _("People of another exposure group lie in this room. Choose another, or give a reason."),
            code="other_group",
        )


def _first_free(states: list[rules.RoomState]) -> int:
    if not states[0].free:
        raise ValidationError(_("This room is full."), code="full")
    return states[0].free[0]


@contextmanager
def _database_says() -> Iterator[None]:
    """Turn the database's refusal into one sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ValidationError(_refusal_of(str(error)), code="overlap") from error


def _refusal_of(error: str) -> str:
    if "person_in_one_bed" in error:
        return _("This person already lies in a bed at that time. End that stay first.")
    if "bed_taken_once" in error:
        return _("This bed is taken at that time. Choose another bed.")
    return _("The stay could not be saved. Reload the page and try again.")


def _save_stay(stay: Stay) -> Stay:
    room = Room.objects.get(pk=stay.room_id)
    if not 1 <= stay.bed <= room.beds:
        raise ValidationError(_("This room has no such bed."), code="no_bed")
    stay.during = (_start_for(stay.person_id), None)
    with _database_says():
        stay.save()
    stay.refresh_from_db()
    return stay


def _start_for(person_id: int) -> datetime:
    """Now, or the end of the person's last stay when that is still ahead (moved within one second)."""
    now = clock.now()
    last = (
        Stay.objects.filter(person=person_id, during__endswith__gt=now).order_by("-during__endswith").first()
    )
    return last.during.upper if last else now


def _take_over(stay: Stay, site: QuarantineSite) -> None:
    give_custody(
        person=stay.person,
        organization=site.organization,
        reason="stay",
        reference=stay.uuid,
        valid=(stay.during.lower, None),
        by=SYSTEM_ACTOR,
    )


def _lock_stay(stay: Stay, by: Any) -> Stay:
    rows = Stay.objects.visible_to(by, STAY).select_related("person", "order", "room__site__organization")
    found = rows.select_for_update(of=("self",)).filter(pk=stay.pk).first()
    if found is None:
        raise PermissionDenied
    if found.during.upper is not None:
        raise ValidationError(_("This stay has ended already."), code="wrong_state")
    return found


@transaction.atomic
def end_stay(*, stay: Stay, by: Any, reason: str = "") -> Stay:
    """The person leaves the bed now; the site no longer looks after them, the ledger knows the whole stay.

    Raises:
        PermissionDenied: the site is out of reach.
        ValidationError: it has ended already.
    """
    row = _lock_stay(stay, by)
    now = clock.now()
    _close(row, now)
    end_custody(reference=row.uuid, at=now)
    log_action(actor=by, action="stay_ended", subject_type="order", subject_id=_order_id(row), reason=reason)
    return row


def _order_id(stay: Stay) -> uuid.UUID:
    return stay.order.uuid if stay.order else stay.uuid


def _close(row: Stay, at: datetime) -> None:
    # A range must not be empty: whoever leaves in the second of arrival stayed one second.
    row.during = (row.during.lower, max(at, row.during.lower + ONE_SECOND))
    row.save(update_fields=["during"])
    row.refresh_from_db(fields=["during"])
    _write_visits(row, until=row.during.upper)


@transaction.atomic
def move_stay(*, stay: Stay, room: Room, by: Any, reason: str, bed: int | None = None) -> Stay:
    """Move somebody to another bed of the same site: the old stay ends, a new one begins.

    Raises:
        PermissionDenied: the site is out of reach.
        ValidationError: as for opening a stay; a reason is needed.
    """
    reason = require_reason(reason)
    old = _lock_stay(stay, by)
    if room.site_id != old.room.site_id:
        raise ValidationError(_("This room is not at the order's site."), code="no_site")
    end_stay(stay=old, by=by, reason=reason)
    if old.order is None:
        raise ValidationError(_("This stay rests on no order."), code="wrong_state")
    return open_stay(order=old.order, by=by, room=room, bed=bed, reason=reason)


@transaction.atomic
def record_room_visits(*, until: datetime | None = None, people: list[int] | None = None) -> int:
    """Bring the ledger of visits up to date with the stays, so that tracing sees room-mates. Safe to repeat.

    With ``people`` (ids) only the rooms these people lay in are written. Returns the number of stays written.
    """
    moment = until or clock.now()
    behind = Q(visited_until__isnull=True) | Q(visited_until__lt=moment)
    unfinished = Q(during__endswith__isnull=True) | ~Q(visited_until=F("during__endswith"))
    stays = Stay.objects.filter(behind & unfinished).select_related("room")
    if people is not None:
        stays = stays.filter(room__in=Stay.objects.filter(person__in=people).values("room"))
    return sum(_write_visits(stay, until=moment) for stay in stays.select_for_update(of=("self",)))


def _write_visits(stay: Stay, *, until: datetime) -> bool:
    start = stay.visited_until or stay.during.lower
    end = min(until, stay.during.upper or until)
    if start >= end:
        return False
    record_stay(
        person_id=stay.person_id,
        place_id=stay.room.place_id,
        start_at=start,
        end_at=end,
        source=VisitSource.STAY,
        by=SYSTEM_ACTOR,
        client_id=uuid.uuid5(stay.uuid, start.isoformat()),
    )
    stay.visited_until = end
    stay.save(update_fields=["visited_until"])
    return True

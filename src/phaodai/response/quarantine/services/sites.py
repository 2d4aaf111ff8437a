"""Quarantine sites: registered, given rooms, accepted by a signed check before anybody is sent there."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.places.services import edit_place, register_place
from phaodai.city.places.terms import PlaceKind
from phaodai.core import clock, policy
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.core.text import nfc
from phaodai.response.quarantine.models import QuarantineSite, Room, SiteCheck, Stay
from phaodai.response.quarantine.services.moves import require_somebody

ACCEPT = "quarantine.confirm"
KEEP = "quarantine.stay"


def _log(by: Any, action: str, site: QuarantineSite, **data: Any) -> None:
    log_action(actor=by, action=action, subject_type="site", subject_id=site.uuid, data=data)


def _require_area(by: Any, area: Area) -> None:
    if not by.reach(ACCEPT).covers(area.pk):
        raise PermissionDenied


def _lock_site(site: QuarantineSite, by: Any, *capabilities: str) -> QuarantineSite:
    for capability in capabilities:
        rows = QuarantineSite.objects.visible_to(by, capability) if by.may(capability) else None
        found = rows.select_for_update(of=("self",)).filter(pk=site.pk).first() if rows is not None else None
        if found is not None:
            return found
    raise PermissionDenied


@transaction.atomic
def register_site(*, organization: Organization, area: Area, by: Any) -> QuarantineSite:
    """Register a site run by an organisation; it takes nobody in until it is accepted.

    Raises:
        PermissionDenied: ``by`` confirms no orders in this area.
        ValidationError: the organisation runs a site already.
    """
    _require_area(by, area)
    if QuarantineSite.objects.filter(organization=organization).exists():
        raise ValidationError({"organization": _("This organisation runs a site already.")})
    with context(user=by):
        site = QuarantineSite.objects.create(organization=organization, area=area)
    _log(by, "site_registered", site)
    return site


@transaction.atomic
def move_site(*, site: QuarantineSite, area: Area, by: Any) -> QuarantineSite:
    """Correct the ward a site lies in.

    Raises:
        PermissionDenied: the old or the new area is out of reach.
    """
    row = _lock_site(site, by, ACCEPT)
    _require_area(by, area)
    if row.area_id != area.pk:
        row.area = area
        with context(user=by):
            row.save(update_fields=["area"])
        _log(by, "site_moved", row)
    return row


@transaction.atomic
def add_room(*, site: QuarantineSite, name: str, beds: int, by: Any) -> Room:
    """Add a room with beds 1…n. It is a place of its own, so that stays feed tracing.

    Raises:
        PermissionDenied: the site is out of reach.
        ValidationError: the site has a room of this name.
    """
    row = _lock_site(site, by, ACCEPT, KEEP)
    name = _room_name(row, name)
    # Who may add a room may not thereby edit places elsewhere: the room's place is book-keeping.
    place = register_place(
        kind=PlaceKind.QUARANTINE_ROOM,
        name=f"{row.organization.name}, {name}",
        area=row.area,
        organization=row.organization,
        by=SYSTEM_ACTOR,
    )
    with context(user=by):
        room = Room.objects.create(site=row, name=name, beds=beds, place=place)
    _log(by, "room_added", row, room=name, beds=beds)
    return room


def _room_name(site: QuarantineSite, name: str, but: Room | None = None) -> str:
    tidy = nfc(" ".join(name.split()))
    others = site.rooms.filter(name__iexact=tidy)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise ValidationError({"name": _("This site has a room of this name already.")})
    return tidy


@transaction.atomic
def edit_room(*, room: Room, name: str, beds: int, by: Any) -> Room:
    """Rename a room, or change its number of beds; no bed somebody lies in is taken away.

    Raises:
        PermissionDenied: the site is out of reach.
        ValidationError: the name is taken, or somebody lies in a bed that would go.
    """
    site = _lock_site(room.site, by, ACCEPT, KEEP)
    row = Room.objects.select_for_update().get(pk=room.pk)
    row.name = _room_name(site, name, but=row)
    if Stay.objects.filter(room=row, during__endswith__isnull=True, bed__gt=beds).exists():
        raise ValidationError({"beds": _("Somebody lies in a bed that would go. Move them first.")})
    row.beds = beds
    with context(user=by):
        row.save(update_fields=["name", "beds"])
    edit_place(place=row.place, name=f"{site.organization.name}, {row.name}", by=SYSTEM_ACTOR)
    _log(by, "room_edited", site, room=row.name, beds=beds)
    return row


@transaction.atomic
def check_site(
    *, site: QuarantineSite, answers: Mapping[str, bool], document: str, by: Any, note: str = ""
) -> SiteCheck:
    """Sign an acceptance check: every item of the list in force met makes the site accepted, else it is not.

    Raises:
        PermissionDenied: ``by`` confirms no orders where the site lies, or is nobody by name.
        ValidationError: no room yet, no document, or an item was not answered.
    """
    require_somebody(by)
    row, rule = _lock_site(site, by, ACCEPT), policy.get("quarantine.acceptance")
    _require_checkable(row, answers, document, rule.value)
    kept = {item: bool(answers[item]) for item in rule.value}
    check = SiteCheck.objects.create(
        site=row, answers=kept, is_passed=all(kept.values()), document=nfc(document.strip()), note=nfc(note),
        rule_version=str(rule.version), by_id=by.pk, by_name=actor_name(by), occurred_at=clock.now(),
    )  # fmt: skip
    row.is_accepted = check.is_passed
    with context(user=by, reason=document):
        row.save(update_fields=["is_accepted"])
    _log(by, "site_checked", row, passed=check.is_passed, document=check.document)
    return check


def _require_checkable(
    site: QuarantineSite, answers: Mapping[str, bool], document: str, items: Mapping[str, Any]
) -> None:
    if not site.rooms.exists():
        raise ValidationError(_("Enter the rooms first: the check is of rooms and beds."), code="no_room")
    if not document.strip():
        raise ValidationError({"document": _("Name the record of the check.")}, code="no_document")
    if set(items) - set(answers):
        raise ValidationError(_("Answer every item."), code="unanswered")

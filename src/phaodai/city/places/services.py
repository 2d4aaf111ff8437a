"""Writing places."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.places.models import Place
from phaodai.city.places.numbering import next_codes
from phaodai.core.access import Actor
from phaodai.core.audit.services import context, log_action
from phaodai.core.text import nfc, search_key, sort_key

EDITABLE = ("kind", "name", "address", "area", "organization", "latitude", "longitude", "is_active")


def place_keys(name: str, address: str) -> dict[str, str]:
    """The stored texts of a place and the keys it is sorted and found by."""
    name, address = nfc(name), nfc(address)
    return {
        "name": name,
        "address": address,
        "sort_key": sort_key(name),
        "search_key": search_key(f"{name} {address}")[:300],
    }


def may_edit(by: Actor, area: Area) -> bool:
    """Whether ``places.edit`` reaches the area."""
    return by.reach("places.edit").covers(area.pk)


@transaction.atomic
def register_place(
    *,
    kind: str,
    name: str,
    area: Area,
    by: Any,
    address: str = "",
    organization: Organization | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
) -> Place:
    """Register a place and give it its code.

    Raises:
        PermissionDenied: ``places.edit`` does not reach the area.
    """
    if not may_edit(by, area):
        raise PermissionDenied
    with context(user=by, reason="register_place"):
        place = Place.objects.create(
            code=next_codes(1)[0],
            kind=kind,
            area=area,
            organization=organization,
            latitude=latitude,
            longitude=longitude,
            **place_keys(name, address),
        )
    log_action(actor=by, action="register_place", subject_type="place", subject_id=place.uuid)
    return place


@transaction.atomic
def edit_place(*, place: Place, by: Any, reason: str = "", **changes: Any) -> Place:
    """Change what is written about a place; its code stays. ``changes`` are fields of `EDITABLE`.

    Raises:
        PermissionDenied: ``places.edit`` does not reach both the old and the new area.
        ValueError: a field that cannot be edited.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"Not editable: {', '.join(sorted(unknown))}.")
    row = Place.objects.select_for_update().get(pk=place.pk)
    if not (may_edit(by, row.area) and may_edit(by, changes.get("area", row.area))):
        raise PermissionDenied
    changed = _apply(row, changes)
    with context(user=by, reason=reason or "edit_place"):
        row.save()
    log_action(
        actor=by,
        action="edit_place",
        subject_type="place",
        subject_id=row.uuid,
        reason=reason,
        data={"fields": changed},
    )
    return row


def _apply(row: Place, changes: dict[str, Any]) -> list[str]:
    """Set the changes and the keys that follow from them; the names of the fields that differ now."""
    before = {name: getattr(row, name) for name in changes}
    keys = place_keys(changes.get("name", row.name), changes.get("address", row.address))
    for name, value in {**changes, **keys}.items():
        setattr(row, name, value)
    return sorted(name for name, old in before.items() if old != getattr(row, name))

"""Many places at once: the checks of one, a bounded number of statements a chunk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.places.models import Place
from phaodai.city.places.numbering import next_codes
from phaodai.city.places.services import place_keys
from phaodai.core.audit import services as trail
from phaodai.core.exchange.undoing import reasons_to_keep

EDITING = "places.edit"


@dataclass
class NewPlace:
    """A place to be registered, in an area the caller found to be in reach."""

    name: str
    kind: str
    area: Area
    address: str = ""
    organization: Organization | None = None
    latitude: float | None = None
    longitude: float | None = None
    uuid: UUID = field(default_factory=uuid4)

    @property
    def key(self) -> tuple[Any, ...]:
        """Two of the same name and kind in one ward are one place, unless their addresses differ."""
        return self.area.pk, self.kind, place_keys(self.name, self.address)["search_key"]


def known_places(places: Sequence[NewPlace]) -> dict[tuple[Any, ...], UUID]:
    """Keys of `NewPlace` that are registered → the place. One query."""
    wanted = {one.key for one in places}
    rows = Place.objects.filter(
        area__in={one.area.pk for one in places}, search_key__in={key[2] for key in wanted}
    )
    found = {
        (area, kind, key): uuid
        for area, kind, key, uuid in rows.values_list("area_id", "kind", "search_key", "uuid")
    }
    return {key: uuid for key, uuid in found.items() if key in wanted}


@transaction.atomic
def register_places(*, places: Sequence[NewPlace], by: Any) -> list[Place]:
    """Register places and give each its code.

    Raises:
        PermissionDenied: ``places.edit`` does not reach all their areas.
    """
    if not by.reach(EDITING).covers(*{one.area.pk for one in places}):
        raise PermissionDenied
    codes = next_codes(len(places)) if places else []
    with trail.context(user=by, reason="register_places"):
        made = Place.objects.bulk_create(_row(one, code) for one, code in zip(places, codes, strict=True))
    trail.log_actions(
        actor=by, action="register_place", subject_type="place", subject_ids=[row.uuid for row in made]
    )
    return made


def _row(one: NewPlace, code: str) -> Place:
    return Place(
        uuid=one.uuid, code=code, kind=one.kind, area=one.area, organization=one.organization,
        latitude=one.latitude, longitude=one.longitude, **place_keys(one.name, one.address),
    )  # fmt: skip


@transaction.atomic
def withdraw_places(*, places: Iterable[UUID], by: Any) -> dict[UUID, str]:
    """Delete places an import registered; returns which stay, and why."""
    rows = list(
        Place.objects.visible_to(by, EDITING).select_for_update(of=("self",)).filter(uuid__in=set(places))
    )
    why = reasons_to_keep(rows, subject_type="place", own=set(), made_by={"register_place"})
    going = [row for row in rows if row.uuid not in why]
    trail.log_actions(
        actor=by, action="place.import_undone", subject_type="place", subject_ids=[row.uuid for row in going]
    )
    Place.objects.filter(pk__in=[row.pk for row in going]).delete()
    return why

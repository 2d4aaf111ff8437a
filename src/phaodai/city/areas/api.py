"""Areas by API: the register is reference data, open to everybody who is signed in with ``areas.view``."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from phaodai.city.areas import queries
from phaodai.city.areas.terms import AreaLevel
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["areas"])


class AreaOut(Schema):
    """One area. ``risk_decided`` is in force, ``risk_computed`` a proposal; null is unknown."""

    uuid: UUID
    code: str
    level: str
    name: str
    parent: UUID | None
    latitude: float | None
    longitude: float | None
    population: int | None
    population_source: str
    risk_decided: str | None
    risk_computed: str | None

    @staticmethod
    def resolve_parent(row: Any) -> UUID | None:
        return row.parent.uuid if row.parent else None

    @staticmethod
    def resolve_risk_decided(row: Any) -> str | None:
        return row.decided or None

    @staticmethod
    def resolve_risk_computed(row: Any) -> str | None:
        return row.computed or None


class AreaQuery(Schema):
    """Filters of the list."""

    q: str = ""
    level: AreaLevel | None = None
    limit: int = 100
    offset: int = 0


@router.get("", response={200: list[AreaOut], **ERRORS}, summary="Areas in force")
@requires("areas.view")
def list_areas(request: GuardedRequest, filters: Query[AreaQuery]) -> Any:
    """Areas in force now, in dictionary order; ``q`` ignores diacritics or is a code."""
    rows = queries.area_rows(text=filters.q, level=filters.level or "")
    start = max(filters.offset, 0)
    return list(rows[start : start + min(max(filters.limit, 1), 500)])


@router.get("/{uuid}", response={200: AreaOut, **ERRORS}, summary="One area")
@requires("areas.view")
def read_area(request: GuardedRequest, uuid: UUID) -> Any:
    """One area by its id, also one that no longer exists."""
    return queries.area_with_status(request.user, uuid)

"""Orders by API."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.response.quarantine import services
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.queries import orders
from phaodai.response.quarantine.queries.orders import OrderFilter
from phaodai.response.quarantine.terms import OrderKind, OrderSetting, OrderState

router = Router(tags=["quarantine"])


class OrderOut(Schema):
    """One order. ``person``, ``area``, ``case`` are ids; ``basis`` is the rule it rests on."""

    uuid: UUID
    number: str
    kind: OrderKind
    setting: OrderSetting
    state: OrderState
    person: UUID
    area: UUID | None
    case: UUID | None
    starts_at: datetime
    ends_on: date | None
    test_days: list[date]
    basis: dict[str, Any]
    confirmed_at: datetime | None
    signed_at: datetime | None
    due_at: datetime | None

    @staticmethod
    def resolve_person(row: Any) -> UUID:
        person: UUID = row.person.uuid
        return person

    @staticmethod
    def resolve_area(row: Any) -> UUID | None:
        return row.area.uuid if row.area else None

    @staticmethod
    def resolve_case(row: Any) -> UUID | None:
        return row.case.uuid if row.case else None


class OrderQuery(Schema):
    """Filters of the list."""

    state: OrderState | None = None
    kind: OrderKind | None = None
    setting: OrderSetting | None = None
    area: UUID | None = None
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("", response={200: list[OrderOut], **ERRORS}, summary="Quarantine orders")
@requires("quarantine.view")
def list_orders(request: HttpRequest, filters: Query[OrderQuery]) -> Any:
    """Orders in the caller's reach, newest first."""
    wanted = OrderFilter(
        states=(filters.state,) if filters.state else (),
        kind=filters.kind or "",
        setting=filters.setting or "",
        area=str(filters.area or ""),
    )
    rows = list(orders.list_orders(request.user, wanted)[filters.offset : filters.offset + filters.limit])
    services.record_listing(
        by=request.user, action="order_list_read", count=len(rows), filters={"api": True, **vars(wanted)}
    )
    return rows


@router.get("/{uuid}", response={200: OrderOut, **ERRORS}, summary="One order")
@requires("quarantine.view")
def read_order(request: HttpRequest, uuid: UUID) -> Any:
    """One order the caller may see; the look is put on record."""
    return services.open_order(uuid=uuid, by=request.user, purpose="api")


@router.post("/{uuid}/confirm", response={200: OrderOut, **ERRORS}, summary="Confirm a draft")
@requires("quarantine.confirm")
def confirm_order(request: HttpRequest, uuid: UUID) -> Any:
    """The health officer confirms the draft as it stands. 409 where it cannot be confirmed now."""
    return _decide(request, uuid, "quarantine.confirm", services.confirm_order)


@router.post("/{uuid}/sign", response={200: OrderOut, **ERRORS}, summary="Sign a confirmed order")
@requires("quarantine.sign")
def sign_order(request: HttpRequest, uuid: UUID) -> Any:
    """The authority signs. 409 where it cannot be signed now."""
    return _decide(request, uuid, "quarantine.sign", services.sign_order)


def _decide(request: HttpRequest, uuid: UUID, capability: str, decide: Any) -> Any:
    order = orders.order_for(request.user, uuid, capability)
    try:
        done: QuarantineOrder = decide(order=order, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        return Status(
            409, {"code": getattr(error, "code", None) or "invalid", "message": " ".join(error.messages)}
        )
    return done

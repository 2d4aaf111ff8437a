"""Reading events and the state of their steps."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from phaodai.core.events.models import Delivery, DeliveryState, Event

DEPTH = 12
"""Causes and effects are followed this far; a chain is far shorter."""


def open_deliveries() -> "QuerySet[Delivery]":
    """Steps not done, the stuck ones first, oldest first."""
    return Delivery.objects.exclude(state=DeliveryState.DONE).select_related("event").order_by("-state", "pk")


def events_naming(field: str, ids: Iterable[UUID]) -> Q:
    """Events whose data hold one of these ids under ``field``."""
    found = Q(pk__in=[])
    for one in ids:
        found |= Q(data__contains={field: str(one)})
    return found


def chain_of(start: Q) -> list[Event]:
    """The events that fit ``start``, all that led to them and all that followed, oldest first.

    Each with its deliveries read; a handful of queries, one a generation.
    """
    known = {event.pk: event for event in Event.objects.filter(start)}
    _climb(known)
    _descend(known)
    rows = Event.objects.filter(pk__in=known).prefetch_related("deliveries")
    return sorted(rows, key=lambda event: (event.occurred_at, event.recorded_at))


def _climb(known: dict[UUID, Event]) -> None:
    for _generation in range(DEPTH):
        missing = {event.caused_by for event in known.values() if event.caused_by} - set(known)
        if not missing:
            return
        known |= {event.pk: event for event in Event.objects.filter(pk__in=missing)}


def _descend(known: dict[UUID, Event]) -> None:
    fresh = set(known)
    for _generation in range(DEPTH):
        rows = Event.objects.filter(caused_by__in=fresh).exclude(pk__in=set(known))
        found = {event.pk: event for event in rows}
        if not found:
            return
        known |= found
        fresh = set(found)

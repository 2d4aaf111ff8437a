"""What a contact's live exposures make of it: tier, times, score, and its state when they come or go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q

from phaodai.core import policy
from phaodai.core.audit.services import actor_name
from phaodai.core.disclosures.services import retract_told
from phaodai.core.events.services import publish
from phaodai.response.tracing.events import ContactReopened, ContactWithdrawn
from phaodai.response.tracing.models import Contact, ContactDecision, Exposure
from phaodai.response.tracing.services.rewriting import rewrite
from phaodai.response.tracing.terms import ContactState

WRITTEN = [
    "tier",
    "first_exposed_at",
    "last_exposed_at",
    "score",
    "state",
    "due_at",
    "concluded_at",
    "concluded_by_name",
]


@dataclass(frozen=True)
class Standing:
    """The live exposures of one contact, summed up."""

    first_at: datetime
    last_at: datetime
    score: float
    tier: int


def restate(contacts: list[Contact], *, fresh: set[int], now: datetime, by: Any, reason: str) -> None:
    """Bring (locked) contacts in line with their live exposures.

    ``fresh`` are ids of contacts with a new exposure: those ruled out wait again. Without any live exposure a
    contact is withdrawn, whoever had been told of it is noted as misinformed.
    """
    standings = _standings(contacts)
    moved, changed = [], []
    for contact in contacts:
        state, before = contact.state, _values(contact)
        _apply(contact, standings.get(contact.pk), contact.pk in fresh, now)
        if contact.state != state:
            moved.append((contact, state))
        if _values(contact) != before:
            changed.append(contact)
    rewrite(changed, WRITTEN)
    _record(moved, now, by, reason)


def _values(contact: Contact) -> list[Any]:
    return [getattr(contact, name) for name in WRITTEN]


def _standings(contacts: Iterable[Contact]) -> dict[int, Standing]:
    live = Exposure.objects.filter(contact__in=[one.pk for one in contacts], withdrawn_at__isnull=True)
    rows = live.values("contact").annotate(
        first=Min("first_at"),
        last=Max("last_at"),
        best=Max("score"),
        first_tier=Count("pk", filter=Q(via__isnull=True)),
    )
    return {
        row["contact"]: Standing(row["first"], row["last"], row["best"], 1 if row["first_tier"] else 2)
        for row in rows
    }


def _apply(contact: Contact, standing: Standing | None, is_fresh: bool, now: datetime) -> None:
    if standing is None:
        contact.state = ContactState.WITHDRAWN
        return
    contact.first_exposed_at, contact.last_exposed_at = standing.first_at, standing.last_at
    contact.score, contact.tier = standing.score, standing.tier
    if contact.state == ContactState.WITHDRAWN or (is_fresh and contact.state == ContactState.REJECTED):
        contact.state = ContactState.CANDIDATE
        contact.concluded_at, contact.concluded_by_name = None, ""
        contact.due_at = now + timedelta(hours=float(policy.get("tracing.call_hours", now).value))


def _record(moved: list[tuple[Contact, str]], now: datetime, by: Any, reason: str) -> None:
    if not moved:
        return
    version = policy.get("tracing.contact_definition", now).version
    ContactDecision.objects.bulk_create(
        [
            ContactDecision(
                contact=contact, from_state=before, to_state=contact.state, definition_version=version,
                reason=reason[:300], by_id=getattr(by, "pk", None), by_name=actor_name(by), occurred_at=now,
            )
            for contact, before in moved
        ]
    )  # fmt: skip
    for contact, _before in moved:
        _tell(contact, now, by)


def _tell(contact: Contact, now: datetime, by: Any) -> None:
    if contact.state == ContactState.WITHDRAWN:
        retract_told(subject_type="contact", subject_id=contact.uuid, at=now)
        publish(ContactWithdrawn(contact.uuid), by=by)
    else:
        publish(ContactReopened(contact.uuid), by=by)

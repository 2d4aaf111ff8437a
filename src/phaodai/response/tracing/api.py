"""Contacts by API: lists with reasons, conclusions."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.response.tracing import services
from phaodai.response.tracing.models import Contact, ContactDecision
from phaodai.response.tracing.queries import lists
from phaodai.response.tracing.queries.lines import ContactLine, contact_lines

PAGE = 100
MAX_IDS = 500

router = Router(tags=["contacts"])


class ContactQuery(Schema):
    """What the list is narrowed to; empty narrows nothing."""

    case: UUID | None = None
    state: Literal["", "candidate", "verified", "rejected", "moved"] = ""
    q: str = Field("", max_length=100)
    tier: Literal["", "1", "2"] = ""
    sort: Literal["score", "-score", "last", "-last", "name", "-name", "due", "-due"] = "score"
    page: int = Field(1, ge=1, le=10_000)


class ReasonOut(Schema):
    """One reason. ``path`` names places and hours; ``case`` is the code only."""

    case: str
    kind: str
    score: float
    visits: int
    direct_s: int
    linger_s: int
    first_at: datetime
    last_at: datetime
    path: list[dict[str, Any]]


class ContactOut(Schema):
    """One contact. ``state`` "candidate" is not yet F1."""

    uuid: UUID
    name: str
    birth_year: int | None
    area: str
    phone: str
    tier: int
    state: str
    score: float
    rank: int
    call: str
    due_at: datetime | None
    reasons: list[ReasonOut]


class ContactList(Schema):
    """One page of contacts; ``total`` counts all that fit."""

    total: int
    contacts: list[ContactOut]


class Conclusion(Schema):
    """Whom it is about, and why."""

    ids: list[UUID] = Field(min_length=1, max_length=MAX_IDS)
    reason: str = Field("", max_length=300)


class Concluded(Schema):
    """How many were changed; those concluded so already are not counted."""

    changed: int


@router.get(
    "", response={200: ContactList, **ERRORS}, operation_id="list_contacts", summary="Contacts in your reach"
)
@requires("contacts.view")
def list_contacts(request: HttpRequest, asked: Query[ContactQuery]) -> ContactList:
    """Contacts the user may see, with every live reason, a hundred a page."""
    case = services.open_case_list(uuid=asked.case, by=request.user) if asked.case else None
    wanted = lists.ContactFilter(q=asked.q, state=asked.state, tier=asked.tier, sort=asked.sort)
    rows = lists.call_sheet(request.user, wanted, clock.now(), case)
    start = (asked.page - 1) * PAGE
    page, total = list(rows[start : start + PAGE]), rows.count()
    services.record_listing(
        by=request.user,
        action="list_read",
        count=total,
        filters={**wanted.as_words(), "via": "api"},
        case=case,
    )
    lines = contact_lines(page, request.user, case)
    return ContactList(total=total, contacts=[_out(*pair) for pair in zip(page, lines, strict=True)])


@router.get(
    "/{uuid:uuid}", response={200: ContactOut, **ERRORS}, operation_id="contact", summary="One contact"
)
@requires("contacts.view")
def contact(request: HttpRequest, uuid: UUID) -> ContactOut:
    """One contact; the look is put on record."""
    row = services.open_contact(uuid=uuid, by=request.user)
    (line,) = contact_lines([row], request.user)
    return _out(row, line)


@router.post(
    "/verify", response={200: Concluded, **ERRORS}, operation_id="verify_contacts", summary="Verify contacts"
)
@requires("contacts.verify")
def verify(request: HttpRequest, asked: Conclusion) -> Concluded:
    """Conclude that these are F1 (or F2) by the definition in force; all or none."""
    contacts = _chosen(request, asked)
    return _concluded(services.verify_contacts(contacts=contacts, reason=asked.reason, by=request.user))


@router.post(
    "/reject",
    response={200: Concluded, **ERRORS},
    operation_id="reject_contacts",
    summary="Rule contacts out",
)
@requires("contacts.verify")
def reject(request: HttpRequest, asked: Conclusion) -> Concluded:
    """Rule these out, with the reason; all or none."""
    contacts = _chosen(request, asked)
    return _concluded(services.reject_contacts(contacts=contacts, reason=asked.reason, by=request.user))


@router.post(
    "/reopen", response={200: Concluded, **ERRORS}, operation_id="reopen_contacts", summary="Reopen contacts"
)
@requires("contacts.verify")
def reopen(request: HttpRequest, asked: Conclusion) -> Concluded:
    """Take conclusions back; all or none."""
    contacts = _chosen(request, asked)
    return _concluded(services.reopen_contacts(contacts=contacts, reason=asked.reason, by=request.user))


def _chosen(request: HttpRequest, asked: Conclusion) -> list[Contact]:
    found = list(lists.by_uuids(request.user, asked.ids, "contacts.verify"))
    if len(found) != len(set(asked.ids)):
        raise Http404
    return found


def _concluded(decisions: list[ContactDecision]) -> Concluded:
    return Concluded(changed=len(decisions))


def _out(row: Contact, line: ContactLine) -> ContactOut:
    return ContactOut(
        uuid=row.uuid,
        name=line.name,
        birth_year=line.birth_year,
        area=line.area,
        phone=line.phone,
        tier=row.tier,
        state=row.state,
        score=row.score,
        rank=line.reason.bars if line.reason else 1,
        call=row.call_state,
        due_at=line.due_at,
        reasons=[_reason(one) for one in row.live],  # type: ignore[attr-defined]
    )


def _reason(exposure: Any) -> ReasonOut:
    names = ("kind", "score", "visits", "direct_s", "linger_s", "first_at", "last_at", "path")
    return ReasonOut(case=exposure.case.code, **{name: getattr(exposure, name) for name in names})

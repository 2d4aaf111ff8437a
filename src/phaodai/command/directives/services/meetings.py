"""The meeting: called with what earlier notices left open, minuted, and its decisions drafted as the next directive."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import AgendaItem, Assignment, Decision, Directive, Meeting
from phaodai.command.directives.queries.meetings import carried_over
from phaodai.command.directives.queries.units import own_units
from phaodai.command.directives.services.draft import draft_directive
from phaodai.command.directives.services.tasks import TaskFields, add_task
from phaodai.command.directives.terms import MeetingState
from phaodai.command.directives.texts import refuse, require_text
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action

FOLLOW = "directives.follow"


@transaction.atomic
def call_meeting(*, host: Organization, title: str, held_at: datetime, by: Any, chair: str = "") -> Meeting:
    """Call a meeting; what is still open of the host's directives comes onto its agenda, the most overdue first.

    Raises:
        PermissionDenied: ``by`` does not follow the host's directives.
        ValidationError: no title; the host meets at that moment already.
    """
    if not own_units(by, FOLLOW).filter(pk=host.pk).exists():
        raise PermissionDenied
    if host.meetings.filter(held_at=held_at).exists():
        raise refuse("twice", _("The host meets at that moment already."))
    meeting = Meeting.objects.create(
        host=host, title=require_text(title)[:300], held_at=held_at, chair=chair.strip()[:200],
        called_by_name=actor_name(by),
    )  # fmt: skip
    _carry_over(meeting)
    log_action(actor=by, action="meeting_called", subject_type="meeting", subject_id=meeting.uuid)
    return meeting


def _carry_over(meeting: Meeting) -> None:
    """Put every open assignment of the host's directives on the agenda as it stands now; known ones stay."""
    known = set(meeting.agenda.values_list("assignment", flat=True))
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    fresh: list[Any] = [row for row in carried_over(meeting.host, clock.now()) if row.pk not in known]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=last + number, assignment=row, standing=row.standing)
        for number, row in enumerate(fresh, start=1)
    )


def lock_meeting(meeting: Meeting, by: Any) -> Meeting:
    """The meeting, locked, if ``by`` follows its host's directives.

    Raises:
        PermissionDenied: out of reach.
    """
    rows = Meeting.objects.visible_to(by, FOLLOW).select_related("host")
    found = rows.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if found is None:
        raise PermissionDenied
    return found


@transaction.atomic
def renew_agenda(*, meeting: Meeting, by: Any) -> Meeting:
    """Bring what has become open since onto the agenda of a meeting not yet held."""
    row = lock_meeting(meeting, by)
    _require_planned(row)
    _carry_over(row)
    return row


def _require_planned(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise refuse("held", _("The meeting was held; its minutes stand."))


@transaction.atomic
def add_subject(*, meeting: Meeting, subject: str, by: Any) -> AgendaItem:
    """Put a free subject on the table."""
    row = lock_meeting(meeting, by)
    _require_planned(row)
    last = row.agenda.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=row, position=last + 1, subject=require_text(subject)[:300])


@dataclass(frozen=True)
class DecisionFields:
    """What was decided: the words, who leads, until when, and which open task it is about."""

    text: str
    leads: list[Organization] = field(default_factory=list)
    due_at: datetime | None = None
    about: Assignment | None = None


@transaction.atomic
def take_decision(*, meeting: Meeting, fields: DecisionFields, by: Any) -> Decision:
    """Write a decision down.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no words; nobody leads.
    """
    row = lock_meeting(meeting, by)
    if not fields.leads:
        raise refuse("no_owner", _("Name the unit that answers for it."))
    last = row.decisions.aggregate(last=Max("position"))["last"] or 0
    made = Decision.objects.create(
        meeting=row, position=last + 1, text=require_text(fields.text), due_at=fields.due_at, about=fields.about,
        decided_by_name=actor_name(by),
    )  # fmt: skip
    made.leads.set(fields.leads)
    return made


@transaction.atomic
def close_meeting(*, meeting: Meeting, minutes: str, present: str, by: Any) -> Meeting:
    """The meeting was held: its minutes and who was there.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: held already; no minutes.
    """
    row = lock_meeting(meeting, by)
    _require_planned(row)
    row.minutes, row.present, row.state = require_text(minutes), present.strip(), MeetingState.HELD
    row.save(update_fields=["minutes", "present", "state"])
    log_action(actor=by, action="meeting_held", subject_type="meeting", subject_id=row.uuid)
    return row


@transaction.atomic
def draft_conclusion(*, meeting: Meeting, by: Any) -> Directive:
    """The next directive: a text out of the decisions, each one a task with its own words as passage.

    Raises:
        PermissionDenied: ``by`` does not draft for the host.
        ValidationError: nothing was decided; drafted already.
    """
    row = lock_meeting(meeting, by)
    decisions = list(row.decisions.prefetch_related("leads"))
    if not decisions:
        raise refuse("no_decision", _("Nothing was decided yet."))
    if row.directives.exclude(state="cancelled").exists():
        raise refuse("drafted", _("The conclusion of this meeting is drafted already."))
    parts = [_sentence(number, decision) for number, decision in enumerate(decisions, start=1)]
    day = clock.to_local(row.held_at).strftime("%d/%m/%Y")
    opening = f"Ngày {day}, {row.host.name} họp {row.title}. Sau khi nghe báo cáo và ý kiến các đơn vị, kết luận như sau:"
    draft = draft_directive(
        issuer=row.host, title=f"Kết luận {row.title}, ngày {day}", text="\n\n".join([opening, *parts]), by=by,
        meeting=row,
    )  # fmt: skip
    for decision, passage in zip(decisions, parts, strict=True):
        given = TaskFields(
            action=decision.text, leads=list(decision.leads.all()), due_at=decision.due_at, passage=passage,
            replaces=decision.about.task if decision.about else None,
        )  # fmt: skip
        add_task(directive=draft, fields=given, by=by)
    return draft


def _sentence(number: int, decision: Decision) -> str:
    leads = ", ".join(unit.name for unit in decision.leads.all())
    text = f"{number}. Giao {leads} {decision.text.strip().rstrip('.')}"
    if decision.due_at is not None:
        text += f", hoàn thành trước {clock.to_local(decision.due_at).strftime('%H giờ %M ngày %d/%m/%Y')}"
    return f"{text}."

"""What waits for somebody in tracing."""

from typing import Any

from django.db.models import Count, F, Min, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phaodai.core.worklists import Worklist, project, register
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Contact, Exposure
from phaodai.response.tracing.queries.handovers import escalated, incoming
from phaodai.response.tracing.terms import ContactState

GROUP = _("Tracing")


def _candidates(user: Any) -> "QuerySet[Contact]":
    return Contact.objects.visible_to(user, "contacts.verify").filter(state=ContactState.CANDIDATE)


def _live_exposures(user: Any) -> "QuerySet[Exposure]":
    """Why the candidates wait, of cases the user may open."""
    cases = Case.objects.visible_to(user, "cases.view")
    return Exposure.objects.filter(withdrawn_at__isnull=True, case__in=cases.values("pk"))


def sheets_to_call(user: Any) -> QuerySet:
    """Call sheets with somebody left to verify: one line a case, not one a person."""
    waiting = _live_exposures(user).filter(contact__in=_candidates(user).values("pk"))
    by_case = waiting.order_by().values("case__uuid", "case__code").annotate(
        people=Count("contact", distinct=True), due=Min("contact__due_at"), since=Min("recorded_at")
    )  # fmt: skip
    return project(
        by_case, "sheets_to_call", ref="case__uuid", subject="people", place="case__code",
        due_at="due", started_at="since", state=Value("candidate"),
    )  # fmt: skip


def to_call(user: Any) -> QuerySet:
    """Candidates of cases elsewhere, whose call sheet the user may not open: one line a person."""
    rows = _candidates(user).exclude(pk__in=_live_exposures(user).values("contact"))
    return project(
        rows, "contacts_to_call", ref="uuid", subject="person__full_name",
        place=Coalesce("area__name", Value("")), due_at="due_at", started_at="recorded_at",
        state="call_state",
    )  # fmt: skip


def to_acknowledge(user: Any) -> QuerySet:
    """Hand-overs to the user's areas."""
    return _handovers(incoming(user), "handovers_in")


def unanswered(user: Any) -> QuerySet:
    """Hand-overs nobody answered in time."""
    return _handovers(escalated(user), "handovers_late")


def _handovers(rows: QuerySet, code: str) -> QuerySet:
    plain = rows.select_related(None).prefetch_related(None)
    return project(
        plain, code, ref="uuid", subject="contact__person__full_name", place=F("from_area__name"),
        due_at="due_at", started_at="sent_at", state="state",
    )  # fmt: skip


register(
    Worklist(
        code="sheets_to_call",
        title=_("Call sheets"),
        headline=_("Call {subject} people who shared places with case {place}"),
        capability="contacts.verify",
        rows=sheets_to_call,
        url_name="tracing:call_sheet",
        group=GROUP,
        action=_("Open the list"),
    )
)
register(
    Worklist(
        code="contacts_to_call",
        title=_("Candidates to call"),
        headline=_("Call {subject}, {place}"),
        capability="contacts.verify",
        rows=to_call,
        url_name="tracing:contact",
        group=GROUP,
        action=_("Call"),
    )
)
register(
    Worklist(
        code="handovers_in",
        title=_("Hand-overs to acknowledge"),
        headline=_("Acknowledge {subject}, handed over by {place}"),
        capability="contacts.handover",
        rows=to_acknowledge,
        url_name="tracing:handover",
        group=GROUP,
        action=_("Acknowledge"),
        incoming=True,
    )
)
register(
    Worklist(
        code="handovers_late",
        title=_("Hand-overs not answered in time"),
        headline=_("Nobody has answered for {subject}, handed over by {place}"),
        capability="contacts.handover",
        rows=unanswered,
        url_name="tracing:handover",
        group=GROUP,
        action=_("Look"),
    )
)

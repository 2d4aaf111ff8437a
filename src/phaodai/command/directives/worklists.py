"""What waits for somebody at the desk and at the units."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from phaodai.command.directives.models import Assignment, Directive, Escalation, Extension, Opinion
from phaodai.command.directives.queries.units import own_units
from phaodai.command.directives.rules.moves import WORKING
from phaodai.command.directives.terms import OPEN_DRAFT, Chase
from phaodai.core.worklists import Worklist, project, register

GROUP = _("Directives and tasks")
ACTION = Substr("task__action", 1, 120)


def _assignments(rows: QuerySet, code: str, *, started_at: Any = "given_at") -> QuerySet:
    return project(
        rows, code, ref="uuid", subject=ACTION, place="unit__name", due_at="due_at", started_at=started_at,
        state="state",
    )  # fmt: skip


def to_do(user: Any) -> QuerySet:
    """Tasks of the user's own units that are not reported as done."""
    rows = Assignment.objects.visible_to(user, "directives.report").filter(state__in=WORKING)
    return _assignments(rows, "tasks_to_do")


def to_pass_on(user: Any) -> QuerySet:
    """Reports that pass through a unit of the user."""
    rows = Assignment.objects.filter(
        state="at_via", via__in=own_units(user, "directives.report").values("pk")
    )
    return _assignments(rows, "reports_to_pass_on", started_at="finished_at")


def to_accept(user: Any) -> QuerySet:
    """Reports on tasks the user's issuer gave or watches."""
    rows = Assignment.objects.visible_to(user, "directives.follow").filter(state="reported", parent=None)
    return _assignments(rows, "reports_to_accept", started_at="finished_at")


def to_accept_below(user: Any) -> QuerySet:
    """Reports on what the user's unit handed on."""
    above = Assignment.objects.visible_to(user, "directives.report").values("pk")
    rows = Assignment.objects.filter(state="reported", parent__in=above)
    return _assignments(rows, "reports_from_below", started_at="finished_at")


def extensions(user: Any) -> QuerySet:
    """Units that ask for more time."""
    rows = Extension.objects.visible_to(user, "directives.follow").filter(state="asked")
    return project(
        rows, "extensions_asked", ref="assignment__uuid", subject=Substr("assignment__task__action", 1, 120),
        place="assignment__unit__name", due_at=F("old_due_at"), started_at="asked_at", state="state",
    )  # fmt: skip


def escalated(user: Any) -> QuerySet:
    """Overdue tasks of units below that reached the user's unit."""
    rows = Escalation.objects.filter(
        to_unit__in=own_units(user, "directives.follow").values("pk"), seen_at=None,
        rung__in=(Chase.NEXT_HEAD, Chase.ISSUER),
    ).exclude(assignment__state__in=("done", "withdrawn"))  # fmt: skip
    return project(
        rows, "tasks_escalated", ref="assignment__uuid", subject=Substr("assignment__task__action", 1, 120),
        place="assignment__unit__name", due_at="due_at", started_at="made_at", state=Value("overdue"),
    )  # fmt: skip


def opinions(user: Any) -> QuerySet:
    """Drafts the user's units are asked about."""
    rows = Opinion.objects.visible_to(user, "directives.report").filter(
        state="asked", directive__state__in=OPEN_DRAFT
    )
    return project(
        rows, "opinions_asked", ref="directive__uuid", subject=Substr("directive__title", 1, 120),
        place="unit__name", due_at="due_at", started_at="asked_at", state="state",
    )  # fmt: skip


def _directives(rows: QuerySet, code: str, started_at: str) -> QuerySet:
    return project(
        rows, code, ref="uuid", subject=Substr("title", 1, 120), place="issuer__name", due_at=Value(None),
        started_at=started_at, state="state",
    )  # fmt: skip


def to_sign(user: Any) -> QuerySet:
    """Drafts that nobody is asked about any more."""
    rows = Directive.objects.visible_to(user, "directives.sign").filter(
        state__in=OPEN_DRAFT, is_incoming=False
    )
    return _directives(rows.exclude(opinions__state="asked"), "directives_to_sign", "occurred_at")


def to_issue(user: Any) -> QuerySet:
    """Signed texts without a number."""
    rows = Directive.objects.visible_to(user, "directives.issue").filter(state="signed")
    return _directives(rows, "directives_to_issue", "signed_at")


def _register(
    code: str, title: Any, headline: Any, capability: str, rows: Any, action: Any, page: str, **more: Any
) -> None:
    register(
        Worklist(
            code=code, title=title, headline=headline, capability=capability, rows=rows,
            url_name=f"directives:{page}", group=GROUP, action=action, **more,
        )
    )  # fmt: skip


REPORT, FOLLOW = "directives.report", "directives.follow"
_register("tasks_to_do", _("Tasks"), _("Do: {subject}"), REPORT, to_do, _("Report"), "assignment")
_register(
    "reports_to_pass_on", _("Reports to send on"), _("Send on the report of {place}: {subject}"), REPORT, to_pass_on,
    _("Send on"), "assignment", incoming=True,
)  # fmt: skip
_register(
    "reports_to_accept", _("Reports to accept"), _("Accept the report of {place}: {subject}"), FOLLOW, to_accept,
    _("Accept"), "assignment",
)  # fmt: skip
_register(
    "reports_from_below", _("Reports from below"), _("Accept the report of {place}: {subject}"), REPORT,
    to_accept_below, _("Accept"), "assignment",
)  # fmt: skip
_register(
    "extensions_asked", _("More time asked"), _("{place} asks for more time: {subject}"), FOLLOW, extensions,
    _("Decide"), "assignment", is_decision=True,
)  # fmt: skip
_register(
    "tasks_escalated", _("Overdue, told to us"), _("{place} is overdue: {subject}"), FOLLOW, escalated,
    _("See to it"), "assignment",
)  # fmt: skip
_register(
    "opinions_asked", _("Opinions asked"), _("Give the opinion of {place} on: {subject}"), REPORT, opinions,
    _("Give the opinion"), "directive", incoming=True,
)  # fmt: skip
_register(
    "directives_to_sign", _("Directives to sign"), _("Sign: {subject}"), "directives.sign", to_sign, _("Sign"),
    "directive", is_decision=True,
)  # fmt: skip
_register(
    "directives_to_issue", _("Directives to issue"), _("Number and issue: {subject}"), "directives.issue", to_issue,
    _("Number and issue"), "directive",
)  # fmt: skip

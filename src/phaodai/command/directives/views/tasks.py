"""Correcting the tasks of a draft."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from phaodai.command.directives import forms, services
from phaodai.command.directives.models import Directive, DirectiveTask
from phaodai.command.directives.queries import directives, units
from phaodai.command.directives.terms import UnitRole
from phaodai.command.directives.views.deeds import do, mistakes
from phaodai.core.access import requires

PAGE = "directives:directive"
DRAFT = "directives.draft"


def _names(task: DirectiveTask, role: str) -> str:
    return "\n".join(
        row.unit.name if row.unit else row.written for row in task.units.all() if row.role == role
    )


def _initial(task: DirectiveTask) -> dict[str, Any]:
    plain = ("action", "kind", "due_at", "recurrence", "recurs_until", "condition")
    written = task.written_names
    return {
        **{name: getattr(task, name) for name in plain},
        "leads": _names(task, UnitRole.LEAD),
        "support": _names(task, UnitRole.SUPPORT),
        **{
            name: getattr(task, name).name if getattr(task, name) else written.get(name, "")
            for name in ("monitor", "report_to", "report_via")
        },
        "passage": task.directive.text[task.start : task.end] if task.start is not None else "",
        "replaces": task.replaces_id,
    }


def _form(request: HttpRequest, directive: Directive, initial: dict[str, Any]) -> forms.TaskForm:
    replaceable = directives.replaceable_tasks(request.user, directive)
    data = request.POST if request.method == "POST" else None
    return forms.TaskForm(data, initial=initial, issuer=directive.issuer, replaceable=replaceable)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DRAFT)
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A task the reader missed."""
    row = directives.directive_for(request.user, uuid, DRAFT)
    form = _form(request, row, {})
    return _save(
        request,
        row,
        form,
        lambda: services.add_task(directive=row, fields=form.task_fields(), by=request.user),
        {"heading": _("Add a task")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DRAFT)
def task(request: HttpRequest, uuid: UUID, task_uuid: UUID) -> HttpResponse:
    """Correct one task; below, cut it in two, tie a figure to it."""
    row = directives.directive_for(request.user, uuid, DRAFT)
    found = directives.task_for(row, task_uuid)
    form = _form(request, row, _initial(found))
    extra = {
        "heading": _("Correct the task"),
        "task": found,
        "split_form": forms.SplitForm(
            initial={"first_part": row.text[found.start : found.end]}, auto_id="split_%s"
        )
        if found.start is not None
        else None,
        "target_form": forms.TargetForm(auto_id="target_%s"),
        "reason_form": forms.ReasonForm(auto_id="reason_%s"),
    }
    return _save(
        request,
        row,
        form,
        lambda: services.correct_task(task=found, fields=form.task_fields(), by=request.user),
        extra,
    )


def _save(
    request: HttpRequest, row: Directive, form: forms.TaskForm, deed: Any, extra: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = deed()
        except ValidationError as error:
            form.add_error(None, error)
        except PermissionDenied:
            raise Http404 from None
        else:
            return redirect(reverse(PAGE, args=[row.uuid]) + f"#t-{saved.uuid}")
    context = {"form": form, "directive": row, "units": units.units_in_use(), **extra}
    return render(request, "directives/task.html", context)


def _task(request: HttpRequest, uuid: UUID, task_uuid: UUID) -> DirectiveTask:
    row = directives.directive_for(request.user, uuid, DRAFT)
    return directives.task_for(row, task_uuid)


@require_POST
@requires(DRAFT)
def split(request: HttpRequest, uuid: UUID, task_uuid: UUID) -> HttpResponse:
    """Cut a task in two."""
    found = _task(request, uuid, task_uuid)
    part = request.POST.get("first_part", "")
    return do(
        request,
        lambda: services.split_task(task=found, first_part=part, by=request.user),
        _("The task was cut in two."),
        PAGE,
        uuid,
    )


@require_POST
@requires(DRAFT)
def merge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make one task of those selected."""
    row = directives.directive_for(request.user, uuid, DRAFT)
    picked = directives.picked_tasks(row, request.POST.getlist("ids"))
    return do(
        request,
        lambda: services.merge_tasks(tasks=picked, by=request.user),
        _("The tasks were merged."),
        PAGE,
        uuid,
    )


@require_POST
@requires(DRAFT)
def withdraw(request: HttpRequest, uuid: UUID, task_uuid: UUID) -> HttpResponse:
    """This passage is no task."""
    found = _task(request, uuid, task_uuid)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    reason = form.cleaned_data["reason"]
    return do(
        request,
        lambda: services.withdraw_task(task=found, reason=reason, by=request.user),
        _("The task was withdrawn."),
        PAGE,
        uuid,
    )


@require_POST
@requires(DRAFT)
def restore(request: HttpRequest, uuid: UUID, task_uuid: UUID) -> HttpResponse:
    """It is a task after all."""
    found = _task(request, uuid, task_uuid)
    return do(
        request,
        lambda: services.restore_task(task=found, by=request.user),
        _("The task is back."),
        PAGE,
        uuid,
    )


@require_POST
@requires(DRAFT)
def add_target(request: HttpRequest, uuid: UUID, task_uuid: UUID) -> HttpResponse:
    """Tie a figure to a task."""
    found = _task(request, uuid, task_uuid)
    form = forms.TargetForm(request.POST)
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    fields = form.target_fields()
    return do(
        request,
        lambda: services.add_target(task=found, fields=fields, by=request.user),
        _("The target was added."),
        PAGE,
        uuid,
    )


@require_POST
@requires(DRAFT)
def remove_target(request: HttpRequest, uuid: UUID, target_uuid: UUID) -> HttpResponse:
    """Take a figure out."""
    row = directives.directive_for(request.user, uuid, DRAFT)
    found = directives.target_of(row, target_uuid)
    return do(
        request,
        lambda: services.remove_target(target=found, by=request.user),
        _("The target was removed."),
        PAGE,
        uuid,
    )
